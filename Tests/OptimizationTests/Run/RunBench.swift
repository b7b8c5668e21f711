import LanguageModels
import Optimization
import TestSupport
import Testing

/// A run of the bowl with everything injected.
struct RunBench {
  let clock: ManualClock
  let sink = MemorySink()
  let monitor = RunMonitor()
  let run: OptimizationRun

  init(
    _ model: (any LanguageModel)?, steps: Int = 3, candidates: Int = 1, initial: Int = 1,
    problem: BowlProblem = BowlProblem(), prompting: any Prompting = ListingPrompting(),
    clock: ManualClock = ManualClock(skipsSleeps: true),
    models: [String: any LanguageModel] = [:],
    resuming resumption: Resumption? = nil, change: (inout RunSettings) -> Void = { _ in }
  ) {
    var settings = RunSettings(steps: steps, candidates: candidates, initial: initial)
    change(&settings)
    self.clock = clock
    var maker: (@Sendable (String) throws -> (any LanguageModel)?)?
    if !models.isEmpty {
      maker = { name in
        if name == "none" { return nil }
        guard let model = models[name] else { throw InputError("There is no model \(name).") }
        return model
      }
    }
    let configuration = RunConfiguration(
      problem: AnyProblem(problem), settings: settings, prompting: prompting, model: model, models: maker,
      clock: clock, id: "test",
      started: "2026-01-01T00:00:00Z")
    run =
      if let resumption {
        OptimizationRun(configuration, resuming: resumption, sink: sink, monitor: monitor)
      } else {
        OptimizationRun(configuration, sink: sink, monitor: monitor)
      }
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

  /// Waits for an event behind the first `count`.
  func reaches(behind count: Int, _ condition: (RunEvent) -> Bool) async throws {
    var count = count
    while true {
      let events = try await sink.events.first(count + 1)
      if condition(events[count].event) { return }
      count += 1
    }
  }

  /// Does one step of a paused run, up to the pause behind it or the end of the run.
  func step() async throws {
    let count = sink.events.count
    #expect(await run.perform(.step, source: .keyboard) == .accepted)
    try await reaches(behind: count) { event in
      switch event {
      case .state(let change): change.state == .paused
      case .runEnded: true
      default: false
      }
    }
  }

  /// Performs a command that is expected to be accepted.
  func accepts(_ command: Command, sourceLocation: SourceLocation = #_sourceLocation) async {
    #expect(await run.perform(command, source: .keyboard) == .accepted, sourceLocation: sourceLocation)
  }

  /// Performs a command that is expected to be refused with this sentence.
  func refuses(_ command: Command, _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation) async {
    let events = sink.events.count
    #expect(await run.perform(command, source: .keyboard) == .refused(sentence), sourceLocation: sourceLocation)
    #expect(sink.events.count == events, "A refusal leaves nothing in the log.", sourceLocation: sourceLocation)
  }

  var predictions: [PredictionEvent] {
    events.compactMap { event in if case .prediction(let prediction) = event { prediction } else { nil } }
  }

  func reachesStep(_ step: Int) async throws {
    _ = try await sink.events { event in
      if case .stepStarted(let started) = event { started.step == step } else { false }
    }
  }
}
