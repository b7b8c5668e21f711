import Optimization

/// The sum of squared residuals of any line, from sums over the points that are taken once.
///
/// Around the least squares line (w*, b*) it is
/// `least + count * ((w - w*) * mean(x) + b - b*)^2 + (w - w*)^2 * sum((x - mean(x))^2)`: all terms are positive, so
/// that nothing cancels where x is far from 0.
struct LineLandscape: Sendable {
  private let best: LineSolution
  private let least: Double
  private let count: Double
  private let meanX: Double
  /// The largest distance of an x from the mean, and the sum of the squared distances in units of it, so that they
  /// neither vanish nor overflow.
  private let scale: Double
  private let squares: Double

  init(_ data: LineData) {
    best = data.leastSquares
    least = data.sumOfSquares(of: best)
    count = Double(data.count)
    let mean = LineData.mean(of: data.xs)
    meanX = mean
    let scale = data.xs.reduce(0) { max($0, abs($1 - mean)) }
    self.scale = scale
    squares = data.xs.reduce(0) { sum, x in
      let distance = (x - mean) / scale
      return sum + distance * distance
    }
  }

  /// Infinite where it overflows.
  func sumOfSquares(w: Double, b: Double) -> Double {
    let height = (w - best.w) * meanX + (b - best.b)
    let tilt = (w - best.w) * scale
    let sum = least + count * height * height + tilt * tilt * squares
    return sum.isNaN ? .infinity : sum
  }
}

extension LineProblem {
  public var landscape: (@Sendable (_ numbers: [Double]) -> Double)? {
    let landscape = LineLandscape(points)
    let divisor = lineSettings.loss == .sum ? 1 : Double(points.count)
    return { numbers in
      numbers.count == 2 ? landscape.sumOfSquares(w: numbers[0], b: numbers[1]) / divisor : .infinity
    }
  }
}
