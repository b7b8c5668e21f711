import Charts
import Optimization
import Text

/// What a person should notice, newest last.
enum EventsView {
  static func draw(_ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer) {
    guard layout.shows(.events) else { return }
    let area =
      layout[.events].rows > 2
      ? PaneFrame.draw(
        .events, title: "events", state, layout: layout, look: look, into: &buffer)
      : layout.content(of: .events)
    // From the newest upwards, each in as many rows as it needs where there are rows for it.
    var rows: [[Piece]] = []
    let indent = 8
    for entry in EventWords.newest(area.rows, of: state.run.head).reversed() where rows.count < area.rows {
      let style = look.style(of: entry.words.tone)
      let time = Words.clock(entry.happening.time).leftPadded(toColumns: indent - 3)
      let text =
        layout[.events].rows > 2
        ? Self.wrapped(entry.words.text, columns: max(8, area.columns - indent)) : [entry.words.text]
      for (offset, line) in text.enumerated().reversed() {
        let lead =
          offset == 0
          ? [Piece(time + " ", look.theme.dim), Piece(look.symbol(entry.words.tone.symbol), style), Piece(" ")]
          : [Piece(String(repeating: " ", count: indent))]
        rows.append(lead + [Piece(line, look.theme.text)])
      }
    }
    for (offset, row) in rows.prefix(area.rows).reversed().enumerated() {
      buffer.write(row, column: area.column, row: area.row + offset, in: area)
    }
  }

  /// In three rows at most; "…" says that there is more.
  private static func wrapped(_ text: String, columns: Int) -> [String] {
    let lines = text.wrapped(toColumns: columns)
    guard lines.count > 3 else { return lines }
    return lines.prefix(2) + [(lines[2] + " " + lines[3]).truncated(toColumns: columns)]
  }
}
