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

  /// Beyond this distance the clipped ends are not known to a dot any more.
  private static let farAway = 1e9

  init?(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, dotColumns: Int, dotRows: Int) {
    let dx = x1 - x0
    let dy = y1 - y0
    guard dotColumns > 0, dotRows > 0, x0.isFinite, y0.isFinite, dx.isFinite, dy.isFinite else { return nil }
    isSteep = abs(dy) > abs(dx)
    let alongCount = isSteep ? dotRows : dotColumns
    acrossCount = isSteep ? dotColumns : dotRows
    var ends = isSteep ? (a0: y0, c0: x0, a1: y1, c1: x1) : (a0: x0, c0: y0, a1: x1, c1: y1)
    // From the lower end up, so that both directions give the same dots.
    if ends.a0 > ends.a1 || (ends.a0 == ends.a1 && ends.c0 > ends.c1) {
      ends = (a0: ends.a1, c0: ends.c1, a1: ends.a0, c1: ends.c0)
    }
    let length = ends.a1 - ends.a0
    slope = length > 0 ? (ends.c1 - ends.c0) / length : 0
    startAlong = ends.a0
    startAcross = ends.c0
    var low = max(Self.nearest(ends.a0, count: alongCount), 0)
    var high = min(Self.nearest(ends.a1, count: alongCount), alongCount - 1)
    if max(abs(ends.a0), abs(ends.a1), abs(ends.c0), abs(ends.c1)) < Self.farAway {
      guard
        let (from, to) = Self.clip(
          (ends.a0, length, Double(alongCount)), (ends.c0, ends.c1 - ends.c0, Double(acrossCount)))
      else { return nil }
      // A dot of margin, so that rounding at the edge is left to the walk.
      low = max(low, Self.nearest(ends.a0 + from * length - 1, count: alongCount))
      high = min(high, Self.nearest(ends.a0 + to * length + 1, count: alongCount))
    }
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

  /// Liang and Barsky's clipping: the part of a line, from 0 to 1, that lies between -1 and a bound on both axes.
  private static func clip(
    _ along: (start: Double, delta: Double, bound: Double), _ across: (start: Double, delta: Double, bound: Double)
  ) -> (from: Double, to: Double)? {
    var from = 0.0
    var to = 1.0
    for (start, delta, bound) in [along, across] {
      if delta == 0 {
        if start < -1 || start > bound { return nil }
        continue
      }
      let first = (-1 - start) / delta
      let second = (bound - start) / delta
      from = max(from, min(first, second))
      to = min(to, max(first, second))
      if from > to { return nil }
    }
    return (from, to)
  }
}
