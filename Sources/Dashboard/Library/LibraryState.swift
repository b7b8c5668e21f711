import Charts
import Text

/// The library of runs on a screen of its own.
public struct LibraryState: Hashable, Sendable {
  public var size = Size(columns: 0, rows: 0)
  public var theme: Theme
  /// Where the runs are from, as people read it.
  public var place: String
  /// Where deleted logs go.
  public var trash: String
  /// Seconds since 1970.
  public var now: Double

  public internal(set) var runs: [LibraryRun] = []
  /// The places in `runs` of those that are listed, in their order.
  public internal(set) var rows: [Int] = []
  /// Runs whose logs are still to be read.
  public internal(set) var unread = 0
  /// Files in the folders that are no logs.
  var others = 0
  /// Why there is nothing to list, in a sentence.
  var trouble: String?
  public internal(set) var sort = LibrarySort.newestFirst
  public internal(set) var filter: LibraryFilter?
  /// The path of the selected run; nil where nobody chose and the first row is.
  var chosen: String?
  /// The row at the top of the table.
  var top = 0
  /// Paths, in the order of their marks.
  public internal(set) var marked: [String] = []
  var field: LibraryField?
  /// The path of the run that is to be deleted, while the question is open.
  var question: String?
  /// The lines of the help that are scrolled away; nil while it is closed.
  var help: Int?
  var message: Message?
  /// Newest last.
  public internal(set) var undoable: [LibraryChange] = []
  /// While a change of files is carried out.
  var isChanging = false
  /// Whether the folder was looked at.
  public internal(set) var isListed = false
  var press: Press?
  /// The places of runs by their paths.
  var places: [String: Int] = [:]

  struct Message: Hashable, Sendable {
    var text: String
    var isRefusal: Bool
  }

  /// The last press of the mouse, as the first of two.
  struct Press: Hashable, Sendable {
    var path: String
    var time: Double
  }

  public static let mostCompared = 6
  static let undoableKept = 100

  /// - Parameters:
  ///   - place: where the runs are from.
  ///   - trash: where deleted logs go.
  ///   - now: seconds since 1970.
  public init(
    theme: Theme, place: String, trash: String, now: Double, sort: LibrarySort = .newestFirst,
    filter: LibraryFilter? = nil
  ) {
    self.theme = theme
    self.sort = sort
    self.filter = filter
    self.place = Words.clean(place)
    self.trash = Words.clean(trash)
    self.now = now
  }

  // MARK: Rows

  /// The selected row; nil where there is none.
  public var selectedRow: Int? {
    guard !rows.isEmpty else { return nil }
    guard let chosen, let place = places[chosen] else { return 0 }
    return rows.firstIndex(of: place) ?? 0
  }

  public var selected: LibraryRun? { selectedRow.map { runs[rows[$0]] } }

  func run(at path: String) -> LibraryRun? { places[path].map { runs[$0] } }

  /// The number of a run's mark, from 1.
  func mark(of path: String) -> Int? { marked.firstIndex(of: path).map { $0 + 1 } }

  /// Puts the rows in order anew, and keeps the selection on its run, or else at its place.
  mutating func arrange(_ change: (inout LibraryState) -> Void = { _ in }) {
    let row = selectedRow
    change(&self)
    places = Dictionary(runs.indices.map { (runs[$0].path, $0) }, uniquingKeysWith: { first, _ in first })
    rows = sort.order(runs).filter { filter?.fits(runs[$0]) ?? true }
    if let chosen, places[chosen].map({ rows.contains($0) }) != true {
      self.chosen = rows.isEmpty ? nil : row.map { runs[rows[min($0, rows.count - 1)]].path }
    }
    holdTop()
  }

  mutating func select(row: Int) {
    guard !rows.isEmpty else { return }
    chosen = runs[rows[max(0, min(row, rows.count - 1))]].path
    holdTop()
  }

  /// Scrolls no more than it takes to show the selection.
  mutating func holdTop() {
    top = Table.firstVisible(selected: selectedRow, count: rows.count, height: layout.visibleRows, current: top)
  }

  mutating func say(_ text: String, refused: Bool = false) {
    message = Message(text: Words.clean(text), isRefusal: refused)
  }
}

/// The line that is edited at the foot.
struct LibraryField: Hashable, Sendable {
  enum Purpose: Hashable, Sendable {
    /// With what was in force before.
    case filter(before: LibraryFilter?)
    case rename(path: String)
    /// The step to go on to, for a run that has done all of its own.
    case steps(path: String, done: Int)
  }
  var purpose: Purpose
  var text: TextField
  /// Why the text was not taken, until it is changed.
  var complaint: String?

  var label: String {
    switch purpose {
    case .filter: "filter"
    case .rename: "new name"
    case .steps: "go on to step"
    }
  }

  var hint: String {
    switch purpose {
    case .filter: "words, model:NAME, best<20, running, !word; empty lists all"
    case .rename: "without .jsonl"
    case .steps(_, let done): "all \(NumberFormat.count(done)) steps are done"
    }
  }
}
