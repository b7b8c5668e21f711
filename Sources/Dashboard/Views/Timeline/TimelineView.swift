import Charts
import Optimization
import Text

/// Where a replay stands, how fast it goes, how far it is, and what lies where on the way: a line with its figures
/// beside it, or below it where there are rows.
enum TimelineView {
  static func draw(
    _ state: DashboardState, look: Look, into buffer: inout CellBuffer, area: Area, cache: inout ViewCache
  ) {
    guard let replay = state.replay, !area.isEmpty else { return }
    let parts = Parts(replay, area, look)
    drawTrack(state, replay, look: look, into: &buffer, area: parts.track, cache: &cache)
    buffer.write(parts.before, column: parts.row.column, row: parts.row.row, in: parts.row)
    let end = parts.row.endColumn
    if area.rows >= 2 {
      let start = buffer.write(
        parts.after, column: parts.row.column + Parts.width(parts.before), row: parts.row.row, in: parts.row)
      drawLegend(look: look, into: &buffer, area: parts.row.splitRight(max(0, end - start - 2)).right, cache: cache)
    } else {
      let start = max(parts.row.column, end - Parts.width(parts.after))
      buffer.write(parts.after, column: start, row: parts.row.row, in: parts.row)
    }
  }

  /// The cells of the line, which the mouse can take hold of; empty where there is no room for it.
  static func track(_ state: DashboardState, _ layout: Layout) -> Area {
    guard let replay = state.replay, !layout.replay.isEmpty else { return Area(columns: 0, rows: 0) }
    let look = Look(theme: state.theme, marker: .braille)
    return Parts(replay, layout.replay, look).track
  }

  // MARK: What stands where

  private struct Parts {
    let before: [Piece]
    let after: [Piece]
    /// Of the words and figures.
    let row: Area
    let track: Area

    init(_ replay: ReplayState, _ area: Area, _ look: Look) {
      let inside = area.inset(columns: 1)
      before = Self.before(replay, look)
      if area.rows >= 2 {
        (track, row) = inside.splitTop(1)
        after = Self.after(replay, isLong: inside.columns >= 60, hasEvents: true, look)
      } else {
        row = inside
        after = Self.after(replay, isLong: inside.columns >= 60, hasEvents: inside.columns >= 98, look)
        let start = inside.column + Self.width(before)
        let room = Area(
          column: start, row: inside.row, columns: max(0, inside.endColumn - Self.width(after) - start), rows: 1)
        track = room.columns >= 3 ? room : Area(columns: 0, rows: 0)
      }
    }

    static func width(_ pieces: [Piece]) -> Int { pieces.reduce(0) { $0 + $1.columns } }

    private static func before(_ replay: ReplayState, _ look: Look) -> [Piece] {
      let theme = look.theme
      if replay.isFollowing {
        return [
          Piece(look.symbol(.dot) + " ", theme.running), Piece("live".padded(toColumns: 5), theme.strong), Piece("  "),
        ]
      }
      let pace = replay.pace.words
      return [
        Piece(look.symbol(replay.isPlaying ? .play : .pause) + " ", replay.isPlaying ? theme.running : theme.paused),
        Piece(pace.leftPadded(toColumns: max(5, TextWidth.columns(of: pace))), theme.strong), Piece("  "),
      ]
    }

    private static func after(_ replay: ReplayState, isLong: Bool, hasEvents: Bool, _ look: Look) -> [Piece] {
      let theme = look.theme
      if replay.isReading { return [Piece(isLong ? "  reading the rest of the log" : "  reading", theme.text)] }
      if replay.isFollowing {
        let words = isLong ? "  written by another Tiller  " : "  "
        return [Piece(words, theme.dim), Piece(Words.clock(replay.time), theme.text)]
      }
      var pieces = [Piece("  \(Words.clock(replay.time)) of \(Words.clock(replay.duration))", theme.text)]
      if hasEvents, isLong {
        pieces.append(
          Piece("  event \(NumberFormat.count(replay.position)) of \(NumberFormat.count(replay.count))", theme.dim))
      }
      if replay.isLive {
        pieces += [Piece("  " + look.symbol(.dot) + " ", theme.running), Piece("live", theme.text)]
        if isLong { pieces.append(Piece(" at the end", theme.dim)) }
      }
      return pieces
    }
  }

  // MARK: The line

  private static func drawTrack(
    _ state: DashboardState, _ replay: ReplayState, look: Look, into buffer: inout CellBuffer, area: Area,
    cache: inout ViewCache
  ) {
    guard area.columns >= 3 else { return }
    let base: TimelineBase
    if let kept = cache.timeline, kept.key == TimelineBase.key(state.timeline, columns: area.columns) {
      base = kept
    } else {
      base = TimelineBase(state.timeline, columns: area.columns)
      cache.timeline = base
    }
    let scale = TimelineScale(columns: area.columns, count: replay.count)
    let handle = scale.column(of: replay.position)
    for offset in 0..<area.columns {
      let isPlayed = offset <= handle
      var symbol: Look.Symbol = isPlayed ? .heavyRule : .rule
      var style = isPlayed ? look.theme.ended : look.theme.border
      switch base.signs[offset] {
      case .stepEnd: symbol = isPlayed ? .heavyTick : .tick
      case .mark(let kind): (symbol, style) = (kind.tone.symbol, look.style(of: kind.tone))
      case nil: break
      }
      if offset == handle { (symbol, style) = (.dot, look.theme.focus) }
      buffer[column: area.column + offset, row: area.row] = Cell(Glyph(look.scalar(symbol)), style)
    }
  }

  /// The signs that there are and what they mean, from the right; the less telling are left out where there is no room.
  private static func drawLegend(look: Look, into buffer: inout CellBuffer, area: Area, cache: ViewCache) {
    guard let base = cache.timeline else { return }
    let theme = look.theme
    var entries: [[Piece]] = []
    if base.key.steps > 0 {
      let words = base.stepsPerTick == 1 ? "step" : "\(NumberFormat.count(base.stepsPerTick)) steps"
      entries.append([Piece(look.symbol(.tick), theme.border), Piece(" " + words, theme.dim)])
    }
    for kind in base.kinds {
      let words = kind == .best ? kind.words : kind.rawValue
      entries.append([Piece(look.symbol(kind.tone.symbol), look.style(of: kind.tone)), Piece(" " + words, theme.dim)])
    }
    func width(_ entries: [[Piece]]) -> Int { entries.reduce(-2) { $0 + 2 + Parts.width($1) } }
    while !entries.isEmpty, width(entries) > area.columns { entries.removeFirst() }
    var column = area.endColumn - max(0, width(entries))
    for entry in entries { column = buffer.write(entry, column: column, row: area.row, in: area) + 2 }
  }
}
