import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One tick of an axis.
public struct Tick: Hashable, Sendable {
  public var value: Double
  public var label: String
  public init(value: Double, label: String) {
    self.value = value
    self.label = label
  }
}

/// How values lie along an axis: linearly or by their logarithm.
///
/// Bounds that are no range are mended rather than refused: equal ones are spread, those that are not finite fall
/// back to 0 and 1. A logarithmic axis begins at the smallest positive bound; where its lower bound is not positive it
/// shows the six decades below the upper one, and values that have no logarithm lie at its lower end.
public struct AxisScale: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case linear, logarithmic
  }

  public let kind: Kind
  public let range: ClosedRange<Double>
  /// The bounds as they are measured: the range, or its decimal logarithms.
  private let low: Double
  private let high: Double

  public static func linear(_ range: ClosedRange<Double>) -> AxisScale { AxisScale(.linear, range) }
  public static func logarithmic(_ range: ClosedRange<Double>) -> AxisScale { AxisScale(.logarithmic, range) }

  public init(_ kind: Kind, _ range: ClosedRange<Double>) {
    self.kind = kind
    var lower = range.lowerBound
    var upper = range.upperBound
    if !lower.isFinite || !upper.isFinite || !(upper - lower).isFinite {
      lower = max(-1e300, min(lower, 1e300))
      upper = max(-1e300, min(upper, 1e300))
      if !(lower < upper) { (lower, upper) = (0, 1) }
    }
    switch kind {
    case .linear:
      // Less than this is not told apart any more.
      if upper - lower <= max(abs(lower), abs(upper)) * 1e-13 {
        let margin = max(abs(lower) * 0.1, lower == 0 ? 1 : 1e-300)
        lower -= margin
        upper += margin
      }
      low = lower
      high = upper
    case .logarithmic:
      if !(upper > 0) { (lower, upper) = (1e-3, 1) }
      if !(lower > 0) { lower = max(upper * 1e-6, .leastNonzeroMagnitude) }
      if upper <= lower * 1.000001 {
        lower = max(lower / 2, .leastNonzeroMagnitude)
        upper = min(upper * 2, 1e308)
      }
      low = log10(lower)
      high = log10(upper)
    }
    self.range = lower...upper
  }

  /// Where a value lies: 0 at the lower end, 1 at the upper, beyond them outside. Not-a-number stays that.
  public func position(of value: Double) -> Double {
    switch kind {
    case .linear: (value - low) / (high - low)
    case .logarithmic: value > 0 ? (log10(value) - low) / (high - low) : value.isNaN ? .nan : 0
    }
  }

  /// The value at a position.
  public func value(at position: Double) -> Double {
    let measured = low + position * (high - low)
    return kind == .linear ? measured : pow(10, measured)
  }

  /// Round values of the axis with their labels, in growing order: at most so many.
  public func ticks(maximumCount: Int) -> [Tick] {
    guard maximumCount > 0 else { return [] }
    switch kind {
    case .linear: return linearTicks(maximumCount)
    case .logarithmic: return logarithmicTicks(maximumCount)
    }
  }

  /// The same axis with its bounds moved outwards to round values, so that it seldom moves as values come in.
  public func rounded() -> AxisScale {
    switch kind {
    case .linear:
      let steps = linearTicks(6).map(\.value)
      guard let first = steps.first, let second = steps.dropFirst().first else { return self }
      let step = second - first
      let lower = (range.lowerBound / step + 1e-9).rounded(.down) * step
      let upper = (range.upperBound / step - 1e-9).rounded(.up) * step
      return lower < upper && lower.isFinite && upper.isFinite ? .linear(lower...upper) : self
    case .logarithmic:
      let lower = Self.roundFactors.last { $0 * decade(of: low) <= range.lowerBound * (1 + 1e-9) } ?? 1
      let upper = Self.roundFactors.first { $0 * decade(of: high) >= range.upperBound * (1 - 1e-9) } ?? 10
      let bounds = (lower * decade(of: low), upper * decade(of: high))
      return bounds.0 > 0 && bounds.0 < bounds.1 && bounds.1.isFinite ? .logarithmic(bounds.0...bounds.1) : self
    }
  }

  private static let roundFactors: [Double] = [1, 2, 5, 10]

  private func decade(of logarithm: Double) -> Double { pow(10, (logarithm + 1e-12).rounded(.down)) }

  // MARK: Linear

  private func linearTicks(_ maximumCount: Int) -> [Tick] {
    let lower = range.lowerBound
    let upper = range.upperBound
    // Bounds at the end of what a number can be leave nothing between them.
    let width = (upper - lower) / Double(maximumCount)
    guard width > 0, width.isFinite else { return [] }
    var power = Int(log10(width).rounded(.down))
    while power <= 308 {
      for factor in [1, 2, 5] {
        let step = Double(factor) * pow(10, Double(power))
        // A hair of room, so that bounds which are ticks count as inside.
        let first = (lower / step - 1e-9).rounded(.up)
        let last = (upper / step + 1e-9).rounded(.down)
        guard last - first + 1 <= Double(maximumCount) else { continue }
        guard last >= first else { return [] }
        return (0...Int(last - first)).map { index in
          tick((first + Double(index)) * Double(factor), power: power)
        }
      }
      power += 1
    }
    return []
  }

  /// The tick of `multiple` × 10^power, which is how it stays round.
  private func tick(_ multiple: Double, power: Int) -> Tick {
    let value = power < 0 ? multiple / pow(10, Double(-power)) : multiple * pow(10, Double(power))
    let magnitude = max(abs(range.lowerBound), abs(range.upperBound))
    // Scientific where the labels stay short and different, else in full.
    let digits = Int(log10(magnitude).rounded(.down)) - power + 1
    if magnitude >= 1e6 ? digits <= 4 || magnitude >= 1e15 : power < -5 {
      return Tick(value: value, label: value == 0 ? "0" : NumberFormat.scientific(value, significant: 5))
    }
    return Tick(value: value, label: NumberFormat.fixed(value == 0 ? 0 : value, decimals: max(0, -power)))
  }

  // MARK: Logarithmic

  private func logarithmicTicks(_ maximumCount: Int) -> [Tick] {
    let firstPower = Int(low.rounded(.down))
    let lastPower = Int(high.rounded(.up))
    // 1-2-5 inside decades where there is room, else decades, else every so many of them.
    for factors in [[1, 2, 5], [1, 3], [1]] as [[Double]] {
      let values = (firstPower...lastPower).flatMap { power in factors.map { ($0, power) } }
      let ticks = values.compactMap { factor, power in logarithmicTick(factor, power) }
      if ticks.count <= maximumCount {
        // Within less than a decade round steps say more.
        if ticks.count < 3, high - low < 1 { break }
        return ticks
      }
    }
    if high - low < 1 {
      return AxisScale.linear(range).ticks(maximumCount: maximumCount)
    }
    var stride = 2
    while stride <= lastPower - firstPower + 1 {
      let ticks = (firstPower...lastPower).filter { $0 % stride == 0 }.compactMap { logarithmicTick(1, $0) }
      if ticks.count <= maximumCount { return ticks }
      stride += stride < 4 ? 1 : stride
    }
    return []
  }

  private func logarithmicTick(_ factor: Double, _ power: Int) -> Tick? {
    guard (-323...308).contains(power), let value = Double("\(Int(factor))e\(power)"), value.isFinite else {
      return nil
    }
    let measured = log10(value)
    guard measured >= low - 1e-9, measured <= high + 1e-9 else { return nil }
    let label =
      (-3...5).contains(power) ? NumberFormat.fixed(value, decimals: max(0, -power)) : "\(Int(factor))e\(power)"
    return Tick(value: value, label: label)
  }
}
