import LanguageModels
import Optimization
import TestSupport
import Testing

@Suite struct BudgetTests {
  /// Replies of 100 tokens for a prompt of 50, both more than the text has.
  private func model(_ price: TokenPrice? = nil) -> ScriptedModel {
    ScriptedModel(identity: ModelIdentity(name: "priced", kind: .server, price: price)) { _, call, _ in
      ModelReply(text: "\(call + 1) 1", usage: TokenUsage(input: 50, output: 100))
    }
  }

  @Test func aRequestThatWouldPassTheTokensIsNotSentAndResumingGrantsThemAgain() async throws {
    let model = model()
    let bench = RunBench(model, steps: 4) {
      $0.budget.tokens = 400
      $0.request.replyTokens = 100
    }
    async let ended = bench.run.run()
    try await bench.reaches(.waiting)
    // Two steps used 300; a third may take more than 100.
    #expect(model.requests.count == 2 && bench.stepStarts.count == 2)
    let notices = bench.events.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
    let notice = try #require(notices.first { $0.code == "budget" })
    #expect(
      notice.text.hasPrefix("The budget of 400 tokens would be passed: 300 were used, and the next request may take"))
    #expect(notice.text.hasSuffix("Resuming grants 400 more."))
    #expect(await bench.run.perform(.resume, source: .keyboard) == .accepted)
    #expect(await ended.reason == .steps)
    #expect(model.requests.count == 4)
  }

  @Test func repliesAtTheirLimitAreCountedHoweverShortTheyTurnOut() async throws {
    let model = model()
    let bench = RunBench(model, steps: 4, candidates: 3) {
      $0.budget.tokens = 2000
      $0.request.replyTokens = 700
      $0.attended = false
    }
    let ended = await bench.run.run()
    #expect(ended.reason == .budget && model.requests.count == 0 && bench.stepStarts.isEmpty)
    #expect(ended.cause?.contains("2000 tokens") == true)
    #expect(ended.cause?.contains("Resuming") == false)
  }

  @Test func aCostNeedsAPriceAndIsHeldLikeTokens() async throws {
    let priced = model(TokenPrice(input: 10_000, output: 10_000))
    let bench = RunBench(priced, steps: 9) {
      $0.budget.cost = 4
      $0.request.replyTokens = 100
      $0.attended = false
    }
    let ended = await bench.run.run()
    // A reply costs $1.50.
    #expect(ended.reason == .budget && priced.requests.count == 2)
    #expect(ended.cause?.contains("The budget of $4 would be passed: $3 were used") == true)
    #expect(bench.folded.head.tokens.cost == 3)
    let free = model()
    let other = RunBench(free, steps: 3) { $0.budget.cost = 0.01 }
    #expect(await other.run.run().reason == .steps)
    #expect(other.folded.head.tokens.cost == nil)
  }

  @Test func onlyTheTimeOfRunningCounts() async throws {
    let clock = ManualClock(skipsSleeps: true)
    let model = ScriptedModel { _, call, _ in
      clock.advance(by: 4)
      return ModelReply(text: "\(call + 1) 1")
    }
    let bench = RunBench(model, steps: 9, clock: clock) {
      $0.budget.seconds = 10
      $0.paused = true
    }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    clock.advance(by: 1000)
    #expect(await bench.run.perform(.resume, source: .keyboard) == .accepted)
    try await bench.reaches(.waiting)
    #expect(model.requests.count == 3)
    #expect(bench.folded.head.phaseReason.hasPrefix("The budget of 10 s of running is used up."))
    #expect(await bench.run.perform(.end(immediately: true), source: .keyboard) == .accepted)
    #expect(await ended.reason == .person)
  }

  @Test func aPromptIsCountedForEveryReplyUntilOneIsKnownToServeAll() async {
    let long = String(repeating: "word ", count: 1000)
    let model = ScriptedModel(
      several: { _, _, _ in nil }, script: { _, call, _ in ModelReply(text: "\(call + 1) 1") })
    let bench = RunBench(model, steps: 4, candidates: 4, initial: 0, prompting: LongPrompting(text: long)) {
      $0.budget.tokens = 3000
      $0.request.replyTokens = 10
      $0.attended = false
    }
    // One prompt of a thousand tokens would do, four would not.
    #expect(await bench.run.run().reason == .budget && model.requests.count == 0)
  }

  private struct LongPrompting: Prompting {
    var text: String
    var name: String { "long" }
    func metaPrompt(for context: PromptingContext) -> MetaPrompt {
      MetaPrompt(messages: [Message(.user, text)], sections: [], shown: [])
    }
  }

  @Test func aFurtherTryIsARequestToo() async throws {
    let model = ScriptedModel { _, call, progress in
      progress(ReplyProgress(text: String(repeating: "word ", count: 300)))
      throw ModelError(.stalled, cause: "stalled", sentence: "Nothing came.", isRetryable: true)
    }
    let bench = RunBench(model, steps: 2) {
      $0.budget.tokens = 700
      $0.request.replyTokens = 300
      $0.attended = false
    }
    let ended = await bench.run.run()
    // What had come of the first is likely to be charged.
    #expect(ended.reason == .budget && model.requests.count == 2)
    #expect(bench.folded.head.tokens.isEstimated && bench.folded.head.tokens.output >= 600)
  }
}
