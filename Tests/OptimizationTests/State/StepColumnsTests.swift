import LanguageModels
import TestSupport
import Testing

@testable import Optimization

/// What the panes read of past steps and replies.
@Suite struct StepColumnsTests {
  /// Three steps of three replies: a pair, a repeat of it, and nothing; folded with the places in the log.
  private func run() async throws -> (state: RunState, lines: [String], bench: RunBench) {
    let model = ScriptedModel { request, _, _ in
      let step = Int(request.messages[0].text.dropFirst(5).prefix { $0.isNumber }) ?? 0
      let index = (0..<3).first { request.seed == seed(step: step, index: $0) } ?? 0
      return ModelReply(text: index == 2 ? "Nothing comes to mind." : "\(step) 20", model: "m")
    }
    let bench = RunBench(model, steps: 3, candidates: 3, initial: 2) { $0.paused = true }
    let ended = Task { await bench.run.run() }
    try await bench.reaches(.paused)
    try await bench.step()
    await bench.accepts(.inject("7 7"))
    await bench.accepts(.setTemperature(0.7))
    try await bench.step()
    try await bench.step()
    _ = await ended.value
    return (await bench.run.currentState, bench.sink.lines, bench)
  }

  /// The line of the log at a place.
  private func line(_ location: LogLocation?, of lines: [String]) throws -> String {
    let location = try #require(location)
    let bytes = Array(lines.joined(separator: "\n").utf8)
    return String(decoding: bytes[location.offset..<location.offset + location.length], as: UTF8.self)
  }

  @Test func aStepKeepsWhereItsPromptLiesAndWhatItWasAskedWith() async throws {
    let (state, lines, bench) = try await run()
    let steps = state.steps
    #expect(Array(steps.steps) == [1, 2, 3])
    for step in 1...3 {
      let text = try line(steps.location(ofStep: step), of: lines)
      #expect(text.contains(#""event":"step-started""#) && text.contains("\"step\":\(step),"))
    }
    #expect((1...3).map { steps.temperature(ofStep: $0) } == [nil, 0.7, 0.7])
    #expect((1...3).map { steps.model(ofStep: $0) } == ["scripted", "scripted", "scripted"])
    #expect((1...3).map { steps.shownCount(ofStep: $0) } == bench.stepStarts.map(\.shown.count))
    for step in [Int.min, -1, 0, 4, .max] {
      #expect(steps.row(ofStep: step) == nil)
      #expect(steps.figures(ofStep: step) == nil)
    }
  }

  @Test func aStepCountsWhatCameOfItsReplies() async throws {
    let state = try await run().state
    var figures = StepFigures()
    (figures.replies, figures.accepted, figures.duplicates, figures.rejected) = (3, 1, 1, 1)
    #expect((1...3).map { state.steps.figures(ofStep: $0) } == [figures, figures, figures])
    #expect(state.head.counts.rejected == [.duplicate: 3, .none: 3])
  }

  @Test func theRowsOfAStepAreARangeOfTheTrajectory() async throws {
    let state = try await run().state
    #expect((0...4).map { state.rows(ofStep: $0) } == [0..<2, 2..<4, 4..<5, 5..<6, 6..<6])
    #expect(state.rows(ofStep: 1).map { state.trajectory.origins[$0] } == [.model, .person])
    #expect(state.rows(ofStep: -1) == 0..<2)
    #expect(RunState().rows(ofStep: 0) == 0..<0)
  }

  @Test func aPastReplyKeepsItsVerdictAndWhereItLies() async throws {
    let (state, lines, _) = try await run()
    let replies = state.replies
    for step in 1...3 {
      let rows = try (0..<3).map { try #require(replies.row(step: step, index: $0)) }
      let id = state.trajectory.id(at: state.rows(ofStep: step).lowerBound)
      #expect(replies.verdict(at: rows[0]) == .candidate(id: id, span: Span(0..<4)))
      #expect(replies.verdict(at: rows[1]) == .rejected(code: .duplicate, span: Span(0..<4), of: id))
      #expect(replies.verdict(at: rows[2]) == .rejected(code: .none, span: nil, of: nil))
      #expect(try line(replies.verdictLocation(at: rows[0]), of: lines).contains(#""event":"candidate""#))
      let rejection = try line(replies.verdictLocation(at: rows[2]), of: lines)
      #expect(rejection.contains(#""event":"rejected""#) && rejection.contains("There is no pair in the reply."))
      #expect(try line(replies.location(at: rows[1]), of: lines).contains(#""event":"reply""#))
    }
  }

  @Test func aReplyIsPendingUntilItIsJudged() {
    var state = RunState()
    let reply = ReplyEvent(step: 1, index: 0, attempt: 1, role: "optimizer", text: "1 2", seconds: 1)
    state.apply(LoggedEvent(n: 0, time: 0, event: .reply(reply)), at: LogLocation(offset: 0, length: 9))
    #expect(state.replies.verdict(at: 0) == .pending)
    #expect(state.replies.verdictLocation(at: 0) == nil)
  }

  @Test(arguments: Refusal.Code.allCases) func everyCodeComesBack(_ code: Refusal.Code) {
    var history = ReplyHistory()
    history.insert(ReplyEvent(step: 1, index: 0, attempt: 1, role: "o", text: "", seconds: 1), location: nil)
    let verdict = ReplyHistory.Verdict.rejected(code: code, span: Span(2..<5), of: 7)
    history.judge(step: 1, index: 0, verdict, location: LogLocation(offset: 8, length: 9))
    #expect(history.verdict(at: 0) == verdict)
    #expect(history.verdictLocation(at: 0) == LogLocation(offset: 8, length: 9))
  }

  @Test func stepsThatALogGivesInAnyOrderCrashNothing() {
    var state = RunState()
    for (n, step) in [5, .min, 3, .max, 3, -7].enumerated() {
      let started = StepStarted(step: step, messages: [], sections: [], shown: [], temperature: nil, model: "m\(n)")
      state.apply(LoggedEvent(n: n, time: 0, event: .stepStarted(started)))
      state.apply(
        LoggedEvent(
          n: n, time: 0, event: .rejected(Rejected(step: step, index: .max, refusal: Refusal(.none, "")))))
      state.apply(
        LoggedEvent(
          n: n, time: 0,
          event: .candidate(
            CandidateEvent(
              id: n, step: step, index: 0, origin: .model, solution: [:], text: "", loss: 1))))
      state.apply(
        LoggedEvent(n: n, time: 0, event: .prediction(PredictionEvent(step: step, solution: [:], text: "", loss: 1))))
      let snapshot = state.snapshot
      state.rewind(to: snapshot)
      for asked in [Int.min, -7, 0, 3, 5, .max] {
        _ = state.rows(ofStep: asked)
        _ = state.steps.figures(ofStep: asked)
        _ = state.predictions.row(ofStep: asked)
      }
    }
    #expect(state.steps.count == 6)
  }
}
