import LanguageModels
import Optimization
import TestSupport
import Testing

@Suite struct ResumeTests {
  /// Answers by what it is asked alone, as a deterministic model does.
  private static let model = ScriptedModel { request, _, _ in
    let seed = request.seed ?? 0
    return ModelReply(text: seed % 5 == 0 ? "none" : "\(seed % 9) \(seed % 7 + 1)", model: "m")
  }

  private func configuration(_ model: (any LanguageModel)?) -> RunConfiguration {
    RunConfiguration(
      problem: AnyProblem(BowlProblem()), settings: RunSettings(steps: 6, candidates: 3, initial: 2),
      prompting: ListingPrompting(), model: model, clock: ManualClock(skipsSleeps: true), id: "test",
      started: "2026-01-01T00:00:00Z")
  }

  /// Cut after any of its events and resumed, a run comes to the same trajectory as one that was not.
  @Test(arguments: [true, false]) func aRunCutAtAnyEventEndsAsIfItHadNotBeen(_ hasModel: Bool) async {
    let model: (any LanguageModel)? = hasModel ? Self.model : nil
    let whole = MemorySink()
    _ = await OptimizationRun(configuration(model), sink: whole).run()
    let events = whole.events.all
    let expected = events.reduce(into: RunState()) { $0.apply($1) }.trajectory
    for cut in 1..<events.count {
      let prefix = Array(events[..<cut])
      let state = prefix.reduce(into: RunState()) { $0.apply($1) }
      let start = prefix.lastIndex { if case .stepStarted = $0.event { true } else { false } } ?? 0
      let sink = MemorySink()
      let run = OptimizationRun(
        configuration(model), resuming: Resumption(state: state, tail: Array(prefix[start...])), sink: sink)
      let ended = await run.run()
      #expect(ended.reason == .steps)
      #expect(sink.events.all.first?.n == cut)
      let trajectory = (prefix + sink.events.all).reduce(into: RunState()) { $0.apply($1) }.trajectory
      #expect(
        (0..<trajectory.count).map { trajectory.text(at: $0) }
          == (0..<expected.count).map { expected.text(at: $0) }, "cut after \(cut) events")
      #expect(trajectory.ids == expected.ids)
      #expect(trajectory.steps == expected.steps)
    }
  }

  @Test func aReplyThatHadComeIsJudgedAndNotAskedForAgain() async {
    let whole = MemorySink()
    _ = await OptimizationRun(configuration(Self.model), sink: whole).run()
    let events = whole.events.all
    // Up to the first reply of the second step.
    guard
      let cut = events.firstIndex(where: { if case .reply(let reply) = $0.event { reply.step == 2 } else { false } }),
      case .reply(let reply) = events[cut].event
    else {
      Issue.record("There is no second step.")
      return
    }
    let prefix = Array(events[...cut])
    let sink = MemorySink()
    _ = await OptimizationRun(
      configuration(Self.model),
      resuming: Resumption(state: prefix.reduce(into: RunState()) { $0.apply($1) }, tail: prefix), sink: sink
    ).run()
    let asked = sink.events.all.compactMap { event in if case .asked(let asked) = event.event { asked } else { nil } }
    #expect(!asked.contains { $0.step == 2 && $0.index == reply.index })
    #expect(asked.filter { $0.step == 2 }.count == 2)
  }
}
