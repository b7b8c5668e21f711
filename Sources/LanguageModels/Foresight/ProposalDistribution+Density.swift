#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ProposalDistribution {
  /// The natural logarithm of the density at a point of the parameters, for one unit of each; before any rounding.
  ///
  /// Minus infinity where there is no density: at temperature 0, where the frame does not span all parameters, or for a
  /// point with another number of them.
  public func logDensity(at point: [Double]) -> Double {
    guard point.count == parameters.count, let mixture = TemperedMixture(self) else { return -.infinity }
    return mixture.logDensity(at: point)
  }

  /// The same at every point of a grid over the two parameters, row by row: `ys[0]` with all `xs` first.
  ///
  /// Empty where there are not two parameters, or no density.
  public func logDensities(overX xs: [Double], y ys: [Double]) -> [Double] {
    guard parameters.count == 2, let mixture = TemperedMixture(self) else { return [] }
    var densities: [Double] = []
    densities.reserveCapacity(xs.count * ys.count)
    for y in ys {
      for x in xs { densities.append(mixture.logDensity(at: [x, y])) }
    }
    return densities
  }
}

/// A mixture with all that does not depend on the point worked out.
private struct TemperedMixture {
  private struct Part {
    var mean: [Double]
    /// The lower triangle, row by row, with the temperature in it.
    var spread: [Double]
    /// Weight and norm.
    var logScale: Double
  }

  private let center: [Double]
  /// The rows of the matrix that leads from the parameters back to z.
  private let inverse: [[Double]]
  private let logDeterminant: Double
  private let parts: [Part]

  init?(_ distribution: ProposalDistribution) {
    let count = distribution.parameters.count
    guard !distribution.isPoint, count > 0, distribution.frame.count == count, distribution.center.count == count,
      distribution.frame.allSatisfy({ $0.count == count }), !distribution.components.isEmpty,
      let (inverse, logDeterminant) = Self.inverse(of: distribution.frame)
    else { return nil }
    center = distribution.center
    self.inverse = inverse
    self.logDeterminant = logDeterminant
    let temperature = distribution.temperature
    parts = zip(distribution.components, distribution.weights).map { component, weight in
      let spread = component.spread.map { $0 * temperature }
      var logNorm = 0.5 * Double(count) * log(2 * Double.pi)
      var place = 0
      for row in 0..<count {
        place += row
        if place < spread.count { logNorm += log(spread[place]) }
        place += 1
      }
      return Part(mean: component.mean, spread: spread, logScale: log(weight) - logNorm)
    }
    guard parts.allSatisfy({ $0.mean.count == count && $0.spread.count == count * (count + 1) / 2 }) else { return nil }
  }

  func logDensity(at point: [Double]) -> Double {
    let count = center.count
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * count) { scratch in
      var square = 0.0
      for row in 0..<count {
        var sum = 0.0
        for column in 0..<count { sum += inverse[row][column] * (point[column] - center[column]) }
        scratch[row] = sum
        square += sum * sum
      }
      let radius = square.squareRoot()
      // How much compressing narrows: asinh|z|/|z| across, 1/√(1+|z|²) along.
      let across = radius > 1e-9 ? asinh(radius) / radius : 1
      let logJacobian = Double(count - 1) * log(across) - 0.5 * log(1 + square)
      for row in 0..<count { scratch[row] *= across }
      var largest = -Double.infinity, sum = 0.0
      for part in parts {
        let value = part.logScale - 0.5 * distance(from: part, scratch, count)
        // The sum of exponentials, kept in reach by the largest.
        if value > largest {
          sum = sum * exp(largest - value) + 1
          largest = value
        } else if value > -.infinity {
          sum += exp(value - largest)
        }
      }
      guard largest > -.infinity else { return -.infinity }
      return largest + log(sum) + logJacobian - logDeterminant
    }
  }

  /// The squared distance from the mean, in spreads; the second half of the scratch is used up.
  private func distance(from part: Part, _ scratch: UnsafeMutableBufferPointer<Double>, _ count: Int) -> Double {
    var total = 0.0
    var place = 0
    for row in 0..<count {
      var rest = scratch[row] - part.mean[row]
      for column in 0..<row {
        rest -= part.spread[place] * scratch[count + column]
        place += 1
      }
      let error = rest / part.spread[place]
      place += 1
      scratch[count + row] = error
      total += error * error
    }
    return total
  }

  /// The inverse of a matrix given by columns, as rows, and the logarithm of the size of its determinant; by
  /// elimination with pivots. Nil for a singular one.
  private static func inverse(of columns: [[Double]]) -> (rows: [[Double]], logDeterminant: Double)? {
    let count = columns.count
    var left = (0..<count).map { row in columns.map { $0[row] } }
    var right = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0.0 } }
    var logDeterminant = 0.0
    for column in 0..<count {
      guard let pivot = (column..<count).max(by: { abs(left[$0][column]) < abs(left[$1][column]) }) else { return nil }
      left.swapAt(column, pivot)
      right.swapAt(column, pivot)
      let head = left[column][column]
      guard head != 0, head.isFinite else { return nil }
      logDeterminant += log(abs(head))
      for place in 0..<count {
        left[column][place] /= head
        right[column][place] /= head
      }
      for row in 0..<count where row != column && left[row][column] != 0 {
        let factor = left[row][column]
        for place in 0..<count {
          left[row][place] -= factor * left[column][place]
          right[row][place] -= factor * right[column][place]
        }
      }
    }
    return (right, logDeterminant)
  }
}
