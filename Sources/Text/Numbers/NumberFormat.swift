/// Numbers as text, free of any locale: the point is always ".".
public enum NumberFormat {
  /// The value with so many decimals, as C's `%.Nf` gives it: the exact binary value correctly rounded, ties to even.
  ///
  /// Not-a-number is "nan", the infinities "inf" and "-inf"; a negative value keeps its sign even where it rounds to 0.
  /// - Parameter decimals: 0 or more; a negative count is taken as 0.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    let decimals = max(0, decimals)
    guard value.isFinite else { return nonFinite(value) }
    guard let scaled = scaledAndRounded(value.magnitude, decimals: decimals) else {
      return ExactDecimal(value.magnitude).fixed(decimals: decimals, negative: value.sign == .minus)
    }
    return text(of: scaled, decimals: decimals, negative: value.sign == .minus)
  }

  static func nonFinite(_ value: Double) -> String {
    value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
  }

  /// magnitude * 10^decimals, rounded half to even from the exact value, where it and the way there fit into integers.
  private static func scaledAndRounded(_ magnitude: Double, decimals: Int) -> UInt64? {
    guard decimals < powersOfTen.count else { return nil }
    // magnitude = significand * 2^exponent, with an integer significand of at most 53 bits.
    let significand: UInt64
    let exponent: Int
    if magnitude.isNormal {
      significand = magnitude.significandBitPattern | 1 << 52
      exponent = Int(magnitude.exponentBitPattern) - 1075
    } else {
      significand = magnitude.significandBitPattern
      exponent = -1074
    }
    let product = significand.multipliedFullWidth(by: powersOfTen[decimals])
    if exponent >= 0 {
      guard product.high == 0, product.low.leadingZeroBitCount >= exponent else { return nil }
      return product.low << UInt64(exponent)
    }
    let shift = -exponent
    // The product has less than 117 bits: beyond that it is less than a half.
    if shift > 118 { return 0 }
    let whole = UInt128(product.high) << 64 | UInt128(product.low)
    let quotient = whole >> UInt128(shift)
    guard quotient < UInt128(UInt64.max) else { return nil }
    let rest = whole & (1 << UInt128(shift) - 1)
    let half: UInt128 = 1 << UInt128(shift - 1)
    let result = UInt64(truncatingIfNeeded: quotient)
    let roundsUp = rest > half || (rest == half && result & 1 == 1)
    return roundsUp ? result + 1 : result
  }

  private static func text(of scaled: UInt64, decimals: Int, negative: Bool) -> String {
    // The digits, at least one before the point.
    let digits = max(decimals + 1, digitCount(scaled))
    let length = digits + (decimals > 0 ? 1 : 0) + (negative ? 1 : 0)
    return String(unsafeUninitializedCapacity: length) { bytes in
      var rest = scaled
      var index = length
      for position in 0..<digits {
        if position == decimals, decimals > 0 {
          index -= 1
          bytes[index] = UInt8(ascii: ".")
        }
        index -= 1
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        rest = quotient
      }
      if negative { bytes[0] = UInt8(ascii: "-") }
      return length
    }
  }

  private static func digitCount(_ value: UInt64) -> Int {
    var count = 1
    while count < powersOfTen.count, value >= powersOfTen[count] { count += 1 }
    return count
  }

  private static let powersOfTen: [UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]
}

/// A double as all of its decimal digits: slow and exact, for values that integers do not hold.
struct ExactDecimal {
  /// Decimal digits, the highest first; at least one.
  private var digits: [UInt8]
  /// How many of them stand behind the point.
  private var scale: Int

  /// - Parameter magnitude: finite, not negative.
  init(_ magnitude: Double) {
    let isNormal = magnitude.isNormal
    let significand = magnitude.significandBitPattern | (isNormal ? 1 << 52 : 0)
    let exponent = isNormal ? Int(magnitude.exponentBitPattern) - 1075 : -1074
    // significand / 2^k = significand * 5^k / 10^k
    var limbs: [UInt32] = [UInt32(significand % 1_000_000_000), UInt32(significand / 1_000_000_000)]
    // Thirteen factors at once: 5^13 still fits beside a limb.
    let (factor, block): (UInt64, UInt64) = exponent < 0 ? (5, 1_220_703_125) : (2, 8192)
    for _ in 0..<abs(exponent) / 13 { Self.multiply(&limbs, by: block) }
    for _ in 0..<abs(exponent) % 13 { Self.multiply(&limbs, by: factor) }
    scale = max(0, -exponent)
    digits = []
    digits.reserveCapacity(limbs.count * 9)
    for limb in limbs.reversed() {
      var unit: UInt32 = 100_000_000
      while unit > 0 {
        digits.append(UInt8(limb / unit % 10))
        unit /= 10
      }
    }
    let missing = scale + 1 - digits.count
    if missing > 0 {
      digits.insert(contentsOf: repeatElement(0, count: missing), at: 0)
    } else {
      let leading = min(digits.prefix { $0 == 0 }.count, digits.count - scale - 1)
      digits.removeFirst(leading)
    }
  }

  private static func multiply(_ limbs: inout [UInt32], by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * factor + carry
      limbs[index] = UInt32(product % 1_000_000_000)
      carry = product / 1_000_000_000
    }
    while carry > 0 {
      limbs.append(UInt32(carry % 1_000_000_000))
      carry /= 1_000_000_000
    }
  }

  func fixed(decimals: Int, negative: Bool) -> String {
    var kept = digits
    if scale > decimals {
      let cut = digits.count - (scale - decimals)
      let first = digits[cut]
      let isTie = first == 5 && !digits[(cut + 1)...].contains { $0 != 0 }
      let isOdd = digits[cut - 1] % 2 == 1
      kept.removeSubrange(cut...)
      if first > 5 || (first == 5 && (!isTie || isOdd)) { Self.increment(&kept) }
    } else {
      kept += repeatElement(0, count: decimals - scale)
    }
    let text = kept.map { Character(Unicode.Scalar(UInt8(ascii: "0") + $0)) }
    let whole = String(text.dropLast(decimals))
    return (negative ? "-" : "") + whole + (decimals > 0 ? "." + String(text.suffix(decimals)) : "")
  }

  static func increment(_ digits: inout [UInt8]) {
    for index in digits.indices.reversed() {
      if digits[index] < 9 {
        digits[index] += 1
        return
      }
      digits[index] = 0
    }
    digits.insert(1, at: 0)
  }
}
