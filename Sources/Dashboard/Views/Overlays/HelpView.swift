import Charts
import Text

/// All keys with a sentence each, over the screen.
enum HelpView {
  static func draw(_ state: DashboardState, top: Int, look: Look, into buffer: inout CellBuffer) {
    let content = HelpContent(state)
    let columnWidth = content.columnWidth, isSingle = content.columns == 1
    let width = min(
      state.size.columns - 2, content.columns * columnWidth + HelpContent.gap * (content.columns - 1) + 4)
    let height = min(state.size.rows - 2, content.linesInColumn + 2)
    let box = Area(
      column: (state.size.columns - width) / 2, row: (state.size.rows - height) / 2, columns: width, rows: height)
    func name(_ act: Act) -> String { state.keyMap.keys(of: act).first?.name ?? "esc" }
    let scrolls = content.lastTop > 0 ? "\(name(.down)) \(name(.up)) scroll, " : ""
    let top = max(0, min(top, content.lastTop))
    let below = content.lastTop - top
    let more: [OverlayBox.Hint] = below > 0 ? [("\(below)", below == 1 ? "more line" : "more lines")] : []
    // Why a key can do nothing now is a sentence; the palette has room for it.
    let why: OverlayBox.Hint = (name(.palette), "says why a dimmed key can do nothing now")
    let inside = OverlayBox.draw(
      "keys", detail: scrolls + "\(name(.help)) closes", hints: [more + [why], [why], more], look: look,
      into: &buffer, area: box)
    for (column, lines) in content.linesByColumn.enumerated() {
      for (offset, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
        let area = Area(
          column: inside.column + column * (columnWidth + HelpContent.gap), row: inside.row + offset,
          columns: isSingle ? inside.columns : columnWidth, rows: 1
        ).intersection(inside)
        draw(line, look, into: &buffer, line: area, keyWidth: content.keyWidth)
      }
    }
  }

  private static func draw(
    _ line: HelpContent.Line, _ look: Look, into buffer: inout CellBuffer, line area: Area, keyWidth: Int
  ) {
    let theme = look.theme
    let pieces: [Piece] =
      switch line {
      case .blank: []
      case .heading(let text): [Piece(text, theme.focus)]
      case .key(let keys, let sentence, let isPossible):
        [
          Piece(String(repeating: " ", count: max(0, keyWidth - TextWidth.columns(of: keys)))),
          Piece(keys.truncated(toColumns: keyWidth), isPossible ? theme.key : theme.dim),
          Piece("  " + sentence, isPossible ? theme.text : theme.dim),
        ]
      case .continuation(let text, let isPossible):
        [Piece(String(repeating: " ", count: keyWidth + 2)), Piece(text, isPossible ? theme.text : theme.dim)]
      }
    buffer.write(pieces, column: area.column, row: area.row, in: area)
  }
}
