import Charts
import Optimization
import Text

/// Everything a frame of a comparison is drawn from. Changed by `reduce` alone.
public struct ComparisonState: Sendable {
  public enum Mode: Hashable, Sendable {
    /// Logs that are looked at.
    case logs
    /// Runs of this process, which can be steered.
    case race
  }

  /// A part of the screen that can have it alone.
  public enum Pane: CaseIterable, Hashable, Sendable { case courses, pictures, words }

  public internal(set) var lanes: [Lane]
  public let mode: Mode
  /// Whether some of the logs are being written.
  public let isFollowing: Bool
  public internal(set) var size: Size
  public internal(set) var theme: Theme
  public internal(set) var axis: CourseAxis
  /// The step that is looked at in all lanes; nil while the newest is followed.
  public internal(set) var place: Int?
  /// The place of the lane that keys are for; nil for all.
  public internal(set) var selected: Int?
  public internal(set) var zoomed: Pane?
  public internal(set) var isRevealed = false
  /// Whether the place goes on by itself.
  public internal(set) var isPlaying = false
  /// When it goes on.
  var nextMove = 0.0
  /// What the lanes' problems do not have in common, found when their runs begin; nil where they are the same.
  private(set) var difference: String?
  private var startedCount = 0
  /// Seconds since the screen was opened.
  public internal(set) var now = 0.0

  // What is open over the panes.
  public internal(set) var field: OpenField?
  public internal(set) var message: TransientMessage?
  /// The line at the top of the help; nil while it is closed.
  public internal(set) var helpTop: Int?

  /// Of a place that is played, for each step.
  static let secondsAStep = 0.4

  /// - Parameters:
  ///   - lanes: 1 to `Lane.most`.
  ///   - isFollowing: whether some of the logs are being written; the runs of a race always are.
  public init(
    _ lanes: [Lane], mode: Mode, isFollowing: Bool = false, axis: CourseAxis = .evaluations,
    size: Size = Size(columns: 0, rows: 0),
    theme: Theme = .standard
  ) {
    self.lanes = lanes
    self.axis = axis
    self.isFollowing = isFollowing || mode == .race
    self.mode = mode
    self.size = size
    self.theme = theme
    noteDifference()
  }

  /// Looks at the problems again where another run has begun.
  mutating func noteDifference(isReplaced: Bool = false) {
    let count = lanes.count { $0.run.head.started != nil && $0.run.trajectory.count > 0 }
    guard isReplaced || count != startedCount else { return }
    startedCount = count
    difference = ComparisonNotes.difference(lanes)
  }

  /// What must be known to read the screen rightly.
  var notes: [String] { ComparisonNotes.lines(lanes, isRace: isRace, difference: difference) }

  public var isRace: Bool { mode == .race }

  /// The lanes that an act is for.
  public var actedOn: [Int] { selected.map { [$0] } ?? Array(lanes.indices) }

  /// The lane whose picture is shown where there is room for one.
  var frontLane: Int { selected ?? 0 }

  /// The time at which it looks different with no event and no key, in its own seconds; nil where it stands still.
  public var nextChange: Double? {
    [message?.until, isPlaying ? nextMove : nil].compactMap(\.self).min()
  }

  mutating func say(_ text: String, _ kind: TransientMessage.Kind) {
    message = TransientMessage(text: text, kind: kind, until: now + TransientMessage.seconds)
  }
}

/// Everything that can happen to a comparison.
public enum ComparisonAction: Sendable {
  case input(InputEvent)
  case resized(Size)
  /// Seconds since the screen was opened.
  case tick(now: Double)
  /// Events of a lane in their order.
  case events(lane: Int, [(event: LoggedEvent, location: LogLocation?)])
  case progress(lane: Int, Progress)
  /// The whole of a lane, in the place of what was known of it.
  case replaced(lane: Int, RunState)
  /// The lanes at a step that was asked for.
  case placed(step: Int, [RunState])
  case departed(lane: Int, Departure)
  /// What a lane said to a command of this screen.
  case commandOutcome(lane: Int, Command, CommandOutcome)
  case notice(String)
}

/// What a comparison wants done.
public enum ComparisonEffect: Hashable, Sendable {
  /// For the runs of these lanes; each answer comes back as `ComparisonAction.commandOutcome`.
  case command(lanes: [Int], Command)
  /// The lanes at a step are wanted; they come back as `ComparisonAction.placed`.
  case place(step: Int)
  case quit
  /// Stop the program as control-z does, with the terminal restored.
  case suspend
  /// Draw every cell anew.
  case redraw
}
