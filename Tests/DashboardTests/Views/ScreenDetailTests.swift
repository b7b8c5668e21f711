import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

/// What makes the difference between a screen that works and one that is shown to an audience.
@Suite struct ScreenDetailTests {
  private func drawn(_ state: DashboardState, markers: Marker = .braille, depth: ColorDepth = .direct) -> CellBuffer {
    var buffer = CellBuffer(size: state.size), cache = ViewCache()
    draw(state, markers: markers, depth: depth, into: &buffer, cache: &cache)
    return buffer
  }

  @Test func theTableHasAColumnOfTemperaturesOnlyWhereThereAreAny() throws {
    var run = PlaneRun()
    run.emit(.steered(Steered(step: 0, command: .setTemperature(nil), source: .keyboard)))
    run.startStep(temperature: nil)
    run.candidate(1, 2)
    let layout = run.state.layout, heading = run.state.layout.tableHeading
    func titles() -> String { String(drawn(run.state).text[heading.row].dropFirst(heading.column)) }
    func column(under title: Character) throws -> TableSort.Column? {
      let place = try #require(titles().firstIndex(of: title))
      let column = heading.column + titles().distance(from: titles().startIndex, to: place)
      return TrajectoryView.column(at: ScreenCell(column: column, row: heading.row), run.state, layout)
    }
    #expect(!titles().contains(" T "))
    // A click means what is drawn there.
    #expect(try column(under: "u") == .parameter(0))
    #expect(try column(under: "v") == .parameter(1))
    run.emit(.steered(Steered(step: 1, command: .setTemperature(0.5), source: .keyboard)))
    run.startStep(temperature: 0.5)
    run.candidate(2, 2)
    #expect(titles().contains(" T "))
    #expect(try column(under: "u") == .parameter(0))
    #expect(try column(under: "T") == .temperature)
  }

  @Test(arguments: [(Marker.braille, "┏" as Character), (.ascii, "=")])
  func thePaneThatKeysGoToIsToldWithoutItsColour(markers: Marker, sign: Character) {
    let run = SampleScreen.running.state(Size(columns: 120, rows: 36))
    let area = run.layout[.table], other = run.layout[.loss]
    let lines = drawn(run, markers: markers).text
    #expect(lines[area.row].dropFirst(area.column).prefix(area.columns).contains(sign))
    #expect(!lines[other.row].dropFirst(other.column).prefix(other.columns).contains(sign))
  }

  @Test func aPresentationNeverHidesThatTheModelIsSimulated() {
    for columns in stride(from: 60, through: 140, by: 10) {
      var state = SampleScreen.running.state(Size(columns: columns, rows: 24))
      _ = reduce(&state, .input(.key(KeyPress(.character("P")))))
      #expect(drawn(state).text[0].contains("simulated"), "\(columns) columns")
    }
  }

  @Test func aLongEventEndsInDotsWhereItsRowsEnd() {
    var run = PlaneRun()
    let words = String(repeating: "a sentence without an end ", count: 12)
    run.emit(.notice(Notice(code: "test", text: words)))
    let area = run.state.layout.content(of: .events)
    let lines = drawn(run.state).text[area.row..<area.endRow].map { $0.dropFirst(area.column).prefix(area.columns) }
    #expect(lines.contains { $0.contains("…") })
  }

  @Test func aWideRowOfRepliesSaysWhatAReplyTook() {
    let wide = drawn(SampleScreen.running.state(Size(columns: 200, rows: 60))).text
    let narrow = drawn(SampleScreen.running.state(Size(columns: 120, rows: 36))).text
    #expect(wide.contains { $0.contains("1.2 s") && $0.contains("24 tokens") })
    #expect(!narrow.contains { $0.contains("24 tokens") })
  }

  @Test func withoutColoursTheLegendPromisesNoBarOfColours() {
    let state = SampleScreen.running.state(Size(columns: 120, rows: 36))
    #expect(drawn(state, depth: .none).text.contains { $0.contains("─ steps 1 to 17") })
    #expect(drawn(state).text.contains { $0.contains("step 1 ██") })
  }

  @Test func changesAndLossesOfAColumnStandInLine() {
    #expect(Words.change(-14) == "-14.00" && Words.change(31.7) == "+31.70")
    #expect(Words.change(-0.13) == "-0.130" && Words.change(116.02) == "+116.0")
    #expect(Words.lossInRow(31.8) == "31.80" && Words.lossInRow(128) == "128.0" && Words.lossInRow(5) == "5.000")
  }
}
