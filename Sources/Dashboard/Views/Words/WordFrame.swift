import Charts
import Text

/// How a pane of words is divided from left to right: marks, the text, and a bar that tells which part is seen.
struct WordColumns: Hashable {
  var marks: Area
  var text: Area
  var bar: Area
  /// For what is not scrolled: the text's columns and those of the bar.
  var whole: Area

  /// Of a prompt.
  init(_ area: Area) { self.init(area, marks: area.columns >= 48 ? 3 : area.columns >= 12 ? 2 : 0) }

  /// A reply needs no marks, only some air where there is room.
  static func ofReply(_ area: Area) -> WordColumns { WordColumns(area, marks: area.columns >= 48 ? 1 : 0) }

  private init(_ area: Area, marks width: Int) {
    let rest: Area, right: Area
    (marks, rest) = area.splitLeft(width)
    (text, right) = rest.splitRight(area.columns >= 48 ? 2 : area.columns >= 12 ? 1 : 0)
    bar = right.splitRight(1).right
    whole = rest
  }
}

/// What the panes of words share.
enum WordFrame {
  /// The first of several wordings that fits beside a pane's title; empty where none does.
  static func fitting(_ details: [String], beside title: String, _ pane: Pane, _ layout: Layout) -> String {
    let columns = (layout.hasBorders ? layout[pane] : layout.gapped(layout[pane])).columns
    // Blanks around, and a piece of the rule at either end.
    let room = columns - TextWidth.columns(of: title) - (layout.hasBorders ? 9 : 4)
    return details.first { TextWidth.columns(of: $0) <= room } ?? ""
  }

  /// Some words in a line across the area; where they need all of it, without the line.
  static func heading(_ words: String, look: Look, into buffer: inout CellBuffer, area: Area) {
    guard TextWidth.columns(of: words) + 4 <= area.columns else {
      buffer.write(
        words.truncated(toColumns: area.columns), column: area.column, row: area.row, in: area, style: look.theme.dim)
      return
    }
    buffer.fill(area, with: Cell(Glyph(look.scalar(.rule)), look.theme.border))
    buffer.write(" \(words) ", column: area.column + 2, row: area.row, in: area, style: look.theme.dim)
  }
}
