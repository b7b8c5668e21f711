import LanguageModels
import Optimization
import TestSupport
import Testing

@Suite struct StepLedgerTests {
  private func folded(steps: Int = 4) async -> (RunBench, RunState) {
    let bench = RunBench(
      ScriptedModel { _, call, _ in
        ModelReply(text: "\(call + 1) \(call % 5)", usage: TokenUsage(input: 10, output: 5))
      }, steps: steps, candidates: 2)
    _ = await bench.run.run()
    return (bench, bench.folded)
  }

  @Test func aRunHasUsedSoMuchWhenAStepWasDone() async {
    let (bench, state) = await folded()
    #expect(state.ledger.count == state.steps.count && state.ledger.count == 4)
    // What the fold of each prefix says when the next step begins.
    var prefix = RunState()
    var used: [Int] = []
    for event in bench.sink.events.all {
      if case .stepStarted = event.event { used.append(prefix.head.tokens.total) }
      prefix.apply(event)
    }
    used.append(prefix.head.tokens.total)
    #expect((0...4).map { state.use(throughStep: $0).tokens } == used)
    #expect(used[0] == 0 && Set(used).count == 5)
    #expect(state.use(throughStep: 99) == state.use(throughStep: 4))
    #expect(state.use(throughStep: -1).tokens == 0)
  }

  @Test func aStepThatBeginsAgainCountsOnce() async {
    var state = await folded(steps: 2).1
    let before = state.use(throughStep: 1)
    let again = StepStarted(step: 2, messages: [], sections: [], shown: [], temperature: nil, model: nil)
    state.apply(LoggedEvent(n: 0, time: 9, event: .stepStarted(again)))
    #expect(state.ledger.count == 2 && state.use(throughStep: 1) == before)
  }

  @Test func goingBackToASnapshotForgetsWhatCameBehindIt() async {
    let (bench, whole) = await folded()
    let events = bench.sink.events.all
    let middle = events.count / 2
    var prefix = RunState()
    for event in events[..<middle] { prefix.apply(event) }
    var state = whole
    state.rewind(to: prefix.snapshot)
    #expect(state.ledger == prefix.ledger && state.ledger != whole.ledger)
  }

  @Test func pausesAreNoUse() {
    var state = RunState()
    func apply(_ time: Double, _ event: RunEvent) { state.apply(LoggedEvent(n: 0, time: time, event: event)) }
    apply(
      0,
      .runStarted(
        RunStarted(
          id: "x", started: "",
          problem: .init(
            name: "bowl", settings: [:], parameters: [], objective: Objective(name: "loss", label: "loss"),
            references: [], data: nil), settings: RunSettings(), models: .init(optimizer: nil))))
    apply(2, .state(StateChange(.paused, reason: "")))
    apply(50, .state(StateChange(.running, reason: "")))
    apply(
      53,
      .stepStarted(StepStarted(step: 1, messages: [], sections: [], shown: [], temperature: nil, model: nil)))
    #expect(state.use(throughStep: 0).seconds == 5)
  }
}
