/// The dots of a line inside a canvas: one at every whole number along its longer axis.
struct LineRun {
  /// Whether the longer axis is the vertical one.
  let isSteep: Bool
  /// Where to walk along the longer axis.
  private let range: ClosedRange<Int>
  private let startAlong: Double
  private let startAcross: Double
  private let slope: Double
  private let acrossCount: Int

  /// Beyond this distance a double no longer tells the dots apart well, so the clipped ends are taken instead.
  private static let farAway = 1e9

  init?(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, dotColumns: Int, dotRows: Int) {
    let dx = x1 - x0
    let dy = y1 - y0
    guard dotColumns > 0, dotRows > 0, x0.isFinite, y0.isFinite, dx.isFinite, dy.isFinite else { return nil }
    // A dot of margin all around, so that rounding at the edge is left to the walk.
    guard
      let (from, to) = Self.clip(
        x0, y0, dx, dy, right: Double(dotColumns), bottom: Double(dotRows))
    else { return nil }
    isSteep = abs(dy) > abs(dx)
    var ends = isSteep ? (a0: y0, c0: x0, a1: y1, c1: x1) : (a0: x0, c0: y0, a1: x1, c1: y1)
    let inside =
      isSteep
      ? (a0: y0 + from * dy, c0: x0 + from * dx, a1: y0 + to * dy, c1: x0 + to * dx)
      : (a0: x0 + from * dx, c0: y0 + from * dy, a1: x0 + to * dx, c1: y0 + to * dy)
    let alongCount = isSteep ? dotRows : dotColumns
    acrossCount = isSteep ? dotColumns : dotRows
    if max(abs(ends.a0), abs(ends.a1), abs(ends.c0), abs(ends.c1)) > Self.farAway { ends = inside }
    // From the lower end up, so that both directions give the same dots.
    if ends.a0 > ends.a1 || (ends.a0 == ends.a1 && ends.c0 > ends.c1) {
      ends = (a0: ends.a1, c0: ends.c1, a1: ends.a0, c1: ends.c0)
    }
    let span = ends.a1 - ends.a0
    slope = span > 0 ? (ends.c1 - ends.c0) / span : 0
    startAlong = ends.a0
    startAcross = ends.c0
    let reachLow = max(Self.nearest(ends.a0, count: alongCount), 0)
    let reachHigh = min(Self.nearest(ends.a1, count: alongCount), alongCount - 1)
    let insideLow = Self.nearest(min(inside.a0, inside.a1) - 1, count: alongCount)
    let insideHigh = Self.nearest(max(inside.a0, inside.a1) + 1, count: alongCount)
    let low = max(reachLow, insideLow)
    let high = min(reachHigh, insideHigh)
    guard low <= high else { return nil }
    range = low...high
  }

  /// The dot nearest to a coordinate; a half belongs to the higher. Far outside it is only known to be outside.
  @inline(__always)
  static func nearest(_ coordinate: Double, count: Int) -> Int {
    Int(min(max(coordinate + 0.5, -1), Double(count) + 1).rounded(.down))
  }

  @inline(__always)
  func forEach(_ body: (_ along: Int, _ across: Int) -> Void) {
    let end = Double(acrossCount)
    var along = range.lowerBound
    var coordinate = Double(along)
    while along <= range.upperBound {
      let across = startAcross + slope * (coordinate - startAlong) + 0.5
      // The comparison keeps the conversion in range.
      if across >= 0, across < end { body(along, Int(truncatingIfNeeded: Int32(across))) }
      along &+= 1
      coordinate += 1
    }
  }

  /// Liang and Barsky's clipping: the part of the line, from 0 to 1, inside -1...right and -1...bottom.
  private static func clip(
    _ x: Double, _ y: Double, _ dx: Double, _ dy: Double, right: Double, bottom: Double
  ) -> (from: Double, to: Double)? {
    var from = 0.0
    var to = 1.0
    for (start, delta, low, high) in [(x, dx, -1.0, right), (y, dy, -1.0, bottom)] {
      if delta == 0 {
        if start < low || start > high { return nil }
        continue
      }
      let first = (low - start) / delta
      let second = (high - start) / delta
      from = max(from, min(first, second))
      to = min(to, max(first, second))
      if from > to { return nil }
    }
    return (from, to)
  }
}
