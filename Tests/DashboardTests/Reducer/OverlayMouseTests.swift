import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

/// The mouse over the palette, the list of themes and the help.
@Suite struct OverlayMouseTests {
  private func opened(_ line: String = "", size: Size = Size(columns: 120, rows: 36)) -> SampleRun {
    var run = SampleScreen.openRun()
    run.send(.resized(size))
    run.press(.character(":"))
    run.type(line)
    return run
  }

  private func palette(_ run: SampleRun) throws -> Palette {
    guard case .palette(let palette)? = run.state.overlay else { throw InputError("The palette is not open.") }
    return palette
  }

  /// The cell of an action in the list.
  private func cell(of act: Act, _ run: SampleRun) throws -> (column: Int, row: Int) {
    let content = PaletteContent(try palette(run), run.state)
    let place = try #require(content.found.firstIndex { $0.act == act })
    let row = content.list.row + place - content.top
    #expect((content.list.row..<content.list.endRow).contains(row))
    return (content.list.column + 3, row)
  }

  private func click(_ cell: (column: Int, row: Int), button: Int = 1, _ run: inout SampleRun) -> [Effect] {
    run.send(.input(.mouse(MouseEvent(.press(button: button), column: cell.column, row: cell.row))))
      + run.send(.input(.mouse(MouseEvent(.release(button: button), column: cell.column, row: cell.row))))
  }

  @Test func aClickOnAnActionDoesIt() throws {
    var run = opened("pau")
    #expect(click(try cell(of: .pauseOrResume, run), &run) == [.command(.pause)])
    #expect(run.state.overlay == nil)
    run = opened("guid")
    #expect(click(try cell(of: .guidance, run), &run).isEmpty)
    #expect(run.state.field?.act == .guidance && run.state.overlay == nil)
  }

  @Test func whatWasTypedBehindANameIsDoneByAClickOnItAlone() throws {
    var run = opened("temperature 0.4")
    #expect(click(try cell(of: .temperature, run), &run) == [.command(.setTemperature(0.4))])
    run = opened("t 0.4")
    #expect(click(try cell(of: .theme, run), &run) == [.listThemes])
  }

  @Test func aClickOnWhatIsImpossibleSaysWhyNot() throws {
    var run = opened("cancel")
    #expect(click(try cell(of: .cancelStep, run), &run).isEmpty)
    #expect(try palette(run).complaint == "No step is under way.")
  }

  @Test func besideTheOverlayNothingIsHit() throws {
    var run = opened()
    let before = (run.state.selection, run.state.arrangement, try palette(run))
    let content = PaletteContent(try palette(run), run.state)
    for row in 0..<36 {
      for column in stride(from: 0, to: 120, by: 7) where !content.list.contains(column: column, row: row) {
        for button in 1...3 { #expect(click((column, row), button: button, &run).isEmpty) }
        run.send(.input(.mouse(MouseEvent(.drag(button: 1), column: column, row: row))))
      }
    }
    #expect(run.state.selection == before.0 && run.state.arrangement == before.1)
    #expect(try palette(run) == before.2 && run.state.gesture == nil)
    // Another button on a row is no choice either.
    #expect(click(try cell(of: .step, run), button: 3, &run).isEmpty)
    #expect(try palette(run) == before.2)
  }

  @Test func theWheelGoesThroughTheActionsAndStopsAtTheEnds() throws {
    var run = opened()
    let count = run.state.found(by: "").count
    func wheel(_ kind: MouseEvent.Kind) { run.send(.input(.mouse(MouseEvent(kind, column: 60, row: 15)))) }
    wheel(.wheelUp)
    #expect(try palette(run).chosen == 0)
    for _ in 0..<(count + 5) { wheel(.wheelDown) }
    #expect(try palette(run).chosen == count - 1)
    wheel(.wheelUp)
    #expect(try palette(run).chosen == count - 2)
  }

  @Test func aGestureEndsWhereAnOverlayIsOpened() throws {
    var run = SampleScreen.openRun()
    let picture = run.state.layout.content(of: .picture)
    run.send(.input(.mouse(MouseEvent(.press(button: 1), column: picture.column + 4, row: picture.row + 4))))
    run.send(.input(.mouse(MouseEvent(.drag(button: 1), column: picture.column + 20, row: picture.row + 9))))
    #expect(run.state.gesture != nil)
    run.press(.character(":"))
    let effects = run.send(
      .input(.mouse(MouseEvent(.release(button: 1), column: picture.column + 20, row: picture.row + 9))))
    #expect(effects.isEmpty && run.state.gesture == nil)
  }

  // MARK: Themes

  private func themes() -> SampleRun {
    var run = SampleScreen.openRun()
    run.send(
      .themes(
        (0..<30).map { index in
          var theme = Theme.standard
          theme[.best] = Style(.indexed(UInt8(16 + index)), on: .standard, .bold)
          return NamedTheme(name: "theme-\(index)", source: "compiled in", theme: theme)
        }))
    return run
  }

  private func menu(_ run: SampleRun) throws -> ThemeMenu {
    guard case .themes(let menu)? = run.state.overlay else { throw InputError("The list of themes is not open.") }
    return menu
  }

  @Test func aClickOnAThemePreviewsItAndEscBringsTheOldOneBack() throws {
    var run = themes()
    let parts = ThemesView.Parts(try menu(run), run.state)
    #expect(click((parts.list.column + 4, parts.list.row + 5), &run).isEmpty)
    #expect(try menu(run).chosen == 5)
    #expect(run.state.theme == (try menu(run)).themes[5].theme)
    run.press(KeyPress(.escape))
    #expect(run.state.overlay == nil && run.state.theme == .standard)
  }

  @Test func theWheelGoesThroughTheThemes() throws {
    var run = themes()
    for _ in 0..<40 { run.send(.input(.mouse(MouseEvent(.wheelDown, column: 1, row: 1)))) }
    #expect(try menu(run).chosen == 29)
    #expect(run.state.theme == (try menu(run)).themes[29].theme)
    for _ in 0..<40 { run.send(.input(.mouse(MouseEvent(.wheelUp, column: 1, row: 1)))) }
    #expect(try menu(run).chosen == 0)
    #expect(click((1, 5), &run).isEmpty)
    #expect(try menu(run).chosen == 0)
  }
}
