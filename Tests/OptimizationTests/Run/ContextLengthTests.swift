import LanguageModels
import Optimization
import TestSupport
import Testing

/// What happens where a prompt is more than a model takes.
@Suite struct ContextLengthTests {
  private static let tooLong = ModelError(
    .contextLength, status: 400, cause: "400", sentence: "The prompt is too long.", isRetryable: false)

  private func rows(_ request: ModelRequest) -> Int {
    request.messages[0].text.split(separator: "\n").count { $0.contains("loss=") }
  }

  private func model(most: Int) -> ScriptedModel {
    ScriptedModel { request, call, _ in
      let rows = request.messages[0].text.split(separator: "\n").count { $0.contains("loss=") }
      if rows > most { throw Self.tooLong }
      return ModelReply(text: "\(call + 1) 1")
    }
  }

  @Test func theStepBeginsAgainWithHalfTheRowsAndNoneIsLost() async {
    let bench = RunBench(model(most: 5), steps: 8)
    let ended = await bench.run.run()
    #expect(ended.reason == .steps && bench.candidates.filter { $0.origin == .model }.count == 8)
    #expect(bench.rejections.isEmpty)
    #expect(bench.stepStarts.map(\.step) == [1, 2, 3, 4, 5, 6, 6, 7, 8])
    #expect(bench.folded.head.prompt.history == 3)
    #expect(bench.folded.head.canUndo)
    let notices = bench.events.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
      .filter { $0.code == "context-length" }
    #expect(
      notices.map(\.text) == [
        "The prompt was too long for the model: from now on it shows at most 3 of the 6 rows."
      ])
    #expect(bench.folded.steps.row(ofStep: 6) == 5 && bench.folded.steps.shownCount(ofStep: 6) == 3)
  }

  @Test func asManyRowsStayAsThereIsRoomForWhereTheServiceTellsIt() async throws {
    let room = 200
    let model = ScriptedModel { request, call, _ in
      let tokens = TokenEstimate.tokens(of: request.messages)
      if tokens > room {
        var error = Self.tooLong
        error.overflow = ContextOverflow(needed: tokens, available: room)
        throw error
      }
      return ModelReply(text: "\(call + 1) 1")
    }
    let bench = RunBench(model, steps: 40) { $0.request.replyTokens = 5 }
    let ended = await bench.run.run()
    #expect(ended.reason == .steps && bench.rejections.isEmpty)
    let starts = bench.stepStarts
    let again = try #require(starts.indices.dropFirst().first { starts[$0].step == starts[$0 - 1].step })
    let before = starts[again - 1].shown.count, after = starts[again].shown.count
    #expect(after < before && after > before * 3 / 4, "\(after) of \(before)")
    let needed = TokenEstimate.tokens(of: starts[again - 1])
    let notices = bench.events.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
      .filter { $0.code == "context-length" }
    #expect(
      notices.first?.text
        == "The prompt was too long for the model, \(needed) tokens with room for 200: "
        + "from now on it shows at most \(after) of the \(before) rows.")
    // Once is enough, or a little more where rows grow longer.
    #expect(starts.count <= 42)
  }

  @Test func allRepliesOfTheStepAreAskedForAnew() async {
    let bench = RunBench(model(most: 3), steps: 3, candidates: 4)
    _ = await bench.run.run()
    #expect(bench.candidates.filter { $0.origin == .model }.count == 12 && bench.rejections.isEmpty)
  }

  @Test func repliesThatHadComeAreKeptAndNotAskedForAgain() async {
    // Only one of four is refused, and only once, after the others came.
    let come = Gate()
    let model = ScriptedModel { request, call, _ in
      if request.place?.step == 3, request.place?.index == 2, call < 12 {
        try await come.opened()
        throw Self.tooLong
      }
      if request.place?.step == 3, request.place?.index == 3 {
        defer { come.open() }
        return ModelReply(text: "\(call + 1) 1")
      }
      return ModelReply(text: "\(call + 1) 1")
    }
    let bench = RunBench(model, steps: 3, candidates: 4)
    _ = await bench.run.run()
    #expect(bench.stepStarts.map(\.step) == [1, 2, 3, 3])
    #expect(bench.candidates.filter { $0.origin == .model }.count == 12 && bench.rejections.isEmpty)
  }

  @Test func aStepThatBeginsAgainWhileTheRunIsPausedIsNotLost() async throws {
    let come = Gate()
    let model = ScriptedModel { request, call, _ in
      if call == 2 {
        try await come.opened()
        throw Self.tooLong
      }
      return ModelReply(text: "\(call + 1) 1")
    }
    let bench = RunBench(model, steps: 4)
    async let ended = bench.run.run()
    _ = try await model.requests.first(3)
    await bench.accepts(.pause)
    come.open()
    _ = try await bench.sink.events { event in
      if case .notice(let notice) = event { notice.code == "context-length" } else { false }
    }
    await bench.accepts(.resume)
    _ = await ended
    #expect(bench.stepStarts.map(\.step) == [1, 2, 3, 3, 4] && bench.rejections.isEmpty)
    #expect(bench.candidates.filter { $0.origin == .model }.map(\.step) == [1, 2, 3, 4])
  }

  @Test func whereNoRowCanGoTheRunWaitsForAPersonWithTheSentence() async throws {
    let bench = RunBench(model(most: -1), steps: 3)
    async let ended = bench.run.run()
    try await bench.reaches(.waiting)
    #expect(bench.folded.head.phaseReason == "The prompt is too long.")
    #expect(await bench.run.perform(.end(immediately: true), source: .keyboard) == .accepted)
    _ = await ended
    let alone = RunBench(model(most: -1), steps: 3) { $0.attended = false }
    let end = await alone.run.run()
    #expect(end.reason == .failed && end.cause == "The prompt is too long.")
  }

  @Test func pinnedRowsStay() async throws {
    let bench = RunBench(model(most: 2), steps: 6) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    try await bench.step()
    await bench.accepts(.pin(ids: [0]))
    for _ in 0..<3 { try await bench.step() }
    #expect(bench.stepStarts.allSatisfy { $0.step == 1 || $0.shown.contains(0) })
    await bench.accepts(.end(immediately: true))
    _ = await ended
  }
}
