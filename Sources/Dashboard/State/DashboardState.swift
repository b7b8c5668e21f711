import Charts
import Optimization
import Text

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
  /// The steps and marks of the log that is replayed; empty until all of it is read.
  public internal(set) var timeline = Timeline()
  public internal(set) var logPath: String?
  /// A sentence shown while the run uses this model: "simulated model: no language model is running".
  public internal(set) var modelNotice: String?

  /// When the model that is asked next began to make itself ready, in seconds since the start of the run.
  public internal(set) var preparingSince: Double?

  // What a person chose.
  /// What a key asked for last and the run has not taken up yet.
  var temperatureAskedFor: Double?
  public internal(set) var keyMap: KeyMap
  public internal(set) var theme: Theme
  public internal(set) var arrangement: Arrangement
  public internal(set) var selection = Selection.newest
  public internal(set) var isRevealed = false

  // What is open over the panes.
  public internal(set) var overlay: Overlay?
  public internal(set) var field: OpenField?
  public internal(set) var message: TransientMessage?
  public internal(set) var gesture: Gesture?
  /// The newest keys in words, for those who watch a presentation.
  public internal(set) var keyEcho = KeyEcho()

  // What the panes hold.
  /// The rows of the table, kept in order as candidates come.
  public internal(set) var table = TableOrder()
  /// The first position of the table that is shown.
  public internal(set) var tableTop = 0
  public internal(set) var words = WordPanes()
  public internal(set) var plane = PlaneWindow.Choice.space
  /// What the plane shows where it can show either.
  public internal(set) var planeContent = PlaneContent.loss
  public internal(set) var foresight: Foresight

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

  /// - Parameter foreseer: the model that can tell where it would propose, given a prompt; nil where there is none.
  public init(
    size: Size, problem: AnyProblem?, mode: Mode = .live, logPath: String? = nil, modelNotice: String? = nil,
    foresightBy foreseer: String? = nil, keyMap: KeyMap = .standard, theme: Theme = .standard,
    arrangement: Arrangement = Arrangement()
  ) {
    self.size = size
    self.problem = problem
    self.mode = mode
    self.logPath = logPath
    self.modelNotice = modelNotice
    foresight = Foresight(by: foreseer)
    self.keyMap = keyMap
    self.theme = theme
    self.arrangement = arrangement
  }
}

/// A sentence at the foot of the screen until the next key, or until its time is over.
public struct TransientMessage: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case done, refused }
  public var text: String
  public var kind: Kind
  /// By the clock of messages.
  public var until: Double

  /// Long enough to read a sentence.
  static let seconds = 6.0
}

extension DashboardState {
  public var replay: ReplayState? { if case .replay(let replay) = mode { replay } else { nil } }

  public var layout: Layout { Layout(size: size, arrangement: arrangement, isReplay: replay != nil) }

  /// The pane that keys go to: the chosen one where it is shown, else the first that is.
  public var focus: Pane { focus(in: layout) }

  func focus(in layout: Layout) -> Pane {
    if layout.shows(arrangement.focus) { return arrangement.focus }
    return layout.shows(.table) ? .table : layout.shown.first ?? .picture
  }

  // MARK: The selection

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

  /// The chosen candidate; nil while the newest is followed.
  public var chosenID: Int? { chosenRow.map { run.trajectory.id(at: $0) } }

  var isSelectionMasked: Bool { chosenID.map { run.head.masked.contains($0) } ?? false }
  var isSelectionPinned: Bool { chosenID.map { run.head.pinned.contains($0) } ?? false }

  /// The step of the selected candidate where it is done, else the last that is.
  var forkStep: Int { min(chosenRow.map { run.trajectory.step(at: $0) } ?? lastStepDone, lastStepDone) }

  /// The last step of which nothing is still to come.
  var lastStepDone: Int {
    let step = run.head.step
    guard step > 0, let figures = run.steps.figures(ofStep: step) else { return 0 }
    let isDone = figures.accepted + figures.duplicates + figures.rejected >= run.head.started?.settings.candidates ?? 1
    return isDone ? step : step - 1
  }

  // MARK: The table

  /// Where a row stands in the table; nil where the filter leaves it out.
  public func position(ofRow row: Int) -> Int? { table.position(of: row, in: run.trajectory) }

  /// What the key for sorting brings next.
  var nextSort: TableSort { table.sort == .newestFirst ? .bestFirst : .newestFirst }

  /// Rows of the table that the screen has room for.
  public var visibleTableRows: Int { layout.tableRows.rows }

  // MARK: Time

  /// Seconds that messages are timed by: a replay may pass an hour in a blink.
  var messageClock: Double { replay?.watched ?? now }

  /// A step has been asked for and is not settled.
  public var isStepUnderWay: Bool {
    progress.preparing != nil || progress.replies.contains { $0.phase != .done }
  }

  /// What must be shown of the model in force: what the program said of its choice, until another is asked.
  var noticeOfModel: String? {
    let head = run.head
    return head.model == head.started?.models.optimizer ? modelNotice : head.model?.notice
  }

  /// The time at which the screen changes with no event and no key, in seconds since the start of the run; nil where
  /// it stands still, so that a paused program need not wake.
  public var nextChange: Double? {
    // A replay that stands still has no clock: there a message stays until the next key.
    var next = replay == nil ? message?.until : nil
    for reply in progress.replies where replay == nil {
      switch reply.phase {
      case .asking: next = min(next ?? .infinity, now + 0.1)
      case .waiting: next = min(next ?? .infinity, now + 1)
      case .streaming, .stopped, .done: break
      }
    }
    if replay == nil, run.head.phase == .running || progress.preparing != nil { next = min(next ?? .infinity, now + 1) }
    return next
  }
}
