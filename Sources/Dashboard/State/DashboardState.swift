import Charts
import Optimization

/// Everything a frame is drawn from. Changed by `reduce` alone.
public struct DashboardState: Sendable {
  /// The fold of the events that came so far.
  public internal(set) var run = RunState()
  /// What is under way; overwritten, never folded.
  public internal(set) var progress = Progress()
  /// Nil where a log is replayed whose problem this program does not know: then there is no picture.
  public internal(set) var problem: AnyProblem?
  /// Seconds since the start of the run.
  public internal(set) var now = 0.0
  public internal(set) var size: Size
  public internal(set) var mode: Mode
  public internal(set) var logPath: String?
  /// A sentence shown while the run uses this model: "simulated model: no language model is running".
  public internal(set) var modelNotice: String?

  public internal(set) var selection = Selection.newest
  public internal(set) var sort = Sort.newestFirst
  /// The first position of the table that is shown.
  public internal(set) var tableTop = 0
  public internal(set) var isRevealed = false
  public internal(set) var isHelpShown = false
  /// Lines of the help that are scrolled away.
  public internal(set) var helpTop = 0
  public internal(set) var field: OpenField?
  public internal(set) var message: TransientMessage?

  /// Rows by loss, kept as candidates come.
  public internal(set) var lossOrder = LossOrder()
  /// Changes whenever the run is replaced or taken back, so that a count of candidates alone is no key of a cache.
  public internal(set) var generation = 0

  public enum Mode: Hashable, Sendable {
    case live
    case replay(ReplayState)
  }

  public enum Selection: Hashable, Sendable {
    /// None chosen: whatever came last.
    case newest
    case candidate(id: Int)
  }

  public enum Sort: String, Hashable, Sendable, CaseIterable {
    case newestFirst = "newest first"
    case bestFirst = "best first"
  }

  public init(
    size: Size, problem: AnyProblem?, mode: Mode = .live, logPath: String? = nil, modelNotice: String? = nil
  ) {
    self.size = size
    self.problem = problem
    self.mode = mode
    self.logPath = logPath
    self.modelNotice = modelNotice
  }
}

/// Where a replay stands.
public struct ReplayState: Hashable, Sendable {
  /// Events applied so far, 0 to `count`.
  public var position: Int
  public var count: Int
  /// Seconds since the start of the run, and the whole of it.
  public var time: Double
  public var duration: Double
  /// 1 is the speed of the run.
  public var speed: Double
  public var isPlaying: Bool

  public init(
    position: Int = 0, count: Int, time: Double = 0, duration: Double, speed: Double = 1, isPlaying: Bool = false
  ) {
    self.position = position
    self.count = count
    self.time = time
    self.duration = duration
    self.speed = speed
    self.isPlaying = isPlaying
  }

  /// Doubled and halved within these.
  public static let speeds = 0.25...64.0

  public var isAtStart: Bool { position <= 0 }
  public var isAtEnd: Bool { position >= count }
}

/// A sentence at the foot of the screen until the next key, or until its time is over.
public struct TransientMessage: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case done, refused }
  public var text: String
  public var kind: Kind
  /// Seconds since the start of the run.
  public var until: Double

  /// Long enough to read a sentence.
  static let seconds = 6.0
}

extension DashboardState {
  public var replay: ReplayState? { if case .replay(let replay) = mode { replay } else { nil } }

  public var layout: Layout { Layout(size: size, isReplay: replay != nil) }

  /// The row that the table, the picture and the chart mark: the chosen one, or the newest.
  public var selectedRow: Int? {
    switch selection {
    case .newest: run.trajectory.count == 0 ? nil : run.trajectory.count - 1
    case .candidate(let id): run.trajectory.row(of: id)
    }
  }

  /// The chosen row; nil while the newest is followed.
  public var chosenRow: Int? {
    if case .candidate(let id) = selection { run.trajectory.row(of: id) } else { nil }
  }

  /// The row at a position of the table.
  public func row(atPosition position: Int) -> Int {
    switch sort {
    case .newestFirst: run.trajectory.count - 1 - position
    case .bestFirst: Int(lossOrder.rows[position])
    }
  }

  /// Where a row stands in the table.
  public func position(ofRow row: Int) -> Int {
    switch sort {
    case .newestFirst: run.trajectory.count - 1 - row
    case .bestFirst: lossOrder.position(of: row, in: run.trajectory.losses)
    }
  }

  /// Rows of the table that the screen has room for.
  public var visibleTableRows: Int { layout.tableRows.rows }

  /// A step has been asked for and is not settled.
  public var isStepUnderWay: Bool { progress.replies.contains { $0.phase != .done } }

  /// The time at which the screen changes with no event and no key, in seconds since the start of the run; nil where
  /// it stands still, so that a paused program need not wake.
  public var nextChange: Double? {
    var next = message?.until
    for reply in progress.replies where replay == nil {
      switch reply.phase {
      case .asking: next = min(next ?? .infinity, now + 0.1)
      case .waiting: next = min(next ?? .infinity, now + 1)
      case .streaming, .stopped, .done: break
      }
    }
    if replay == nil, run.head.phase == .running { next = min(next ?? .infinity, now + 1) }
    return next
  }
}
