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
/// Where all values are positive the levels lie at 1, 2 and 5 times the powers of ten, which is a logarithmic scale of
/// value / lowest; within less than a factor of three they lie at equal distances, which is nearly the same there.
/// Where some are not positive a logarithm is taken of how far a value lies above the lowest, over four decades. Values
/// that are not finite have no shade.
public struct ShadeLevels: Hashable, Sendable {
  public static let mostShades = 16

  /// The lowest and the highest value that was given; a few that lie far above all others are left out.
  public let range: ClosedRange<Double>
  /// In growing order; a value that equals one lies above it.
  public let levels: [Tick]
  /// Not a stored function of the levels alone: where values may be negative it is their distance that is measured.
  private let base: Double
  private let isLogarithmic: Bool

  /// How many shades there are: one more than levels.
  public var count: Int { levels.count + 1 }

  /// - Returns: nil where no value is finite.
  public init?(_ values: some Sequence<Double>) {
    var finite = values.filter(\.isFinite)
    guard !finite.isEmpty else { return nil }
    finite.sort()
    self.init(finite[0]...Self.highest(ofSorted: finite))
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
      levels = Self.inside(AxisScale.linear(low...high).ticks(maximumCount: Self.mostShades - 1), low, high)
    } else if low >= 0 {
      (base, isLogarithmic) = (0, true)
      let start = max(low, span * Self.smallestShare)
      levels = Self.inside(AxisScale.logarithmic(start...high).ticks(maximumCount: Self.mostShades - 1), low, high)
    } else {
      (base, isLogarithmic) = (low, true)
      let ticks = AxisScale.logarithmic(span * Self.smallestShare...span).ticks(maximumCount: Self.mostShades - 1)
      levels = Self.inside(
        ticks.map { Tick(value: low + $0.value, label: NumberFormat.compact(low + $0.value)) }, low, high)
    }
  }

  /// Four decades: what is lower is the bottom of the landscape.
  private static let smallestShare = 1e-4

  private static func inside(_ ticks: [Tick], _ low: Double, _ high: Double) -> [Tick] {
    ticks.filter { $0.value > low && $0.value <= high }
  }

  /// The highest value, unless it lies a thousand times further off than nineteen of twenty.
  private static func highest(ofSorted values: [Double]) -> Double {
    let low = values[0], high = values[values.count - 1]
    let common = values[(values.count - 1) * 19 / 20]
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
