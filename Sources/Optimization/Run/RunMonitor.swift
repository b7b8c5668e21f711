import Synchronization

/// Where a screen looks at a run: the newest events and what is under way, pulled at the screen's own pace.
///
/// Neither side waits for the other. The run overwrites progress and adds events; `onChange` is called once, from any
/// thread, and then not again until the watcher has taken what is new. A watcher that falls far behind is sent to the
/// log, so that a stopped terminal costs no memory.
public final class RunMonitor: Sendable {
  /// What came since the last look.
  public struct Update: Sendable {
    public var events: [(event: LoggedEvent, location: LogLocation)] = []
    /// Where in the log the events begin that are to be read before `events`; their bytes end where the first of
    /// `events` begins, or else at the end of the file.
    public var missed: Range<Int>?
    public var progress = Progress()
  }

  private struct State {
    var events: [(event: LoggedEvent, location: LogLocation)] = []
    var bytes = 0
    var missed: Range<Int>?
    var progress = Progress()
    var isChanged = false
  }

  private let state = Mutex(State())
  private let showsProgress: Bool
  private let wakes: @Sendable (RunEvent) -> Bool
  private let onChange: @Sendable () -> Void

  /// Of the log's lines: more than a screen can show between two frames. In memory an event takes some four times its
  /// line; beyond this the log is read instead.
  static let bytesKept = 1 << 20

  /// - Parameters:
  ///   - showsProgress: whether what is under way is of interest; else nothing is kept of it and nobody woken.
  ///   - wakes: whether an event is worth a look at once; others wait for the next that is.
  public init(
    showsProgress: Bool = true, wakes: @escaping @Sendable (RunEvent) -> Bool = { _ in true },
    onChange: @escaping @Sendable () -> Void = {}
  ) {
    self.showsProgress = showsProgress
    self.wakes = wakes
    self.onChange = onChange
  }

  public func publish(_ event: LoggedEvent, at location: LogLocation) {
    change(isNews: wakes(event.event)) { state in
      state.events.append((event, location))
      // One long prompt alone must not send the screen to the log, where it would be read at the cost of keys.
      state.bytes += min(location.length, Self.bytesKept / 4)
      guard state.bytes > Self.bytesKept else { return }
      let start = state.missed?.lowerBound ?? state.events[0].location.offset
      state.missed = start..<(location.offset + location.length + 1)
      state.events.removeAll()
      state.bytes = 0
    }
  }

  public func update(_ body: (inout Progress) -> Void) {
    if showsProgress { change(isNews: true) { body(&$0.progress) } }
  }

  /// Everything new; progress whole.
  public func take() -> Update {
    state.withLock { state in
      let update = Update(events: state.events, missed: state.missed, progress: state.progress)
      state.events = []
      state.bytes = 0
      state.missed = nil
      state.isChanged = false
      return update
    }
  }

  private func change(isNews: Bool, _ body: (inout State) -> Void) {
    let isFirst = state.withLock { state in
      body(&state)
      guard isNews, !state.isChanged else { return false }
      state.isChanged = true
      return true
    }
    if isFirst { onChange() }
  }
}

/// What is under way: overwritten, never logged, never folded.
public struct Progress: Hashable, Sendable {
  public var step = 0
  /// By index.
  public var replies: [ReplyUnderWay] = []
  /// What a model that makes itself ready waits for, in a sentence; nil where none does.
  public var preparing: String?

  public init(step: Int = 0, replies: [ReplyUnderWay] = [], preparing: String? = nil) {
    self.step = step
    self.replies = replies
    self.preparing = preparing
  }
}

public struct ReplyUnderWay: Hashable, Sendable {
  public enum Phase: Hashable, Sendable {
    case asking
    case streaming
    /// Waiting to try again, until a time in seconds since the start of the run.
    case waiting(until: Double, cause: String, nextAttempt: Int, of: Int)
    /// Tries are used up; the run waits for the person.
    case stopped(cause: String)
    case done
  }
  public var index: Int
  /// From 1.
  public var attempt: Int
  public var phase: Phase
  /// Raw; all that has come.
  public var text = ""
  public var reasoning: String?
  /// Seconds since the start of the run.
  public var asked: Double
  public var first: Double?

  public init(
    index: Int, attempt: Int = 1, phase: Phase = .asking, text: String = "", reasoning: String? = nil, asked: Double
  ) {
    self.index = index
    self.attempt = attempt
    self.phase = phase
    self.text = text
    self.reasoning = reasoning
    self.asked = asked
  }
}
