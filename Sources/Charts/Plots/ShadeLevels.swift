import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Round levels that divide a map into a few shades, so that its shape is read like that of a landscape.
///
/// Where all values are positive the levels lie at round multiples of the powers of ten, which is a logarithmic scale of
/// value / lowest; within less than a factor of three they lie at equal distances, which is nearly the same there.
/// Where some are not positive a logarithm is taken of how far a value lies above the lowest, over four decades. Values
/// that are not finite have no shade. Only the roundest levels are lines with labels; those between are shades alone.
public struct ShadeLevels: Hashable, Sendable {
  public static let mostShades = 16

  /// The lowest and the highest value that was given; a few that lie far above all others are left out.
  public let range: ClosedRange<Double>
  /// In growing order; a value that equals one lies above it.
  public let levels: [Level]
  /// Not a stored function of the levels alone: where values may be negative it is their distance that is measured.
  private let base: Double
  private let isLogarithmic: Bool

  public struct Level: Hashable, Sendable {
    public var value: Double
    /// Nil where the level is a step of shade alone.
    public var label: String?

    public init(value: Double, label: String?) {
      self.value = value
      self.label = label
    }
  }

  /// How many shades there are: one more than levels.
  public var count: Int { levels.count + 1 }

  /// - Returns: nil where no value is finite.
  public init?(_ values: some RandomAccessCollection<Double>) {
    var low = Double.infinity, high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return nil }
    self.init(low...Self.highest(of: values, low, high))
  }

  /// - Parameter range: its bounds should be finite; others are taken as the furthest that can be counted with.
  public init(_ range: ClosedRange<Double>) {
    let low = max(-1e300, min(range.lowerBound, 1e300)), high = max(-1e300, min(range.upperBound, 1e300))
    self.range = low...high
    let span = high - low
    guard span > max(abs(low), abs(high)) * 1e-12, span > .leastNormalMagnitude else {
      (levels, base, isLogarithmic) = ([], 0, false)
      return
    }
    if low > 0, high < 3 * low {
      (base, isLogarithmic) = (0, false)
      levels = Self.levels(of: .linear(low...high), in: low...high)
    } else if low >= 0 {
      (base, isLogarithmic) = (0, true)
      levels = Self.levels(of: .logarithmic(max(low, span * Self.smallestShare)...high), in: low...high)
    } else {
      (base, isLogarithmic) = (low, true)
      let above = Self.levels(of: .logarithmic(span * Self.smallestShare...span), in: 0...span)
      levels = above.map {
        Level(value: low + $0.value, label: $0.label == nil ? nil : NumberFormat.compact(low + $0.value))
      }.filter { $0.value > low && $0.value <= high }
    }
  }

  /// Levels that are given, at equal distances within each shade.
  ///
  /// - Parameter levels: within the range, in growing order, fewer than `mostShades`.
  public init(_ range: ClosedRange<Double>, levels: [Level]) {
    self.range = range
    self.levels = Array(levels.prefix(Self.mostShades - 1))
    (base, isLogarithmic) = (0, false)
  }

  /// Four decades: what is lower is the bottom of the landscape.
  private static let smallestShare = 1e-4

  /// About eight levels with labels, and steps between them as far as there are shades.
  private static func levels(of scale: AxisScale, in range: ClosedRange<Double>) -> [Level] {
    let ticks = scale.ticks(maximumCount: 9).filter { $0.value > range.lowerBound && $0.value <= range.upperBound }
    guard let first = ticks.first, let last = ticks.last else { return [] }
    let labelled = ticks.map { Level(value: $0.value, label: $0.label) }
    // Around every level one between it and the next; by ratio where the scale is one of ratios.
    func middle(_ lower: Double, _ upper: Double) -> Double {
      scale.kind == .linear ? (lower + upper) / 2 : lower.squareRoot() * upper.squareRoot()
    }
    var between = zip(ticks, ticks.dropFirst()).map { middle($0.value, $1.value) }
    if ticks.count > 1 {
      let below = scale.kind == .linear ? 2 * first.value - ticks[1].value : first.value / ticks[1].value * first.value
      between.append(middle(below, first.value))
      let above =
        scale.kind == .linear
        ? 2 * last.value - ticks[ticks.count - 2].value : last.value / ticks[ticks.count - 2].value * last.value
      between.append(middle(last.value, above))
    }
    between = between.filter { $0 > range.lowerBound && $0 <= range.upperBound && $0.isFinite }
    guard labelled.count + between.count < mostShades else { return labelled }
    return (labelled + between.map { Level(value: $0, label: nil) }).sorted { $0.value < $1.value }
  }

  /// The highest value, unless it lies a thousand times further off than nineteen of twenty, as far as every so manieth
  /// value tells.
  private static func highest(of values: some RandomAccessCollection<Double>, _ low: Double, _ high: Double) -> Double {
    let stride = max(1, values.count / 500)
    var some: [Double] = []
    for place in Swift.stride(from: 0, to: values.count, by: stride) {
      let value = values[values.index(values.startIndex, offsetBy: place)]
      if value.isFinite { some.append(value) }
    }
    some.sort()
    guard let last = some.indices.last else { return high }
    let common = some[last * 19 / 20]
    return common > low && (high - low) / 1000 > common - low ? common : high
  }

  /// Where a value lies among the shades: its whole part is the shade, from 0 at the lowest values; nil where it is not
  /// finite.
  public func position(of value: Double) -> Double? {
    guard value.isFinite else { return nil }
    // Few enough that looking at all is as fast as halving.
    var shade = 0
    while shade < levels.count, levels[shade].value <= value { shade += 1 }
    let lower = shade == 0 ? range.lowerBound : levels[shade - 1].value
    let upper = shade < levels.count ? levels[shade].value : range.upperBound
    guard upper > lower else { return Double(shade) }
    var share = (value - lower) / (upper - lower)
    if isLogarithmic, lower > base {
      share = log((value - base) / (lower - base)) / log((upper - base) / (lower - base))
    }
    return Double(shade) + min(max(share.isFinite ? share : 0, 0), 1 - 1e-9)
  }

  /// The shade of a value, from 0 at the lowest; nil where it is not finite.
  public func shade(of value: Double) -> Int? { position(of: value).map { Int($0) } }

  /// The lowest and the highest value of a shade.
  public func values(ofShade shade: Int) -> ClosedRange<Double> {
    let shade = min(max(shade, 0), count - 1)
    let lower = shade == 0 ? range.lowerBound : levels[shade - 1].value
    let upper = shade < levels.count ? levels[shade].value : range.upperBound
    return lower...max(lower, upper)
  }
}
