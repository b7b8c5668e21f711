import Charts
import Dashboard
import Testing

/// Screens as people see them, in files that were looked at before they were committed.
///
/// `TILLER_WRITE_GOLDENS=1 swift test --filter GoldenScreenTests` writes them anew.
@Suite struct GoldenScreenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var screen: SampleScreen
    var columns: Int
    var rows: Int
    var name: String { "\(screen.rawValue)-\(columns)x\(rows)" }
    var testDescription: String { name }
  }

  static let cases: [Case] =
    SampleScreen.atEverySize.flatMap { screen in
      [(80, 24), (120, 36), (200, 60)].map { Case(screen: screen, columns: $0.0, rows: $0.1) }
    }
    + SampleScreen.atOneSize.map { Case(screen: $0, columns: 120, rows: 36) }
    + [
      Case(screen: .running, columns: 20, rows: 5), Case(screen: .running, columns: 40, rows: 10),
      Case(screen: .running, columns: 60, rows: 50), Case(screen: .selected, columns: 100, rows: 30),
    ]

  @Test(arguments: cases) func aScreenEqualsItsGolden(_ test: Case) throws {
    try hold(test, markers: .braille, name: test.name)
  }

  @Test func plainCharactersAreEnough() throws {
    let test = Case(screen: .selected, columns: 100, rows: 30)
    try hold(test, markers: .ascii, name: test.name + "-ascii")
    var buffer = CellBuffer(size: Size(columns: 100, rows: 30))
    var cache = ViewCache()
    draw(test.screen.state(buffer.size), markers: .ascii, into: &buffer, cache: &cache)
    #expect(buffer.text.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
  }

  private func hold(_ test: Case, markers: Marker, name: String) throws {
    var buffer = CellBuffer(size: Size(columns: test.columns, rows: test.rows))
    var cache = ViewCache()
    draw(test.screen.state(buffer.size), markers: markers, into: &buffer, cache: &cache)
    try holdToGolden(buffer, name: name)
  }
}
