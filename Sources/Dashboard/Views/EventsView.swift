import Charts
import Optimization
import Text

/// What a person should notice, newest last.
enum EventsView {
  struct Base: Sendable {
    /// What the rows depend on; an event more is another number of events, another run another generation.
    struct Key: Hashable, Sendable {
      var generation: Int
      var events: Int
      var size: Size
      var isWrapped: Bool
      var look: Look
    }
    var key: Key
    /// From the top.
    var rows: [[Piece]]
  }

  static func draw(
    _ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer, cache: inout ViewCache
  ) {
    guard layout.shows(.events) else { return }
    let isWrapped = layout[.events].rows > 2
    let area =
      isWrapped
      ? PaneFrame.draw(
        .events, title: "events", state, layout: layout, look: look, into: &buffer)
      : layout.content(of: .events)
    let key = Base.Key(
      generation: state.generation, events: state.run.head.events, size: area.size, isWrapped: isWrapped, look: look)
    let rows: [[Piece]]
    if let base = cache.events, base.key == key {
      rows = base.rows
    } else {
      rows = makeRows(state.run.head, size: area.size, isWrapped: isWrapped, look: look)
      cache.events = Base(key: key, rows: rows)
    }
    for (offset, row) in rows.enumerated() {
      buffer.write(row, column: area.column, row: area.row + offset, in: area)
    }
  }

  private static func makeRows(_ head: RunHead, size: Size, isWrapped: Bool, look: Look) -> [[Piece]] {
    // From the newest upwards, each in as many rows as it needs where there are rows for it.
    var rows: [[Piece]] = []
    let indent = 8
    for entry in EventWords.newest(size.rows, of: head).reversed() where rows.count < size.rows {
      let style = look.style(of: entry.words.tone)
      let time = Words.clock(entry.happening.time).leftPadded(toColumns: indent - 3)
      let text =
        isWrapped ? wrapped(entry.words.text, columns: max(8, size.columns - indent)) : [entry.words.text]
      for (offset, line) in text.enumerated().reversed() {
        let lead =
          offset == 0
          ? [Piece(time + " ", look.theme.dim), Piece(look.symbol(entry.words.tone.symbol), style), Piece(" ")]
          : [Piece(String(repeating: " ", count: indent))]
        rows.append(lead + [Piece(line, look.theme.text)])
      }
    }
    return rows.prefix(size.rows).reversed()
  }

  /// In three rows at most; "…" says that there is more.
  private static func wrapped(_ text: String, columns: Int) -> [String] {
    let lines = text.wrapped(toColumns: columns)
    guard lines.count > 3 else { return lines }
    return lines.prefix(2) + [(lines[2] + " " + lines[3]).truncated(toColumns: columns)]
  }
}
