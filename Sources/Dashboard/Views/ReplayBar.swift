import Charts
import Text

/// Where a replay stands, how fast it goes and how far it is.
enum ReplayBar {
  static func draw(_ state: DashboardState, look: Look, into buffer: inout CellBuffer, area: Area) {
    guard let replay = state.replay, !area.isEmpty else { return }
    let theme = look.theme
    let inside = area.inset(columns: 1)
    let speed = Words.temperature(replay.speed) + "x"
    let before = [
      Piece(look.symbol(replay.isPlaying ? .play : .pause) + " ", replay.isPlaying ? theme.running : theme.paused),
      Piece(speed.leftPadded(toColumns: 5), theme.strong), Piece("  "),
    ]
    let time =
      "\(Words.clock(replay.time)) of \(Words.clock(replay.duration))"
    var after = [Piece("  " + time, theme.text)]
    if replay.isReading {
      after = [Piece(inside.columns >= 60 ? "  reading the rest of the log" : "  reading", theme.text)]
    } else if inside.columns >= 60 {
      after.append(
        Piece("  event \(NumberFormat.count(replay.position)) of \(NumberFormat.count(replay.count))", theme.dim))
    }
    let start = buffer.write(before, column: inside.column, row: inside.row, in: inside)
    let width = after.reduce(0) { $0 + $1.columns }
    let bar = Area(column: start, row: inside.row, columns: inside.endColumn - width - start, rows: 1)
    drawTrack(replay, look: look, into: &buffer, area: bar.intersection(inside))
    buffer.write(after, column: max(start, inside.endColumn - width), row: inside.row, in: inside)
  }

  private static func drawTrack(_ replay: ReplayState, look: Look, into buffer: inout CellBuffer, area: Area) {
    guard area.columns >= 3 else { return }
    let share = replay.count > 0 ? Double(replay.position) / Double(replay.count) : 0
    let handle = area.column + Int((max(0, min(1, share)) * Double(area.columns - 1)).rounded())
    for column in area.column..<area.endColumn {
      let symbol: Look.Symbol = column == handle ? .dot : column < handle ? .heavyRule : .rule
      let style = column <= handle ? look.theme.ended : look.theme.border
      buffer[column: column, row: area.row] = Cell(Glyph(look.scalar(symbol)), style)
    }
  }
}
