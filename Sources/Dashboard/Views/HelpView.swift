import Charts
import Text

/// All keys with a sentence each, over the screen.
enum HelpView {
  static func draw(_ state: DashboardState, look: Look, into buffer: inout CellBuffer) {
    let content = HelpContent(state.screenMode, state.size)
    let columnWidth = content.columnWidth, keyWidth = content.keyWidth, isSingle = content.columns == 1
    let width = min(state.size.columns - 2, content.columns * columnWidth + 3 * (content.columns - 1) + 4)
    let height = min(state.size.rows - 2, content.linesInColumn + 2)
    let box = Area(
      column: (state.size.columns - width) / 2, row: (state.size.rows - height) / 2, columns: width, rows: height)
    let theme = look.theme
    let isScrolled = content.lastTop > 0
    let inside = Panel(
      "keys", detail: isScrolled ? "j k scroll, ? closes" : "? closes", lines: look.lines, borderStyle: theme.ended,
      titleStyle: theme.title, detailStyle: theme.dim
    ).draw(into: &buffer, area: box).inset(columns: 1)
    let top = min(state.helpTop, content.lastTop)
    for (column, lines) in content.linesByColumn.enumerated() {
      for (offset, content) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
        let line = Area(
          column: inside.column + column * (columnWidth + 3), row: inside.row + offset,
          columns: isSingle ? inside.columns : columnWidth, rows: 1
        ).intersection(inside)
        draw(content, look, into: &buffer, line: line, keyWidth: keyWidth)
      }
    }
  }

  private static func draw(
    _ line: HelpContent.Line, _ look: Look, into buffer: inout CellBuffer, line area: Area,
    keyWidth: Int
  ) {
    switch line {
    case .blank: break
    case .heading(let text): buffer.write([Piece(text, look.theme.ended)], column: area.column, row: area.row, in: area)
    case .key(let keys, let sentence):
      buffer.write(
        [
          Piece(keys.leftPadded(toColumns: keyWidth), look.theme.key),
          Piece("  " + sentence, look.theme.text),
        ], column: area.column, row: area.row, in: area)
    case .continuation(let text):
      buffer.write(
        [Piece(String(repeating: " ", count: keyWidth + 2)), Piece(text, look.theme.text)], column: area.column,
        row: area.row, in: area)
    }
  }
}
