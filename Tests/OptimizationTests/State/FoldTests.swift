import LanguageModels
import Optimization
import TestSupport
import Testing

@Suite struct FoldTests {
  /// A step of three replies whose verdicts come after all of them.
  private func step(repliesInOrder order: [Int]) -> [RunEvent] {
    let started = RunStarted(
      id: "x", started: "2026-01-01T00:00:00Z",
      problem: RunStarted.ProblemRecord(
        name: "bowl", settings: [:], parameters: ["w", "b"], objective: Objective(name: "loss", label: "loss"),
        references: [], data: nil),
      settings: RunSettings(steps: 5, candidates: 3), models: RunStarted.Models(optimizer: nil))
    let texts = ["1 2", "nothing", "3 4"]
    return [
      .runStarted(started),
      .stepStarted(
        StepStarted(
          step: 1, messages: [Message(.user, "four")], sections: [], shown: [], temperature: 0.7, model: "scripted")),
    ]
      + order.map { index in
        .reply(
          ReplyEvent(
            step: 1, index: index, attempt: 1, role: "optimizer", text: texts[index],
            usage: index == 1 ? nil : TokenUsage(input: 4, output: 2), seconds: 0.5))
      } + [
        .candidate(
          CandidateEvent(
            id: 0, step: 1, index: 0, origin: .model, solution: ["w": 1, "b": 2], text: "w=1, b=2", loss: 5,
            temperature: 0.7)),
        .rejected(Rejected(step: 1, index: 1, refusal: Refusal(.none, "Nothing."))),
        .candidate(
          CandidateEvent(
            id: 1, step: 1, index: 2, origin: .model, solution: ["w": 3, "b": 4], text: "w=3, b=4", loss: 25,
            temperature: 0.7)),
      ]
  }

  private func folded(_ events: [RunEvent]) -> RunState {
    events.enumerated().reduce(into: RunState()) { state, entry in
      state.apply(LoggedEvent(n: entry.offset, time: 1, event: entry.element))
    }
  }

  @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func theStateIsTheSameForEveryOrderOfAStepsReplies(_ order: [Int]) {
    let state = folded(step(repliesInOrder: order))
    #expect(state == folded(step(repliesInOrder: [0, 1, 2])))
    #expect(state.head.recentReplies.map(\.index) == [0, 1, 2])
    #expect(state.head.counts.replies == 3)
  }

  @Test func aVerdictReachesItsReply() {
    let replies = folded(step(repliesInOrder: [2, 0, 1])).head.recentReplies
    #expect(replies[0].verdict == .candidate(id: 0, span: nil))
    #expect(replies[1].verdict == .rejected(code: .none, reason: "Nothing.", span: nil, of: nil))
  }

  @Test func tokensThatNoServerCountedAreEstimatedAndSaySo() {
    let tokens = folded(step(repliesInOrder: [0, 1, 2])).head.tokens
    // 4 + 4 told, 8 for a short prompt and what stands around it; 2 + 2 told, 1 for the reply.
    #expect(tokens.input == 16)
    #expect(tokens.output == 5)
    #expect(tokens.isEstimated)
  }

  @Test func theColumnsHoldWhatTheEventsSaid() {
    let trajectory = folded(step(repliesInOrder: [0, 1, 2])).trajectory
    #expect(trajectory.count == 2)
    #expect(Array(trajectory.numbers(at: 1)) == [3, 4])
    #expect(trajectory.solution(at: 1) == ["w": 3, "b": 4])
    #expect(trajectory.text(at: 0) == "w=1, b=2")
    #expect(trajectory.temperature(at: 0) == 0.7)
    #expect(trajectory.index(at: 1) == 2)
    #expect(Array(trajectory.bestSoFar) == [5, 5])
    #expect(trajectory.row(of: 1) == 1)
    #expect(trajectory.row(of: 2) == nil)
  }

  @Test func aFailedEvaluationIsInTheTrajectoryWithNoLoss() {
    var state = RunState()
    state.apply(
      LoggedEvent(
        n: 0, time: 0,
        event: .candidate(
          CandidateEvent(
            id: 0, step: 1, origin: .model, solution: ["w": 1], text: "w=1", loss: nil,
            failure: EvaluationFailure(code: "not-finite", reason: "The loss is inf.")))))
    #expect(state.trajectory.loss(at: 0) == nil)
    #expect(state.head.best == nil)
  }

  @Test func rewindingToASnapshotGivesTheStateThatWas() async {
    let bench = RunBench(
      ScriptedModel { _, call, _ in ModelReply(text: call % 3 == 2 ? "?" : "\(call % 7) \(call % 5)") }, steps: 8,
      candidates: 3)
    _ = await bench.run.run()
    let events = bench.sink.events.all
    for cut in 0...events.count {
      var state = RunState()
      for event in events[..<cut] { state.apply(event) }
      let prefix = state
      let snapshot = state.snapshot
      for event in events[cut...] { state.apply(event) }
      state.rewind(to: snapshot)
      #expect(state == prefix, "cut at event \(cut)")
    }
  }

  @Test func theRunsOwnStateIsTheFoldOfItsEvents() async {
    let bench = RunBench(ScriptedModel(replies: ["1 2", "x", "1 2"]))
    _ = await bench.run.run()
    var own = await bench.run.currentState
    var folded = RunState()
    var offset = 0
    for (event, line) in zip(bench.sink.events.all, bench.sink.lines) {
      folded.apply(event, at: LogLocation(offset: offset, length: line.utf8.count))
      offset += line.utf8.count + 1
    }
    #expect(own == folded)
    // And the comparison can fail.
    own.apply(bench.sink.events.all[1])
    #expect(own != folded)
  }
}
