import LanguageModels
import Optimization
import TestSupport
import Testing

/// A step whose prompt was too long begins again: what had come before is of the same step, for who resumes it too.
@Suite struct StepResumeTests {
  /// The third reply of the third step is refused with more than three rows, once all others have come.
  private static func model(_ prefix: [LoggedEvent], _ sink: MemorySink) -> ScriptedModel {
    ScriptedModel { request, _, _ in
      let seed = request.seed ?? 0
      let rows = request.messages[0].text.split(separator: "\n").count { $0.contains("loss=") }
      if request.place?.step == 3, request.place?.index == 2, rows > 3 {
        for index in [0, 1, 3] where !prefix.contains(where: { isReply($0.event, index) }) {
          _ = try await sink.events { isReply($0, index) }
        }
        throw ModelError(.contextLength, cause: "400", sentence: "The prompt is too long.", isRetryable: false)
      }
      return ModelReply(text: seed % 5 == 0 ? "none" : "\(seed % 9) \(seed % 7 + 1)", model: "m")
    }
  }

  private static func isReply(_ event: RunEvent, _ index: Int) -> Bool {
    if case .reply(let reply) = event { reply.step == 3 && reply.index == index } else { false }
  }

  private static func run(_ prefix: [LoggedEvent], isWhole: Bool = true) async -> [LoggedEvent] {
    let sink = MemorySink()
    let configuration = RunConfiguration(
      problem: AnyProblem(BowlProblem()), settings: RunSettings(steps: 5, candidates: 4, initial: 1),
      prompting: ListingPrompting(), model: model(prefix, sink), clock: ManualClock(skipsSleeps: true), id: "test",
      started: "2026-01-01T00:00:00Z")
    guard !prefix.isEmpty else {
      _ = await OptimizationRun(configuration, sink: sink).run()
      return sink.events.all
    }
    let resumption = Resumption(state: folded(prefix), tail: isWhole ? prefix : LogTail(prefix).events)
    _ = await OptimizationRun(configuration, resuming: resumption, sink: sink).run()
    return prefix + sink.events.all
  }

  private static func folded(_ events: [LoggedEvent]) -> RunState {
    events.reduce(into: RunState()) { $0.apply($1) }
  }

  private static func replies(_ events: [LoggedEvent]) -> [[Int]] {
    events.compactMap { if case .reply(let reply) = $0.event { [reply.step, reply.index] } else { nil } }
      .sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func starts(_ events: [LoggedEvent]) -> [StepStarted] {
    events.compactMap { if case .stepStarted(let started) = $0.event { started } else { nil } }
  }

  @Test func cutAtAnyEventItEndsAsIfItHadNotBeen() async throws {
    let events = await Self.run([])
    let expected = Self.folded(events)
    #expect(Self.starts(events).map(\.step) == [1, 2, 3, 3, 4, 5])
    #expect(Self.replies(events).count == 20)
    for cut in 1..<events.count {
      let whole = await Self.run(Array(events[..<cut]), isWhole: cut % 2 == 0)
      let state = Self.folded(whole)
      #expect(state.trajectory.ids == expected.trajectory.ids, "cut after \(cut) events")
      #expect(
        (0..<state.trajectory.count).map { state.trajectory.text(at: $0) }
          == (0..<expected.trajectory.count).map { expected.trajectory.text(at: $0) }, "cut after \(cut) events")
      #expect(state.steps == expected.steps && state.head.prompt == expected.head.prompt, "cut after \(cut) events")
      #expect(state.head.counts.rejected == expected.head.counts.rejected, "cut after \(cut) events")
      // Nothing is paid for twice.
      #expect(Self.replies(whole) == Self.replies(events), "cut after \(cut) events")
      #expect(Self.starts(whole) == Self.starts(events), "cut after \(cut) events")
    }
  }

  @Test func aPromptThatIsKnownToBeTooLongIsNotSentAgain() async throws {
    let events = await Self.run([])
    let cut = try #require(
      events.lastIndex { if case .notice(let notice) = $0.event { notice.code == "context-length" } else { false } })
    let rest = await Self.run(Array(events[...cut])).dropFirst(cut + 1)
    let kinds = rest.map(\.event.kind)
    #expect(kinds.prefix(3) == ["resumed", "step-started", "asked"], "\(kinds.prefix(4))")
  }

  @Test func theEndOfALogBeginsWhereItsLastStepDid() {
    func start(_ step: Int, _ n: Int) -> LoggedEvent {
      let started = StepStarted(step: step, messages: [], sections: [], shown: [], temperature: nil, model: nil)
      return LoggedEvent(n: n, time: 0, event: .stepStarted(started))
    }
    #expect(LogTail([start(1, 0), start(2, 1), start(2, 2)]).events.map(\.n) == [1, 2])
    #expect(LogTail([start(1, 0), start(2, 1)]).events.map(\.n) == [1])
    #expect(LogTail([LoggedEvent(n: 7, time: 0, event: .resumed(Resumed(from: 6)))]).events.map(\.n) == [7])
  }
}
