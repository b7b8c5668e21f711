import Charts

/// Turns one frame of cells into the next by control sequences that every terminal knows: cursor positions and SGR
/// (ECMA-48, with direct colours).
struct CellDifference {
  private var reducer = ColorReducer(depth: .direct)
  /// The sequences of styles, for the same few come again and again.
  private var known: [Style: String] = [:]

  /// What must be written so that a terminal that shows one frame shows the other.
  ///
  /// - Parameter before: nil where nothing is shown yet.
  mutating func text(from before: CellBuffer?, to after: CellBuffer) -> String {
    var text = ""
    // What the terminal writes with now.
    var pen: Style?
    for row in 0..<after.size.rows {
      var column = 0
      // Where the cursor is on this row, if it is there.
      var cursor: Int?
      while column < after.size.columns {
        let cell = after[column: column, row: row]
        let width = cell.glyph.isWide ? 2 : 1
        if let before, before[column: column, row: row] == cell,
          width == 1 || before[column: column + 1, row: row] == after[column: column + 1, row: row]
        {
          column += width
          continue
        }
        if cursor != column { text += "\u{1B}[\(row + 1);\(column + 1)H" }
        if pen != cell.style {
          text += sequence(of: cell.style)
          pen = cell.style
        }
        for scalar in cell.glyph == .continuation ? [" "] : cell.glyph.scalars { text.unicodeScalars.append(scalar) }
        column += width
        cursor = column
      }
    }
    return text.isEmpty ? "" : text + "\u{1B}[0m"
  }

  private mutating func sequence(of style: Style) -> String {
    if let sequence = known[style] { return sequence }
    let sequence = "\u{1B}[0m" + reducer.sequence(for: style)
    known[style] = sequence
    return sequence
  }
}
