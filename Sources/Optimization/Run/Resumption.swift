/// What a run needs to go on from its log: the fold, and the step that was under way.
public struct Resumption: Sendable {
  public var state: RunState
  /// The `n` of the last event.
  public var lastEvent: Int
  public var unfinished: UnfinishedStep?
  /// Another step to end at than the log says.
  public var steps: Int?

  /// - Parameters:
  ///   - events: those from the last step's start on; all, where no step had started.
  ///   - steps: another step to end at than the log says.
  public init(state: RunState, tail events: [LoggedEvent], steps: Int? = nil) {
    self.steps = steps
    self.state = state
    lastEvent = events.last?.n ?? state.head.events - 1
    unfinished = UnfinishedStep(events.map(\.event), candidates: state.head.started?.settings.candidates ?? 1)
  }
}

/// A step of which something is still to be settled.
public struct UnfinishedStep: Hashable, Sendable {
  public var started: StepStarted
  /// The replies that had come and were not judged; they are judged, not asked for again.
  public var replies: [Int: ReplyEvent] = [:]
  /// The indices of which the log says what became of them.
  public var settled: Set<Int> = []
  /// The attempt of each index that is due: the last one asked that brought nothing, or the one after a failure. The
  /// number is kept, for the sampling seed hangs on it.
  public var attempts: [Int: Int] = [:]

  /// Nil where the events hold no step, or one that was finished.
  init?(_ events: [RunEvent], candidates: Int) {
    guard
      let start = events.lastIndex(where: { if case .stepStarted = $0 { true } else { false } }),
      case .stepStarted(let started) = events[start]
    else { return nil }
    self.started = started
    for event in events[start...] {
      switch event {
      case .asked(let asked): attempts[asked.index] = asked.attempt
      case .retry(let retry): attempts[retry.index] = retry.attempt + 1
      case .reply(let reply): replies[reply.index] = reply
      case .rejected(let rejected) where rejected.step == started.step:
        if let index = rejected.index { settled.insert(index) }
      case .candidate(let candidate) where candidate.step == started.step:
        if let index = candidate.index { settled.insert(index) }
      default: break
      }
    }
    if settled.count >= candidates { return nil }
  }
}
