#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// SplitMix64 (Steele, Lea and Flood, 2014): the random numbers of the models inside the program, seeded from what they
/// were asked.
package struct SplitMix64 {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// Seeds from numbers and texts. The hash is FNV-1a (64 bits), which is the same in every process, unlike `Hasher`.
  package init(hashing texts: [String], _ numbers: [UInt64]) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for text in texts {
      text.utf8.forEach(mix)
      mix(0xFF)  // no byte of UTF-8: keeps "ab", "c" apart from "a", "bc"
    }
    for number in numbers {
      for shift in stride(from: 0, to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: number >> shift)) }
    }
    self.init(seed: hash)
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Uniform in [0, 1).
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  package mutating func index(below count: Int) -> Int { min(count - 1, Int(uniform() * Double(count))) }

  package mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// Standard normal (Box and Muller, 1958).
  package mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }
}
