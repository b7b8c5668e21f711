import Charts
import Optimization
import Text

/// What the command palette shows at a size of the screen: which actions its line finds, which of them is marked, and
/// where all that lies.
struct PaletteContent {
  let found: [KeyBinding]
  /// Which of those found `enter` carries out; nil where there is none.
  let marked: Int?
  /// The first word of the line, in small letters.
  let query: String
  /// Why the line could not be carried out, in rows.
  let complaint: [String]
  /// More about the marked action, in rows.
  let details: [Detail]

  enum Detail: Hashable {
    case help(String)
    /// Why it is impossible now.
    case reason(String)
    /// What may follow its name.
    case argument(String)
  }

  // Where it lies.
  let box: Area
  let line: Area
  let complaintArea: Area
  let list: Area
  let detailArea: Area
  /// Rows of the screen with a rule.
  let rules: [Int]
  /// The first of the list that is seen.
  let top: Int
  /// Whether there is room beside the names for a word of help.
  let showsHelp: Bool
  /// What names take with what may follow them, and what keys take.
  let nameColumns: Int
  let keyColumns: Int

  /// The widest and the highest share of the screen that it takes.
  private static let widest = 110, share = 60

  init(_ palette: Palette, _ state: DashboardState) {
    let text = palette.field.string
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    query = (words.first.map(String.init) ?? "").lowercased()
    let found = state.found(by: text)
    self.found = found
    if words.count > 1 {
      // A line with more than a name is carried out as it is written, whatever else is found by it.
      let act = (try? state.command(in: text))?.act
      marked = found.firstIndex { $0.act == act }
    } else {
      marked = found.isEmpty ? nil : max(0, min(palette.chosen, found.count - 1))
    }
    let size = state.size
    let width = min(size.columns - 2, max(72, min(Self.widest, size.columns * 82 / 100)))
    let height = min(size.rows - 2, max(7, size.rows * Self.share / 100))
    // A little above the middle, where the eyes are.
    let top = min(max(1, (size.rows - height) / 3), max(0, size.rows - height - 1))
    box = Area(column: (size.columns - width) / 2, row: top, columns: width, rows: height)
    let inside = Panel.inner(of: box).inset(columns: 1)
    var rest: Area
    (line, rest) = inside.splitTop(1)
    // What is wrong must be read; the list can wait.
    let most = max(1, min(3, rest.rows - 2))
    complaint =
      palette.complaint.map { Array(Words.clean($0).wrapped(toColumns: inside.columns - 2).prefix(most)) } ?? []
    (complaintArea, rest) = rest.splitTop(complaint.count)
    // A rule below the line and one above the details, where rows are not dear.
    let hasRules = rest.rows >= 10
    if hasRules { rest = rest.splitTop(1).rest }
    let room = rest.rows >= 11 ? 3 : rest.rows >= 8 ? 2 : rest.rows >= 3 ? 1 : 0
    let details = marked.map { Self.details(of: found[$0], state, columns: inside.columns, rows: room) } ?? []
    self.details = details
    // Its rows are kept free where it has less to say, so that the list stands still.
    (rest, detailArea) = rest.splitBottom(room)
    list = hasRules ? rest.splitBottom(1).rest : rest
    rules = hasRules ? [list.row - 1, list.endRow] : []
    self.top = OverlayBox.top(chosen: marked ?? 0, count: found.count, rows: list.rows)
    showsHelp = list.columns >= 60
    let widest = found.reduce(0) { most, binding in
      max(most, TextWidth.columns(of: binding.name) + (binding.argument.map { TextWidth.columns(of: $0) + 1 } ?? 0))
    }
    keyColumns = min(12, found.reduce(0) { max($0, TextWidth.columns(of: state.keyMap.names(of: $1.act))) })
    // A sentence of help says more than the end of a long argument, which the details show in full.
    nameColumns = min(widest, showsHelp ? max(20, list.columns * 25 / 100) : list.columns - keyColumns - 3)
  }

  /// The place, among those found, of the row under a cell of the screen.
  func place(at cell: ScreenCell) -> Int? {
    guard list.contains(column: cell.column, row: cell.row) else { return nil }
    let place = top + cell.row - list.row
    return found.indices.contains(place) ? place : nil
  }

  private static func details(
    of binding: KeyBinding, _ state: DashboardState, columns: Int, rows: Int
  ) -> [Detail] {
    guard rows > 0 else { return [] }
    var reasons: [Detail] = []
    if case .unavailable(let reason) = binding.availability(in: state) {
      reasons = reason.wrapped(toColumns: columns).prefix(rows).map { .reason($0) }
    }
    var argument: [Detail] = []
    if reasons.isEmpty, let name = binding.argument, rows > 1 {
      let hint = state.hint(for: binding.act)
      let text = "\(binding.name) \(name)" + (hint.isEmpty ? "" : ": \(hint)")
      argument = [.argument(text.truncated(toColumns: columns))]
    }
    let help = binding.help.wrapped(toColumns: columns).prefix(rows - argument.count - reasons.count)
    return reasons + help.map { .help($0) } + argument
  }
}

extension DashboardState {
  /// What may be typed for an act, in a few words; empty where there is nothing to say.
  fileprivate func hint(for act: Act) -> String {
    var state = self
    state.field = OpenField(act)
    return state.fieldHint
  }
}
