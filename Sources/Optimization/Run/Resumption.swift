import Text

/// What a run needs to go on from its log: the fold, and the step that was under way.
public struct Resumption: Sendable {
  public var state: RunState
  /// The `n` of the last event.
  public var lastEvent: Int
  public var unfinished: UnfinishedStep?
  let evaluations: UnfinishedEvaluations
  /// How many bytes of a torn last line were left out.
  public var droppedBytes = 0
  /// Another step to end at than the log says.
  public var steps: Int?
  /// What is changed before the run goes on, in this order, as by a person.
  public var changes: [Command] = []

  /// - Parameters:
  ///   - events: those from the first start of the last step on, as `LogTail` keeps them, or more; all, where no step had
  ///     started.
  ///   - steps: another step to end at than the log says.
  public init(state: RunState, tail events: [LoggedEvent], steps: Int? = nil) {
    self.steps = steps
    self.state = state
    lastEvent = events.last?.n ?? state.head.events - 1
    let tail = LogTail(events).events.map(\.event)
    unfinished = UnfinishedStep(tail, candidates: state.head.started?.settings.candidates ?? 1)
    evaluations = UnfinishedEvaluations(tail)
  }
}

/// The end of a log that a run goes on from: everything since its last step began. A step whose prompt was too long begins
/// again, with a second `step-started`; what came before that is of the same step.
public struct LogTail: Sendable {
  public private(set) var events: [LoggedEvent] = []
  private var step: Int?

  public init() {}

  public init(_ events: some Sequence<LoggedEvent>) {
    for event in events { append(event) }
  }

  public mutating func append(_ event: LoggedEvent) {
    if case .stepStarted(let started) = event.event, started.step != step {
      step = started.step
      events = []
    }
    events.append(event)
  }
}

/// A step of which something is still to be settled.
public struct UnfinishedStep: Hashable, Sendable {
  /// Its newest start.
  public var started: StepStarted
  /// The replies that had come and were not judged; they are judged, not asked for again.
  public var replies: [Int: ReplyEvent] = [:]
  /// The indices of which the log says what became of them, since the first start of the step.
  public var settled: Set<Int> = []
  /// The attempt of each index that is due: the last one asked that brought nothing, or the one after a failure. The
  /// number is kept, for the sampling seed hangs on it. They are counted anew where the step begins again.
  public var attempts: [Int: Int] = [:]
  /// What the log says of the prompt of `started` where it is too long, so that the step is to begin again.
  public var tooLong: String?
  /// The rows that prompts show from then on, where the log ends before it says why.
  public var fewerRows: Int?

  /// Nil where the events hold no step, or one that was finished.
  ///
  /// - Parameter events: from the first start of the step on.
  init?(_ events: [RunEvent], candidates: Int) {
    var newest: StepStarted?
    for event in events {
      switch event {
      case .stepStarted(let start):
        newest = start
        attempts = [:]
        tooLong = nil
        fewerRows = nil
      case .asked(let asked): attempts[asked.index] = asked.attempt
      case .retry(let retry): attempts[retry.index] = retry.attempt + 1
      case .reply(let reply): replies[reply.index] = reply
      case .rejected(let rejected) where rejected.step == newest?.step:
        if let index = rejected.index { settled.insert(index) }
      case .candidate(let candidate) where candidate.step == newest?.step:
        if let index = candidate.index { settled.insert(index) }
      case .steered(let steered) where steered.source == .program:
        if case .setHistory(let rows?) = steered.command { fewerRows = rows }
      case .notice(let notice) where notice.code == OptimizationRun.tooLongNotice:
        tooLong = notice.text
        fewerRows = nil
      default: break
      }
    }
    guard let newest, settled.count < candidates else { return nil }
    started = newest
  }
}
