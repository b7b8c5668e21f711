/// The generator MT19937 (Matsumoto and Nishimura, 1998) with the seeding of its reference program of 2002.
///
/// Here for one reason: published runs drew their data and starts from it, and are repeated number by number.
struct MersenneTwister: Sendable {
  private static let length = 624
  private static let shift = 397
  private var words: [UInt32]
  private var position = MersenneTwister.length

  init(seed: UInt32) {
    words = [seed]
    words.reserveCapacity(Self.length)
    var last = seed
    for index in 1..<UInt32(Self.length) {
      last = 1_812_433_253 &* (last ^ (last >> 30)) &+ index
      words.append(last)
    }
  }

  /// The next 32 bits.
  mutating func next() -> UInt32 {
    if position == Self.length { refill() }
    var word = words[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  private mutating func refill() {
    for index in 0..<Self.length {
      let mixed = (words[index] & 0x8000_0000) | (words[(index + 1) % Self.length] & 0x7FFF_FFFF)
      let twist: UInt32 = mixed & 1 == 0 ? 0 : 0x9908_B0DF
      words[index] = words[(index + Self.shift) % Self.length] ^ (mixed >> 1) ^ twist
    }
    position = 0
  }
}
