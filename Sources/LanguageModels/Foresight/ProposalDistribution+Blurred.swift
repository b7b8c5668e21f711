#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ProposalDistribution {
  /// The distribution as it is seen through a grid: each component as wide as it is at this temperature and as the
  /// deviations together, with temperature 1.
  ///
  /// So what is narrower than a cell, a point at temperature 0 among them, is not missed between two middles of cells.
  /// The deviations are added where a component has its mean, in the directions that the compressed frame has there.
  ///
  /// - Parameter deviations: for each parameter, above 0.
  /// - Returns: nil where there is no density over the parameters, see `logDensity(at:)`, but for the temperature.
  public func blurred(by deviations: [Double]) -> ProposalDistribution? {
    let count = parameters.count
    guard count > 0, deviations.count == count, deviations.allSatisfy({ $0 > 0 && $0.isFinite }), center.count == count,
      frame.count == count, frame.allSatisfy({ $0.count == count }),
      let (inverse, _) = SquareMatrix.inverse(of: frame)
    else { return nil }
    var blurred = self
    blurred.temperature = 1
    blurred.components = zip(components, weights).compactMap { component, weight in
      guard weight > 0, component.mean.count == count, component.spread.count == count * (count + 1) / 2 else {
        return nil
      }
      let slope = Self.compression(at: Self.expanded(component.mean))
      // How far one deviation of each parameter leads in the compressed frame: a column for each.
      var reach = SquareMatrix.product(slope, inverse)
      for row in 0..<count {
        for column in 0..<count { reach[row][column] *= deviations[column] }
      }
      var own = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
      var place = 0
      for row in 0..<count {
        for column in 0...row {
          own[row][column] = component.spread[place] * temperature
          place += 1
        }
      }
      var covariance = SquareMatrix.square(reach)
      for (row, values) in SquareMatrix.square(own).enumerated() {
        for (column, value) in values.enumerated() { covariance[row][column] += value }
      }
      guard let spread = SquareMatrix.lowerTriangle(of: covariance) else { return nil }
      return Component(weight: weight, mean: component.mean, spread: spread)
    }
    return blurred.components.isEmpty ? nil : blurred
  }

  /// The derivatives of `compressed` at a point, as rows: asinh|z|/|z| across, 1/√(1+|z|²) along.
  private static func compression(at z: [Double]) -> [[Double]] {
    let square = z.reduce(0) { $0 + $1 * $1 }, radius = square.squareRoot()
    let across = radius > 1e-9 ? asinh(radius) / radius : 1
    let along = 1 / (1 + square).squareRoot()
    return z.indices.map { row in
      z.indices.map { column in
        let direction = square > 1e-18 ? z[row] * z[column] / square : 0
        return (row == column ? across : 0) + (along - across) * direction
      }
    }
  }

  /// Proposals that stand for all: spread more evenly over the distribution than draws by chance, and the same each time.
  ///
  /// The components have their shares of the count, and within them the draws follow the additive sequence of the
  /// generalized golden ratio (M. Roberts, 2018). At temperature 0 all are the mode.
  public func evenDraws(_ count: Int) -> [[Double]] {
    guard count > 0, !components.isEmpty else { return [] }
    let weights = weights
    let dimensions = max(2, (frame.count + 1) / 2 * 2)
    var ratio = 2.0
    for _ in 0..<40 { ratio = pow(1 + ratio, 1 / Double(dimensions + 1)) }
    let steps = (1...dimensions).map { pow(1 / ratio, Double($0)) }
    var chosen = 0, reached = weights[0]
    return (0..<count).map { index in
      let share = (Double(index) + 0.5) / Double(count)
      while share > reached, chosen + 1 < weights.count {
        chosen += 1
        reached += weights[chosen]
      }
      let even = steps.map { step in
        let place = 0.5 + step * Double(index + 1)
        return place - place.rounded(.down)
      }
      // Two normal numbers of two even ones (Box and Muller, 1958).
      let normals = (0..<dimensions).map { place in
        let radius = (-2 * log(1 - even[place / 2 * 2])).squareRoot(), angle = 2 * Double.pi * even[place / 2 * 2 + 1]
        return radius * (place % 2 == 0 ? cos(angle) : sin(angle))
      }
      return point(atCompressed: draw(of: components[chosen], normals))
    }
  }

  private func draw(of component: Component, _ normals: [Double]) -> [Double] {
    var place = 0
    return component.mean.indices.map { row in
      var value = component.mean[row]
      for column in 0...row {
        if place < component.spread.count { value += component.spread[place] * temperature * normals[column] }
        place += 1
      }
      return value
    }
  }
}
