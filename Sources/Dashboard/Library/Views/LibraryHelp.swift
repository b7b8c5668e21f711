import Charts
import Text

/// All keys of the library with a sentence each, over its screen.
struct LibraryHelp {
  private let size: Size
  private let lines: [(keys: String, text: String)]
  private let keyWidth: Int
  private let box: Area

  init(_ size: Size) {
    self.size = size
    let entries =
      LibraryAct.bindings.map { ($0.keys.map(\.name).joined(separator: " "), $0.help) } + [
        ("click", "Select a run; on a heading, sort by it. Twice on a run opens it."),
        ("wheel", "Scroll the table."),
      ]
    let keyWidth = min(16, entries.map { TextWidth.columns(of: $0.0) }.max() ?? 0)
    let widest = entries.map { TextWidth.columns(of: $0.1) }.max() ?? 0
    let width = min(size.columns - 2, keyWidth + 2 + widest + 4)
    let textWidth = max(8, width - keyWidth - 6)
    let lines = entries.flatMap { keys, help in
      help.wrapped(toColumns: textWidth).enumerated().map { (keys: $0.offset == 0 ? keys : "", text: $0.element) }
    }
    let height = min(size.rows - 2, lines.count + 2)
    box = Area(
      column: (size.columns - width) / 2, row: (size.rows - height) / 2, columns: width, rows: height)
    self.lines = lines
    self.keyWidth = keyWidth
  }

  /// The furthest that the help can be scrolled.
  var lastTop: Int { max(0, lines.count - Panel.inner(of: box).rows) }

  func draw(top: Int, look: Look, into buffer: inout CellBuffer) {
    let top = max(0, min(top, lastTop))
    let below = lastTop - top
    let more: [OverlayBox.Hint] = below > 0 ? [("\(below)", below == 1 ? "more line" : "more lines")] : []
    let inside = OverlayBox.draw(
      "keys", detail: lastTop > 0 ? "j k scroll, ? closes" : "? closes", hints: [more], look: look, into: &buffer,
      area: box)
    for (offset, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
      let keys = line.keys.truncated(toColumns: keyWidth)
      buffer.write(
        [
          Piece(String(repeating: " ", count: keyWidth - TextWidth.columns(of: keys))), Piece(keys, look.theme.key),
          Piece("  " + line.text, look.theme.text),
        ], column: inside.column, row: inside.row + offset, in: inside)
    }
  }
}
