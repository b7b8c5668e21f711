import Charts
import LanguageModels
import Optimization
import Testing
import Text

@testable import Dashboard

/// When a foresight is asked for, and what becomes of the answer.
@Suite struct ForesightAskingTests {
  @Test func nothingIsAskedWhileTheViewIsClosed() {
    var run = ForesightRun()
    for _ in 0..<3 { run.startStep() }
    run.press("v")
    #expect(run.state.layout.shows(.plane) && run.asked.isEmpty)
    run.press("v")
    #expect(run.asked.map(\.step) == [3])
    run.press("v")
    run.startStep()
    #expect(!run.state.layout.shows(.plane) && run.asked.map(\.step) == [3])
  }

  @Test func theKeyTurnsFromLossToForesightToNothing() {
    var run = ForesightRun()
    run.startStep()
    run.press("v")
    #expect(run.drawn().holds("height over u and v") && run.drawn().holds("whole space, v foresight"))
    run.press("v")
    #expect(run.drawn().holds("where embedded means to propose"))
    run.press("v")
    #expect(!run.state.layout.shows(.plane))
    run.press("v")
    #expect(run.drawn().holds("height over u and v"))
  }

  @Test func whereNothingCanTellTheKeyClosesAndALineSaysWhy() {
    var run = ForesightRun(foreseer: nil)
    run.startStep()
    run.press("v", "v")
    #expect(!run.state.layout.shows(.plane) && run.asked.isEmpty)
    run.send(.line("plane foresight"))
    #expect(run.state.message?.text.contains("no model here") == true)
    run.send(.line("plane later"))
    #expect(run.state.message?.text.contains("loss, foresight") == true)
    run.send(.line("plane loss"))
    #expect(run.drawn().holds("height over u and v"))
  }

  @Test func aLineOpensEither() {
    var run = ForesightRun()
    run.startStep()
    run.send(.line("plane foresight"))
    #expect(run.state.shownPlaneContent == .foresight && run.state.focus == .plane && run.asked.map(\.step) == [1])
    run.send(.line("plane loss"))
    #expect(run.drawn().holds("height over u and v"))
  }

  @Test func everyStepIsAskedOnceAndFollowed() {
    var run = ForesightRun()
    run.startStep()
    run.open()
    run.tell(ForesightRun.round([(-5, 0, 1)]))
    for _ in 0..<5 { run.press("j", "k") }
    #expect(run.asked.isEmpty)
    run.startStep()
    #expect(run.asked.map(\.step) == [2])
    // Until it is told, that of the step before is shown.
    #expect(run.state.shownForesight?.step == 1)
    run.tell(ForesightRun.round([(5, 0, 1)]))
    #expect(run.state.shownForesight?.step == 2)
    #expect(run.drawn().holds("step 2, T 0.7"))
  }

  @Test func aStepThatBeginsAgainWithAnotherPromptIsAskedAgain() {
    var run = ForesightRun()
    run.startStep()
    run.open()
    run.tell(ForesightRun.round())
    run.emit(
      .stepStarted(StepStarted(step: 1, messages: [], sections: [], shown: [], temperature: 0.7, model: "embedded")))
    #expect(run.asked.map(\.step) == [1])
  }

  @Test func placesOfAReplayAreKept() {
    var run = ForesightRun(mode: .replay(ReplayState(count: 100, duration: 10)))
    run.startStep()
    let first = run.state.run
    run.startStep()
    let second = run.state.run
    run.open()
    run.tell(ForesightRun.round([(3, 3, 1)]))
    run.send(.replaced(first))
    #expect(run.asked.map(\.step) == [1])
    run.tell(ForesightRun.round([(-3, 3, 1)]))
    for place in [second, first, second] {
      run.send(.replaced(place))
      #expect(run.asked.isEmpty && run.state.shownForesight?.step == place.head.current?.step)
    }
    // What was asked and came late, when the replay is elsewhere, is kept and not shown.
    run.send(.replaced(RunState()))
    #expect(run.state.shownForesight == nil)
  }

  @Test func answersOfAnotherRunAreDropped() {
    var run = ForesightRun()
    run.startStep()
    run.open()
    let problem = run.state.problem
    run.send(.newRunStarted(problem: problem, logPath: "/tmp/next.jsonl", modelNotice: nil))
    run.tell(ForesightRun.round())
    #expect(run.state.shownForesight == nil && run.state.foresight.newest == nil)
  }

  @Test func aTemperatureIsShownAtOnceAndAsksNothing() throws {
    var run = ForesightRun()
    run.startStep()
    run.open()
    run.tell(ForesightRun.round())
    #expect(run.state.shownForesight?.distribution.temperature == 0.7)
    run.emit(.steered(Steered(step: 1, command: .setTemperature(1.4), source: .keyboard)))
    #expect(run.state.shownForesight?.distribution.temperature == 1.4 && run.asked.isEmpty)
    #expect(run.drawn().holds("T 1.4, asked at 0.7"))
    // Left to the server it is the model's own.
    run.emit(.steered(Steered(step: 1, command: .setTemperature(nil), source: .keyboard)))
    #expect(run.state.shownForesight?.distribution.temperature == 1)
  }

  @Test func namesDecideWhichParameterIsWhich() throws {
    var run = ForesightRun()
    run.startStep()
    run.open()
    var turned = ForesightRun.round([(4, -6, 1)])
    turned.parameters = ["v", "u"]
    run.tell(turned)
    let shown = try #require(run.state.shownForesight?.distribution)
    #expect(shown.parameters == ["u", "v"])
    #expect(abs(shown.mode[0] + 6) < 0.1 && abs(shown.mode[1] - 4) < 0.1)
  }

  @Test func whatIsNoDistributionIsNotShown() {
    var broken: [ProposalDistribution?] = [nil]
    for change in [
      { $0.parameters = ["u", "z"] }, { $0.center = [0] }, { $0.center[0] = .nan }, { $0.frame = [[1, 0]] },
      { $0.components = [] }, { $0.components[0].mean[1] = .infinity }, { $0.components[0].spread = [1] },
      { $0.components[0].weight = 0 }, { $0.temperature = .nan },
    ] as [(inout ProposalDistribution) -> Void] {
      var distribution = ForesightRun.round()
      change(&distribution)
      broken.append(distribution)
    }
    for distribution in broken {
      var run = ForesightRun()
      run.startStep()
      run.open()
      run.tell(distribution)
      #expect(run.state.shownForesight == nil)
      #expect(run.drawn().holds("finds no pairs to go by") && run.shadedCells() == 0)
    }
  }

  @Test func aPromptThatCannotBeReadSaysWhy() {
    var run = ForesightRun()
    run.startStep()
    run.open()
    for question in run.asked {
      run.send(.foreseen(question, .failure(InputError("The log is \u{1B}[2J damaged at byte 100."))))
    }
    #expect(run.drawn().holds("damaged at byte 100") && run.state.shownForesight == nil)
  }

  @Test func aPlaceWithoutAPromptSaysSo() {
    var run = ForesightRun()
    run.open()
    #expect(run.drawn().holds("No prompt yet"))
  }
}
