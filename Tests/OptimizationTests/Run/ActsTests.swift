import LanguageModels
import Optimization
import TestSupport
import Testing

/// What a person did to one run is done again by another, at the same places.
@Suite struct ActsTests {
  /// Answers by what it is asked alone.
  private static let model = ScriptedModel { request, _, _ in
    let seed = request.seed ?? 0
    return ModelReply(text: seed % 5 == 0 ? "none" : "\(seed % 9) \(seed % 7 + 1)", model: "m")
  }

  private static let acts: [ScheduledAct] = [
    ScheduledAct(step: 0, settled: 0, command: .setGuidance("Look near zero.")),
    ScheduledAct(step: 1, settled: 0, command: .inject("8 18; 9 19")),
    ScheduledAct(step: 1, settled: 1, command: .setTemperature(0.5)),
    ScheduledAct(step: 1, settled: 1, command: .inject("7 17")),
    ScheduledAct(step: 2, settled: 0, command: .cancelStep, givenUp: [1]),
    ScheduledAct(step: 2, settled: 2, command: .pin(ids: [0])),
    ScheduledAct(step: 2, settled: 2, command: .predict("3 30")),
    ScheduledAct(step: 3, settled: 1, command: .mask(ids: [1, 2])),
    ScheduledAct(step: 3, settled: 2, command: .undo),
    ScheduledAct(step: 4, settled: 2, command: .setHistory(2)),
  ]

  private func configuration(
    _ acts: [ScheduledAct]?, model: (any LanguageModel)? = ActsTests.model, paused: Bool = false
  ) -> RunConfiguration {
    var settings = RunSettings(steps: 6, candidates: 2, initial: 2, paused: paused)
    settings.acts = acts
    return RunConfiguration(
      problem: AnyProblem(BowlProblem()), settings: settings, prompting: ListingPrompting(), model: model,
      clock: ManualClock(skipsSleeps: true), id: "test", started: "2026-01-01T00:00:00Z")
  }

  private func events(_ configuration: RunConfiguration) async -> [LoggedEvent] {
    let sink = MemorySink()
    _ = await OptimizationRun(configuration, sink: sink).run()
    return sink.events.all
  }

  private func collected(_ events: [LoggedEvent]) -> [ScheduledAct] {
    var collector = ActCollector()
    for event in events { collector.take(event.event) }
    return collector.acts
  }

  private func state(_ events: [LoggedEvent]) -> RunState { events.reduce(into: RunState()) { $0.apply($1) } }

  /// What candidates are, without when they were made.
  private func candidates(_ events: [LoggedEvent]) -> [String] {
    let trajectory = state(events).trajectory
    return (0..<trajectory.count).map { row in
      "\(trajectory.id(at: row)) \(trajectory.step(at: row)) \(trajectory.origins[row]) \(trajectory.text(at: row)) "
        + "\(trajectory.losses[row])"
    }
  }

  @Test func actsAreDoneAtTheirPlacesAndFoundThereAgain() async {
    let events = await events(configuration(Self.acts))
    #expect(collected(events) == Self.acts)
    #expect(state(events).head.actsDone == Self.acts.count)
    #expect(state(events).predictions.count == 1)
    #expect(state(events).head.masked.isEmpty && state(events).head.pinned == [0])
    let sources = events.compactMap { event in
      if case .steered(let act) = event.event { act.source } else { nil }
    }
    #expect(Set(sources) == [.acts])
    #expect(candidates(await self.events(configuration(collected(events)))) == candidates(events))
  }

  @Test(arguments: [true, false]) func anInterruptedRunEqualsOneThatWasNot(_ hasModel: Bool) async {
    // Where no model is asked there is no prompt to change: those acts are told and left out.
    let model: (any LanguageModel)? = hasModel ? Self.model : nil
    let whole = await events(configuration(Self.acts, model: model))
    let expected = state(whole)
    #expect(expected.head.actsDone == Self.acts.count)
    for cut in 1..<whole.count {
      let prefix = Array(whole[..<cut])
      let start = prefix.lastIndex { if case .stepStarted = $0.event { true } else { false } } ?? 0
      let sink = MemorySink()
      let run = OptimizationRun(
        configuration(Self.acts, model: model),
        resuming: Resumption(state: state(prefix), tail: Array(prefix[start...])), sink: sink)
      _ = await run.run()
      let events = prefix + sink.events.all
      let comment = Comment(rawValue: "cut after \(cut) events")
      #expect(candidates(events) == candidates(whole), comment)
      let head = state(events).head
      #expect(head.actsDone == Self.acts.count, comment)
      #expect(head.counts.rejected == expected.head.counts.rejected, comment)
      #expect(head.undoable == expected.head.undoable, comment)
      #expect(head.score == expected.head.score, comment)
    }
  }

  @Test func whatAPersonDidBetweenStepsComesToTheSame() async throws {
    let script: [(step: Int, command: Command)] = [
      (1, .setGuidance("Up.")), (2, .inject("8 18; 9 19")), (3, .mask(ids: [0])), (3, .setOrder(.bestLast)),
      (4, .undo), (5, .setSteps(5)), (5, .predict("3 30")),
    ]
    let sink = MemorySink()
    let run = OptimizationRun(configuration(nil, paused: true), sink: sink)
    let ended = Task { await run.run() }
    var seen = 0
    while true {
      let event = try await sink.events.first(seen + 1)[seen].event
      seen += 1
      if case .runEnded = event { break }
      guard case .state(let change) = event, change.state == .paused else { continue }
      let next = await run.currentState.head.step + 1
      for (_, command) in script where script.first(where: { $0.command == command })?.step == next {
        #expect(await run.perform(command, source: .keyboard) == .accepted)
      }
      #expect(await run.perform(.step, source: .keyboard) == .accepted)
    }
    _ = await ended.value
    let events = sink.events.all
    let acts = collected(events)
    #expect(acts.map(\.command) == script.map(\.command), "pauses and steps are left out")
    #expect(candidates(await self.events(configuration(acts))) == candidates(events))
  }

  @Test func repliesThatAPersonGaveUpAreNotAskedFor() async throws {
    let gate = Gate()
    let slow = ScriptedModel { request, _, _ in
      if request.place?.step == 2, request.place?.index == 0 { try await gate.opened() }
      let seed = request.seed ?? 0
      return ModelReply(text: "\(seed % 9) \(seed % 7 + 1)", model: "m")
    }
    let sink = MemorySink()
    let run = OptimizationRun(configuration(nil, model: slow), sink: sink)
    let ended = Task { await run.run() }
    _ = try await sink.events { event in
      if case .reply(let reply) = event { reply.step == 2 && reply.index == 1 } else { false }
    }
    #expect(await run.perform(.cancelStep, source: .keyboard) == .accepted)
    _ = await ended.value
    let acts = collected(sink.events.all)
    #expect(acts == [ScheduledAct(step: 2, settled: 0, command: .cancelStep, givenUp: [0])])

    let quick = ScriptedModel { request, _, _ in
      let seed = request.seed ?? 0
      return ModelReply(text: "\(seed % 9) \(seed % 7 + 1)", model: "m")
    }
    let again = await events(configuration(acts, model: quick))
    #expect(candidates(again) == candidates(sink.events.all))
    #expect(!quick.requests.all.contains { $0.place?.step == 2 && $0.place?.index == 0 })
  }

  @Test func whatIsNotPossibleIsToldAndLeftOut() async {
    let acts = [
      ScheduledAct(step: 1, settled: 2, command: .mask(ids: [99])),
      ScheduledAct(step: 1, settled: 2, command: .setModel("openai:x", nil)),
      ScheduledAct(step: 2, settled: 2, command: .inject("8 18")),
    ]
    let events = await events(configuration(acts))
    let notices = events.compactMap { event in
      if case .notice(let notice) = event.event, notice.code == ScheduledAct.leftOutCode { notice.text } else { nil }
    }
    #expect(
      notices == [
        "The act \"mask\" of step 1 was left out: There is no candidate #99.",
        "The act \"model\" of step 1 was left out: The model of this run cannot be changed.",
      ])
    #expect(state(events).trajectory.origins.contains(.person))
  }

  @Test func anEndByAPersonEndsTheRunThereAgainAndASignalDoesNot() async {
    let ended = await events(configuration([ScheduledAct(step: 3, settled: 2, command: .end(immediately: true))]))
    #expect(state(ended).head.step == 3 && state(ended).head.ended?.reason == .person)
    var collector = ActCollector()
    collector.take(.steered(Steered(step: 3, command: .end(immediately: true), source: .signal)))
    collector.take(.steered(Steered(step: 3, command: .pause, source: .keyboard)))
    #expect(collector.acts.isEmpty)
  }
}
