import Foundation
import LanguageModels
import Optimization
import RunLog
import TestSupport
import Testing
import Text

@testable import tiller

/// Runs that answer with the replies of an earlier run's log.
@Suite("recordings", .timeLimit(.minutes(1)))
struct RecordedLogTests {
  private static let busy = ModelError(
    .rateLimited, status: 429, cause: "429", sentence: "The server is busy.", isRetryable: true,
    retryAfter: .seconds(3))

  /// Answers by what it is asked alone: pairs, words, a failure now and then.
  private static let model = ScriptedModel { request, _, progress in
    let seed = request.seed ?? 0
    if seed % 7 == 0 { throw busy }
    progress(ReplyProgress(text: "half"))
    return ModelReply(
      text: seed % 5 == 0 ? "no idea" : "\(seed % 9) \(seed % 7 + 1)", reasoning: seed % 3 == 0 ? "Hm." : nil,
      model: "small-1", finish: seed % 11 == 0 ? .length : .stop, usage: TokenUsage(input: 40, output: seed % 13))
  }

  private func configuration(
    _ model: any LanguageModel, steps: Int = 12, candidates: Int = 1, _ change: (inout RunSettings) -> Void = { _ in }
  ) -> RunConfiguration {
    var settings = RunSettings(steps: steps, candidates: candidates, initial: 2, attended: false)
    change(&settings)
    return RunConfiguration(
      problem: AnyProblem(BowlProblem()), settings: settings, prompting: ListingPrompting(), model: model,
      clock: ManualClock(skipsSleeps: true), id: "test", started: "2026-01-01T00:00:00Z")
  }

  /// Runs and writes the log of the place; the events.
  private func record(
    in place: Workplace, model: any LanguageModel = model, steps: Int = 12, candidates: Int = 1
  ) async throws -> [RunEvent] {
    let writer = try RunLogWriter(creating: place.log)
    _ = await OptimizationRun(configuration(model, steps: steps, candidates: candidates), sink: writer).run()
    return try events(of: place.log).map(\.event)
  }

  /// What is the same in two runs that went the same way.
  private func comparable(_ events: [RunEvent]) -> [RunEvent] {
    events.dropFirst().map { event in
      switch event {
      case .stepStarted(var started):
        started.model = nil
        return .stepStarted(started)
      case .reply(var reply):
        (reply.seconds, reply.first) = (0, nil)
        return .reply(reply)
      case .retry(var retry):
        // Spread by chance.
        retry.wait = retry.wait.map { _ in 0 }
        return .retry(retry)
      case .candidate(var candidate):
        candidate.seconds = 0
        return .candidate(candidate)
      default: return event
      }
    }
  }

  @Test("a run is repeated event by event, failures and all", arguments: [true, false])
  func repeated(isWatched: Bool) async throws {
    let place = try Workplace()
    let events = try await record(in: place)
    #expect(events.contains { if case .retry = $0 { true } else { false } })
    #expect(events.contains { if case .rejected = $0 { true } else { false } })
    let model = RecordedModel(try Recording(log: place.log), isWatched: isWatched) { _ in }
    let sink = MemorySink()
    let ended = await OptimizationRun(configuration(model), sink: sink).run()
    #expect(ended.reason == .steps)
    #expect(comparable(sink.events.all.map(\.event)) == comparable(events))
  }

  @Test("replies of one step that come in another order make no difference")
  func severalReplies() async throws {
    let place = try Workplace()
    let events = try await record(in: place, steps: 6, candidates: 4)
    let model = RecordedModel(try Recording(log: place.log), isWatched: false)
    let sink = MemorySink()
    _ = await OptimizationRun(configuration(model, steps: 6, candidates: 4), sink: sink).run()
    func settled(_ events: [RunEvent]) -> [RunEvent] {
      comparable(events).filter { event in
        switch event {
        case .candidate, .rejected, .stepStarted, .runEnded: true
        default: false
        }
      }
    }
    #expect(settled(sink.events.all.map(\.event)) == settled(events))
  }

  @Test("a step that was cancelled is given up again")
  func cancelled() async throws {
    let place = try Workplace()
    let asked = Gate()
    let model = ScriptedModel { request, _, _ in
      if request.place?.step == 2 {
        asked.open()
        try await Gate().opened()
      }
      return ModelReply(text: "\(request.place?.step ?? 0) 1")
    }
    let run = OptimizationRun(configuration(model, steps: 3), sink: try RunLogWriter(creating: place.log))
    async let ended = run.run()
    try await asked.opened()
    #expect(await run.perform(.cancelStep, source: .keyboard) == .accepted)
    #expect(await ended.reason == .steps)
    let repeated = MemorySink()
    let recorded = RecordedModel(try Recording(log: place.log), isWatched: false)
    #expect(await OptimizationRun(configuration(recorded, steps: 3), sink: repeated).run().reason == .steps)
    func outcome(_ events: [RunEvent]) -> [RunEvent] {
      comparable(events).filter { if case .steered = $0 { false } else { true } }
    }
    #expect(
      outcome(repeated.events.all.map(\.event)) == outcome(try events(of: place.log).map(\.event)))
  }

  @Test("a masked candidate makes the prompt depart, which is said once")
  func departed() async throws {
    let place = try Workplace()
    _ = try await record(in: place, steps: 4)
    let recorded = RecordedModel(try Recording(log: place.log), isWatched: false)
    let sink = MemorySink()
    let run = OptimizationRun(configuration(recorded, steps: 4) { $0.paused = true }, sink: sink)
    async let ended = run.run()
    _ = try await sink.events { event in if case .state(let change) = event { change.state == .paused } else { false } }
    #expect(await run.perform(.mask(ids: [1]), source: .keyboard) == .accepted)
    #expect(await run.perform(.resume, source: .keyboard) == .accepted)
    #expect(await ended.reason == .steps)
    let notices = sink.events.all.compactMap { event -> Notice? in
      if case .notice(let notice) = event.event, notice.code == "recording-departed" { notice } else { nil }
    }
    #expect(notices.count == 1)
    #expect(notices.first?.text.hasPrefix("From step 1 on the prompt is not that of the recording") == true)
  }

  @Test("a recording that is used up ends the run with a sentence")
  func usedUp() async throws {
    let place = try Workplace()
    _ = try await record(in: place, steps: 3)
    let model = RecordedModel(try Recording(log: place.log), isWatched: false)
    let ended = await OptimizationRun(configuration(model, steps: 9), sink: MemorySink()).run()
    #expect(ended.reason == .failed)
    #expect(
      ended.cause
        == "The recording \(place.log) is used up: it ends with step 3. Go on with another model, or end the run.")
  }

  // MARK: - Logs that are none

  @Test("a log without replies, one that is damaged, and one cut off")
  func hostile() async throws {
    let place = try Workplace()
    let whole = try await record(in: place, steps: 4)
    let text = String(decoding: try place.bytes(of: place.log), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    func sentence(_ lines: [String]) throws -> String {
      let file = try place.file("hostile.jsonl", lines.joined(separator: "\n"))
      return "\(try #require(throws: (any Error).self) { try Recording(log: file) })"
    }
    #expect(
      try sentence([lines[0], ""]).hasSuffix("hostile.jsonl holds no reply of a model: there is nothing to repeat."))
    #expect(try sentence([lines[0], "{\"event\":\"reply\"", lines[1], ""]).contains("is damaged in line 2"))
    #expect(try sentence([lines[1], lines[0], ""]).contains("is no log of Tiller"))
    let wrong = #"{"attempt":"x","event":"reply","index":0,"n":1,"step":1,"time":0}"#
    #expect(try sentence([lines[0], wrong, ""]).contains("\"attempt\" has another form"))
    // Numbers of any size are taken as they are; what no run can have written is not.
    let step = #"{"event":"step-started","messages":[],"n":1,"sections":[],"shown":[],"step":1,"time":0}"#
    let odd = [
      step,
      #"{"attempt":-9223372036854775808,"event":"reply","finish":"stop","first":-1e308,"index":0,"n":2,"role":"optimizer","seconds":1e308,"step":1,"text":"1 1","time":0}"#,
      #"{"attempt":1,"cause":"","event":"retry","index":0,"n":3,"step":1,"time":0,"wait":1e308}"#,
      #"{"attempt":2,"event":"retry","cause":"","index":0,"n":4,"role":"optimizer","seconds":1e308,"step":1,"text":"","time":0}"#,
    ]
    let elsewhere = odd[1].replacing("\"step\":1", with: "\"step\":9223372036854775807")
    #expect(
      try sentence([lines[0], step, elsewhere, ""]).contains("is of step 9223372036854775807, which has not begun"))
    let file = try place.file("odd.jsonl", ([lines[0]] + odd + [""]).joined(separator: "\n"))
    let model = RecordedModel(try Recording(log: file), isWatched: true) { _ in }
    #expect(await OptimizationRun(configuration(model, steps: 5), sink: MemorySink()).run().reason == .failed)
    // A torn last line is left out, as when a log is opened.
    let torn = try place.file("torn.jsonl", lines.joined(separator: "\n"))
    let count = whole.count { if case .reply = $0 { true } else { false } }
    #expect(try Recording(log: torn).replyCount == count)
  }

  // MARK: - The program

  @Test("the program repeats a run from the log of another, and goes on with one that was left")
  func program() async throws {
    let place = try Workplace()
    let first = try await Program.run(
      ["--model", "simulated:off-format", "--steps", "4", "--log", place.log], in: place)
    #expect(first.status == 0 && first.lines.first?.hasPrefix("simulated model (off-format): no") == true, "\(first)")
    let second = place.path + "/second.jsonl"
    // A path that is relative in the command is absolute in the log.
    let begun = try await Program.run(
      ["--model", "recorded:run.jsonl", "--steps", "2", "--log", second], in: place)
    #expect(begun.status == 0 && begun.lines.first == "a recording: no language model is running", "\(begun)")
    guard case .runStarted(let started)? = try events(of: second).first?.event else { return }
    let optimizer = try #require(started.models.optimizer)
    #expect(optimizer.kind == .recorded && optimizer.name.hasPrefix("recorded:/"))
    #expect(optimizer.name.hasSuffix("/run.jsonl"))
    let resumed = try await Program.run(["resume", second, "--steps", "4", "--headless"], in: place)
    #expect(resumed.status == 0, "\(resumed)")
    func replies(_ log: String) throws -> [String] {
      try events(of: log).compactMap { event in if case .reply(let reply) = event.event { reply.text } else { nil } }
    }
    func candidates(_ log: String) throws -> [JSONValue] {
      try events(of: log).compactMap { event in
        if case .candidate(let candidate) = event.event { candidate.solution } else { nil }
      }
    }
    #expect(try replies(second) == replies(place.log))
    #expect(try candidates(second) == candidates(place.log))
    try FileManager.default.removeItem(atPath: place.log)
    let gone = try await Program.run(["resume", second, "--steps", "6", "--headless"], in: place)
    #expect(gone.status == 2 && gone.errors.contains("run.jsonl cannot be read"))
  }
}
