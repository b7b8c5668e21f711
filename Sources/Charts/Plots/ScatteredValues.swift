#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A quantity that is known at some points only, and what it may be in between: Shepard's inverse-distance weighting.
///
/// ln(1 + (value - lowest) / unit) is averaged with weights 1 / distance², distances counted in widths of the window;
/// the unit is the lowest value where that is positive, and at least a ten-thousandth of the range of the values.
/// Source: D. Shepard, A two-dimensional interpolation function for irregularly-spaced data, 1968.
public struct ScatteredValues: Sendable {
  private var points: [Point] = []
  private var low = 0.0
  private var unit = 1.0

  private struct Point {
    var x: Double
    var y: Double
    var height: Double
  }

  /// - Parameter points: those with a number that is not finite are left out.
  public init(_ points: [(x: Double, y: Double, value: Double)]) {
    let points = points.filter { $0.x.isFinite && $0.y.isFinite && $0.value.isFinite }
    guard let low = points.map(\.value).min(), let high = points.map(\.value).max() else { return }
    self.low = low
    let unit = max(low, min(high - low, .greatestFiniteMagnitude) * 1e-4, abs(low) * 1e-9, 1e-300)
    self.unit = unit
    // Divided first: a difference of the largest numbers is none.
    self.points = points.map { Point(x: $0.x, y: $0.y, height: log1p($0.value / unit - low / unit)) }
  }

  /// One value for each cell inside the axes, row by row; not-a-number where nothing is known. Two hundred
  /// thousand distances are counted at most, with straight lines between the cells that were asked.
  public func interpolated(in frame: PlotFrame) -> ContiguousArray<Double> {
    let width = frame.x.range.upperBound - frame.x.range.lowerBound
    let height = frame.y.range.upperBound - frame.y.range.lowerBound
    let scaled = points.map { Point(x: $0.x / width, y: $0.y / height, height: $0.height) }
    var stride = 1
    let cells = frame.inner.columns * frame.inner.rows
    while cells * points.count / (stride * stride) > Self.mostDistances { stride += 1 }
    var heights = HeatMap.values(in: frame, stride: stride) { x, y in
      Self.mean(of: scaled, x: x / width, y: y / height)
    }
    for index in heights.indices { heights[index] = unit * (low / unit + expm1(heights[index])) }
    return heights
  }

  private static let mostDistances = 200_000

  private static func mean(of points: [Point], x: Double, y: Double) -> Double {
    var sum = 0.0, weights = 0.0
    for point in points {
      let across = point.x - x, up = point.y - y
      // A point nearer than this is where the middle of the cell is.
      let weight = 1 / max(across * across + up * up, 1e-12)
      sum += weight * point.height
      weights += weight
    }
    return weights > 0 ? sum / weights : .nan
  }
}
