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
      guard case .notice(let notice) = event.event, notice.code != OptimizationRun.judgedAgainNotice else { return nil }
      return "\(step) \(notice.code)"
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

  private static func repeating(_ name: String) -> ScriptedModel {
    ScriptedModel(identity: ModelIdentity(name: name, kind: .server)) { _, _, _ in ModelReply(text: "-5 5") }
  }

  @Test func aTrapIsOneOfTheModelThatIsAsked() async throws {
    let bench = RunBench(Self.repeating("a"), steps: 20, initial: 0, models: ["b": Self.repeating("b")]) {
      $0.paused = true
    }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    for _ in 1...4 { try await bench.step() }
    await bench.accepts(.setModel("b", nil))
    for _ in 5...9 { try await bench.step() }
    await bench.accepts(.setModel("none", nil))
    for _ in 10...16 { try await bench.step() }
    await bench.accepts(.end(immediately: true))
    _ = await ended
    #expect(
      Self.notices(bench.sink.events.all) == [
        "4 trap-repeats", "5 trap-left-repeats", "7 trap-repeats", "9 trap-no-improvement", "10 trap-left-repeats",
        "10 trap-left-no-improvement",
      ])
    let left = bench.events.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
      .filter { $0.code.hasPrefix("trap-left") }
    #expect(left.first?.text == "Another model is asked now." && left.last?.text == "No model is asked any more.")
    #expect(bench.folded.head.activeTraps.isEmpty)
  }

  @Test func aRunThatBeganWithoutAModelTellsTheTrapsOfTheOneThatCame() async throws {
    let bench = RunBench(nil, steps: 20, initial: 0, models: ["b": Self.repeating("b")]) { $0.paused = true }
    async let ended = bench.run.run()
    try await bench.reaches(.paused)
    for _ in 1...8 { try await bench.step() }
    await bench.accepts(.setModel("b", nil))
    for _ in 9...12 { try await bench.step() }
    await bench.accepts(.end(immediately: true))
    _ = await ended
    #expect(Self.notices(bench.sink.events.all).first == "12 trap-repeats")
  }

  @Test func twoRunsGiveTheSameLogToTheByte() async {
    let first = MemorySink(), second = MemorySink()
    _ = await OptimizationRun(Self.configuration(), sink: first).run()
    _ = await OptimizationRun(Self.configuration(), sink: second).run()
    #expect(first.lines == second.lines)
  }
}
