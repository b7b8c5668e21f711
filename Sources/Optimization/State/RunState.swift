/// A run's state: a fold over its events, and nothing else.
///
/// `apply` is the only place where it changes. Watching live, resuming, replaying, forking and comparing are the same
/// fold over a prefix of the log. The state is the same for every order of the replies within a step.
public struct RunState: Hashable, Sendable {
  public private(set) var head = RunHead()
  public private(set) var trajectory = Trajectory()
  public private(set) var replies = ReplyHistory()
  public private(set) var steps = StepHistory()
  public private(set) var ledger = StepLedger()
  public private(set) var predictions = Predictions()

  public init() {}

  /// - Parameter promptTokens: what `TokenEstimate` says of a step's prompt, from a reader that left its text out, which
  ///   no state keeps; nil where the event has it.
  public mutating func apply(
    _ logged: LoggedEvent, at location: LogLocation? = nil, promptTokens: Int? = nil
  ) {
    head.events += 1
    if head.phase == .running { head.activeSeconds += max(0, logged.time - head.time) }
    head.time = max(head.time, logged.time)
    switch logged.event {
    case .runStarted(let event): start(event)
    case .stepStarted(let event): startStep(event, at: location, promptTokens: promptTokens)
    case .retry(let event):
      head.counts.retries += 1
      if let usage = event.usage { head.spending.add(usage, at: head.model?.price) }
      note(
        .retry(index: event.index, attempt: event.attempt, cause: event.cause, wait: event.wait), logged, event.step)
    case .reply(let event): take(event, at: location)
    case .rejected(let event): reject(event, logged, at: location)
    case .candidate(let event): take(event, logged, at: location)
    case .prediction(let event): take(event, logged)
    case .steered(let event): steer(event, logged)
    case .state(let event): change(event, logged)
    case .notice(let event): take(event, logged)
    case .resumed:
      head.ended = nil
      head.phase = .running
      head.phaseReason = ""
      note(.resumed, logged, head.step)
    case .runEnded(let event):
      head.ended = event
      head.phase = .ended
      head.phaseReason = event.cause ?? ""
      note(.ended(event.reason, cause: event.cause), logged, head.step)
    case .asked, .evaluationStarted, .measured, .ghost, .unknown: break
    }
  }

  /// The code of a happening that says what a prediction came to; it is of the fold, and not in the log.
  public static let predictionNotice = "prediction"

  /// The rows of the trajectory that were judged from the start of a step to that of the next, those of step 0 before
  /// the first. What a person injects may lie among them and names the step that it belongs to.
  public func rows(ofStep step: Int) -> Range<Int> { steps.candidates(ofStep: step, inAll: trajectory.count) }

  private mutating func start(_ event: RunStarted) {
    head.started = event
    head.phase = .running
    head.steps = event.settings.steps
    head.temperature = event.settings.temperature
    head.schedule = event.settings.schedule
    head.model = event.models.optimizer
    head.prompt = event.settings.prompt
    trajectory = Trajectory(parameters: event.problem.parameters)
  }

  private mutating func startStep(_ event: StepStarted, at location: LogLocation?, promptTokens: Int?) {
    // A step whose prompt was too long begins again with a shorter one.
    let beginsAgain = head.current?.step == event.step
    head.step = event.step
    steps.append(event, at: location, candidates: trajectory.count)
    if ledger.count < steps.count { ledger.append(tokens: head.tokens.total, seconds: head.activeSeconds) }
    if !beginsAgain {
      head.predictionUnderWay = head.prediction
      head.prediction = nil
      head.spending.startStep()
    }
    if head.schedule != nil { head.temperature = event.temperature }
    head.current = RunHead.CurrentStep(
      step: event.step, shown: event.shown, temperature: event.temperature, model: event.model,
      promptTokens: promptTokens ?? TokenEstimate.tokens(of: event), location: location)
  }

  private mutating func take(_ event: ReplyEvent, at location: LogLocation?) {
    head.counts.replies += 1
    replies.insert(event, location: location)
    steps.count(.reply, inStep: event.step)
    let usage =
      event.usage
      ?? .settled(nil, prompt: head.current?.promptTokens ?? 0, texts: [event.text, event.reasoning])
    head.spending.add(usage, at: head.model?.price)
    if let model = event.model { head.servedModel = model }
    let reply = StepReply(
      step: event.step, index: event.index, attempt: event.attempt, text: event.text, reasoning: event.reasoning,
      model: event.model, finish: event.finish, usage: event.usage, temperature: head.current?.temperature,
      seconds: event.seconds, verdict: .pending)
    let position =
      head.recentReplies.lastIndex { ($0.step, $0.index) <= (event.step, event.index) }.map { $0 + 1 } ?? 0
    head.recentReplies.insert(reply, at: position)
    if head.recentReplies.count > RunHead.recentRepliesKept { head.recentReplies.removeFirst() }
  }

  private mutating func judge(
    step: Int, index: Int, at location: LogLocation?, _ verdict: ReplyHistory.Verdict, reason: String = ""
  ) {
    replies.judge(step: step, index: index, verdict, location: location)
    guard let position = head.recentReplies.lastIndex(where: { $0.step == step && $0.index == index }) else { return }
    head.recentReplies[position].verdict =
      switch verdict {
      case .pending: .pending
      case .candidate(let id, let span): .candidate(id: id, span: span)
      case .rejected(let code, let span, let of): .rejected(code: code, reason: reason, span: span, of: of)
      }
  }

  private mutating func reject(_ event: Rejected, _ logged: LoggedEvent, at location: LogLocation?) {
    head.counts.rejected[event.code, default: 0] += 1
    if let usage = event.usage { head.spending.add(usage, at: head.model?.price) }
    if let index = event.index {
      judge(
        step: event.step, index: index, at: location,
        .rejected(code: event.code, span: event.span, of: event.of), reason: event.reason)
      steps.count(event.code == .duplicate ? .duplicate : .rejected, inStep: event.step)
    }
    note(.rejected(index: event.index, code: event.code, reason: event.reason), logged, event.step, of: event.of)
  }

  private mutating func take(_ event: CandidateEvent, _ logged: LoggedEvent, at location: LogLocation?) {
    trajectory.append(event, time: logged.time, location: location)
    head.counts.origins[event.origin, default: 0] += 1
    if let index = event.index {
      judge(step: event.step, index: index, at: location, .candidate(id: event.id, span: event.span))
      steps.count(.accepted, inStep: event.step)
    }
    guard let loss = event.loss else {
      note(.failed(id: event.id, reason: event.failure?.reason ?? ""), logged, event.step)
      return
    }
    if loss < head.best?.loss ?? .infinity {
      head.best = RunHead.Best(id: event.id, row: trajectory.count - 1, loss: loss)
      head.improvedAtStep = event.step
      note(.improved(id: event.id, loss: loss, by: event.origin), logged, event.step)
    }
  }

  private mutating func take(_ event: PredictionEvent, _ logged: LoggedEvent) {
    head.predictionUnderWay = nil
    predictions.append(event, parameters: trajectory.parameters, opponent: modelLoss(ofStep: event.step))
    let row = predictions.count - 1
    switch predictions.outcome(at: row) {
    case .people: head.score.people += 1
    case .model: head.score.model += 1
    case .tie: head.score.ties += 1
    case .unopposed: head.score.unopposed += 1
    }
    note(.notice(code: Self.predictionNotice, text: predictions.words(at: row)), logged, event.step)
  }

  /// The lowest loss of the model's candidates of a step: infinite where judging all of them failed, nil where there is
  /// none.
  private func modelLoss(ofStep step: Int) -> Double? {
    rows(ofStep: step).filter { trajectory.origins[$0] == .model && trajectory.step(at: $0) == step }
      .map { trajectory.losses[$0] }.min()
  }

  private mutating func steer(_ event: Steered, _ logged: LoggedEvent) {
    if event.source == .acts { head.actsDone += 1 }
    // Found before it is taken back; the log's own word for it is for its readers.
    let undone = event.command == .undo ? head.nextUndo : nil
    if case .predict(let text) = event.command {
      head.prediction = PendingPrediction(step: head.step &+ 1, text: text)
    } else {
      head.changeContext(by: event.command)
    }
    note(.steered(event.command, event.source), logged, event.step, undone: undone)
  }

  private mutating func take(_ event: Notice, _ logged: LoggedEvent) {
    if event.code == ScheduledAct.leftOutCode { head.actsDone += 1 }
    for kind in Budget.Kind.allCases where event.code == kind.noticeCode { head.budgetPauses.count(kind) }
    for trap in Trap.allCases {
      if event.code == trap.leftCode {
        head.activeTraps.removeAll { $0.trap == trap }
        return
      }
      if event.code == trap.code, !head.activeTraps.contains(where: { $0.trap == trap }) {
        head.activeTraps.append(ActiveTrap(trap, text: event.text, step: head.step))
      }
    }
    note(.notice(code: event.code, text: event.text), logged, head.step)
  }

  private mutating func change(_ event: StateChange, _ logged: LoggedEvent) {
    switch event.state {
    case .running: head.phase = .running
    case .paused: head.phase = .paused
    case .waiting: head.phase = .waiting
    }
    head.phaseReason = event.reason
    note(.state(event.state, reason: event.reason), logged, head.step)
  }

  private mutating func note(
    _ kind: Happening.Kind, _ logged: LoggedEvent, _ step: Int, of: Int? = nil, undone: Command? = nil
  ) {
    head.happenings.append(
      Happening(time: logged.time, step: step, kind: kind, of: of, undone: undone), keeping: RunHead.happeningsKept)
  }
}

extension RunState {
  /// A place in a run to come back to: the head, and how long the columns were.
  public struct Snapshot: Sendable {
    fileprivate var head: RunHead
    fileprivate var candidates: Int
    /// Only of the step under way: a later reply of it may come before them.
    fileprivate var replies: ReplyHistory
    fileprivate var steps: StepHistory
    fileprivate var ledger: Int
    fileprivate var predictions: Int
    /// Events folded so far.
    public var events: Int { head.events }
  }

  public var snapshot: Snapshot {
    Snapshot(
      head: head, candidates: trajectory.count, replies: replies.suffix(fromStep: head.step),
      steps: steps.suffix(fromStep: head.step), ledger: ledger.count, predictions: predictions.count)
  }

  /// Goes back to a snapshot of this same run.
  public mutating func rewind(to snapshot: Snapshot) {
    guard snapshot.events > 0 else {
      self = RunState()
      return
    }
    head = snapshot.head
    trajectory.truncate(to: snapshot.candidates)
    replies.replaceSuffix(fromStep: snapshot.head.step, with: snapshot.replies)
    steps.replaceSuffix(fromStep: snapshot.head.step, with: snapshot.steps)
    ledger.truncate(to: snapshot.ledger)
    predictions.truncate(to: snapshot.predictions)
  }
}
