import Text

/// What a run needs to go on from its log: the fold, and the step that was under way.
public struct Resumption: Sendable {
  public var state: RunState
  /// The `n` of the last event.
  public var lastEvent: Int
  public var unfinished: UnfinishedStep?
  var injections: UnfinishedInjections
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
    injections = UnfinishedInjections(events.map(\.event))
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

/// What a person injected since the last step began, and what of it the log says was judged.
struct UnfinishedInjections: Hashable, Sendable {
  /// As they were typed.
  private(set) var texts: [String] = []
  private var judged: [JSONValue] = []
  private var refused = 0

  init(_ events: [RunEvent]) {
    for event in events {
      switch event {
      case .steered(let steered): if case .inject(let text) = steered.command { texts.append(text) }
      case .candidate(let candidate): if candidate.origin == .person { judged.append(candidate.solution) }
      case .rejected(let rejected): if rejected.index == nil { refused += 1 }
      default: break
      }
    }
  }

  /// Whether the log says what became of this one; each entry stands for one solution.
  ///
  /// - Parameter isKnown: whether it is refused as a repeat.
  mutating func isSettled(_ solution: JSONValue, isKnown: Bool) -> Bool {
    if let place = judged.firstIndex(of: solution) {
      judged.remove(at: place)
      return true
    }
    guard isKnown, refused > 0 else { return false }
    refused -= 1
    return true
  }
}
