extension JSONScanner {
  /// A number as it is written: its digits without the leading zeros, and the power of ten that they are times.
  struct Number {
    var isNegative = false
    var digits: UInt64 = 0
    var scale = 0
    /// Without a point and an exponent.
    var isWhole = true

    /// Nil where the decoder must say what an integer of this form is.
    var int: Int? {
      guard isWhole, digits > 0 || !isNegative, let value = Int(exactly: digits) else { return nil }
      return isNegative ? -value : value
    }

    /// The nearest double; nil where finding it is left to others.
    var double: Double? {
      guard let magnitude else { return nil }
      return isNegative ? -magnitude : magnitude
    }

    private var magnitude: Double? {
      if digits == 0 { return 0 }
      if digits < 1 << 53, (-22...22).contains(scale) {
        // Both are exact doubles, so that one operation rounds once (Clinger's fast path).
        return scale < 0 ? Double(digits) / Self.powers[-scale] : Double(digits) * Self.powers[scale]
      }
      guard (-19...0).contains(scale) else { return nil }
      // An exact division of 128 bits by 64: the quotient has 63 or 64 bits, and the lowest one also stands for the
      // remainder, so that the one rounding to 53 bits is that of the exact value.
      let divisor = Self.wholePowers[-scale]
      let divisorShift = divisor.leadingZeroBitCount, digitsShift = digits.leadingZeroBitCount
      let dividend = digits << UInt64(digitsShift)
      let (quotient, remainder) = (divisor << UInt64(divisorShift)).dividingFullWidth((dividend >> 1, dividend << 63))
      let exponent = divisorShift - digitsShift - 63
      return Double(quotient | (remainder == 0 ? 0 : 1)) * Double(sign: .plus, exponent: exponent, significand: 1)
    }

    private static let powers: [Double] = [
      1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
      1e20, 1e21, 1e22,
    ]
    private static let wholePowers: [UInt64] = (0...19).map { power in (0..<power).reduce(1) { value, _ in value * 10 }
    }
  }

  /// A number of JSON's grammar with at most 19 digits behind its leading zeros, and an exponent of at most three.
  mutating func number() -> Number? {
    var number = Number()
    number.isNegative = take(UInt8(ascii: "-"))
    var count = 0
    if take(UInt8(ascii: "0")) {
      // Nothing may follow but a point or an exponent.
    } else if !digits(of: &number, &count) {
      return nil
    }
    if next == UInt8(ascii: ".") {
      position += 1
      number.isWhole = false
      let start = position
      guard digits(of: &number, &count) else { return nil }
      number.scale = start - position
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      number.isWhole = false
      let isNegative = take(UInt8(ascii: "-"))
      if !isNegative { _ = take(UInt8(ascii: "+")) }
      let start = position
      var exponent = 0
      while next >= UInt8(ascii: "0"), next <= UInt8(ascii: "9"), position - start < 4 {
        exponent = exponent * 10 + Int(next - UInt8(ascii: "0"))
        position += 1
      }
      guard position > start, position - start < 4 else { return nil }
      number.scale += isNegative ? -exponent : exponent
    }
    return count <= 19 ? number : nil
  }

  /// Passes over the digits that come next, at least one.
  @inline(__always) private mutating func digits(of number: inout Number, _ count: inout Int) -> Bool {
    let start = position
    while true {
      let digit = next &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      // Beyond 19 digits the value is not used.
      number.digits = number.digits &* 10 &+ UInt64(digit)
      if count > 0 || digit != 0 { count += 1 }
      position += 1
    }
    return position > start
  }

  mutating func int() -> Int? { number()?.int }

  mutating func double() -> Double? {
    let start = position
    guard let number = number() else { return nil }
    if let value = number.double { return value }
    // As rare as it is slow: a power of ten beyond those of every day.
    guard let value = Double(value(of: Text(from: start, to: position))), value.isFinite, value.magnitude > 1e-300
    else { return nil }
    return value
  }
}
