import Charts
import Optimization

/// How a line of the picture is drawn, so that what it is can be told without its colour.
enum PictureStroke: Hashable {
  case solid
  /// So many rows of dots.
  case thick(Int)
  /// A known answer.
  case dashed(rows: Int)
  /// What the model no longer sees.
  case dotted
  /// By people: with their sign on it again and again; broken where it is no candidate.
  case people(rows: Int, isBroken: Bool)

  /// The length of a piece and of the gap behind it, in columns of the screen; nil for an unbroken line.
  private var pattern: (piece: Double, gap: Double)? {
    switch self {
    case .solid, .thick, .people(_, isBroken: false): nil
    case .dashed: (2.4, 1.8)
    case .dotted: (0.2, 1.4)
    case .people(_, isBroken: true): (1.2, 0.9)
    }
  }

  private var rows: Int {
    switch self {
    case .solid, .dotted: 1
    case .thick(let rows), .dashed(let rows), .people(let rows, _): rows
    }
  }

  /// Columns of the screen between two signs of people.
  private static let signDistance = 13.0
  /// The shortest gap that is seen where a cell is one dot wide.
  private static let shortestGap = 2.1
  /// More pieces than this are on no screen.
  private static let mostPieces = 2000

  /// Draws the straight line through two points from edge to edge of the plot.
  func draw(
    through first: Picture.Point, _ second: Picture.Point, style: Style, look: Look, into plot: inout DotPlot
  ) {
    let shifts = Self.shifts(rows: rows, first, second, plot.frame, look.marker)
    if var pattern {
      if look.marker.dotsAcross == 1 { pattern.gap = max(pattern.gap, Self.shortestGap) }
      drawPieces(pattern, through: first, second, shifts, style: style, into: &plot)
    } else {
      for shift in shifts {
        plot.line(
          through: (first.x + shift.x, first.y + shift.y), (second.x + shift.x, second.y + shift.y), style: style)
      }
    }
    if case .people = self { drawSigns(through: first, second, style: style, look: look, into: &plot) }
  }

  private func drawPieces(
    _ pattern: (piece: Double, gap: Double), through first: Picture.Point, _ second: Picture.Point,
    _ shifts: [(x: Double, y: Double)], style: Style, into plot: inout DotPlot
  ) {
    guard let visible = VisibleLine(through: first, second, in: plot.frame) else { return }
    let period = pattern.piece + pattern.gap
    let pieces = min(Self.mostPieces, Int(min(visible.columns / period, 1e6)) + 1)
    for piece in 0..<pieces {
      let start = Double(piece) * period
      let from = visible.point(atColumns: start)
      let to = visible.point(atColumns: min(start + pattern.piece, visible.columns))
      for shift in shifts {
        plot.segment(
          from: (from.x + shift.x, from.y + shift.y), to: (to.x + shift.x, to.y + shift.y), style: style)
      }
    }
  }

  private func drawSigns(
    through first: Picture.Point, _ second: Picture.Point, style: Style, look: Look, into plot: inout DotPlot
  ) {
    guard let visible = VisibleLine(through: first, second, in: plot.frame) else { return }
    let signs = max(1, min(Self.mostPieces, Int(min(visible.columns / Self.signDistance, 1e6))))
    for sign in 0..<signs {
      let place = visible.point(atColumns: visible.columns * (Double(sign) + 0.5) / Double(signs))
      plot.marker(x: place.x, y: place.y, glyph: look.scalar(.person), style: style, showsOutside: false)
    }
  }

  /// Where the rows of dots of a thick line lie beside it: across its longer axis, as the dots of a line do.
  private static func shifts(
    rows: Int, _ first: Picture.Point, _ second: Picture.Point, _ frame: PlotFrame, _ marker: Marker
  ) -> [(x: Double, y: Double)] {
    guard rows > 1 else { return [(0, 0)] }
    let dotX =
      (frame.x.range.upperBound - frame.x.range.lowerBound)
      / Double(max(1, frame.inner.columns * marker.dotsAcross))
    let dotY =
      (frame.y.range.upperBound - frame.y.range.lowerBound)
      / Double(max(1, frame.inner.rows * marker.dotsDown))
    let isSteep = abs(second.y - first.y) / dotY > abs(second.x - first.x) / dotX
    return (0..<rows).map { row in
      let dots = Double(row) - Double(rows - 1) / 2
      return isSteep ? (dots * dotX, 0) : (0, dots * dotY)
    }
  }
}

/// The part of a straight line that lies inside a plot, measured in columns of the screen; a row counts as two.
struct VisibleLine {
  private let start: Picture.Point
  private let end: Picture.Point
  let columns: Double

  /// Nil where nothing of the line is inside.
  init?(through first: Picture.Point, _ second: Picture.Point, in frame: PlotFrame) {
    let dx = second.x - first.x, dy = second.y - first.y
    guard dx.isFinite, dy.isFinite, first.x.isFinite, first.y.isFinite, dx != 0 || dy != 0 else { return nil }
    var from = -Double.infinity, to = Double.infinity
    for (origin, delta, range) in [(first.x, dx, frame.x.range), (first.y, dy, frame.y.range)] {
      if delta == 0 {
        guard range.contains(origin) else { return nil }
        continue
      }
      let ends = ((range.lowerBound - origin) / delta, (range.upperBound - origin) / delta)
      from = max(from, min(ends.0, ends.1))
      to = min(to, max(ends.0, ends.1))
    }
    guard from < to, from.isFinite, to.isFinite else { return nil }
    start = Picture.Point(x: first.x + from * dx, y: first.y + from * dy)
    end = Picture.Point(x: first.x + to * dx, y: first.y + to * dy)
    let across = (end.x - start.x) / (frame.x.range.upperBound - frame.x.range.lowerBound) * Double(frame.inner.columns)
    let up = (end.y - start.y) / (frame.y.range.upperBound - frame.y.range.lowerBound) * Double(frame.inner.rows) * 2
    columns = (across * across + up * up).squareRoot()
    guard columns.isFinite, columns > 0 else { return nil }
  }

  /// The point so many columns behind the line's beginning.
  func point(atColumns distance: Double) -> Picture.Point {
    let share = distance / columns
    return Picture.Point(x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share)
  }
}
