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
  public func logDensity(at point: [Double]) -> Double { logDensities(at: [point])[0] }

  /// The same at many points.
  public func logDensities(at points: [[Double]]) -> [Double] {
    guard let mixture = TemperedMixture(self) else { return points.map { _ in -.infinity } }
    let plane = PlaneMixture(mixture)
    return points.map { point in
      guard point.count == parameters.count else { return -.infinity }
      return plane?.logDensity(point[0], point[1]) ?? mixture.logDensity(at: point)
    }
  }

  /// The same at every point of a grid over the two parameters, row by row: `ys[0]` with all `xs` first.
  ///
  /// Empty where there are not two parameters, or no density.
  public func logDensities(overX xs: [Double], y ys: [Double]) -> [Double] {
    guard parameters.count == 2, let mixture = TemperedMixture(self), let plane = PlaneMixture(mixture) else {
      return []
    }
    var densities: [Double] = []
    densities.reserveCapacity(xs.count * ys.count)
    for y in ys {
      for x in xs { densities.append(plane.logDensity(x, y)) }
    }
    return densities
  }
}

/// A mixture with all that does not depend on the point worked out.
private struct TemperedMixture {
  struct Part {
    var mean: [Double]
    /// The lower triangle, row by row, with the temperature in it.
    var spread: [Double]
    /// Weight and norm.
    var logScale: Double
  }

  let center: [Double]
  /// The rows of the matrix that leads from the parameters back to z.
  let inverse: [[Double]]
  let logDeterminant: Double
  let parts: [Part]

  init?(_ distribution: ProposalDistribution) {
    let count = distribution.parameters.count
    guard !distribution.isPoint, count > 0, distribution.frame.count == count, distribution.center.count == count,
      distribution.frame.allSatisfy({ $0.count == count }), !distribution.components.isEmpty,
      let (inverse, logDeterminant) = SquareMatrix.inverse(of: distribution.frame)
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
}

/// The same for two parameters, in plain numbers: it is asked for every cell of a screen.
private struct PlaneMixture {
  private struct Part {
    var x: Double, y: Double
    /// One over the diagonal of the spread, and what lies beside it.
    var acrossX: Double, slope: Double, acrossY: Double
    var logScale: Double
  }

  private let x: Double, y: Double
  private let xx: Double, xy: Double, yx: Double, yy: Double
  private let logDeterminant: Double
  private let parts: [Part]

  init?(_ mixture: TemperedMixture) {
    guard mixture.center.count == 2 else { return nil }
    (x, y) = (mixture.center[0], mixture.center[1])
    (xx, xy) = (mixture.inverse[0][0], mixture.inverse[0][1])
    (yx, yy) = (mixture.inverse[1][0], mixture.inverse[1][1])
    logDeterminant = mixture.logDeterminant
    parts = mixture.parts.map {
      Part(
        x: $0.mean[0], y: $0.mean[1], acrossX: 1 / $0.spread[0], slope: $0.spread[1], acrossY: 1 / $0.spread[2],
        logScale: $0.logScale)
    }
  }

  /// What is this much less likely than another adds nothing to it: e^-40.
  private static let negligible = 40.0

  func logDensity(_ x: Double, _ y: Double) -> Double {
    let dx = x - self.x, dy = y - self.y
    var zx = xx * dx + xy * dy, zy = yx * dx + yy * dy
    let square = zx * zx + zy * zy
    let radius = square.squareRoot()
    let across = radius > 1e-9 ? asinh(radius) / radius : 1
    zx *= across
    zy *= across
    var largest = -Double.infinity, sum = 0.0
    for part in parts {
      let errorX = (zx - part.x) * part.acrossX
      let errorY = (zy - part.y - part.slope * errorX) * part.acrossY
      let value = part.logScale - 0.5 * (errorX * errorX + errorY * errorY)
      if value > largest {
        sum = value - largest < Self.negligible ? sum * exp(largest - value) + 1 : 1
        largest = value
      } else if largest - value < Self.negligible {
        sum += exp(value - largest)
      }
    }
    guard largest > -.infinity else { return -.infinity }
    return largest + log(sum * across / (1 + square).squareRoot()) - logDeterminant
  }
}
