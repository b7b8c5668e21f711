import Charts
import Dashboard
import Optimization
import Settings
import Testing
import Text

@Suite struct PaneTests {
  private func running(_ size: Size = Size(columns: 120, rows: 36)) -> SampleRun {
    var run = SampleRun(size: size, candidates: 2)
    run.initial()
    for _ in 0..<20 { run.performStep() }
    return run
  }

  @Test(arguments: [("p", Pane.prompt), ("r", .reply), ("v", .plane), ("d", .spread)] as [(Character, Pane)])
  func aPaneOpensTakesTheFocusAndClosesAgain(_ key: Character, _ pane: Pane) {
    for size in [Size(columns: 120, rows: 36), Size(columns: 80, rows: 24), Size(columns: 50, rows: 12)] {
      var run = running(size)
      run.press(.character(key))
      #expect(run.state.layout.shows(pane) && run.state.focus == pane, "\(size)")
      run.press(.character(key))
      #expect(!run.state.layout.shows(pane) && run.state.focus == .table, "\(size)")
      run.press(.character(key), KeyPress(.escape), KeyPress(.escape))
      #expect(!run.state.layout.shows(pane) && !run.state.arrangement.isZoomed, "\(size)")
    }
  }

  @Test func aReportFromFarOutsideMovesTheDividerToItsEndAndNoFurther() {
    var run = running()
    for (far, key) in [(Int.max, KeyPress(.character("}"))), (.min, KeyPress(.character("{")))] {
      let divider = run.state.layout.divider ?? 0
      run.send(.input(.mouse(MouseEvent(.press(button: 1), column: divider, row: 10))))
      run.send(.input(.mouse(MouseEvent(.drag(button: 1), column: far, row: far))))
      run.send(.input(.mouse(MouseEvent(.release(button: 1), column: far, row: far))))
      let end = run.state.layout.divider
      for _ in 0..<30 { run.press(key) }
      #expect(end != divider && run.state.layout.divider == end)
    }
  }

  @Test func theFocusGoesRoundAndZoomFollowsIt() {
    var run = running()
    var seen: [Pane] = []
    for _ in 0..<run.state.layout.shown.count {
      seen.append(run.state.focus)
      run.press(KeyPress(.tab))
    }
    #expect(Set(seen) == Set(run.state.layout.shown) && run.state.focus == .table)
    run.press(KeyPress(.tab, .shift))
    #expect(run.state.focus == .loss)
    run.press(.character("z"))
    #expect(run.state.layout.shown == [.loss])
    run.press(KeyPress(.tab))
    #expect(run.state.layout.shown == [.table])
    run.press(.character("z"))
    #expect(run.state.layout.shown.count > 3 && run.state.focus == .table)
  }

  @Test func layoutsGoRoundAndKeepTheTableInRange() {
    var run = running()
    var kinds: [Arrangement.Kind] = []
    for _ in 0..<3 {
      kinds.append(run.state.arrangement.kind)
      run.press(.character("L"))
    }
    #expect(kinds == [.picture, .words, .wide] && run.state.arrangement.kind == .picture)
    run.send(.line("layout words"))
    #expect(run.state.layout.shows(.prompt) && run.state.layout.shows(.reply) && run.state.layout.shows(.picture))
    run.press(.character("v"))
    #expect(run.state.layout.shows(.plane) && run.state.layout.shows(.prompt))
  }

  @Test func theDividerMovesByKeysAndByTheMouse() {
    var run = running()
    let start = run.state.layout.divider ?? 0
    run.press(.character("}"))
    let wider = run.state.layout.divider ?? 0
    #expect(wider > start)
    run.press(.character("{"), .character("{"))
    #expect((run.state.layout.divider ?? 0) < wider)
    let divider = run.state.layout.divider ?? 0
    run.send(.input(.mouse(MouseEvent(.press(button: 1), column: divider, row: 10))))
    run.send(.input(.mouse(MouseEvent(.drag(button: 1), column: 90, row: 12))))
    run.send(.input(.mouse(MouseEvent(.release(button: 1), column: 90, row: 12))))
    #expect(abs((run.state.layout.divider ?? 0) - 90) <= 1 && run.state.gesture == nil)
    for _ in 0..<50 { run.press(.character("}")) }
    #expect(run.state.arrangement.split == 80)
  }

  @Test func aMouseFarBeyondTheScreenIsJustBeyondIt() {
    var run = running()
    for far in [Int.max, Int.min, 1 << 40] {
      for kind in [MouseEvent.Kind.press(button: 1), .drag(button: 1), .wheelDown, .release(button: 1)] {
        run.send(.input(.mouse(MouseEvent(kind, column: far, row: far))))
      }
      let divider = run.state.layout.divider ?? 0
      run.send(.input(.mouse(MouseEvent(.press(button: 1), column: divider, row: 10))))
      run.send(.input(.mouse(MouseEvent(.drag(button: 1), column: far, row: far))))
      #expect(run.state.arrangement.split == (far > 0 ? 80 : 20))
      run.send(.input(.mouse(MouseEvent(.release(button: 1), column: far, row: far))))
    }
  }

  @Test func partsOfTheLogAreAskedForOnceWhileTheyAreShown() {
    var run = running()
    let location = LogLocation(offset: 9, length: 90)
    let logged = LoggedEvent(
      n: 9_999, time: run.time,
      event: .stepStarted(
        StepStarted(step: 21, messages: [], sections: [], shown: [], temperature: 0.7, model: nil)))
    #expect(run.send(.events([(logged, location)])).isEmpty)
    #expect(run.press(.character("p")) == [.read(.prompt(step: 21), location)])
    #expect(run.press(.character("j")).isEmpty)
    run.send(.read(.prompt(step: 21), .failure(InputError("The disk is gone."))))
    #expect(run.press(.character("j")).isEmpty, "what failed is not asked for at every key")
  }

  @Test func copyingTakesWhatHasTheFocus() {
    var run = running()
    run.press(.character("j"))
    let id = run.state.chosenID ?? -1
    guard case .copy(let text, let name)? = run.press(.character("y")).first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(name == "#\(id)" && text.hasPrefix("#\(id) w="))
    run.send(.done("Copied."))
    #expect(run.state.message?.text == "Copied.")
  }

  @Test func themesArePreviewedKeptOrBroughtBack() {
    let other = Theme(ThemeFile(name: "other", path: "a.theme", bytes: Array("theme[best]=\"#ff0000\"".utf8)))
    let themes = [
      NamedTheme(name: "default", source: "compiled in", theme: .standard),
      NamedTheme(name: "other", source: "a.theme", theme: other),
    ]
    var run = running()
    #expect(run.press(.character("T")) == [.listThemes])
    run.send(.themes(themes))
    run.press(.character("j"))
    #expect(run.state.theme == other)
    run.press(KeyPress(.escape))
    #expect(run.state.theme == .standard && run.state.overlay == nil)
    run.send(.themes(themes))
    run.press(KeyPress(.down), KeyPress(.enter))
    #expect(run.state.theme == other && run.state.message?.text.contains("theme = \"other\"") == true)
    #expect(run.send(.line("theme nord")) == [.findTheme("nord")])
  }

  @Test func thePersonIsWantedWhenTheRunEndsOrWaits() {
    var run = running()
    let waiting = LoggedEvent(n: 1, time: 1, event: .state(StateChange(.waiting, reason: "The server is gone.")))
    #expect(run.send(.events([(waiting, nil)])) == [.attention("Tiller waits for you: The server is gone.")])
    #expect(run.send(.events([(waiting, nil)])).isEmpty)
    let ended = LoggedEvent(n: 2, time: 2, event: .runEnded(RunEnded(reason: .steps, best: nil)))
    #expect(run.send(.events([(ended, nil)])) == [.attention("Tiller: the run has ended, all steps done")])
  }
}
