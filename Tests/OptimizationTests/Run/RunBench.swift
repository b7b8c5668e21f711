import LanguageModels
import Optimization
import TestSupport

/// A run of the bowl with everything injected.
struct RunBench {
  let clock: ManualClock
  let sink = MemorySink()
  let monitor = RunMonitor()
  let run: OptimizationRun

  init(
    _ model: (any LanguageModel)?, steps: Int = 3, candidates: Int = 1, initial: Int = 1,
    problem: BowlProblem = BowlProblem(), clock: ManualClock = ManualClock(skipsSleeps: true),
    change: (inout RunSettings) -> Void = { _ in }
  ) {
    var settings = RunSettings(steps: steps, candidates: candidates, initial: initial)
    change(&settings)
    self.clock = clock
    run = OptimizationRun(
      RunConfiguration(
        problem: AnyProblem(problem), settings: settings, prompting: ListingPrompting(), model: model, clock: clock,
        id: "test", started: "2026-01-01T00:00:00Z"),
      sink: sink, monitor: monitor)
  }

  var events: [RunEvent] { sink.events.all.map(\.event) }
  var candidates: [CandidateEvent] {
    events.compactMap { event in if case .candidate(let candidate) = event { candidate } else { nil } }
  }
  var rejections: [Rejected] {
    events.compactMap { event in if case .rejected(let rejected) = event { rejected } else { nil } }
  }
  var stepStarts: [StepStarted] {
    events.compactMap { event in if case .stepStarted(let step) = event { step } else { nil } }
  }
  var kinds: [String] { events.map(\.kind) }

  /// The fold of what was logged.
  var folded: RunState { sink.events.all.reduce(into: RunState()) { $0.apply($1) } }

  /// Waits until the run has logged a change to this state.
  func reaches(_ state: StateChange.State) async throws {
    _ = try await sink.events { event in if case .state(let change) = event { change.state == state } else { false } }
  }

  func reachesStep(_ step: Int) async throws {
    _ = try await sink.events { event in
      if case .stepStarted(let started) = event { started.step == step } else { false }
    }
  }
}
