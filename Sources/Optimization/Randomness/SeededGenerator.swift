#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Tiller's own random numbers: xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64.
///
/// The sequence for a seed, and the sampling below, are held by golden values in the tests: logs depend on them.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  public init(seed: UInt64) {
    var mixer = SplitMix64(state: seed)
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  /// What a draw is for; every purpose has a sequence of its own.
  public enum Purpose: String, Sendable {
    case initialSolutions = "initial-solutions"
    case problemData = "problem-data"
    case prompting
    case replySeed = "reply-seed"
    case randomProposal = "random-proposal"
    case evaluation, prediction
    case simulatedModel = "simulated-model"
  }

  /// The generator of one draw. No state of any generator is ever saved: a resumed or forked run, and one whose
  /// replies arrive in another order, draws the same numbers.
  public init(runSeed: UInt64, purpose: Purpose, step: Int = 0, index: Int = 0, attempt: Int = 0) {
    var mixer = SplitMix64(state: runSeed)
    var seed = mixer.next()
    for byte in purpose.rawValue.utf8 { seed = SplitMix64.mixed(seed ^ UInt64(byte)) }
    for number in [step, index, attempt] {
      seed = SplitMix64.mixed(seed ^ UInt64(bitPattern: Int64(number)))
    }
    self.init(seed: seed)
  }

  public mutating func next() -> UInt64 {
    let result = Self.rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotated(state.3, by: 45)
    return result
  }

  private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
    value << count | value >> (64 - count)
  }

  /// Uniform in [0, 1), from the upper 53 bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in the range, both ends finite.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    let draw = uniform()
    // Weighted ends instead of a width, which overflows for the widest ranges.
    return min(range.upperBound, max(range.lowerBound, range.lowerBound * (1 - draw) + range.upperBound * draw))
  }

  /// Uniform among the whole numbers of the range, without bias (Lemire's multiplication with rejection).
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    let width = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound)) &+ 1
    if width == 0 { return Int(truncatingIfNeeded: next()) }
    var product = next().multipliedFullWidth(by: width)
    if product.low < width {
      let threshold = (0 &- width) % width
      while product.low < threshold { product = next().multipliedFullWidth(by: width) }
    }
    return range.lowerBound &+ Int(truncatingIfNeeded: product.high)
  }

  /// Standard normal by the polar method (Marsaglia, 1964); one of each pair is thrown away so that no state is kept.
  public mutating func normal() -> Double {
    while true {
      let u = 2 * uniform() - 1, v = 2 * uniform() - 1
      let square = u * u + v * v
      if square > 0 && square < 1 { return u * (-2 * log(square) / square).squareRoot() }
    }
  }

  public static func == (left: Self, right: Self) -> Bool { left.state == right.state }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(state.0)
    hasher.combine(state.1)
    hasher.combine(state.2)
    hasher.combine(state.3)
  }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): spreads a seed over the bits of a larger state.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.finished(state)
  }

  static func mixed(_ value: UInt64) -> UInt64 { finished(value &+ 0x9E37_79B9_7F4A_7C15) }

  private static func finished(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
