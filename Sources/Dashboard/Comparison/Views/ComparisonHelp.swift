import Charts
import Text

/// All keys of a comparison with a sentence each, over the screen.
struct ComparisonHelp {
  private let lines: [(keys: String, text: String)]
  private let keyWidth: Int
  private let size: Size

  private static let mouse: [(String, String)] = [
    ("click", "On the losses, look at that step; on a picture or a row, select the lane."),
    ("wheel", "A step earlier or later."),
  ]

  init(_ state: ComparisonState) {
    size = state.size
    let entries = state.bindings.map { ($0.keys.map(\.name).joined(separator: " "), $0.help) } + Self.mouse
    let keyWidth = min(14, entries.map { TextWidth.columns(of: $0.0) }.max() ?? 0)
    let room = max(8, min(size.columns - 8, 110) - keyWidth)
    self.keyWidth = keyWidth
    lines = entries.flatMap { keys, help in
      help.wrapped(toColumns: room).enumerated().map { ($0.offset == 0 ? keys : "", $0.element) }
    }
  }

  private var height: Int { max(0, min(size.rows - 2, lines.count + 2)) }

  /// The furthest that it can be scrolled.
  var lastTop: Int { max(0, lines.count - (height - 2)) }

  func draw(top: Int, look: Look, into buffer: inout CellBuffer) {
    let widest = lines.map { TextWidth.columns(of: $0.text) }.max() ?? 0
    let width = min(size.columns - 2, keyWidth + widest + 6)
    let box = Area(
      column: (size.columns - width) / 2, row: (size.rows - height) / 2, columns: width, rows: height)
    let top = max(0, min(top, lastTop)), below = lastTop - top
    let hints: [[OverlayBox.Hint]] = below > 0 ? [[("\(below)", below == 1 ? "more line" : "more lines")]] : []
    let inside = OverlayBox.draw(
      "keys", detail: (lastTop > 0 ? "j k scroll, " : "") + "? closes", hints: hints, look: look, into: &buffer,
      area: box)
    for (offset, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
      let row = inside.row + offset
      buffer.write(
        [
          Piece(line.keys.leftPadded(toColumns: keyWidth).truncated(toColumns: keyWidth), look.theme.key),
          Piece("  " + line.text, look.theme.text),
        ], column: inside.column, row: row, in: inside)
    }
  }
}
