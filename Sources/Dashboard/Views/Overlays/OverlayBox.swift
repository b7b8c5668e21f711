import Charts
import Text

/// A box over the panes, with what its keys do in the lower border.
enum OverlayBox {
  /// A key and what it does: "esc" and "leaves".
  typealias Hint = (key: String, word: String)

  /// Draws the box and gives what is inside, less a column of blank at each side.
  ///
  /// - Parameter hints: the longest first; the first of them that fits is shown.
  static func draw(
    _ title: String, detail: String = "", hints: [[Hint]] = [], look: Look, into buffer: inout CellBuffer, area: Area
  ) -> Area {
    let theme = look.theme
    let inside = Panel(
      title, detail: detail, lines: look.lines, borderStyle: theme.focus, titleStyle: theme.title,
      detailStyle: theme.dim
    ).draw(into: &buffer, area: area)
    guard inside != area else { return area }
    let room = Area(column: area.column + 2, row: area.endRow - 1, columns: area.columns - 4, rows: 1)
    let fitting = hints.lazy.map { pieces($0, look) }.first { $0.reduce(0) { $0 + $1.columns } <= room.columns }
    if let fitting { buffer.write(fitting, column: room.column, row: room.row, in: room) }
    return inside.inset(columns: inside.columns >= 8 ? 1 : 0)
  }

  private static func pieces(_ hints: [Hint], _ look: Look) -> [Piece] {
    let parts = hints.map { [Piece($0.key, look.theme.key), Piece(" " + $0.word, look.theme.dim)] }
    let gap = Piece(" \(look.symbol(.bullet)) ", look.theme.dim)
    let joined = parts.enumerated().flatMap { $0.offset == 0 ? $0.element : [gap] + $0.element }
    return joined.isEmpty ? [] : [Piece(" ")] + joined + [Piece(" ")]
  }

  /// The first of the rows of a list that is seen, so that the chosen one stands in the middle wherever it can.
  static func top(chosen: Int, count: Int, rows: Int) -> Int {
    max(0, min(chosen - rows / 2, count - rows))
  }
}

/// A line that is edited, in one row: the part around the cursor that fits.
enum FieldText {
  static func draw(_ field: TextField, look: Look, into buffer: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    // Each character cleaned by itself, so that the cursor stands on what was typed.
    let shown = field.text.map { Words.clean(String($0)) }
    var first = 0
    var used = shown[..<field.cursor].reduce(1) { $0 + TextWidth.columns(of: $1) }
    while used > area.columns, first < field.cursor {
      used -= TextWidth.columns(of: shown[first])
      first += 1
    }
    var column = area.column
    for index in first..<shown.count where column < area.endColumn {
      let style = index == field.cursor ? look.theme.cursor : look.theme.text
      column += buffer.write(shown[index], column: column, row: area.row, in: area, style: style)
    }
    if field.cursor == shown.count {
      buffer.write(" ", column: column, row: area.row, in: area, style: look.theme.cursor)
    }
  }
}
