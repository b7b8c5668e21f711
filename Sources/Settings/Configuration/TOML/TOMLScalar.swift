/// Reads the values of TOML 1.0 that are a single word: booleans, numbers, and dates and times, of which only the form
/// is looked at, since no setting takes one.
enum TOMLScalar {
  /// The value that begins here, and the index behind it; nil where there is none.
  static func read(_ bytes: ArraySlice<UInt8>) -> (ParsedValue, Int)? {
    let word = bytes.prefix { isPartOfWord($0) }
    // A date and its time may have one blank between them.
    if date(word) {
      let time = bytes[word.endIndex...].dropFirst().prefix { isPartOfWord($0) }
      let hasTime = bytes.endIndex > word.endIndex && bytes[word.endIndex] == TOMLByte.space && dayTime(time)
      return (.other("a date"), hasTime ? time.endIndex : word.endIndex)
    }
    return value(of: word).map { ($0, word.endIndex) }
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    TOMLByte.isBareKey(byte) || byte == UInt8(ascii: "+") || byte == TOMLByte.dot || byte == UInt8(ascii: ":")
  }

  private static func value(of word: ArraySlice<UInt8>) -> ParsedValue? {
    let text = String(decoding: word, as: UTF8.self)
    switch text {
    case "true": return .setting(.flag(true))
    case "false": return .setting(.flag(false))
    case "inf", "+inf", "-inf", "nan", "+nan", "-nan": return .other(text)
    default: break
    }
    if let prefix = word.dropFirst().first, word.first == UInt8(ascii: "0"), let radix = radix(prefix) {
      let digits = word.dropFirst(2)
      guard isDigits(digits, radix: radix) else { return nil }
      return Int(plain(digits), radix: radix).map { .setting(.whole($0)) }
    }
    if isTime(word) { return .other("a time") }
    if word.count > 11, date(word.prefix(10)),
      [UInt8(ascii: "T"), UInt8(ascii: "t")].contains(word[word.startIndex + 10]),
      dayTime(word.dropFirst(11))
    {
      return .other("a date")
    }
    return number(word)
  }

  // MARK: Numbers

  private static func radix(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  private static func number(_ word: ArraySlice<UInt8>) -> ParsedValue? {
    var rest = word
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let whole = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
    // No zeros lead.
    guard isDigits(whole, radix: 10), whole.count == 1 || whole.first != UInt8(ascii: "0") else { return nil }
    rest = rest[whole.endIndex...]
    if rest.isEmpty { return Int(plain(word)).map { .setting(.whole($0)) } }
    if rest.first == TOMLByte.dot {
      let fraction = rest.dropFirst().prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
      guard isDigits(fraction, radix: 10) else { return nil }
      rest = rest[fraction.endIndex...]
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard isDigits(rest, radix: 10) else { return nil }
      rest = rest[rest.endIndex...]
    }
    guard rest.isEmpty, let number = Double(plain(word)) else { return nil }
    return number.isFinite ? .setting(.number(number)) : .other(number < 0 ? "-inf" : "inf")
  }

  private static func plain(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Digits, with single underscores between them.
  private static func isDigits(_ word: ArraySlice<UInt8>, radix: Int) -> Bool {
    word.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false).allSatisfy { digits in
      !digits.isEmpty && digits.allSatisfy { Character(Unicode.Scalar($0)).hexDigitValue.map { $0 < radix } ?? false }
    }
  }

  // MARK: Dates (RFC 3339)

  /// Whether a word has the form of a pattern, in which 0 stands for any digit.
  private static func hasForm(_ word: ArraySlice<UInt8>, _ pattern: StaticString) -> Bool {
    pattern.withUTF8Buffer { pattern in
      word.count == pattern.count
        && zip(word, pattern).allSatisfy { $1 == UInt8(ascii: "0") ? isDigit($0) : $0 == $1 }
    }
  }

  private static func date(_ word: ArraySlice<UInt8>) -> Bool { hasForm(word, "0000-00-00") }

  private static func isTime(_ word: ArraySlice<UInt8>) -> Bool {
    guard hasForm(word.prefix(8), "00:00:00") else { return false }
    let rest = word.dropFirst(8)
    return rest.isEmpty || (rest.first == TOMLByte.dot && rest.count > 1 && rest.dropFirst().allSatisfy(isDigit))
  }

  /// A time, with or without its distance from UTC.
  private static func dayTime(_ word: ArraySlice<UInt8>) -> Bool {
    if let last = word.last, last == UInt8(ascii: "Z") || last == UInt8(ascii: "z") { return isTime(word.dropLast()) }
    let distance = word.suffix(6)
    if hasForm(distance, "+00:00") || hasForm(distance, "-00:00") { return isTime(word.dropLast(6)) }
    return isTime(word)
  }
}
