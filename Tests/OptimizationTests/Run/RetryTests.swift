import LanguageModels
import Optimization
import TestSupport
import Testing

private let limited = ModelError(
  .rateLimited, status: 429, cause: "429", sentence: "The server is busy.", isRetryable: true, retryAfter: .seconds(3))
private let forbidden = ModelError(
  .unauthorized, status: 401, cause: "401", sentence: "The key was refused: set OPENAI_API_KEY.", isRetryable: false)

@Suite struct RetryTests {
  @Test func aRateLimitIsWaitedOutAndLogged() async throws {
    let model = ScriptedModel(results: [.failure(limited), .success("1 1")])
    let bench = RunBench(model, steps: 1)
    _ = await bench.run.run()
    let retries = bench.events.compactMap { event in if case .retry(let retry) = event { retry } else { nil } }
    #expect(retries.map(\.cause) == ["429"])
    let wait = try #require(retries.first?.wait)
    #expect(wait >= 3)
    #expect(bench.clock.sleeps.all.count == 1)
    #expect(bench.candidates.count == 2)
    #expect(model.requests.all.map(\.seed) == [seed(step: 1, index: 0), seed(step: 1, index: 0, attempt: 2)])
    #expect(model.requests.all.map(\.place?.attempt) == [1, 2])
  }

  @Test func whenAllTriesFailTheRunWaitsAndGoesOnWhereItWas() async throws {
    let failures = Gate()
    let model = ScriptedModel { request, _, _ in
      guard failures.isOpen || request.seed == seed(step: 1, index: 1) else { throw limited }
      return ModelReply(text: request.seed == seed(step: 1, index: 1) ? "2 2" : "1 1")
    }
    let bench = RunBench(model, steps: 1, candidates: 2)
    async let ended = bench.run.run()
    try await bench.reaches(.waiting)
    #expect(await bench.run.currentState.head.phaseReason == "Given up after 5 tries. The server is busy.")
    #expect(bench.candidates.count == 1)
    failures.open()
    #expect(await bench.run.perform(.resume, source: .keyboard) == .accepted)
    _ = await ended
    // The reply that had come was kept, and not asked for again.
    #expect(bench.candidates.map(\.text).dropFirst() == ["w=1.0, b=1.0", "w=2.0, b=2.0"])
    #expect(bench.events.filter { if case .reply = $0 { true } else { false } }.count == 2)
    #expect(bench.rejections.isEmpty)
  }

  @Test func anErrorThatNoTryMendsIsNotTriedAgain() async throws {
    let model = ScriptedModel(results: [.failure(forbidden)])
    let bench = RunBench(model, steps: 1)
    async let ended = bench.run.run()
    try await bench.reaches(.waiting)
    #expect(model.requests.count == 1)
    #expect(bench.clock.sleeps.all.isEmpty)
    #expect(await bench.run.perform(.end(immediately: true), source: .keyboard) == .accepted)
    #expect(await ended.reason == .person)
    #expect(bench.candidates.count == 1)
  }

  @Test func withNobodyThereTheRunEndsAsFailedWithTheCause() async {
    let bench = RunBench(ScriptedModel(results: [.failure(forbidden)]), steps: 3) { $0.attended = false }
    let ended = await bench.run.run()
    #expect(ended.reason == .failed)
    #expect(ended.cause == "The key was refused: set OPENAI_API_KEY.")
  }

  @Test func aWaitForTheNextTryIsShownWithItsEnd() async throws {
    let clock = ManualClock()
    let model = ScriptedModel(results: [.failure(limited), .success("1 1")])
    let bench = RunBench(model, steps: 1, clock: clock)
    async let ended = bench.run.run()
    let slept = try await clock.sleeps.first(1)
    guard case .waiting(let until, let cause, let next, let limit)? = bench.monitor.take().progress.replies.first?.phase
    else {
      Issue.record("The reply does not wait.")
      return
    }
    #expect(cause == "429")
    #expect(abs(until - slept[0]) < 0.01)
    #expect(next == 2)
    #expect(limit == 5)
    clock.advance(by: slept[0])
    _ = await ended
  }

  @Test func aPauseHoldsBackTheNextTry() async throws {
    let clock = ManualClock()
    let model = ScriptedModel(results: [.failure(limited), .success("1 1")])
    let bench = RunBench(model, steps: 1, clock: clock)
    async let ended = bench.run.run()
    let slept = try await clock.sleeps.first(1)
    #expect(await bench.run.perform(.pause, source: .keyboard) == .accepted)
    clock.advance(by: slept[0])
    #expect(model.requests.count == 1)
    #expect(await bench.run.perform(.resume, source: .keyboard) == .accepted)
    _ = await ended
    #expect(model.requests.count == 2)
    #expect(bench.candidates.count == 2)
  }
}
