import LanguageModels
import Text

/// Drives one optimization: asks, reads, judges, and takes commands from any source.
///
/// The run writes events to its sink, folds them into its own state, and lets the monitor know; it never waits for
/// who watches.
public actor OptimizationRun {
  let configuration: RunConfiguration
  let sink: any EventSink
  let monitor: RunMonitor

  var state = RunState()
  private var nextEvent = 0
  private var startTime = 0.0
  /// The first candidate of every solution's key: an index into the trajectory, not a state of its own.
  var firstCandidates: [String: Int] = [:]
  var nextCandidate = 0
  private var solved = false
  /// The step after which the run pauses by itself.
  var pauseStep: Int?
  var ending: Ending?
  var work: StepWork?
  /// Who is asked; nil for random proposals.
  var model: (any LanguageModel)?
  /// Those that were asked before, for an undo.
  var formerModels: [ModelIdentity: any LanguageModel] = [:]
  /// The model that has made itself ready.
  var preparedModel: ModelIdentity?
  var preparation: Task<Void, any Error>?
  /// Whether the model may take a request for several replies; until it turns out that it does not.
  var offersChoices = true
  /// Whether it has brought several replies to one request.
  var hasChoices = false
  /// Set while the requests of a step come to nothing because their prompt was too long.
  var promptTooLong: ModelError?
  /// The replies of the step under way that have come or were given up: where it begins again, they are not asked for a
  /// second time.
  var answered: Set<Int> = []
  /// The numbers of the evaluations that had started when the log ended, by the index of their reply.
  var startedEvaluations: [Int: [Int]] = [:]
  /// Injections whose solutions are being judged.
  var injectionsUnderWay = 0
  private var waiters: [CheckedContinuation<Void, Never>] = []
  private var resumption: Resumption?

  /// An end that was asked for or forced, before it is written.
  struct Ending {
    var reason: RunEnded.Reason
    var cause: String?
  }

  public init(_ configuration: RunConfiguration, sink: any EventSink, monitor: RunMonitor = RunMonitor()) {
    self.configuration = configuration
    self.sink = sink
    self.monitor = monitor
    model = configuration.model
    resumption = nil
  }

  /// Goes on with a run from its log; the configuration must be that of the run.
  public init(
    _ configuration: RunConfiguration, resuming resumption: Resumption, sink: any EventSink,
    monitor: RunMonitor = RunMonitor()
  ) {
    self.configuration = configuration
    self.sink = sink
    self.monitor = monitor
    model = configuration.model
    self.resumption = resumption
  }

  var settings: RunSettings { configuration.settings }
  var problem: AnyProblem { configuration.problem }
  var clock: any RunClock { configuration.clock }
  /// Seconds since the start, to the microsecond so that the log stays short.
  var elapsed: Double { ((clock.now - startTime) * 1e6).rounded() / 1e6 }

  /// The state as it is now.
  public var currentState: RunState { state }

  /// Runs to the end and returns how it ended. Call it once.
  public func run() async -> RunEnded {
    if let resumption {
      self.resumption = nil
      await goOn(from: resumption)
    } else {
      startTime = clock.now
      emit(.runStarted(configuration.runStarted))
      await judgeInitialSolutions()
      await performActs(step: 0, settled: .max)
    }
    if settings.paused, reasonToEnd() == nil {
      emit(.state(StateChange(.paused, reason: settings.pauseReason ?? "The run starts paused.")))
    }
    while true {
      // What a person gave before a step is judged before it, and stands in its prompt.
      if injectionsUnderWay > 0, ending == nil {
        await commandGiven()
        continue
      }
      if let end = reasonToEnd() { return await finish(end) }
      if let failure = sink.failure, state.head.phase == .running { stop(for: failure, reason: .failed) }
      guard state.head.phase == .running, ending == nil else {
        if ending == nil { await commandGiven() }
        continue
      }
      guard !stopsForBudget([], replies: 0) else { continue }
      await performStep(state.head.step + 1)
      await performActs(step: state.head.step, settled: .max)
      await judgePrediction()
      watchForTraps(at: .stepDone)
      if let pauseStep, state.head.step >= pauseStep {
        self.pauseStep = nil
        if state.head.phase == .running, reasonToEnd() == nil {
          emit(.state(StateChange(.paused, reason: "The step that was asked for is done.")))
        }
      }
    }
  }

  /// Brings everything to where the log says it was, and finishes the step that was under way.
  private func goOn(from resumption: Resumption) async {
    state = resumption.state
    startTime = clock.now - state.head.time
    nextEvent = resumption.lastEvent + 1
    nextCandidate = resumption.evaluations.nextID
    startedEvaluations = resumption.evaluations.started
    for row in 0..<state.trajectory.count {
      nextCandidate = max(nextCandidate, state.trajectory.id(at: row) + 1)
      guard let proposal = problem.proposal(from: state.trajectory.solution(at: row)) else { continue }
      if firstCandidates[proposal.key] == nil { firstCandidates[proposal.key] = state.trajectory.id(at: row) }
      if proposal.isSolved { solved = true }
    }
    emit(.resumed(Resumed(from: resumption.lastEvent)))
    let rest = resumption.evaluations.rest(problem)
    // Before anything else is given a number.
    let injected = admit(rest)
    if resumption.droppedBytes > 0 {
      let text = "The last line of the log was torn: its \(resumption.droppedBytes) bytes were left out."
      emit(.notice(Notice(code: Self.tornNotice, text: text)))
    }
    if let steps = resumption.steps {
      emit(.steered(Steered(step: state.head.step, command: .setSteps(steps), source: .program)))
    }
    noteOtherModel()
    if state.head.step == 0 { await judgeInitialSolutions(rest) }
    for (proposal, id) in injected {
      await evaluate(proposal, Provenance(step: state.head.step, origin: .person), id: id)
    }
    if state.head.step == 0 { await performActs(step: 0, settled: .max) }
    if state.head.step > 0 {
      // Whatever of the last step the log does not hold; what it holds is not done again.
      watchForTraps(at: .promptShown)
      if let step = resumption.unfinished {
        await performActs(step: state.head.step, settled: step.settled.count)
        await finishStep(step)
      }
      await performActs(step: state.head.step, settled: .max)
      await judgePrediction()
      watchForTraps(at: .stepDone)
    }
    for change in resumption.changes {
      guard case .refused(let reason) = await perform(change, source: .program) else { continue }
      emit(.notice(Notice(code: "change-left-out", text: "The change \"\(change.name)\" was left out: \(reason)")))
    }
  }

  // MARK: Events

  func emit(_ event: RunEvent) {
    let logged = LoggedEvent(n: nextEvent, time: elapsed, event: event)
    nextEvent += 1
    let location = sink.append(logged)
    state.apply(logged, at: location)
    monitor.publish(logged, at: location)
  }

  func watchForTraps(at moment: TrapWatch.Moment) {
    for notice in TrapWatch.notices(for: state, at: moment) { emit(.notice(notice)) }
  }

  // MARK: Judging

  private func judgeInitialSolutions(_ rest: UnfinishedEvaluations.Rest = .init()) async {
    var generator = SeededGenerator(runSeed: settings.seed, purpose: .initialSolutions)
    guard settings.initial > 0 else { return }
    var proposals = problem.initialProposals(settings.initial, using: &generator)[...]
    // In a run that goes on, without those of which the log says what became of them.
    proposals = proposals.dropFirst(rest.initial - (rest.openInitial == nil ? 0 : 1))
    let provenance = Provenance(step: 0, origin: .initial)
    if let id = rest.openInitial, let proposal = proposals.popFirst() {
      admitAgain(proposal, id)
      await evaluate(proposal, provenance, id: id)
    }
    for proposal in proposals { await judge(proposal, provenance) }
  }

  /// Takes in what of a person's solutions was injected and not judged before the log ended.
  private func admit(_ rest: UnfinishedEvaluations.Rest) -> [(AnyProblem.Proposal, Int)] {
    var admitted: [(AnyProblem.Proposal, Int)] = []
    for open in rest.open {
      admitAgain(open.proposal, open.id)
      admitted.append((open.proposal, open.id))
    }
    let provenance = Provenance(step: state.head.step, origin: .person)
    for proposal in rest.typed {
      if let id = admit(proposal, provenance) { admitted.append((proposal, id)) }
    }
    return admitted
  }

  /// Says that what was being judged when the log ended is judged again, under its number.
  private func admitAgain(_ proposal: AnyProblem.Proposal, _ id: Int) {
    if firstCandidates[proposal.key] == nil { firstCandidates[proposal.key] = id }
    let text = "Candidate #\(id) was being judged when the run was left: it is judged again."
    emit(.notice(Notice(code: Self.judgedAgainNotice, text: text)))
  }

  /// The code of the notice that an evaluation had started and not ended before the run went on.
  public static let judgedAgainNotice = "judged-again"
  /// The code of the notice that the log ended within a line.
  public static let tornNotice = "torn-line"

  /// Where a proposal came from.
  struct Provenance {
    var step: Int
    var index: Int?
    var origin: Origin
    var temperature: Double?
    var model: String?
    var span: Range<Int>?
    var gist: String?
  }

  /// Evaluates a proposal and appends it, or rejects it as a duplicate.
  func judge(_ proposal: AnyProblem.Proposal, _ provenance: Provenance) async {
    if let id = admit(proposal, provenance) { await evaluate(proposal, provenance, id: id) }
  }

  /// Gives a proposal its id, or rejects it as a duplicate.
  func admit(_ proposal: AnyProblem.Proposal, _ provenance: Provenance) -> Int? {
    if settings.repeats == .reject, let first = firstCandidates[proposal.key] {
      let refusal = Refusal(
        .duplicate, "\(proposal.text) is already in the trajectory as #\(first).", span: provenance.span, of: first)
      emit(.rejected(Rejected(step: provenance.step, index: provenance.index, refusal: refusal)))
      return nil
    }
    if let index = provenance.index, let id = startedEvaluations[index]?.first {
      startedEvaluations[index]?.removeFirst()
      admitAgain(proposal, id)
      return id
    }
    let id = nextCandidate
    nextCandidate += 1
    if firstCandidates[proposal.key] == nil { firstCandidates[proposal.key] = id }
    emit(.evaluationStarted(EvaluationStarted(id: id, step: provenance.step, index: provenance.index)))
    return id
  }

  /// Evaluates a proposal that was admitted, and appends it.
  func evaluate(_ proposal: AnyProblem.Proposal, _ provenance: Provenance, id: Int) async {
    let before = clock.now
    let evaluation = await evaluated(proposal.solution, id: id)
    // The run did not wait for it: who takes it further judges this again.
    guard state.head.phase != .ended else { return }
    var event = CandidateEvent(
      id: id, step: provenance.step, index: provenance.index, origin: provenance.origin, solution: proposal.solution,
      text: proposal.text, loss: nil, values: evaluation.values.filter { $0.value.isFinite },
      temperature: provenance.temperature, model: provenance.model, span: provenance.span.map(Span.init),
      gist: provenance.gist,
      seconds: ((clock.now - before) * 1e6).rounded() / 1e6)
    switch evaluation.loss {
    case .success(let loss): event.loss = loss
    case .failure(let failure): event.failure = failure
    }
    if proposal.isSolved { solved = true }
    emit(.candidate(event))
  }

  /// - Parameters:
  ///   - id: of the candidate; nil for a prediction, of which no measurements are kept.
  ///   - step: that a prediction is for.
  func evaluated(_ solution: JSONValue, id: Int?, step: Int = 0) async -> Evaluation {
    let random =
      id.map { SeededGenerator(runSeed: settings.seed, purpose: .evaluation, index: $0) }
      ?? SeededGenerator(runSeed: settings.seed, purpose: .prediction, step: step)
    let context = EvaluationContext(
      random: random,
      report: { [weak self] values, at in
        guard let id else { return }
        let finite = values.filter { $0.value.isFinite }
        Task { await self?.measure(Measured(id: id, at: at, values: finite)) }
      })
    do {
      return try await problem.evaluate(solution, in: context)
    } catch let failure as EvaluationFailure {
      return Evaluation(failure: failure)
    } catch {
      return Evaluation(failure: EvaluationFailure(code: "error", reason: "\(error)"))
    }
  }

  private func measure(_ event: Measured) {
    if state.head.phase != .ended { emit(.measured(event)) }
  }

  // MARK: Ends and pauses

  private func reasonToEnd() -> Ending? {
    let head = state.head
    if work == nil {
      if solved { return Ending(reason: .solved) }
      if let until = settings.until, let best = head.best, best.loss <= until { return Ending(reason: .target) }
    }
    if let ending { return ending }
    if let patience = settings.patience, head.step - head.improvedAtStep >= patience {
      return Ending(reason: .stalled, cause: "No better loss in \(patience) steps.")
    }
    return head.step >= head.steps ? Ending(reason: .steps) : nil
  }

  private func finish(_ end: Ending) async -> RunEnded {
    let ended = RunEnded(reason: end.reason, best: state.head.best?.id, cause: end.cause)
    emit(.runEnded(ended))
    await sink.finish()
    return ended
  }

  /// Pauses for a cause; where nobody is there to mend it, the run ends instead.
  func stop(for cause: String, reason: RunEnded.Reason) {
    if settings.attended {
      if state.head.phase != .waiting { emit(.state(StateChange(.waiting, reason: cause))) }
    } else if ending == nil {
      ending = Ending(reason: reason, cause: cause)
      wake()
    }
  }

  /// Returns after the next command, or after an end was forced.
  func commandGiven() async {
    await withCheckedContinuation { waiters.append($0) }
  }

  func wake() {
    let woken = waiters
    waiters = []
    for waiter in woken { waiter.resume() }
  }
}
