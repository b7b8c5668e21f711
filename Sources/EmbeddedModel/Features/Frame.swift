#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The frame: coordinates in which the best pair is the origin and the spread of the good pairs is one.
///
/// All that the model sees and says is in this frame, so it zooms in by itself as its best pairs draw together, and
/// shifted, stretched or sheared problems look alike to it. A port of Training/frame.py.
struct Frame: Equatable {
  typealias Place = (first: Double, second: Double)

  /// The best pair.
  private(set) var center: Place
  /// The lower triangle of M; a pair is center + M z.
  private(set) var m00: Double
  private(set) var m10: Double
  private(set) var m11: Double

  init(_ context: NetContext) {
    let best = context.pairs[0]
    center = (best.first, best.second)
    let count = Double(context.pairs.count)
    // Ranks count more the better they are, all together one.
    var c00 = 0.0, c01 = 0.0, c11 = 0.0, total = 0.0
    for (rank, pair) in context.pairs.enumerated().dropFirst() {
      let weight = exp(-2 * Double(rank) / count)
      let away = (first: pair.first - best.first, second: pair.second - best.second)
      total += weight
      c00 += weight * away.first * away.first
      c01 += weight * away.first * away.second
      c11 += weight * away.second * away.second
    }
    let share = 1 / max(total, 1e-30)
    let scale = Self.startScale(context)
    func floor(_ resolution: Double, _ center: Double, _ scale: Double) -> Double {
      let few = context.pairs.count < 8 ? scale * scale / (count * count * count) : 0
      return resolution * resolution / 2 + (1e-7 * center) * (1e-7 * center) + 1e-30 + few
    }
    c00 = 1.0001 * c00 * share + floor(context.resolution.first, best.first, scale.first)
    c11 = 1.0001 * c11 * share + floor(context.resolution.second, best.second, scale.second)
    c01 *= share
    m00 = c00.squareRoot()
    m10 = c01 / m00
    m11 = max(c11 - m10 * m10, 1e-6 * c11).squareRoot()
    if context.isSingle { (m10, m11) = (0, 1) }
  }

  /// How far, in each coordinate, the best pair may lie from the first ones: a guess from the points where they are
  /// shown, else from the size of the numbers.
  static func startScale(_ context: NetContext) -> Place {
    let first = context.pairs.reduce(0) { max($0, abs($1.first)) }
    let second = context.pairs.reduce(0) { max($0, abs($1.second)) }
    if let told = told(by: context.points) { return (0.5 * first + told.first, 0.5 * second + told.second) }
    return (guess(first, context.resolution.first), guess(second, context.resolution.second))
  }

  /// From the largest number of a coordinate and its grid, drawn a third of the way (in logarithms) towards 3.
  static func guess(_ largest: Double, _ resolution: Double) -> Double {
    cbrt(3) * pow(largest + 10 * resolution, 2.0 / 3)
  }

  /// The sizes that a slope and an intercept may have; nil where the points lie in one column or row.
  private static func told(by points: [ShownPoints.Point]) -> Place? {
    guard let start = points.first else { return nil }
    var x = (low: start.x, high: start.x, sum: 0.0), y = (low: start.y, high: start.y, sum: 0.0)
    for point in points {
      x = (min(x.low, point.x), max(x.high, point.x), x.sum + point.x)
      y = (min(y.low, point.y), max(y.high, point.y), y.sum + point.y)
    }
    let width = x.high - x.low, height = y.high - y.low
    guard width > 0, height > 0 else { return nil }
    let slope = height / width, count = Double(points.count)
    return (slope, height / 2 + abs(y.sum / count) + abs(x.sum / count) * slope)
  }

  /// The length of one unit of each parameter's axis, in the parameter.
  var deviations: Place { (m00, hypot(m10, m11)) }

  /// z = M⁻¹ (pair - center).
  func coordinates(of pair: NetContext.Pair) -> Place {
    let z0 = (pair.first - center.first) / m00
    return (z0, (pair.second - center.second - m10 * z0) / m11)
  }

  static func == (left: Self, right: Self) -> Bool {
    left.center == right.center && left.m00 == right.m00 && left.m10 == right.m10 && left.m11 == right.m11
  }
}
