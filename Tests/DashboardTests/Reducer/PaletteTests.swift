import Dashboard
import Optimization
import Testing
import Text

@Suite struct PaletteTests {
  private func open(_ text: String) -> SampleRun {
    var run = SampleScreen.openRun()
    run.press(.character(":"))
    run.type(text)
    return run
  }

  private func names(_ text: String) -> [String] { open(text).state.found(by: text).map(\.name) }

  @Test func actionsAreFoundByNameByTheirHelpAndByLetters() {
    #expect(names("mask").first == "mask")
    #expect(names("temp").first == "temperature")
    #expect(names("tmp").contains("temperature"))
    #expect(names("clipboard").isEmpty)
    #expect(names("seed").contains("new-run"))
    #expect(names("").count == KeyBinding.all.filter { $0.modes.contains(.live) }.count - 1)
    #expect(names("steps").first == "steps")
  }

  @Test func enterDoesWhatIsChosen() {
    var run = open("cancel")
    #expect(run.press(KeyPress(.enter)).isEmpty)
    guard case .palette(let palette)? = run.state.overlay else {
      Issue.record("the palette has closed")
      return
    }
    #expect(palette.complaint == "No step is under way.")
    run = open("pau")
    #expect(run.press(KeyPress(.enter)) == [.command(.pause)])
    #expect(run.state.overlay == nil)
  }

  @Test func whatStandsBehindANameIsTaken() {
    var run = open("temperature 0.4")
    #expect(run.press(KeyPress(.enter)) == [.command(.setTemperature(0.4))])
    run = open("temperature hot")
    #expect(run.press(KeyPress(.enter)).isEmpty)
    guard case .palette(let palette)? = run.state.overlay else {
      Issue.record("the palette has closed")
      return
    }
    #expect(palette.complaint == "\"hot\" is no temperature: allowed are 0 to 2, or nothing.")
    run.press(KeyPress(.backspace))
    guard case .palette(let mended)? = run.state.overlay else { return }
    #expect(mended.complaint == nil && mended.field.string == "temperature ho")
  }

  @Test func anActionThatNeedsATextOpensItsField() {
    var run = open("guid")
    run.press(KeyPress(.enter))
    #expect(run.state.field?.act == .guidance && run.state.overlay == nil)
  }

  @Test func tabCompletesArrowsChooseAndEscLeaves() {
    var run = open("inj")
    run.press(KeyPress(.tab))
    run.type("1 2")
    #expect(run.press(KeyPress(.enter)) == [.command(.inject("1 2"))])
    run = open("p")
    run.press(KeyPress(.down), KeyPress(.down), KeyPress(.up))
    guard case .palette(let palette)? = run.state.overlay else { return }
    #expect(palette.chosen == 1)
    run.press(KeyPress(.escape))
    #expect(run.state.overlay == nil)
  }

  @Test func aPasteStaysInTheLine() {
    var run = open("")
    #expect(run.send(.input(.paste("quit\nquit\n"))).isEmpty)
    guard case .palette(let palette)? = run.state.overlay else { return }
    #expect(palette.field.string == "quit quit")
  }
}

@Suite struct LineTests {
  @Test(arguments: [
    ("pause", [Effect.command(.pause)]), ("  temperature   0.4 ", [.command(.setTemperature(0.4))]),
    ("inject 1 2; 3 4", [.command(.inject("1 2; 3 4"))]), ("step", [.command(.step)]),
    ("steps 70", [.command(.setSteps(70))]),
    ("mask #0 1", [.command(.mask(ids: [0, 1]))]), ("pin 2", [.command(.pin(ids: [2]))]),
    ("guidance try larger w", [.command(.setGuidance("try larger w"))]), ("guidance  ", []),
    ("rows all", [.command(.setHistory(nil))]), ("rows 5", [.command(.setHistory(5))]),
    ("order best-first", [.command(.setOrder(.bestFirst))]), ("scores hidden", [.command(.setScoresShown(false))]),
    ("predict 1 2", [.command(.predict("1 2"))]), ("fork 3", [.fork(afterStep: 3)]), ("quit", [.quit]),
    ("new-run", [.newRun]), ("", []),
  ])
  func aLineIsCarriedOut(_ line: String, _ effects: [Effect]) {
    var run = SampleScreen.openRun()
    #expect(run.send(.line(line)) == effects)
    if !effects.isEmpty { #expect(run.state.message == nil) }
  }

  @Test(arguments: [
    ("tempreature 1", "There is no command \"tempreature\"; the nearest is temperature, and help lists all."),
    ("quit now", "Nothing follows quit; it stands alone."), ("resume", "The run goes on already."),
    ("undo", "Nothing to take back yet."), ("mask #99", "There is no candidate #99."),
    ("mask nobody", "\"nobody\" is no candidate: its number is needed, as #12."), ("cancel", "No step is under way."),
    ("rows -1", "\"-1\" is no number of rows: allowed are 0 to 1000000, or all."), ("pl", "\"pl\" may be plane"),
    ("order worst", "\"worst\" is no order: allowed are best-last, best-first, as-made."),
    ("play", "That key moves a replay, and this is a live run."), ("predict 1 2; 3 4", "A prediction is one solution"),
    ("temperature 3", "\"3\" is no temperature: allowed are 0 to 2, or nothing."),
  ])
  func whatCannotBeDoneIsSaid(_ line: String, _ sentence: String) {
    var run = SampleScreen.openRun()
    let effects = run.send(.line(line))
    guard line != "pl" else {
      #expect(run.state.layout.shows(.plane), "a name may be cut short")
      return
    }
    #expect(effects.isEmpty)
    #expect(run.state.message?.text.hasPrefix(sentence) == true, "\(run.state.message?.text ?? "nothing")")
  }
}
