import Foundation
import LanguageModels
import Optimization
import Problems
import TestSupport
import Testing

/// What each profile of the stand-in shows in a run of the line, through the real prompt and the real reading.
@Suite(.timeLimit(.minutes(4))) struct SimulatedRunTests {
  private struct Outcome {
    var events: [RunEvent]
    var ended: RunEnded
    var waits: [Double]

    var candidates: [CandidateEvent] {
      events.compactMap { event in if case .candidate(let candidate) = event { candidate } else { nil } }
    }
    var proposed: [CandidateEvent] { candidates.filter { $0.origin == .model } }
    var rejections: [Rejected] {
      events.compactMap { event in if case .rejected(let rejected) = event { rejected } else { nil } }
    }
    var replies: [ReplyEvent] {
      events.compactMap { event in if case .reply(let reply) = event { reply } else { nil } }
    }
    var retries: [Retry] {
      events.compactMap { event in if case .retry(let retry) = event { retry } else { nil } }
    }
    var prompts: [String] {
      events.compactMap { event in
        if case .stepStarted(let started) = event { started.messages.map(\.text).joined() } else { nil }
      }
    }
    func share(_ count: Int) -> Double { Double(count) / Double(max(1, replies.count)) }
    func count(_ codes: Refusal.Code...) -> Int { rejections.count { codes.contains($0.code) } }
  }

  private func run(
    _ profile: SimulatedProfile, _ preset: LinePreset = .classroom, steps: Int = 50, seed: UInt64 = 1,
    temperature: Double? = nil
  ) async throws -> Outcome {
    let defaults = preset.defaults
    let problem = AnyProblem(try LineProblem(LineSettings(preset, seed: seed)))
    let sink = MemorySink()
    let clock = ManualClock(skipsSleeps: true)
    let run = OptimizationRun(
      RunConfiguration(
        problem: problem,
        settings: RunSettings(
          steps: steps, candidates: defaults.candidates, initial: defaults.initialCount,
          prompt: defaults.promptSettings, prompting: defaults.promptingName,
          temperature: temperature ?? defaults.temperature, seed: seed,
          request: RequestSettings(replyTokens: defaults.replyTokens),
          attended: false),
        prompting: try PromptingCatalog.prompting(
          named: defaults.promptingName, parameters: problem.space.parameterNames),
        model: SimulatedModel(profile, pace: .immediate), clock: clock, id: "test", started: ""), sink: sink)
    let ended = await run.run()
    return Outcome(events: sink.events.all.map(\.event), ended: ended, waits: clock.sleeps.all)
  }

  @Test func steadyIsMostlyReadAndStandsBesideTheOthers() async throws {
    for preset in LinePreset.allCases {
      let outcome = try await run(.steady, preset, steps: 20)
      #expect(outcome.share(outcome.count(.none, .malformed, .ambiguous, .refused, .truncated)) < 0.05)
      #expect(outcome.retries.isEmpty)
    }
  }

  @Test(arguments: LinePreset.allCases) func stickyGivesDuplicates(_ preset: LinePreset) async throws {
    let usual = try await run(.sticky, preset, steps: 30)
    #expect(usual.share(usual.count(.duplicate)) > 0.5)
    #expect(usual.count(.duplicate) == usual.rejections.count)
    #expect(usual.rejections.allSatisfy { $0.of != nil })
    let cold = try await run(.sticky, preset, steps: 30, temperature: 0)
    #expect(cold.share(cold.count(.duplicate)) == 1)
    let hot = try await run(.sticky, preset, steps: 30, temperature: 2)
    #expect(hot.share(hot.count(.duplicate)) < usual.share(usual.count(.duplicate)))
  }

  @Test func whatStickyTriesSharesAllValuesButOne() async throws {
    let proposed = try await run(.sticky, steps: 50).proposed
    #expect(proposed.count > 5)
    #expect(Set(proposed.compactMap { $0.solution["w"]?.number }).count == 1)
  }

  @Test func scatteredDoesNotComeNearerHoweverMuchItSees() async throws {
    var early: [Double] = [], late: [Double] = [], steady: [Double] = []
    for seed in 1...8 as ClosedRange<UInt64> {
      let losses = try await run(.scattered, seed: seed).proposed.compactMap(\.loss)
      early += losses.prefix(losses.count / 2)
      late += losses.suffix(losses.count / 2)
      steady += try await run(.steady, seed: seed).proposed.compactMap(\.loss).suffix(20)
    }
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    #expect(median(late) > 0.5 * median(early), "\(median(early)) \(median(late))")
    #expect(median(late) > 3 * median(steady), "\(median(late)) \(median(steady))")
  }

  @Test(arguments: LinePreset.allCases) func whatBoastfulClaimsNeverEnters(_ preset: LinePreset) async throws {
    let outcome = try await run(.boastful, preset, steps: 15)
    let problem = try LineProblem(LineSettings(preset))
    #expect(outcome.proposed.count > 10)
    var reached = 0
    for reply in outcome.replies {
      let text = try #require(
        reply.text.firstMatch(of: #/(?:"loss": |it is |falls to |value is |near )(-?[0-9.]+(?:e-?[0-9]+)?)/#)?.1)
      let claim = try #require(Double(text.hasSuffix(".") ? text.dropLast() : text), "\(reply.text)")
      let known = outcome.candidates.filter { $0.step < reply.step }.compactMap(\.loss).min()
      #expect(claim < (known ?? .infinity), "A claim lies below all that is known.")
      let mine = outcome.proposed.first { $0.step == reply.step && $0.index == reply.index }
      if let loss = mine?.loss, loss <= claim { reached += 1 }
    }
    #expect(outcome.share(reached) < 0.3)
    for candidate in outcome.proposed {
      let solution = try #require(problem.solution(from: candidate.solution))
      #expect(candidate.loss == problem.loss(of: solution))
    }
    for prompt in outcome.prompts.dropFirst() {
      #expect(!prompt.contains("I computed") && !prompt.contains("falls to"))
    }
  }

  @Test(arguments: LinePreset.allCases)
  func offFormatIsRejectedWithReasonsAndTheRunGoesOn(_ preset: LinePreset) async throws {
    let outcome = try await run(.offFormat, preset, steps: preset == .opro ? 12 : 60)
    #expect(outcome.ended.reason == .steps || outcome.ended.reason == .solved)
    let unread = outcome.count(.none, .malformed, .ambiguous, .refused, .truncated)
    #expect((0.4...0.75).contains(outcome.share(unread)), "\(outcome.share(unread))")
    #expect(outcome.proposed.count > 5)
    #expect(outcome.rejections.allSatisfy { $0.reason.hasSuffix(".") && $0.reason.count > 20 })
    #expect(Set(outcome.rejections.map(\.code)).isSuperset(of: [.none, .malformed, .ambiguous, .truncated]))
    #expect(Set(outcome.rejections.filter { $0.code == .malformed }.map(\.reason)).count >= 2)
  }

  @Test func rateLimitsAreWaitedOutAndTheRunGoesOn() async throws {
    let outcome = try await run(.rateLimited, steps: 40)
    #expect(outcome.ended.reason == .steps)
    #expect((8...40).contains(outcome.retries.count), "\(outcome.retries.count)")
    #expect(outcome.retries.allSatisfy { $0.cause == "429" && ($0.wait ?? 0) >= 2 && ($0.wait ?? 99) < 6 })
    #expect(outcome.waits.count == outcome.retries.count)
    #expect(outcome.replies.count == 40)
  }

  @Test(arguments: LinePreset.allCases) func refusingDeclinesInWords(_ preset: LinePreset) async throws {
    let outcome = try await run(.refusing, preset, steps: preset == .opro ? 10 : 50)
    #expect((0.4...0.8).contains(outcome.share(outcome.count(.refused))), "\(outcome.share(outcome.count(.refused)))")
    #expect(outcome.count(.none, .malformed, .ambiguous) == 0, "\(outcome.rejections.map(\.reason))")
    #expect(!outcome.proposed.isEmpty)
    // Some name values while they decline; the log says where.
    #expect(outcome.rejections.contains { $0.code == .refused && $0.span != nil })
  }

  @Test(arguments: LinePreset.allCases) func chattyIsReadForAllItsThinking(_ preset: LinePreset) async throws {
    let outcome = try await run(.chatty, preset, steps: preset == .opro ? 6 : 40)
    #expect(outcome.count(.none, .malformed, .ambiguous, .refused) == 0, "\(outcome.rejections.map(\.reason))")
    #expect(outcome.replies.contains { $0.reasoning != nil })
    #expect(outcome.replies.contains { $0.text.contains("<think>") })
    let steady = try await run(.steady, preset, steps: 6)
    func tokens(_ outcome: Outcome) -> Int {
      outcome.replies.reduce(0) { $0 + ($1.usage?.output ?? 0) } / outcome.replies.count
    }
    #expect(tokens(outcome) > 5 * tokens(steady), "\(tokens(outcome)) \(tokens(steady))")
  }

  @Test(arguments: SimulatedProfile.allCases) func aRunIsRepeatedByItsSeed(_ profile: SimulatedProfile) async throws {
    func told(_ outcome: Outcome) -> [String] {
      outcome.replies.map(\.text) + outcome.candidates.map(\.text) + outcome.rejections.map(\.reason)
    }
    let first = told(try await run(profile, steps: 15, seed: 3))
    #expect(try await told(run(profile, steps: 15, seed: 3)) == first)
    #expect(try await told(run(profile, steps: 15, seed: 4)) != first)
  }
}
