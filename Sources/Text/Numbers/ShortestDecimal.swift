/// The fewest decimal digits that read back as the same double: 0.d1d2d3… × 10^exponent.
struct ShortestDecimal {
  var isNegative: Bool
  /// At least one; no zero at the end but for the value 0, none at the beginning.
  var digits: [UInt8]
  /// The power of ten of the first digit.
  var exponent: Int

  /// - Parameter value: finite.
  init(_ value: Double) {
    isNegative = value.sign == .minus
    digits = []
    var point: Int?
    var written = 0
    // The standard library prints the shortest digits; its layout is not ours.
    let text = value.magnitude.description.utf8
    var end = text.endIndex
    if let mark = text.firstIndex(of: UInt8(ascii: "e")) {
      written = Int(Substring(text[text.index(after: mark)...])) ?? 0
      end = mark
    }
    for byte in text[..<end] {
      if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte - UInt8(ascii: "0")) }
    }
    exponent = (point ?? digits.count) - 1 + written
    let leading = min(digits.prefix { $0 == 0 }.count, digits.count - 1)
    digits.removeFirst(leading)
    exponent -= leading
    dropTrailingZeros()
  }

  var isZero: Bool { digits == [0] }

  mutating func dropTrailingZeros() {
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    if isZero { exponent = 0 }
  }

  /// Rounds to at most so many digits, a half away from zero: the digits are what a person sees.
  func rounded(to count: Int) -> ShortestDecimal {
    guard count < digits.count else { return self }
    var result = self
    let roundsUp = digits[count] >= 5
    result.digits = Array(digits.prefix(count))
    if roundsUp {
      let before = result.digits.count
      ExactDecimal.increment(&result.digits)
      if result.digits.count > before { result.exponent += 1 }
    }
    result.dropTrailingZeros()
    return result
  }

  /// As "123.4", "0.05", "700".
  var plain: String {
    var text = isNegative ? "-" : ""
    if exponent < 0 {
      text += "0." + String(repeating: "0", count: -exponent - 1)
      for digit in digits { text.append(Self.character(digit)) }
      return text
    }
    for (position, digit) in digits.enumerated() {
      if position == exponent + 1 { text += "." }
      text.append(Self.character(digit))
    }
    return text + String(repeating: "0", count: max(0, exponent + 1 - digits.count))
  }

  /// The digits before the "e", as "1.25".
  var mantissa: String {
    var text = isNegative ? "-" : ""
    for (position, digit) in digits.enumerated() {
      if position == 1 { text += "." }
      text.append(Self.character(digit))
    }
    return text
  }

  /// As "1.25e-7".
  var scientific: String { "\(mantissa)e\(exponent)" }

  private static func character(_ digit: UInt8) -> Character { Character(Unicode.Scalar(UInt8(ascii: "0") + digit)) }
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
