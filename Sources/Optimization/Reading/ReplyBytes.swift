/// The bytes of a reply with what tells its parts apart: fillers, words, numerals, names.
///
/// Positions are offsets into the raw UTF-8, so that what is found names its own bytes. Every function looks at a
/// bounded number of bytes beyond what it accepts, which keeps the reading of hostile text linear.
struct ReplyBytes: Sendable {
  var bytes: [UInt8]
  var count: Int { bytes.count }

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The byte at a position, 0 outside of the text.
  subscript(position: Int) -> UInt8 {
    position >= 0 && position < bytes.count ? bytes[position] : 0
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func starts(with text: StaticString, at position: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard position >= 0 && position + length <= bytes.count else { return false }
    return text.withUTF8Buffer { word in
      for offset in 0..<length where bytes[position + offset] != word[offset] { return false }
      return true
    }
  }

  /// Whether a word of lower-case letters stands at the position, its letters in any case.
  func hasWord(_ word: StaticString, at position: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard position >= 0 && position + length <= bytes.count else { return false }
    return word.withUTF8Buffer { word in
      for offset in 0..<length where Self.lowercased(bytes[position + offset]) != word[offset] { return false }
      return true
    }
  }
}

// MARK: - Kinds of bytes

extension ReplyBytes {
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  static func isLetter(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return lower >= 0x61 && lower <= 0x7A
  }
  /// Part of a word; bytes of letters beyond ASCII count, so do those of other signs there.
  static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte == 0x5F || byte >= 0x80 }
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
  static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  /// Blanks and the marks that dress a number in Markdown and LaTeX without meaning: `*`, a backtick, `$`, `\`.
  static func isDressing(_ byte: UInt8) -> Bool { byte == 0x2A || byte == 0x60 || byte == 0x24 || byte == 0x5C }

  /// The first position at or after `position` that is no filler.
  func afterFiller(_ position: Int, newlines: Bool = true) -> Int {
    var position = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x0A || byte == 0x0D {
        if !newlines { break }
        position += 1
      } else if Self.isSpace(byte) || Self.isDressing(byte) {
        position += 1
      } else if byte == 0xC2 && self[position + 1] == 0xA0 {
        position += 2  // no-break space
      } else {
        break
      }
    }
    return position
  }

  /// Past the blanks alone.
  func afterSpaces(_ position: Int) -> Int {
    var position = position
    while position < bytes.count && Self.isSpace(bytes[position]) { position += 1 }
    return position
  }

  /// Whether a word may begin here: the byte before is no part of one.
  func isWordStart(_ position: Int) -> Bool { !Self.isWord(self[position - 1]) }
}

// MARK: - Quotation marks

extension ReplyBytes {
  /// The length of a quotation mark, straight or curly, single or double; 0 where there is none.
  func quoteLength(at position: Int) -> Int {
    switch self[position] {
    case 0x22, 0x27: 1
    // U+2018 to U+201F.
    case 0xE2 where self[position + 1] == 0x80 && self[position + 2] >= 0x98 && self[position + 2] <= 0x9F: 3
    default: 0
    }
  }

  /// A string in quotation marks: where its content lies, and where it ends. Nil where none begins or it never ends.
  ///
  /// A straight string ends with the mark that began it, a curly one with any curly mark. A backslash hides the byte
  /// after it, unless the opening mark was hidden in the same way: then the whole reply was quoted once more.
  func quoted(at position: Int) -> (content: Range<Int>, end: Int)? {
    let length = quoteLength(at: position)
    guard length > 0 else { return nil }
    let isEscaped = self[position - 1] == 0x5C
    var index = position + length
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x5C {
        if isEscaped && bytes[position] == self[index + 1] { return (position + length..<index, index + 2) }
        index += 2
        continue
      }
      if length == 1 ? byte == bytes[position] : quoteLength(at: index) == 3 {
        return (position + length..<index, index + length)
      }
      index += 1
    }
    return nil
  }
}

// MARK: - Numerals

/// A number as it is written; what is written may be no finite number.
enum Numeral: Hashable, Sendable {
  case finite(Double)
  /// NaN, an infinity, or digits beyond what a double holds.
  case notFinite

  /// NaN for what is not finite.
  var value: Double { if case .finite(let value) = self { value } else { .nan } }
}

extension ReplyBytes {
  /// Longer numerals are refused: no number needs so many digits.
  private static let longestNumeral = 400

  /// The length of a sign: plus, minus, or one of the dashes that stand for a minus (U+2010, U+2011, U+2013, U+2212,
  /// U+FE63, U+FF0D).
  func signLength(at position: Int) -> Int {
    switch (self[position], self[position + 1], self[position + 2]) {
    case (0x2B, _, _), (0x2D, _, _): 1
    case (0xE2, 0x80, 0x90), (0xE2, 0x80, 0x91), (0xE2, 0x80, 0x93), (0xE2, 0x88, 0x92): 3
    case (0xEF, 0xB9, 0xA3), (0xEF, 0xBC, 0x8D): 3
    default: 0
    }
  }

  /// The numeral that begins here, and where it ends: a sign, digits with one point, an exponent; or a word or sign
  /// for what is not finite.
  func numeral(at position: Int) -> (numeral: Numeral, end: Int)? {
    let sign = signLength(at: position)
    var index = position + sign
    for word in ["infinity", "inf", "nan"] as [StaticString] where hasWord(word, at: index) {
      let end = index + word.utf8CodeUnitCount
      return Self.isWord(self[end]) ? nil : (.notFinite, end)
    }
    if starts(with: "∞", at: index) { return (.notFinite, index + 3) }
    let digits = index
    var text: [UInt8] = sign > 0 && self[position] != 0x2B ? [0x2D] : []
    while Self.isDigit(self[index]) { index += 1 }
    var digitCount = index - digits
    // A point without digits after it ends a sentence, not a number.
    if self[index] == 0x2E && Self.isDigit(self[index + 1]) {
      index += 1
      while Self.isDigit(self[index]) {
        index += 1
        digitCount += 1
      }
    }
    guard digitCount > 0 else { return nil }
    if self[index] | 0x20 == 0x65 {
      let exponentSign = self[index + 1] == 0x2B || self[index + 1] == 0x2D ? 1 : 0
      if Self.isDigit(self[index + 1 + exponentSign]) {
        index += 1 + exponentSign
        while Self.isDigit(self[index]) { index += 1 }
      }
    }
    guard index - digits <= Self.longestNumeral else { return nil }
    text += bytes[digits..<index]
    guard let value = Double(String(decoding: text, as: UTF8.self)) else { return nil }
    return (value.isFinite ? .finite(value) : .notFinite, index)
  }

  /// Whether what follows a numeral leaves it a number by itself: no unit, product, quotient, sum, decimal comma.
  func endsNumeral(at position: Int) -> Bool {
    let byte = self[position]
    if Self.isLetter(byte) || Self.isDigit(byte) || byte == 0x5F || byte == 0x25 { return false }
    if (byte == 0x2E || byte == 0x2C) && Self.isDigit(self[position + 1]) { return false }
    // One star before a digit multiplies; two are Markdown.
    let next = afterSpaces(position)
    switch self[next] {
    case 0x2A:
      return !(self[next + 1] != 0x2A && Self.isDigit(self[afterSpaces(next + 1)]))
    case 0x2F, 0x5E:
      return false
    case 0x2B, 0x2D:
      // A new line may be an item of a list.
      let isSameLine = !bytes[position..<next].contains(0x0A)
      return !(isSameLine && Self.isDigit(self[afterSpaces(next + 1)]))
    case 0xC2 where self[next + 1] == 0xB1, 0xC3 where self[next + 1] == 0x97:
      return false  // plus-minus and times
    default:
      return true
    }
  }
}
