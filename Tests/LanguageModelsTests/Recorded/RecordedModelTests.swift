import Foundation
import TestSupport
import Testing

@testable import LanguageModels

@Suite struct RecordedModelTests {
  private static let prompt = [Message(.system, "Help."), Message(.user, "row 1\nrow 2\nAnswer.")]

  private func place(_ step: Int, _ index: Int = 0, _ attempt: Int = 1) -> RequestPlace {
    RequestPlace(step: step, index: index, attempt: attempt)
  }

  /// One reply in each of three steps, "1" to "3".
  private func recording(_ change: (inout Recording) -> Void = { _ in }) -> Recording {
    var recording = Recording(name: "/logs/run.jsonl")
    for step in 1...3 {
      recording.add(prompt: Self.prompt, step: step)
      recording.add(Recording.Reply(ModelReply(text: "\(step)"), seconds: 2, first: 1), at: place(step))
    }
    change(&recording)
    return recording
  }

  private func reply(
    _ model: RecordedModel, _ place: RequestPlace?, _ messages: [Message] = prompt
  ) async throws -> ModelReply {
    try await model.reply(to: ModelRequest(messages: messages, place: place)) { _ in }
  }

  private func failure(_ model: RecordedModel, _ place: RequestPlace?) async throws -> ModelError {
    try await #require(throws: ModelError.self) { try await reply(model, place) }
  }

  @Test func itIsLabelledAsWhatItIs() {
    let identity = RecordedModel(recording(), isWatched: true).identity
    #expect(identity.name == "recorded:/logs/run.jsonl")
    #expect(identity.kind == .recorded)
    #expect(identity.notice == "a recording: no language model is running")
  }

  @Test func aReplyComesWithAllThatWasKnownOfIt() async throws {
    let whole = ModelReply(
      text: "[1, 2]", reasoning: "Hm.", model: "small-2", finish: .length,
      usage: TokenUsage(input: 7, output: 3, cached: 2))
    let model = RecordedModel(recording { $0.add(Recording.Reply(whole), at: place(2)) }, isWatched: false)
    #expect(try await reply(model, place(2)) == whole)
  }

  @Test func theOrderOfTheRequestsMakesNoDifference() async throws {
    let model = RecordedModel(
      recording { recording in
        for index in 0..<8 {
          recording.add(Recording.Reply(ModelReply(text: "of \(index)")), at: place(1, index))
        }
      }, isWatched: false)
    for index in [5, 0, 7, 3, 3] { #expect(try await reply(model, place(1, index)).text == "of \(index)") }
  }

  // MARK: - Failures

  @Test func aFailureIsRepeatedAndThenTheReplyComes() async throws {
    let model = RecordedModel(
      recording {
        $0.add(Recording.Failure(cause: "429", wait: 3), at: place(2))
        $0.add(Recording.Reply(ModelReply(text: "at last")), at: place(2, 0, 2))
      }, isWatched: true, sleep: { _ in })
    let error = try await failure(model, place(2))
    #expect(error.code == .rateLimited && error.status == 429 && error.isRetryable)
    #expect(error.retryAfter == .seconds(3))
    #expect(try await reply(model, place(2, 0, 2)).text == "at last")
  }

  @Test func aFailureThatStoppedTheRunStopsItWherePeopleWatchAndIsPassedOverElsewhere() async throws {
    let recording = recording {
      $0.add(Recording.Failure(cause: "no route", wait: nil), at: place(2))
      $0.add(Recording.Reply(ModelReply(text: "at last")), at: place(2, 0, 2))
    }
    let error = try await failure(RecordedModel(recording, isWatched: true), place(2))
    #expect(!error.isRetryable && error.cause == "no route")
    #expect(error.sentence.contains("resume"))
    #expect(try await reply(RecordedModel(recording, isWatched: false), place(2)).text == "at last")
  }

  @Test func aFailureThatEndedTheRunEndsThisOne() async throws {
    let recording = recording { $0.add(Recording.Failure(cause: "no route", wait: nil), at: place(4)) }
    #expect(try await !failure(RecordedModel(recording, isWatched: false), place(4)).isRetryable)
  }

  @Test func whatWasCancelledIsCancelledAgain() async throws {
    let model = RecordedModel(recording { $0.addGivenUp(step: 2, index: 1) }, isWatched: false)
    await #expect(throws: CancellationError.self) { try await reply(model, place(2, 1)) }
  }

  @Test func attemptsThatTheLogDoesNotKnowGetTheNextOneOrTheLast() async throws {
    let model = RecordedModel(
      recording {
        $0.add(Recording.Reply(ModelReply(text: "third")), at: place(4, 0, 3))
      }, isWatched: false)
    for attempt in [1, 3, 7] { #expect(try await reply(model, place(4, 0, attempt)).text == "third") }
  }

  @Test func usedUpItSaysSo() async throws {
    let error = try await failure(RecordedModel(recording(), isWatched: true), place(4))
    #expect(!error.isRetryable)
    #expect(
      error.sentence
        == "The recording /logs/run.jsonl is used up: it ends with step 3. Go on with another model, or end the run.")
  }

  @Test func aReplyThatItNeverHadIsNamed() async throws {
    let error = try await failure(RecordedModel(recording(), isWatched: true), place(2, 4))
    #expect(!error.isRetryable)
    #expect(error.sentence.contains("has no reply 5 of step 2: it holds 1 of that step"))
    #expect(try await !failure(RecordedModel(recording(), isWatched: true), nil).isRetryable)
  }

  // MARK: - Time

  private func sleeps(_ recorded: Recording.Reply, isWatched: Bool = true) async throws -> (Duration, [Duration]) {
    let sleeps = Collected<Duration>()
    let model = RecordedModel(recording { $0.add(recorded, at: place(1)) }, isWatched: isWatched) { sleeps.append($0) }
    _ = try await reply(model, place(1))
    return (sleeps.all.reduce(.zero, +), sleeps.all)
  }

  @Test func watchedItTakesTheTimeThatWasTaken() async throws {
    let words = ModelReply(text: "one two three four five")
    let (total, single) = try await sleeps(Recording.Reply(words, seconds: 3, first: 1))
    #expect(single.first == .seconds(1))
    #expect(abs(total / .seconds(1) - 3) < 0.01)
    let (capped, many) = try await sleeps(Recording.Reply(words, seconds: 300, first: 150))
    #expect(abs(capped / .seconds(1) - RecordedModel.longest) < 0.01)
    #expect(abs(try #require(many.first) / .seconds(1) - RecordedModel.longest / 2) < 0.01)
    let (unseen, _) = try await sleeps(Recording.Reply(words, seconds: 3))
    #expect(abs(unseen / .seconds(1) - 3) < 0.01)
  }

  @Test func withNobodyWatchingItAnswersAtOnce() async throws {
    let recorded = Recording.Reply(ModelReply(text: "one two"), seconds: 30, first: 10)
    #expect(try await sleeps(recorded, isWatched: false).1 == [])
    let model = RecordedModel(
      recording { $0.add(Recording.Failure(cause: "429", wait: 500), at: place(1)) }, isWatched: false)
    #expect(try await failure(model, place(1)).retryAfter == nil)
  }

  @Test(arguments: [0, -1, 1e308, -1e308, .infinity, .nan, 1e-300] as [Double])
  func timesBeyondAllBoundsCrashNothing(_ time: Double) async throws {
    for other in [nil, 0, 1e308, -5, .nan] as [Double?] {
      let (total, _) = try await sleeps(Recording.Reply(ModelReply(text: "one two"), seconds: time, first: other))
      #expect(total >= .zero && total <= .seconds(RecordedModel.longest + 0.01))
    }
    let model = RecordedModel(
      recording { $0.add(Recording.Failure(cause: "x", wait: time), at: place(1)) }, isWatched: true)
    let error = try await failure(model, place(1))
    #expect(error.retryAfter ?? .zero <= .seconds(RecordedModel.longest))
  }

  // MARK: - The prompt

  @Test func aPromptThatDepartedIsSaidOnce() async throws {
    let model = RecordedModel(recording(), isWatched: false)
    let other = [Message(.system, "Help."), Message(.user, "row 1\nAnswer.")]
    #expect(try await reply(model, place(1)).notices == [])
    let notices = try await reply(model, place(2), other).notices
    #expect(notices.map(\.code) == ["recording-departed"])
    #expect(notices.first?.text.hasPrefix("From step 2 on the prompt is not that of the recording") == true)
    #expect(notices.first?.text.hasSuffix(": \"Answer.\" stands where it had \"row 2\".") == true)
    #expect(try await reply(model, place(3), other).notices == [])
    // A further run with the same model is told for itself.
    #expect(try await reply(model, place(1), other).notices.count == 1)
    #expect(try await reply(model, place(1), other).notices.count == 1)
  }

  @Test func theFirstDifferenceIsNamed() {
    func words(_ now: String, _ then: String) -> String {
      PromptDifference.words([Message(.user, now)], recorded: [Message(.user, then)])
    }
    #expect(words("a\nb", "a\nc") == "\"b\" stands where it had \"c\".")
    #expect(words("a", "a\nc") == "it ends where the recorded one had \"c\".")
    #expect(words("a\nb", "a") == "\"b\" was added at its end.")
    #expect(words(String(repeating: "x", count: 10_000), "a").count < 120)
    #expect(
      PromptDifference.words([Message(.user, "a")], recorded: [Message(.system, "a")]).contains("other roles"))
  }
}
