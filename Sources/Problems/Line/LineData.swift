import Optimization
import Text

/// The points that lines are fitted to.
public struct LineData: Hashable, Sendable {
  public private(set) var xs: [Double]
  public private(set) var ys: [Double]
  /// Names of the two columns, for axes.
  public private(set) var xName: String
  public private(set) var yName: String

  /// As many x as y; `name` says in an error where they came from.
  /// - Throws: `InputError` where no single line fits best: fewer than two points, or all x equal.
  public init(xs: [Double], ys: [Double], xName: String = "x", yName: String = "y", name: String = "the data") throws {
    precondition(xs.count == ys.count)
    self.xs = xs
    self.ys = ys
    self.xName = xName
    self.yName = yName
    for value in xs + ys where !(abs(value) <= LineSettings.largestNumber) {
      throw InputError(
        "\(name) has the value \(value); allowed are finite numbers from -\(LineSettings.largestNumber) to "
          + "\(LineSettings.largestNumber).")
    }
    guard xs.count >= 2 else {
      throw InputError(
        "\(name) has \(xs.count == 1 ? "one point" : "no points"); a line needs at least two points with different x.")
    }
    guard let first = xs.first, xs.contains(where: { $0 != first }) else {
      throw InputError(
        "All \(xs.count) points of \(name) have x = \(NumberFormat.shortest(xs[0])), so no single line fits them "
          + "best; at least two different x are needed.")
    }
  }

  public var count: Int { xs.count }

  /// The line with the least sum of squared residuals.
  ///
  /// In closed form from centred sums, which stay exact where x is far from 0; the distances from the mean are scaled
  /// to 1, so that their squares neither vanish nor overflow.
  var leastSquares: LineSolution {
    let meanX = Self.mean(of: xs), meanY = Self.mean(of: ys)
    let scale = xs.reduce(0) { max($0, abs($1 - meanX)) }
    var squares = 0.0, products = 0.0
    for (x, y) in zip(xs, ys) {
      let distance = (x - meanX) / scale
      squares += distance * distance
      products += distance * (y - meanY)
    }
    let w = products / squares / scale
    return LineSolution(w: w, b: meanY - w * meanX)
  }

  /// Corrected once by the mean of what the first sum leaves.
  static func mean(of values: [Double]) -> Double {
    let count = Double(values.count)
    let first = values.reduce(0, +) / count
    return first + values.reduce(0) { $0 + ($1 - first) } / count
  }

  /// The sum of the squared residuals of a line; infinite or NaN where it overflows.
  func sumOfSquares(of line: LineSolution) -> Double {
    let w = line.w, b = line.b, count = xs.count
    return xs.withUnsafeBufferPointer { xs in
      ys.withUnsafeBufferPointer { ys in
        // Four sums, so that an addition need not wait for the one before.
        var sums = (0.0, 0.0, 0.0, 0.0)
        var index = 0
        while index + 4 <= count {
          let first = ys[index] - (w * xs[index] + b), second = ys[index + 1] - (w * xs[index + 1] + b)
          let third = ys[index + 2] - (w * xs[index + 2] + b), fourth = ys[index + 3] - (w * xs[index + 3] + b)
          sums.0 += first * first
          sums.1 += second * second
          sums.2 += third * third
          sums.3 += fourth * fourth
          index += 4
        }
        while index < count {
          let residual = ys[index] - (w * xs[index] + b)
          sums.0 += residual * residual
          index += 1
        }
        return (sums.0 + sums.1) + (sums.2 + sums.3)
      }
    }
  }

  /// For the log: an array of [x, y].
  var json: JSONValue { .array(zip(xs, ys).map { .array([.number($0), .number($1)]) }) }

  /// - Throws: `InputError` where the value is no list of pairs of numbers.
  init(json: JSONValue, name: String) throws {
    var xs: [Double] = [], ys: [Double] = []
    guard let points = json.array else { throw InputError("\(name) is no list of [x, y].") }
    for (index, point) in points.enumerated() {
      guard let pair = point.array, pair.count == 2, let x = pair[0].number, let y = pair[1].number else {
        throw InputError("Point \(index + 1) of \(name) is not two numbers; each point is [x, y].")
      }
      xs.append(x)
      ys.append(y)
    }
    try self.init(xs: xs, ys: ys, name: name)
  }
}
