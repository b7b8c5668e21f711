import Charts
import Dashboard
import Settings
import Testing
import Text

@Suite struct ThemeSampleTests {
  private func sample(_ name: String, source: String = "compiled in") throws -> ThemeSample {
    ThemeSample(name: name, source: source, theme: Theme(try ThemeCatalog().theme(named: name)), nameColumns: 19)
  }

  @Test func aLineNamesTheThemeShowsItsRolesAndSaysWhereItIsFrom() throws {
    let text = try sample("nord").text()
    #expect(
      text
        == "nord                  ● model ▸ person ◇ ghost ★ best ✗ reject ████████ ██████   compiled in"
    )
  }

  @Test func linesOfAListStandBelowEachOther() throws {
    let columns = try ThemeCatalog.compiledNames.map { TextWidth.columns(of: try sample($0).text()) }
    #expect(Set(columns).count == 1)
    #expect(columns[0] <= 100, "with the longest name still a line of a wide terminal")
  }

  @Test func plainCharactersAreEnough() throws {
    for name in ["nord", "monochrome"] {
      #expect(try sample(name).text(isASCII: true).unicodeScalars.allSatisfy { $0.isASCII })
    }
  }

  @Test func theSwatchHasTheThemesColoursAndTheRestTheTerminals() throws {
    let pieces = try sample("nord").pieces()
    #expect(pieces.first?.style == .plain)
    #expect(pieces.last?.style == .plain)
    let ground = Color.direct(0x2E, 0x34, 0x40)
    #expect(pieces.dropFirst().dropLast().allSatisfy { $0.style.background == ground })
    #expect(pieces.contains { $0.text == "★ best" && $0.style == Style(.direct(0xEB, 0xCB, 0x8B), on: ground, .bold) })
  }

  @Test func gradientsAreSeenWithoutColours() throws {
    #expect(try sample("monochrome").text().contains("░░▒▒▓▓██ ░░▒▓▓█"))
  }

  @Test func namesAndSourcesAreHarmless() throws {
    let text = try sample("nord", source: "/tmp/\u{1B}]52;c;x\u{7}").text()
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 })
  }
}

extension ThemeSample {
  /// The line without styles.
  fileprivate func text(isASCII: Bool = false) -> String { pieces(isASCII: isASCII).map(\.text).joined() }
}
