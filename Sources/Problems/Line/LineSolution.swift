#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A line y = w*x + b.
public struct LineSolution: Hashable, Codable, Sendable {
  /// The slope.
  public let w: Double
  /// The value at x = 0.
  public let b: Double

  /// A negative zero becomes zero, so that two solutions are equal where they read equal.
  public init(w: Double, b: Double) {
    self.w = w + 0
    self.b = b + 0
  }

  public func callAsFunction(_ x: Double) -> Double { w * x + b }

  var isFinite: Bool { w.isFinite && b.isFinite }

  /// Both numbers rounded to whole ones, halves to the even neighbour, as numpy does.
  var rounded: LineSolution { LineSolution(w: w.rounded(.toNearestOrEven), b: b.rounded(.toNearestOrEven)) }
}

extension Double {
  /// Rounded to some decimals, halves to even: scaled, rounded and scaled back, as numpy does.
  func rounded(decimals: Int) -> Double {
    let factor = pow(10, Double(decimals))
    let scaled = self * factor
    return scaled.isFinite ? scaled.rounded(.toNearestOrEven) / factor + 0 : self
  }
}
