import LanguageModels
import Optimization
import TestSupport
import Testing

@Suite struct PredictionTests {
  private func pausedBench(
    _ model: (any LanguageModel)?, candidates: Int = 1, steps: Int = 4
  ) async throws -> (RunBench, Task<RunEnded, Never>) {
    let bench = RunBench(model, steps: steps, candidates: candidates) { $0.paused = true }
    let ended = Task { await bench.run.run() }
    try await bench.reaches(.paused)
    return (bench, ended)
  }

  private func finish(_ bench: RunBench, _ ended: Task<RunEnded, Never>) async {
    _ = await bench.run.perform(.end(immediately: true), source: .keyboard)
    _ = await ended.value
  }

  @Test func itIsJudgedRightBehindTheCandidatesOfItsStep() async throws {
    let (bench, ended) = try await pausedBench(ScriptedModel(replies: ["3 4", "2 2"]), steps: 2)
    await bench.accepts(.predict("1 2"))
    try await bench.step()
    try await bench.step()
    _ = await ended.value
    let step = ["step-started", "asked", "reply", "evaluation-started", "candidate"]
    let acts = ["steered", "state"]
    let expected =
      ["run-started", "evaluation-started", "candidate", "state", "steered"] + acts + step + ["prediction", "state"]
      + acts + step + ["run-ended"]
    #expect(bench.kinds == expected)
    #expect(
      bench.predictions == [
        PredictionEvent(step: 1, solution: ["w": 1, "b": 2], text: "w=1.0, b=2.0", loss: 5)
      ])
  }

  @Test func theScoreIsOfPeopleAgainstTheBestOfTheModelsCandidates() async throws {
    let model = ScriptedModel { request, _, _ in
      let step = Int(request.messages[0].text.dropFirst(5).prefix { $0.isNumber }) ?? 0
      let isFirst = request.seed == seed(step: step, index: 0)
      let replies = [["9 9", "3 4"], ["8 8", "6 1"], ["5 0", "12 12"], ["?", "?"]]
      return ModelReply(text: replies[step - 1][isFirst ? 0 : 1])
    }
    let (bench, ended) = try await pausedBench(model, candidates: 2)
    for typed in ["2 2", "7 7", "0 5", "11 1"] {
      await bench.accepts(.predict(typed))
      #expect(await bench.run.currentState.head.prediction?.text == typed)
      try await bench.step()
    }
    let state = bench.folded
    let predictions = state.predictions
    #expect((0..<4).map(predictions.outcome(at:)) == [.people, .model, .tie, .unopposed])
    #expect((0..<4).map { predictions.opponentLoss(at: $0) } == [25, 37, 25, nil])
    #expect((0..<4).map { predictions.loss(at: $0) } == [8, 98, 25, 122])
    #expect((0..<4).map { Array(predictions.numbers(at: $0)) } == [[2, 2], [7, 7], [0, 5], [11, 1]])
    #expect(predictions.text(at: 2) == "w=0.0, b=5.0")
    #expect(predictions.row(ofStep: 3) == 2)
    #expect(predictions.row(ofStep: 5) == nil)
    #expect(state.head.score == PredictionScore(people: 1, model: 1, ties: 1, unopposed: 1))
    #expect(bench.predictions.map(\.step) == [1, 2, 3, 4])
    await finish(bench, ended)
  }

  @Test func itIsNoCandidate() async throws {
    let model = ScriptedModel(replies: ["3 4", "2 2"])
    let (bench, ended) = try await pausedBench(model, steps: 2)
    // The best of all, and the one that the model proposes next.
    await bench.accepts(.predict("2 2"))
    try await bench.step()
    let state = bench.folded
    #expect(state.trajectory.count == 2)
    #expect(state.head.best?.id != nil && state.head.best?.loss != 8)
    try await bench.step()
    #expect(bench.rejections.isEmpty)
    #expect(bench.candidates.map(\.id) == [0, 1, 2])
    #expect(!model.requests.all[1].messages[0].text.contains("w=2.0, b=2.0"))
    _ = await ended.value
  }

  @Test func itEndsNoRun() async throws {
    let (bench, ended) = try await pausedBench(ScriptedModel(replies: ["3 4", "2 2"]), steps: 2)
    // Zero is the solution of the bowl.
    await bench.accepts(.predict("0 0"))
    try await bench.step()
    #expect(bench.folded.head.phase == .paused)
    await finish(bench, ended)
  }

  @Test func aSecondOneReplacesTheFirst() async throws {
    let (bench, ended) = try await pausedBench(ScriptedModel(replies: ["3 4"]), steps: 1)
    await bench.accepts(.predict("1 1"))
    await bench.accepts(.predict("2 2"))
    #expect(bench.folded.head.prediction == PendingPrediction(step: 1, text: "2 2"))
    try await bench.step()
    #expect(bench.predictions.map(\.text) == ["w=2.0, b=2.0"])
    _ = await ended.value
  }

  @Test func whatIsTypedDuringAStepCountsForTheNext() async throws {
    let gate = Gate()
    let model = ScriptedModel { _, call, _ in
      if call == 0 { try await gate.opened() }
      return ModelReply(text: "\(call + 2) 1")
    }
    let (bench, ended) = try await pausedBench(model, steps: 3)
    await bench.accepts(.predict("5 5"))
    await bench.accepts(.resume)
    _ = try await model.requests.first(1)
    await bench.accepts(.predict("6 6"))
    let head = bench.folded.head
    #expect(head.predictionUnderWay == PendingPrediction(step: 1, text: "5 5"))
    #expect(head.prediction == PendingPrediction(step: 2, text: "6 6"))
    gate.open()
    _ = await ended.value
    #expect(bench.predictions.map(\.step) == [1, 2])
    #expect(bench.predictions.map(\.text) == ["w=5.0, b=5.0", "w=6.0, b=6.0"])
    #expect(bench.folded.head.prediction == nil)
  }

  @Test func whatIsTypedDuringAStepSurvivesACutAnywhereBehindIt() async throws {
    let gate = Gate()
    @Sendable func reply(_ request: ModelRequest) -> ModelReply {
      let step = Int(request.messages[0].text.dropFirst(5).prefix { $0.isNumber }) ?? 0
      return ModelReply(text: "\(step + 1) 1")
    }
    let held = ScriptedModel { request, call, _ in
      if call == 0 { try await gate.opened() }
      return reply(request)
    }
    let (bench, ended) = try await pausedBench(held, steps: 3)
    await bench.accepts(.predict("5 5"))
    await bench.accepts(.resume)
    _ = try await held.requests.first(1)
    await bench.accepts(.predict("6 6"))
    gate.open()
    _ = await ended.value
    let events = bench.sink.events.all
    let typed = try #require(
      events.lastIndex { event in
        if case .steered(let act) = event.event, act.command == .predict("6 6") { true } else { false }
      })
    for cut in (typed + 1)..<events.count {
      let prefix = Array(events[..<cut])
      let start = prefix.lastIndex { if case .stepStarted = $0.event { true } else { false } } ?? 0
      let state = prefix.reduce(into: RunState()) { $0.apply($1) }
      let resumed = RunBench(
        ScriptedModel { request, _, _ in reply(request) }, steps: 3,
        resuming: Resumption(state: state, tail: Array(prefix[start...])))
      _ = await resumed.run.run()
      let whole = (prefix + resumed.sink.events.all).reduce(into: RunState()) { $0.apply($1) }
      #expect(whole.predictions == bench.folded.predictions, "cut after \(cut) events")
      #expect(whole.head.score.judged == 2)
    }
  }

  @Test func oneThatCannotBeJudgedLosesAgainstAModelThatCan() async throws {
    let problem = BowlProblem(beforeEvaluation: { solution in
      if solution.w == 7 { throw EvaluationFailure(code: "no", reason: "Not seven.") }
    })
    let bench = RunBench(ScriptedModel(replies: ["3 4"]), steps: 1, problem: problem) { $0.paused = true }
    let ended = Task { await bench.run.run() }
    try await bench.reaches(.paused)
    await bench.accepts(.predict("7 7"))
    try await bench.step()
    _ = await ended.value
    #expect(bench.predictions.map(\.failure) == [EvaluationFailure(code: "no", reason: "Not seven.")])
    #expect(bench.folded.predictions.outcome(at: 0) == .model)
    #expect(bench.folded.predictions.loss(at: 0) == nil)
  }

  @Test func withoutAModelItIsJudgedUnopposed() async throws {
    let (bench, ended) = try await pausedBench(nil, steps: 1)
    await bench.accepts(.predict("40 40"))
    try await bench.step()
    _ = await ended.value
    #expect(bench.folded.head.score == PredictionScore(unopposed: 1))
  }

  @Test func whatCannotBePredictedIsRefused() async throws {
    let (bench, ended) = try await pausedBench(ScriptedModel(replies: ["3 4", "1 1"]), steps: 2)
    await bench.refuses(.predict("one"), "\"one\" is no pair: type two numbers.")
    await bench.refuses(.predict("1 2; 3 4"), "A prediction is one solution; 2 were typed.")
    try await bench.step()
    await bench.refuses(
      .predict("3 4"), "w=3.0, b=4.0 is already in the trajectory as #1: predict something new.")
    await bench.accepts(.setSteps(1))
    _ = await ended.value
    await bench.refuses(.predict("5 5"), "The run has ended.")
  }

  @Test func theEventPaneIsToldWhatItCameTo() async throws {
    let (bench, ended) = try await pausedBench(ScriptedModel(replies: ["3 4"]), steps: 1)
    await bench.accepts(.predict("1 2"))
    try await bench.step()
    _ = await ended.value
    let told = bench.folded.head.happenings.compactMap { happening in
      if case .notice(RunState.predictionNotice, let text) = happening.kind { text } else { nil }
    }
    #expect(told == ["The prediction w=1.0, b=2.0 came to 5 and beats the model's 25."])
  }
}
