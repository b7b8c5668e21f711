import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct ThemesViewTests {
  static let sizes = [
    Size(columns: 40, rows: 10), Size(columns: 80, rows: 24), Size(columns: 120, rows: 36),
    Size(columns: 200, rows: 60),
  ]

  private func opened(_ size: Size, count: Int = 40) -> SampleRun {
    var run = SampleRun(size: size)
    run.initial()
    for _ in 0..<6 { run.performStep() }
    let themes = (0..<count).map { index in
      var theme = Theme.standard
      if index > 0 { theme[.best] = Style(.indexed(UInt8(16 + index)), on: .standard, .bold) }
      return NamedTheme(
        name: "theme-\(index)",
        source: index % 3 == 0 ? "/home/ada/.config/tiller/themes/theme-\(index).theme" : "compiled in",
        theme: theme)
    }
    run.send(.themes(themes))
    return run
  }

  private func menu(_ run: SampleRun) throws -> ThemeMenu {
    guard case .themes(let menu)? = run.state.overlay else { throw InputError("The menu is not open.") }
    return menu
  }

  private func drawn(_ state: DashboardState, markers: Marker = .braille) -> CellBuffer {
    var buffer = CellBuffer(size: state.size)
    var cache = ViewCache()
    draw(state, markers: markers, into: &buffer, cache: &cache)
    return buffer
  }

  @Test(arguments: sizes) func theChosenThemeIsSeenAndMarked(_ size: Size) throws {
    var run = opened(size)
    for place in stride(from: 0, to: 40, by: 3) {
      let menu = try menu(run)
      #expect(menu.chosen == place)
      let parts = ThemesView.Parts(menu, run.state)
      let row = parts.list.row + place - parts.top
      #expect((parts.list.row..<parts.list.endRow).contains(row))
      let buffer = drawn(run.state)
      let line = String(
        String.UnicodeScalarView(
          (parts.list.column..<parts.list.endColumn).flatMap { buffer[column: $0, row: row].glyph.scalars }))
      #expect(line.hasPrefix("▸ theme-\(place)"))
      #expect(buffer[column: parts.list.column + 2, row: row].style == run.state.theme.selectedRow)
      for _ in 0..<3 { run.press(.character("j")) }
    }
  }

  @Test(arguments: sizes) func whatIsLeftOfItShowsTheThemeThatIsPreviewed(_ size: Size) throws {
    var run = opened(size)
    for _ in 0..<5 { run.press(.character("j")) }
    let menu = try menu(run)
    let parts = ThemesView.Parts(menu, run.state)
    #expect(parts.box.column >= size.columns * 2 / 5 && parts.box.endColumn == size.columns)
    var closed = run.state
    closed.overlay = nil
    let with = drawn(run.state), without = drawn(closed)
    for row in 0..<run.state.layout.footer.row {
      for column in 0..<size.columns where !parts.box.contains(column: column, row: row) {
        #expect(with[column: column, row: row] == without[column: column, row: row])
      }
    }
    #expect(run.state.theme == menu.themes[5].theme)
  }

  @Test func nameSourceColoursAndHintsAreShown() throws {
    var run = opened(Size(columns: 120, rows: 36), count: 8)
    for _ in 0..<3 { run.press(.character("j")) }
    let text = drawn(run.state).text.joined(separator: "\n")
    #expect(text.contains("theme-1") && text.contains("compiled in") && text.contains("■■■■■"))
    #expect(text.contains("/home/ada/.config/tiller/themes") && text.contains("/theme-3.theme"))
    #expect(text.contains("enter keeps · esc brings back"))
    #expect(text.contains("• theme-0"))
  }

  @Test func whatLiesUnderTheMouseIsWhatIsDrawn() throws {
    let run = opened(Size(columns: 80, rows: 24))
    let menu = try menu(run)
    let parts = ThemesView.Parts(menu, run.state)
    for offset in 0..<parts.list.rows {
      let cell = ScreenCell(column: parts.list.column + 3, row: parts.list.row + offset)
      #expect(ThemesView.place(at: cell, menu, run.state) == parts.top + offset)
    }
    #expect(ThemesView.place(at: ScreenCell(column: 0, row: 5), menu, run.state) == nil)
  }

  @Test func hostileNamesAreShownAsWhatTheyAre() {
    var run = opened(Size(columns: 80, rows: 24), count: 2)
    run.send(
      .themes([NamedTheme(name: "\u{1b}[2Jevil\u{202e}", source: "/tmp/\u{7}\u{200b}x", theme: .standard)]))
    for cell in drawn(run.state).cells {
      for scalar in cell.glyph.scalars { #expect(scalar.properties.generalCategory != .control) }
    }
  }

  @Test func everySizeIsDrawnAndAsciiIsEnough() throws {
    for columns in [0, 1, 3, 20, 39, 40, 60] {
      for rows in [0, 1, 2, 3, 9, 10, 14] {
        let run = opened(Size(columns: columns, rows: rows))
        let menu = try menu(run)
        var buffer = CellBuffer(size: run.state.size)
        ThemesView.draw(menu, run.state, look: Look(theme: .standard, marker: .ascii), into: &buffer)
        #expect(drawn(run.state, markers: .ascii).text.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
      }
    }
  }
}
