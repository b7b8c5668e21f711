import LanguageModels
import Optimization
import TestSupport
import Testing

/// A run that a person steers, cut after any of its events, resumed and steered on, ends as if it had not been cut.
@Suite struct SteeredResumeTests {
  /// Answers by what it is asked alone.
  private static let model = ScriptedModel { request, _, _ in
    let seed = request.seed ?? 0
    return ModelReply(text: seed % 5 == 0 ? "none" : "\(seed % 9) \(seed % 7 + 1)", model: "m")
  }

  /// What is done before a step.
  private static let script: [(step: Int, command: Command)] = [
    (1, .predict("5 5")), (1, .setGuidance("Look near zero.")), (1, .setHistory(3)),
    (2, .setOrder(.bestLast)), (2, .pin(ids: [0])), (2, .predict("20 20")), (2, .predict("2 21")),
    (3, .mask(ids: [1])), (3, .undo), (3, .setTemperature(0.5)), (3, .inject("8 18; 9 19")),
    (4, .undo), (4, .undo), (4, .mask(ids: [0, 2])), (4, .predict("3 30")),
    (5, .setScoresShown(false)), (5, .unmask(ids: [0])), (5, .setSteps(7)),
    (6, .undo), (6, .setGuidance(nil)), (6, .predict("0 40")),
  ]

  private func configuration() throws -> RunConfiguration {
    RunConfiguration(
      problem: AnyProblem(BowlProblem()), settings: RunSettings(steps: 6, candidates: 2, initial: 2, paused: true),
      prompting: try TemplatePrompting(
        name: "m", templateText: "[user]\n{order}\n\n{history}\n\n{step} of {steps}\n[row]\n{solution} {loss}",
        parameters: ["w", "b"]),
      model: Self.model, clock: ManualClock(skipsSleeps: true), id: "test", started: "2026-01-01T00:00:00Z")
  }

  /// Plays the script from where the events are to the end of the run.
  private func play(from events: [LoggedEvent]) async throws -> [LoggedEvent] {
    let sink = MemorySink()
    let run: OptimizationRun
    if events.isEmpty {
      run = OptimizationRun(try configuration(), sink: sink)
    } else {
      let start = events.lastIndex { if case .stepStarted = $0.event { true } else { false } } ?? 0
      run = OptimizationRun(
        try configuration(), resuming: Resumption(state: Self.folded(events), tail: Array(events[start...])), sink: sink
      )
    }
    let done = events.filter { event in
      if case .steered(let act) = event.event { act.command != .step } else { false }
    }.count
    let ended = Task { await run.run() }
    var seen = 0
    func pauses() async throws -> Bool {
      while true {
        let event = try await sink.events.first(seen + 1)[seen].event
        seen += 1
        if case .state(let change) = event, change.state == .paused { return true }
        if case .runEnded = event { return false }
      }
    }
    while try await pauses() {
      let next = await run.currentState.head.step + 1
      let remaining = Self.script.dropFirst(done)
      for (_, command) in remaining.filter({ $0.step == next }) {
        #expect(await run.perform(command, source: .plain) == .accepted, "\(command) before step \(next)")
      }
      #expect(await run.perform(.step, source: .plain) == .accepted)
    }
    #expect(await ended.value.reason == .steps)
    return events + sink.events.all
  }

  private static func folded(_ events: [LoggedEvent]) -> RunState {
    events.reduce(into: RunState()) { $0.apply($1) }
  }

  private static func prompts(_ events: [LoggedEvent]) -> [StepStarted] {
    events.compactMap { event in if case .stepStarted(let step) = event.event { step } else { nil } }
  }

  @Test func itEndsAsIfItHadNotBeenCut() async throws {
    let whole = try await play(from: [])
    let expected = Self.folded(whole)
    #expect(expected.predictions.count == 4)
    #expect(expected.head.masked == [2])
    #expect(expected.head.steps == 6)
    for cut in 1..<whole.count {
      let events = try await play(from: Array(whole[..<cut]))
      let state = Self.folded(events)
      let comment = Comment(rawValue: "cut after \(cut) events")
      #expect(Self.prompts(events) == Self.prompts(whole), comment)
      #expect(state.trajectory == expected.trajectory, comment)
      #expect(state.replies == expected.replies, comment)
      #expect(state.predictions == expected.predictions, comment)
      #expect(state.steps == expected.steps, comment)
      let (head, other) = (state.head, expected.head)
      #expect(head.score == other.score, comment)
      #expect(head.undoable == other.undoable, comment)
      #expect(head.activeTraps == other.activeTraps, comment)
      #expect(head.counts == other.counts, comment)
      #expect(
        [head.temperature, head.steps, head.prompt, head.masked, head.pinned, head.guidance] as [AnyHashable]
          == [other.temperature, other.steps, other.prompt, other.masked, other.pinned, other.guidance], comment)
    }
  }

  @Test func rewindingItGivesTheStateThatWas() async throws {
    let events = try await play(from: [])
    let whole = Self.folded(events)
    var prefix = RunState()
    for (cut, event) in events.enumerated() {
      prefix.apply(event)
      var state = whole
      state.rewind(to: prefix.snapshot)
      #expect(state == prefix, "cut after \(cut + 1) events")
    }
  }

  @Test func twiceTheSameScriptGivesTheSameLogToTheByte() async throws {
    #expect(try await play(from: []) == play(from: []))
  }
}
