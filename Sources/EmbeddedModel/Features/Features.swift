#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The numbers that enter the net. A port of Training/features.py, which is their definition.
///
/// Reckoned in double precision, which differences of losses need. What is not a number becomes 0, and all are cut to
/// plus and minus 10.
struct Features: Equatable {
  /// Of the prompt as a whole.
  static let overallCount = 24
  /// Of each pair.
  static let pairCount = 23
  /// Of each data point.
  static let pointCount = 9

  var overall: [Double]
  /// Pair by pair.
  var pairs: [Double]
  /// Point by point; empty where none is shown.
  var points: [Double]
  /// What the residuals of the points were divided by.
  var residualScale: Double

  init(_ context: NetContext, in frame: Frame) {
    let losses = LossScales(context.pairs.map(\.loss))
    let places = context.pairs.map { frame.coordinates(of: $0) }
    pairs = []
    pairs.reserveCapacity(places.count * Self.pairCount)
    for (rank, place) in places.enumerated() {
      pairs += Self.pair(place, rank, context.pairs[rank].loss, losses)
    }
    (points, residualScale) = Self.points(context, frame)
    overall = Self.overall(context, frame, places, losses, residualScale)
  }

  static let tiny = 1e-30

  static func tamed(_ value: Double) -> Double { value.isNaN ? 0 : min(10, max(-10, value)) }

  /// How losses are measured: by three distances above the best one, so that at least one has a say whatever their
  /// sizes are. Nothing of it changes when all losses are multiplied by a number.
  struct LossScales {
    var best: Double
    var low: Double
    var middle: Double
    var high: Double

    /// - Parameter losses: from the best to the worst, at least one.
    init(_ losses: [Double]) {
      let best = losses[0]
      let floor = 1e-9 * abs(best) + Features.tiny
      func scale(_ rank: Int) -> Double { losses[min(rank, losses.count - 1)] - best + floor }
      self.best = best
      low = scale(2)
      middle = scale(losses.count / 2)
      high = scale(losses.count - 1)
    }

    /// The twelve numbers that say how good a pair is.
    func worth(of loss: Double, rank: Int) -> [Double] {
      let above = loss - best
      return [
        above / (above + low),
        above / (above + middle),
        above / (above + high),
        min(8, max(-14, log(above / middle + 1e-6))) / 4,
        asinh((above / middle).squareRoot()),
        asinh(above / middle),
        asinh(above / low) / 2,
        above / high,
        min(12, max(0, log1p(above / (abs(best) + Features.tiny)))) / 3,
        asinh(loss / middle) / 3,
        Double(rank) / Double(NetContext.mostPairs),
        rank == 0 ? 1 : 0,
      ]
    }
  }

  // MARK: - Pairs

  private static func pair(_ z: Frame.Place, _ rank: Int, _ loss: Double, _ losses: LossScales) -> [Double] {
    let squared = z.first * z.first + z.second * z.second
    let radius = squared.squareRoot()
    let squashed = 1 / (1 + radius)
    let compressed = radius < 1e-6 ? 1 : asinh(radius) / radius
    let products = (z.first * z.first, z.first * z.second, z.second * z.second)
    let place = [
      z.first * compressed, z.second * compressed, z.first * squashed, z.second * squashed,
      products.0 / (1 + squared), products.1 / (1 + squared), products.2 / (1 + squared),
      asinh(products.0) / 2, asinh(products.1) / 2, asinh(products.2) / 2,
      log(squared + 1e-4) / 4,
    ]
    return (place + losses.worth(of: loss, rank: rank)).map(tamed)
  }

  // MARK: - Points

  /// In the frame a point (x, y) is the line a z0 + c z1 = r with a = x m00 + m10, c = m11 and r the residual of the
  /// best pair. All are divided by the root mean square of (a, c), r then also by its own where that is above 1.
  private static func points(_ context: NetContext, _ frame: Frame) -> ([Double], scale: Double) {
    guard !context.points.isEmpty else { return ([], 1) }
    let count = Double(context.points.count)
    var lines = context.points.map { point in
      (
        a: point.x * frame.m00 + frame.m10, c: frame.m11,
        r: point.y - frame.center.first * point.x - frame.center.second
      )
    }
    let size = (lines.reduce(0) { $0 + $1.a * $1.a + $1.c * $1.c } / count).squareRoot() + tiny
    lines = lines.map { (a: $0.a / size, c: $0.c / size, r: $0.r / size) }
    let scale = max(1, (lines.reduce(0) { $0 + $1.r * $1.r } / count).squareRoot())
    var features: [Double] = []
    features.reserveCapacity(lines.count * pointCount)
    for line in lines {
      let (a, c, r) = (line.a, line.c, line.r / scale)
      for value in [a, c, r, a * a, a * c, c * c, a * r, c * r, r * r] { features.append(tamed(value)) }
    }
    return (features, scale)
  }

  // MARK: - The whole

  private static func overall(
    _ context: NetContext, _ frame: Frame, _ places: [Frame.Place], _ losses: LossScales, _ residualScale: Double
  ) -> [Double] {
    let count = Double(context.pairs.count)
    let sigma = frame.deviations
    let best = abs(losses.best) + tiny
    let isShown = context.points.isEmpty ? 0.0 : 1.0
    // Where the second to fourth best lie.
    let next = (1...3).flatMap { rank -> [Double] in
      guard rank < places.count else { return [0, 0] }
      let z = places[rank]
      let squashed = 1 + (z.first * z.first + z.second * z.second).squareRoot()
      return [z.first / squashed, z.second / squashed]
    }
    let values =
      [
        count / Double(NetContext.mostPairs),
        log(count) / 3,
        log(context.resolution.first / sigma.first) / 3,
        context.isSingle ? 0 : log(context.resolution.second / sigma.second) / 3,
        asinh(frame.center.first) / 2,
        asinh(frame.center.second) / 2,
        log(sigma.first) / 3,
        log(sigma.second) / 3,
        frame.m10 / sigma.second,
        log(best / losses.middle) / 4,
        log(best) / 5,
        log(losses.middle / losses.low) / 3,
        log(losses.high / losses.middle) / 3,
        context.pairs.count == 1 ? 1 : 0,
        isShown,
        isShown * log(residualScale) / 2,
        isShown * log(Double(max(1, context.points.count))) / 3,
      ] + next + [context.isSingle ? 1 : 0]
    return values.map(tamed)
  }
}
