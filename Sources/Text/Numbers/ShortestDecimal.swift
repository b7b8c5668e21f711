/// The fewest decimal digits that read back as the same double.
struct ShortestDecimal {
  var isNegative: Bool
  /// The digits as one number, with no zero at its end unless it is 0; at most 17 digits.
  private(set) var digits: UInt64
  /// How many digits that are; 1 for 0.
  private(set) var count: Int
  /// The power of ten of the first digit.
  private(set) var exponent: Int

  /// - Parameter value: finite.
  init(_ value: Double) {
    isNegative = value.sign == .minus
    digits = 0
    count = 0
    exponent = 0
    var behindPoint = 0
    var pointSeen = false
    var written = 0
    // The standard library prints the shortest digits; its layout is not ours.
    var text = value.magnitude.description
    text.withUTF8 { bytes in
      var index = 0
      while index < bytes.count, bytes[index] != UInt8(ascii: "e") {
        if bytes[index] == UInt8(ascii: ".") {
          pointSeen = true
        } else {
          digits = digits &* 10 &+ UInt64(bytes[index] &- UInt8(ascii: "0"))
          if digits > 0 { count += 1 }
          if pointSeen { behindPoint += 1 }
        }
        index += 1
      }
      if index < bytes.count {
        written = Int(String(decoding: UnsafeBufferPointer(rebasing: bytes[(index + 1)...]), as: UTF8.self)) ?? 0
      }
    }
    exponent = digits == 0 ? 0 : count - 1 - behindPoint + written
    dropTrailingZeros()
  }

  private mutating func dropTrailingZeros() {
    guard digits > 0 else {
      (count, exponent) = (1, 0)
      return
    }
    while digits % 10 == 0 {
      digits /= 10
      count -= 1
    }
  }

  /// Rounds to at most so many digits, a half away from zero: the digits are what a person sees.
  func rounded(to kept: Int) -> ShortestDecimal {
    guard kept < count else { return self }
    var result = self
    var unit: UInt64 = 1
    for _ in kept..<count { unit *= 10 }
    result.digits = digits / unit + (digits % unit >= unit / 2 ? 1 : 0)
    result.count = kept
    var limit: UInt64 = 1
    for _ in 0..<kept { limit *= 10 }
    if result.digits == limit {
      result.exponent += 1
      result.count += 1
    }
    result.dropTrailingZeros()
    return result
  }

  private var sign: String { isNegative ? "-" : "" }

  /// As "123.4", "0.05", "700".
  var plain: String {
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + String(digits) }
    let whole = exponent + 1
    if count <= whole { return sign + String(digits) + String(repeating: "0", count: whole - count) }
    return sign + pointed(after: whole)
  }

  /// As "1.25e-7".
  var scientific: String { sign + (count > 1 ? pointed(after: 1) : String(digits)) + "e\(exponent)" }

  private func pointed(after whole: Int) -> String {
    let text = String(digits)
    let point = text.utf8.index(text.utf8.startIndex, offsetBy: whole)
    return text[..<point] + "." + text[point...]
  }
}

extension NumberFormat {
  /// The shortest text that reads back as the same double, laid out as Python's `repr` does: "1.0", "1e+16", "1e-05".
  public static func shortest(_ value: Double) -> String {
    guard value.isFinite else { return nonFinite(value) }
    // The standard library leaves the plain form at 2^53, Python at 10^16.
    guard value.magnitude >= 9_007_199_254_740_992, value.magnitude < 1e16 else { return value.description }
    return ShortestDecimal(value).plain + ".0"
  }

  /// The columns that `compact` keeps to.
  public static let compactColumns = 8

  /// The value in at most `compactColumns` columns: rounded to so many significant digits, in plain form where that
  /// fits and shows a whole part of at most six digits, else as "1.2e9".
  ///
  /// Zeros at the end are left out: "1.5", "0.00012", "12345" (whole parts are never rounded off in plain form),
  /// "-1.4e-10". Not-a-number is "nan", the infinities "inf" and "-inf".
  /// - Parameter significant: 1 to 6; others are taken as the nearest of these.
  public static func compact(_ value: Double, significant: Int = 3) -> String {
    guard value.isFinite else { return nonFinite(value) }
    let exact = ShortestDecimal(value == 0 ? 0 : value)
    let significant = min(max(1, significant), 6)
    // The whole part stays whole: 12345 is not shown as 12300.
    let rounded = exact.rounded(to: max(significant, min(exact.exponent + 1, 6)))
    if (-5...5).contains(rounded.exponent) {
      let plain = rounded.plain
      if plain.utf8.count <= compactColumns { return plain }
    }
    for digits in stride(from: significant, to: 1, by: -1) {
      let text = exact.rounded(to: digits).scientific
      if text.utf8.count <= compactColumns { return text }
    }
    return exact.rounded(to: 1).scientific
  }

  /// The value as "1.25e-7", with at most so many significant digits; 0 is "0e0".
  public static func scientific(_ value: Double, significant: Int) -> String {
    guard value.isFinite else { return nonFinite(value) }
    return ShortestDecimal(value).rounded(to: max(1, significant)).scientific
  }

  /// A length of time for the screen: "0.8 s", "12 s", "3:05", "1:02:03". Rounded to what is shown; a negative or not
  /// finite one is "–".
  public static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return "–" }
    if seconds < 9.95 { return fixed(seconds, decimals: 1) + " s" }
    let whole = Int(min(seconds, 3.6e12).rounded())
    if whole < 60 { return "\(whole) s" }
    let (minutes, rest) = whole.quotientAndRemainder(dividingBy: 60)
    if minutes < 60 { return "\(minutes):\(twoDigits(rest))" }
    return "\(minutes / 60):\(twoDigits(minutes % 60)):\(twoDigits(rest))"
  }

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// A count for the screen: "12,345" below a million, then "1.2M", "3.4B", "5.6T" with one decimal.
  public static func count(_ value: Int) -> String {
    let magnitude = value.magnitude
    let sign = value < 0 ? "-" : ""
    guard magnitude >= 1_000_000 else { return sign + grouped(magnitude) }
    var unit: UInt = 1_000_000
    for name in ["M", "B", "T"] {
      // Tenths, rounded without overflow.
      let tenths = magnitude / (unit / 10) + (magnitude % (unit / 10) >= unit / 20 ? 1 : 0)
      if tenths < 10_000 || name == "T" { return "\(sign)\(grouped(tenths / 10)).\(tenths % 10)\(name)" }
      unit *= 1000
    }
    return sign + grouped(magnitude)
  }

  private static func grouped(_ value: UInt) -> String {
    guard value >= 1000 else { return String(value) }
    let rest = value % 1000
    return grouped(value / 1000) + "," + (rest < 10 ? "00" : rest < 100 ? "0" : "") + String(rest)
  }
}
