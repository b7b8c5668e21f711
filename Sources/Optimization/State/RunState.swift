/// A run's state: a fold over its events, and nothing else.
///
/// `apply` is the only place where it changes. Watching live, resuming, replaying, forking and comparing are the same
/// fold over a prefix of the log. The state is the same for every order of the replies within a step.
public struct RunState: Hashable, Sendable {
  public private(set) var head = RunHead()
  public private(set) var trajectory = Trajectory()
  public private(set) var replies = ReplyHistory()

  public init() {}

  public mutating func apply(_ logged: LoggedEvent, at location: LogLocation? = nil) {
    head.events += 1
    head.time = max(head.time, logged.time)
    switch logged.event {
    case .runStarted(let event): start(event)
    case .stepStarted(let event): startStep(event, at: location)
    case .retry(let event):
      head.counts.retries += 1
      note(
        .retry(index: event.index, attempt: event.attempt, cause: event.cause, wait: event.wait), logged, event.step)
    case .reply(let event): take(event, at: location)
    case .rejected(let event): reject(event, logged)
    case .candidate(let event): take(event, logged, at: location)
    case .steered(let event): steer(event, logged)
    case .state(let event): change(event, logged)
    case .notice(let event):
      if event.code == Self.budgetNotice { head.budgetPauses += 1 }
      note(.notice(code: event.code, text: event.text), logged, head.step)
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

  /// The code of the notice that a budget is used up.
  public static let budgetNotice = "budget"

  private mutating func start(_ event: RunStarted) {
    head.started = event
    head.phase = .running
    head.steps = event.settings.steps
    head.temperature = event.settings.temperature
    trajectory = Trajectory(parameters: event.problem.parameters)
  }

  private mutating func startStep(_ event: StepStarted, at location: LogLocation?) {
    head.step = event.step
    head.current = RunHead.CurrentStep(
      step: event.step, shown: event.shown, temperature: event.temperature, model: event.model,
      promptBytes: event.messages.reduce(0) { $0 + $1.text.utf8.count }, location: location)
  }

  private mutating func take(_ event: ReplyEvent, at location: LogLocation?) {
    head.counts.replies += 1
    replies.insert(event, location: location)
    if let usage = event.usage {
      head.tokens.input += usage.input
      head.tokens.output += usage.output
    } else {
      // About four bytes a token is the usual rule of thumb for English text.
      let bytes = event.text.utf8.count + (event.reasoning?.utf8.count ?? 0)
      head.tokens.input += ((head.current?.promptBytes ?? 0) + 3) / 4
      head.tokens.output += (bytes + 3) / 4
      head.tokens.isEstimated = true
    }
    let reply = StepReply(
      step: event.step, index: event.index, attempt: event.attempt, text: event.text, reasoning: event.reasoning,
      model: event.model, finish: event.finish, usage: event.usage, temperature: head.current?.temperature,
      seconds: event.seconds, verdict: .pending)
    let position =
      head.recentReplies.lastIndex { ($0.step, $0.index) <= (event.step, event.index) }.map { $0 + 1 } ?? 0
    head.recentReplies.insert(reply, at: position)
    if head.recentReplies.count > RunHead.recentRepliesKept { head.recentReplies.removeFirst() }
  }

  private mutating func judge(step: Int, index: Int?, _ verdict: StepReply.Verdict) {
    guard let index,
      let position = head.recentReplies.lastIndex(where: { $0.step == step && $0.index == index })
    else { return }
    head.recentReplies[position].verdict = verdict
  }

  private mutating func reject(_ event: Rejected, _ logged: LoggedEvent) {
    head.counts.rejected[event.code, default: 0] += 1
    judge(
      step: event.step, index: event.index,
      .rejected(code: event.code, reason: event.reason, span: event.span, of: event.of))
    note(.rejected(index: event.index, code: event.code, reason: event.reason), logged, event.step)
  }

  private mutating func take(_ event: CandidateEvent, _ logged: LoggedEvent, at location: LogLocation?) {
    trajectory.append(event, time: logged.time, location: location)
    head.counts.origins[event.origin, default: 0] += 1
    judge(step: event.step, index: event.index, .candidate(id: event.id, span: event.span))
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

  private mutating func steer(_ event: Steered, _ logged: LoggedEvent) {
    switch event.command {
    case .setTemperature(let temperature): head.temperature = temperature
    case .setSteps(let steps): head.steps = steps
    case .pause, .resume, .step, .inject, .cancelStep, .end: break
    }
    note(.steered(event.command, event.source), logged, event.step)
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

  private mutating func note(_ kind: Happening.Kind, _ logged: LoggedEvent, _ step: Int) {
    // Dropped by halves, so that a busy run does not move the whole list at every event.
    if head.happenings.count >= 2 * RunHead.happeningsKept {
      head.happenings.removeFirst(RunHead.happeningsKept)
    }
    head.happenings.append(Happening(time: logged.time, step: step, kind: kind))
  }
}

extension RunState {
  /// A place in a run to come back to: the head, and how long the columns were.
  public struct Snapshot: Sendable {
    fileprivate var head: RunHead
    fileprivate var candidates: Int
    /// Only of the step under way: a later reply of it may come before them.
    fileprivate var replies: ReplyHistory
    /// Events folded so far.
    public var events: Int { head.events }
  }

  public var snapshot: Snapshot {
    Snapshot(head: head, candidates: trajectory.count, replies: replies.suffix(fromStep: head.step))
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
  }
}
