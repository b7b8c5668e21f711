import TestSupport
import Testing

@testable import LanguageModels

/// The profiles by themselves; what a run makes of them is tested with the problems.
@Suite struct SimulatedProfileTests {
  private static let prompts: [(name: String, messages: [Message])] = [
    (
      "object",
      [
        Message(
          .user,
          "(w=1.50, b=2.00): loss=30.00\n(w=2.00, b=2.25): loss=20.00\nReply with nothing but {\"w\": number, \"b\": number}."
        )
      ]
    ),
    (
      "brackets",
      [Message(.user, "input:\nw=18, b=15\nvalue:\n1038\n\ninput:\nw=15, b=12\nvalue:\n470\n\nEnd with [w, b].")]
    ),
    ("words", [Message(.user, "w=1.5, b=2.0: loss=30\nw=2.0, b=2.5: loss=20")]),
    ("one parameter", [Message(.user, "p=1.5: loss=30\nReply with {\"p\": number}.")]),
    ("hidden scores", [Message(.user, "(w=1.5, b=2.0)\n(w=2.0, b=2.5)\nReply with {\"w\": number, \"b\": number}.")]),
    ("no rows", [Message(.user, "Reply with nothing but {\"w\": number, \"b\": number}.")]),
    ("huge", [Message(.user, "w=1e308, b=-1e308: loss=1e300\nw=-1e308, b=1e308: loss=-1e300\nEnd with [w, b].")]),
    ("nothing", [Message(.user, "hello")]),
  ]

  private func reply(
    _ profile: SimulatedProfile, _ messages: [Message], temperature: Double? = nil, seed: Int = 1, attempt: Int = 9,
    replyTokens: Int? = nil, thinking: Thinking? = nil
  ) async throws -> ModelReply {
    try await SimulatedModel(profile, pace: .immediate).reply(
      to: ModelRequest(
        messages: messages, temperature: temperature, seed: seed, replyTokens: replyTokens, thinking: thinking,
        place: RequestPlace(step: 1, index: 0, attempt: attempt))
    ) { _ in }
  }

  @Test(arguments: SimulatedProfile.allCases) func eachIsLabelledAndSaysWhatItShows(_ profile: SimulatedProfile) throws
  {
    let identity = SimulatedModel(profile).identity
    #expect(identity.kind == .simulated)
    #expect(identity.name == (profile == .steady ? "simulated" : "simulated:\(profile.name)"))
    #expect(identity.notice?.hasSuffix("no language model is running") == true)
    #expect(try SimulatedProfile(named: profile.name) == profile)
    #expect(profile.shows.hasSuffix(".") && profile.shows.count <= 110)
  }

  @Test(arguments: SimulatedProfile.allCases)
  func theSameRequestGivesTheSameReplyWhateverIsAsked(_ profile: SimulatedProfile) async throws {
    for (name, messages) in Self.prompts {
      var texts: Set<String> = []
      for temperature in [0, 0.5, 1, 2, 50] {
        for seed in 0..<8 {
          let one = try await reply(profile, messages, temperature: temperature, seed: seed)
          #expect(try await reply(profile, messages, temperature: temperature, seed: seed) == one)
          #expect(!one.text.contains("nan") && !one.text.contains("inf"), "\(profile) \(name): \(one.text)")
          texts.insert(one.text)
        }
      }
      if name != "nothing" { #expect(texts.count > 1, "\(profile) \(name)") }
    }
  }

  @Test(arguments: SimulatedProfile.allCases)
  func atTemperature0TheSeedMakesNoDifference(_ profile: SimulatedProfile) async throws {
    let messages = Self.prompts[0].messages
    let first = try await reply(profile, messages, temperature: 0, seed: 1)
    #expect(try await reply(profile, messages, temperature: 0, seed: 99) == first)
  }

  @Test func anUnknownProfileIsRefusedWithThoseThereAre() {
    let error = #expect(throws: SettingError.self) { try SimulatedProfile(named: "Steady") }
    #expect(
      error?.sentence
        == "--model \"simulated:Steady\" names no profile; the profiles are steady, sticky, scattered, boastful, "
        + "off-format, slow, rate-limited, refusing, chatty.")
  }

  @Test func slowBeginsLateAndWritesAFewTokensASecond() async throws {
    let sleeps = Collected<Duration>()
    let model = SimulatedModel(.slow) { sleeps.append($0) }
    let reply = try await model.reply(to: ModelRequest(messages: Self.prompts[0].messages, seed: 1)) { _ in }
    #expect(try #require(sleeps.all.first) >= .seconds(5))
    #expect(sleeps.all.dropFirst().allSatisfy { $0 >= .milliseconds(300) })
    #expect(sleeps.count == reply.usage?.output)
  }

  @Test func rateLimitsNameAWaitAndEndBeforeTheTriesDo() async throws {
    let messages = Self.prompts[0].messages
    var failures = 0
    for seed in 0..<200 {
      for attempt in 1...4 {
        do {
          let answer = try await reply(.rateLimited, messages, seed: seed, attempt: attempt)
          let usual = try await reply(.steady, messages, seed: seed)
          #expect(answer.text == usual.text)
        } catch let error as ModelError {
          failures += 1
          #expect(error.code == .rateLimited && error.status == 429 && error.cause == "429" && error.isRetryable)
          #expect((2...5).contains(try #require(error.retryAfter) / .seconds(1)))
          #expect(error.sentence.hasSuffix(" s."))
          #expect(attempt <= 3)
        }
      }
    }
    #expect((120...300).contains(failures), "\(failures)")
  }

  @Test func aRetryWithTheSameSeedMaySucceed() async throws {
    var mended = 0
    for seed in 0..<50 {
      func isLimited(_ attempt: Int) async -> Bool {
        (try? await reply(.rateLimited, Self.prompts[0].messages, seed: seed, attempt: attempt)) == nil
      }
      if await isLimited(1), await !isLimited(2) { mended += 1 }
    }
    #expect(mended > 5)
  }

  // MARK: - Chatty

  @Test func thinkingIsKeptApartOrStandsInTags() async throws {
    let messages = Self.prompts[0].messages
    var apart = 0
    for seed in 0..<40 {
      let reply = try await reply(.chatty, messages, seed: seed)
      #expect(try #require(reply.usage).output > 100)
      if let reasoning = reply.reasoning {
        apart += 1
        #expect(reasoning.count > 500 && reply.text.hasPrefix("{") && reply.text.count < 40)
      } else {
        #expect(reply.text.hasPrefix("<think>\n") && reply.text.contains("\n</think>\n\n{"))
      }
    }
    #expect((10...30).contains(apart))
  }

  @Test func moreThinkingIsLongerAndNoneIsAloud() async throws {
    let messages = Self.prompts[0].messages
    func tokens(_ thinking: Thinking) async throws -> Int {
      try #require(try await reply(.chatty, messages, thinking: thinking).usage).output
    }
    #expect(try await tokens(.low) < tokens(.medium))
    #expect(try await tokens(.medium) < tokens(.high))
    let off = try await reply(.chatty, messages, thinking: .off)
    #expect(off.reasoning == nil && !off.text.contains("think>") && off.text.count > 300)
  }

  @Test func aLimitThatTheThinkingUsesUpLeavesNoAnswer() async throws {
    let reply = try await reply(.chatty, Self.prompts[0].messages, replyTokens: 50, thinking: .on)
    #expect(reply.finish == .length && reply.text == "" && reply.usage?.output == 50)
    #expect(reply.reasoning?.isEmpty == false)
  }

  // MARK: - Off-format

  @Test func everyShapeIsOfOneOfTheTwoForms() {
    typealias Habit = OffFormatHabit
    let used = Habit.readableObjects + Habit.brokenObjects + Habit.readableBrackets + Habit.brokenBrackets
    #expect(Set(used) == Set(Habit.Shape.allCases))
  }
}
