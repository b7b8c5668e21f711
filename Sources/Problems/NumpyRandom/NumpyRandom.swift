#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The numbers that numpy's legacy interface draws after `numpy.random.seed(seed)`.
///
/// Uniform numbers have 53 bits from two words; normal ones come from the polar method (Marsaglia, 1964), the second
/// of each pair being kept for the next draw.
struct NumpyRandom: Sendable {
  private var twister: MersenneTwister
  private var keptNormal: Double?

  init(seed: UInt32) { twister = MersenneTwister(seed: seed) }

  /// Uniform in [0, 1): `random_sample()`.
  mutating func uniform() -> Double {
    let high = Double(twister.next() >> 5), low = Double(twister.next() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// `uniform(low, high)`.
  mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// Standard normal: `randn()`.
  mutating func normal() -> Double {
    if let kept = keptNormal {
      keptNormal = nil
      return kept
    }
    while true {
      let first = 2 * uniform() - 1, second = 2 * uniform() - 1
      let square = first * first + second * second
      if square < 1 && square != 0 {
        let factor = (-2 * log(square) / square).squareRoot()
        keptNormal = factor * first
        return factor * second
      }
    }
  }
}
