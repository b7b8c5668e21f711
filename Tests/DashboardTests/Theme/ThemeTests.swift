import Charts
import Settings
import Testing

@testable import Dashboard

@Suite struct ThemeTests {
  static func theme(_ text: String) -> Theme {
    Theme(ThemeFile(name: "mine", path: "mine.theme", bytes: Array(text.utf8)))
  }

  @Test func aRoleHasTheColourAndTheAttributesOfItsKey() {
    let theme = Self.theme(
      "theme[main_bg]=\"#101010\"\ntheme[main_fg]=\"#e0e0e0\"\ntheme[best]=\"#00ff00\"\ntheme[person]=\"#0000ff\"\n"
        + "theme[person_attributes]=\"underline\"\ntheme[best_attributes]=\"none\"")
    #expect(theme.best == Style(.direct(0, 255, 0)))
    #expect(theme.person == Style(.direct(0, 0, 255), on: .standard, .underline))
    #expect(theme.strong == Style(.direct(0xE0, 0xE0, 0xE0), on: .standard, .bold))
    #expect(theme.text == .plain)
    #expect(theme.foreground == .direct(0xE0, 0xE0, 0xE0))
    #expect(theme.background == .direct(0x10, 0x10, 0x10))
  }

  @Test func aSelectedRowIsReversedSoThatItIsSeenWithoutColours() {
    let theme = Self.theme("theme[select_bg]=\"#0000aa\"\ntheme[select_fg]=\"#ffffff\"")
    #expect(theme.selectedRow == Style(.direct(0, 0, 0xAA), on: .direct(255, 255, 255), .reverse))
    #expect(Theme.standard.selectedRow == Style(.standard, on: .standard, .reverse))
  }

  @Test func gradientsHaveTheStopsThatTheFileHas() {
    let theme = Self.theme("theme[line_start]=\"#000000\"\ntheme[line_end]=\"#ffffff\"\ntheme[plane_start]=\"\"")
    #expect(theme.lineGradient == Gradient((0, 0, 0), (255, 255, 255)))
    #expect(theme.stepsBar == theme.lineGradient)
    #expect(theme.planeGradient.stops.isEmpty)
    #expect(Theme.standard.lineGradient.stops.map(\.position) == [0, 0.5, 1])
  }

  @Test func withEightColoursNothingIsDrawnInBoldBlack() {
    var reducer = ColorReducer(depth: .eight)
    for name in ThemeCatalog.compiledNames {
      guard let file = try? ThemeCatalog().theme(named: name) else { continue }
      let theme = Theme(file).suited(to: .eight)
      for role in Theme.Role.allCases {
        let ink = reducer.ink(for: theme[role].foreground)
        #expect(ink.number != 0 || !ink.isBright, "\(name): \(role)")
      }
    }
    #expect(Theme.standard.suited(to: .eight).dim.attributes.contains(.dim))
  }

  @Test func theMapIsMadeOfCharactersBelow256Colours() {
    for depth in [ColorDepth.none, .eight, .sixteen] {
      #expect(Theme.standard.suited(to: depth).planeGradient.stops.isEmpty)
    }
    #expect(Theme.standard.suited(to: .none).stepsBar == nil)
    #expect(Theme.standard.suited(to: .sixteen).stepsBar != nil)
    for depth in [ColorDepth.indexed, .direct] { #expect(Theme.standard.suited(to: depth) == Theme.standard) }
  }

  @Test func paintingPutsTheThemesColoursWhereTheTerminalsOwnWere() {
    let theme = Self.theme("theme[main_bg]=\"#101010\"\ntheme[main_fg]=\"#e0e0e0\"")
    var buffer = CellBuffer(size: Size(columns: 4, rows: 2))
    buffer.write("ab", column: 0, row: 0, in: buffer.area, style: Style(.direct(1, 2, 3), on: .standard, .bold))
    buffer.write("c", column: 2, row: 0, in: buffer.area, style: Style(.standard, on: .direct(4, 5, 6), .reverse))
    theme.paint(&buffer)
    let dark = Color.direct(0x10, 0x10, 0x10), light = Color.direct(0xE0, 0xE0, 0xE0)
    #expect(buffer[column: 1, row: 0] == Cell(Glyph("b"), Style(.direct(1, 2, 3), on: dark, .bold)))
    #expect(buffer[column: 2, row: 0] == Cell(Glyph("c"), Style(light, on: .direct(4, 5, 6), .reverse)))
    #expect(buffer[column: 3, row: 1] == Cell(.blank, Style(light, on: dark)))
  }

  @Test func theDefaultThemePaintsNothing() {
    var buffer = CellBuffer(size: Size(columns: 3, rows: 1))
    buffer.write("abc", column: 0, row: 0, in: buffer.area, style: Theme.standard.best)
    let before = buffer
    Theme.standard.paint(&buffer)
    #expect(buffer == before)
  }

  @Test func theTerminalsBackgroundCanBeKept() {
    let file = ThemeFile(name: "mine", path: "", bytes: Array("theme[main_bg]=\"#101010\"".utf8))
    #expect(Theme(file).background == .direct(0x10, 0x10, 0x10))
    #expect(Theme(file, keepsTerminalBackground: true).background == .standard)
  }
}
