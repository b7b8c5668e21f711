import Charts
import Text

/// The lines of the help, made from the key declarations, and how they fall into columns at a size of the screen.
struct HelpContent {
  enum Line: Hashable {
    case heading(String)
    case key(String, sentence: String)
    /// More of the sentence before.
    case continuation(String)
    case blank
  }

  let lines: [Line]
  /// One or two.
  let columns: Int
  /// Columns of the screen that a column of the help takes.
  let columnWidth: Int
  let keyWidth: Int
  /// Lines that are seen at once.
  let height: Int

  init(_ mode: KeyBinding.ScreenMode, _ size: Size) {
    let bindings = KeyBinding.all.filter { $0.modes.contains(mode) }
    columns = size.columns >= 116 ? 2 : 1
    keyWidth = bindings.map { TextWidth.columns(of: $0.keyNames) }.max() ?? 0
    let widest = keyWidth + 2 + (bindings.map { TextWidth.columns(of: $0.help) }.max() ?? 0)
    columnWidth = max(1, min(widest, columns == 2 ? (size.columns - 2 - 4 - 3) / 2 : size.columns - 6))
    height = max(0, size.rows - 4)
    var lines: [Line] = []
    for group in KeyBinding.Group.allCases {
      let members = bindings.filter { $0.group == group }
      if members.isEmpty { continue }
      if !lines.isEmpty { lines.append(.blank) }
      lines.append(.heading(group.rawValue))
      for binding in members {
        let sentence = binding.help.wrapped(toColumns: max(8, columnWidth - keyWidth - 2))
        lines.append(.key(binding.keyNames, sentence: sentence.first ?? ""))
        lines += sentence.dropFirst().map { .continuation($0) }
      }
    }
    self.lines = lines
  }

  /// The lines by column: cut at the blank line nearest to the middle, so that groups stay together.
  var linesByColumn: [ArraySlice<Line>] {
    let cuts = lines.indices.filter { lines[$0] == .blank }
    guard columns == 2, let cut = cuts.min(by: { abs(2 * $0 - lines.count) < abs(2 * $1 - lines.count) }) else {
      return [lines[...]]
    }
    return [lines[..<cut], lines[(cut + 1)...]]
  }

  /// Lines of the longest column.
  var linesInColumn: Int { linesByColumn.map(\.count).max() ?? 0 }

  /// The furthest that the help can be scrolled.
  var lastTop: Int { max(0, linesInColumn - height) }
}
