import Charts
import Optimization
import Text

/// What a person should notice, newest last.
enum EventsView {
  static func draw(_ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer) {
    guard !layout.events.isEmpty else { return }
    let area =
      layout.hasBorders
      ? PaneFrame.draw(layout.events, title: "events", layout: layout, look: look, into: &buffer)
      : layout.content(of: layout.events)
    let entries = EventWords.newest(area.rows, of: state.run.head)
    for (offset, entry) in entries.enumerated() {
      let style = look.style(of: entry.words.tone)
      let time = NumberFormat.duration(seconds: entry.happening.time)
      let pieces = [
        Piece(time.leftPadded(toColumns: 6) + " ", look.theme.dim),
        Piece(look.symbol(entry.words.symbol) + " ", style), Piece(entry.words.text, look.theme.text),
      ]
      buffer.write(pieces, column: area.column, row: area.row + offset, in: area)
    }
  }
}

extension Look {
  func style(of tone: EventWords.Tone) -> Style {
    switch tone {
    case .neutral: theme.dim
    case .good: theme.best
    case .bad: theme.rejected
    case .warning: theme.warning
    case .person: theme.person
    case .state: theme.ended
    }
  }
}
