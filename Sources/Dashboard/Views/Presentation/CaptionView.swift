import Charts
import Optimization
import Text

/// What just happened in plain words, for those who watch a presentation, and the keys that were pressed.
enum CaptionView {
  static func draw(_ state: DashboardState, look: Look, into buffer: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    let caption = Caption(state)
    // Blank space around it makes it stand out.
    var inside = area.inset(columns: area.columns >= 60 ? 2 : 1)
    if inside.rows >= 4 { inside = inside.splitTop(1).rest }
    let (upper, last) = inside.splitBottom(inside.rows >= 2 ? 1 : 0)
    guard !last.isEmpty else { return drawInOneRow(caption, state, look: look, into: &buffer, area: inside) }
    let lines = wrapped(caption.headline, columns: upper.columns - 2, look).prefix(upper.rows)
    draw(caption.headline, Array(lines), look.theme.caption, look: look, into: &buffer, area: upper)
    if let detail = caption.detail, lines.count < upper.rows {
      let rest = upper.splitTop(lines.count).rest
      let text = shown(detail.text, look).truncated(toColumns: rest.columns - 2)
      draw(detail, [text], look.theme.text, look: look, into: &buffer, area: rest)
    }
    let keysStart = drawKeys(state, least: caption.status == nil ? 0 : 24, look: look, into: &buffer, area: last)
    guard let status = caption.status else { return }
    let room = last.splitLeft(max(0, keysStart - last.column - 2)).left
    let text = shown(status.text, look).truncated(toColumns: room.columns - 2)
    draw(
      status, [text], status.tone == .neutral ? look.theme.dim : look.theme.text, look: look, into: &buffer, area: room)
  }

  /// Where there is one row for all: the newest sentence, and the newest key where it is left room for.
  private static func drawInOneRow(
    _ caption: Caption, _ state: DashboardState, look: Look, into buffer: inout CellBuffer, area: Area
  ) {
    let columns = TextWidth.columns(of: caption.headline.text) + 2
    let start = drawKeys(state, least: columns, look: look, into: &buffer, area: area)
    let room = area.splitLeft(max(0, start - area.column - (start < area.endColumn ? 2 : 0))).left
    let text = shown(caption.headline.text, look).truncated(toColumns: room.columns - 2)
    draw(caption.headline, [text], look.theme.caption, look: look, into: &buffer, area: room)
  }

  private static func draw(
    _ sentence: Caption.Sentence, _ lines: [String], _ style: Style, look: Look, into buffer: inout CellBuffer,
    area: Area
  ) {
    for (offset, line) in lines.enumerated() {
      let symbol = offset == 0 ? look.symbol(sentence.tone.symbol) : " "
      buffer.write(
        [Piece(symbol + " ", look.style(of: sentence.tone)), Piece(line, style)], column: area.column,
        row: area.row + offset, in: area)
    }
  }

  private static func wrapped(_ sentence: Caption.Sentence, columns: Int, _ look: Look) -> [String] {
    shown(sentence.text, look).wrapped(toColumns: max(1, columns))
  }

  /// Where there is only ASCII, "…" stands for cut text alone.
  private static func shown(_ text: String, _ look: Look) -> String {
    look.isASCII ? text.split(separator: "…", omittingEmptySubsequences: false).joined(separator: "...") : text
  }

  // MARK: Keys

  /// The newest keys at the right, as many as there is room for beside so many columns; gives where they begin.
  private static func drawKeys(
    _ state: DashboardState, least: Int, look: Look, into buffer: inout CellBuffer, area: Area
  ) -> Int {
    var start = area.endColumn
    for entry in state.keyEcho.entries.reversed() {
      let pieces = [
        Piece("[\(Words.clean(entry.key))]", look.theme.key),
        Piece(" \(entry.label)" + (entry.count > 1 ? " x\(entry.count)" : ""), look.theme.dim),
      ]
      let gap = start == area.endColumn ? 0 : 2
      let column = start - gap - pieces.reduce(0) { $0 + $1.columns }
      guard column >= area.column + least + (least > 0 ? 2 : 0) else { break }
      buffer.write(pieces, column: column, row: area.row, in: area)
      start = column
    }
    return start
  }
}
