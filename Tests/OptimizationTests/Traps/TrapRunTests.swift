import LanguageModels
import Optimization
import TestSupport
import Testing

/// Traps as a run tells of them: when they begin, when they have been left, and nothing twice.
@Suite struct TrapRunTests {
  private static let replies = [
    "-5 5", "-5 5.2", "-5 5.4", "-5.2 5", "-5.1 5.1", "-5 5", "-5 5.2", "-5.2 5", "1 1", "2 2",
  ]

  private static func configuration() -> RunConfiguration {
    let model = ScriptedModel { request, _, _ in
      let step = Int(request.messages[0].text.dropFirst(5).prefix { $0.isNumber }) ?? 0
      return ModelReply(text: replies[step - 1])
    }
    return RunConfiguration(
      problem: AnyProblem(BowlProblem()),
      settings: RunSettings(steps: 10, initial: 0, prompt: PromptSettings(history: 3)), prompting: ListingPrompting(),
      model: model, clock: ManualClock(skipsSleeps: true), id: "test", started: "2026-01-01T00:00:00Z")
  }

  private static func notices(_ events: [LoggedEvent]) -> [String] {
    var step = 0
    return events.compactMap { event in
      if case .stepStarted(let started) = event.event { step = started.step }
      return if case .notice(let notice) = event.event { "\(step) \(notice.code)" } else { nil }
    }
  }

  private static let expected = [
    "4 trap-shared-parameter", "5 trap-left-shared-parameter", "5 trap-valley", "6 trap-no-improvement",
    "8 trap-repeats", "9 trap-left-repeats", "9 trap-left-valley", "9 trap-left-no-improvement",
  ]

  @Test func aTrapIsToldOnceWhenItBeginsAndOnceWhenItHasBeenLeft() async {
    let sink = MemorySink()
    _ = await OptimizationRun(Self.configuration(), sink: sink).run()
    let events = sink.events.all
    #expect(Self.notices(events) == Self.expected)
    var active: [[Trap]] = []
    var state = RunState()
    for event in events {
      state.apply(event)
      let traps = state.head.activeTraps.map(\.trap)
      if active.last != traps { active.append(traps) }
    }
    #expect(
      active == [
        [], [.sharedParameter], [], [.valley], [.valley, .noImprovement], [.valley, .noImprovement, .repeats],
        [.valley, .noImprovement], [.noImprovement], [],
      ])
    // Only the beginnings are for the event pane.
    let told = state.head.happenings.filter { if case .notice = $0.kind { true } else { false } }
    #expect(told.map(\.step) == [4, 5, 6, 8])
  }

  @Test func aPromptsTrapIsToldBeforeItsReplies() async throws {
    let sink = MemorySink()
    _ = await OptimizationRun(Self.configuration(), sink: sink).run()
    let kinds = sink.events.all.map(\.event.kind)
    let place = try #require(kinds.firstIndex(of: "notice"))
    #expect(kinds[place - 1] == "step-started")
    #expect(kinds[place + 1] == "asked")
  }

  @Test func aRunCutAtAnyEventTellsOfEachTrapOnce() async {
    let whole = MemorySink()
    _ = await OptimizationRun(Self.configuration(), sink: whole).run()
    let events = whole.events.all
    for cut in 1..<events.count {
      let prefix = Array(events[..<cut])
      let start = prefix.lastIndex { if case .stepStarted = $0.event { true } else { false } } ?? 0
      let sink = MemorySink()
      let state = prefix.reduce(into: RunState()) { $0.apply($1) }
      _ = await OptimizationRun(
        Self.configuration(), resuming: Resumption(state: state, tail: Array(prefix[start...])), sink: sink
      ).run()
      #expect(Self.notices(prefix + sink.events.all) == Self.expected, "cut after \(cut) events")
    }
  }

  @Test func twoRunsGiveTheSameLogToTheByte() async {
    let first = MemorySink(), second = MemorySink()
    _ = await OptimizationRun(Self.configuration(), sink: first).run()
    _ = await OptimizationRun(Self.configuration(), sink: second).run()
    #expect(first.lines == second.lines)
  }
}
