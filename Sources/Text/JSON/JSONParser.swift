extension JSONValue {
  /// What to do with an object that has a key twice.
  public enum DuplicateKeys: Hashable, Sendable {
    /// The last one counts, as in most readers.
    case lastWins
    case refused
  }

  /// Reads one value (RFC 8259, strictly: no comments, no trailing commas, no byte order mark) from UTF-8 bytes.
  ///
  /// Numbers become the nearest double; one that is too large is an error. A `\u` escape of half a surrogate pair
  /// becomes U+FFFD, for the grammar allows it and no string can hold it. Keys are the same where their text is
  /// canonically equivalent, as everywhere in Swift. Arrays and objects may be nested `maximumDepth` deep.
  public init(
    parsing bytes: some Collection<UInt8>, duplicateKeys: DuplicateKeys = .lastWins, maximumDepth: Int = 512
  ) throws(JSONSyntaxError) {
    let parse = { (buffer: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONSyntaxError> in
      var parser = JSONParser(bytes: buffer, duplicateKeys: duplicateKeys, maximumDepth: maximumDepth)
      do throws(JSONSyntaxError) {
        return .success(try parser.document())
      } catch {
        return .failure(error)
      }
    }
    let result = bytes.withContiguousStorageIfAvailable(parse) ?? Array(bytes).withUnsafeBufferPointer(parse)
    self = try result.get()
  }

  /// Reads one value from text.
  public init(parsing text: String, duplicateKeys: DuplicateKeys = .lastWins) throws(JSONSyntaxError) {
    try self.init(parsing: text.utf8, duplicateKeys: duplicateKeys)
  }
}

/// Recursive descent over bytes. The buffer outlives the parser, which never leaves `init(parsing:)`.
private struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  let duplicateKeys: JSONValue.DuplicateKeys
  let maximumDepth: Int
  private var position = 0
  private var depth = 0

  init(bytes: UnsafeBufferPointer<UInt8>, duplicateKeys: JSONValue.DuplicateKeys, maximumDepth: Int) {
    self.bytes = bytes
    self.duplicateKeys = duplicateKeys
    self.maximumDepth = maximumDepth
  }

  mutating func document() throws(JSONSyntaxError) -> JSONValue {
    skipBlanks()
    let result = try value()
    skipBlanks()
    if position < bytes.count { throw JSONSyntaxError(.trailingContent, offset: position) }
    return result
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private func unexpected(_ expected: String) -> JSONSyntaxError {
    guard let next else { return JSONSyntaxError(.unexpectedEnd, offset: position) }
    return JSONSyntaxError(.unexpected(next, expected: expected), offset: position)
  }

  private mutating func value() throws(JSONSyntaxError) -> JSONValue {
    guard let byte = next else { throw JSONSyntaxError(.unexpectedEnd, offset: position) }
    switch byte {
    case UInt8(ascii: "{"): return try nested { parser throws(JSONSyntaxError) in try parser.object() }
    case UInt8(ascii: "["): return try nested { parser throws(JSONSyntaxError) in try parser.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw unexpected("a value")
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONSyntaxError) -> JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    guard depth < maximumDepth else { throw JSONSyntaxError(.tooDeep(limit: maximumDepth), offset: position) }
    depth += 1
    position += 1
    let result = try body(&self)
    depth -= 1
    return result
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[index] else { throw unexpected("\"\(word)\"") }
      position += 1
    }
    return value
  }

  private mutating func array() throws(JSONSyntaxError) -> JSONValue {
    var values: [JSONValue] = []
    skipBlanks()
    if next == UInt8(ascii: "]") {
      position += 1
      return .array(values)
    }
    while true {
      skipBlanks()
      values.append(try value())
      skipBlanks()
      switch next {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"):
        position += 1
        return .array(values)
      default: throw unexpected("\",\" or \"]\"")
      }
    }
  }

  private mutating func object() throws(JSONSyntaxError) -> JSONValue {
    var members: [String: JSONValue] = [:]
    skipBlanks()
    if next == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipBlanks()
      let keyOffset = position
      guard next == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
      let key = try string()
      skipBlanks()
      guard next == UInt8(ascii: ":") else { throw unexpected("\":\"") }
      position += 1
      skipBlanks()
      let value = try value()
      if members.updateValue(value, forKey: key) != nil, duplicateKeys == .refused {
        throw JSONSyntaxError(.duplicateKey(key), offset: keyOffset)
      }
      skipBlanks()
      switch next {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"):
        position += 1
        return .object(members)
      default: throw unexpected("\",\" or \"}\"")
      }
    }
  }

  // MARK: Numbers

  private mutating func number() throws(JSONSyntaxError) -> Double {
    let start = position
    let negative = next == UInt8(ascii: "-")
    if negative { position += 1 }
    var digits: UInt64 = 0
    var digitCount = 0
    var scale = 0
    let wholeStart = position
    try scanDigits(&digits, &digitCount)
    if position - wholeStart > 1, bytes[wholeStart] == UInt8(ascii: "0") {
      position = wholeStart + 1
      throw unexpected("no digit after a leading 0")
    }
    if next == UInt8(ascii: ".") {
      position += 1
      let fraction = position
      try scanDigits(&digits, &digitCount)
      scale = fraction - position
    }
    var isSimple = digitCount <= 15
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      let exponentNegative = next == UInt8(ascii: "-")
      if exponentNegative || next == UInt8(ascii: "+") { position += 1 }
      var exponent: UInt64 = 0
      var exponentDigits = 0
      try scanDigits(&exponent, &exponentDigits)
      isSimple = isSimple && exponentDigits <= 3
      if isSimple { scale += exponentNegative ? -Int(exponent) : Int(exponent) }
    }
    // Both are exact doubles, so that one operation rounds once (Clinger's fast path).
    if isSimple, (-22...22).contains(scale) {
      let magnitude = scale < 0 ? Double(digits) / Self.powers[-scale] : Double(digits) * Self.powers[scale]
      return negative ? -magnitude : magnitude
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let result = Double(text), result.isFinite else { throw JSONSyntaxError(.numberOutOfRange, offset: start) }
    return result
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  private mutating func scanDigits(_ value: inout UInt64, _ count: inout Int) throws(JSONSyntaxError) {
    let start = position
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      // Beyond 15 digits the value is not used.
      value = value &* 10 &+ UInt64(byte - UInt8(ascii: "0"))
      position += 1
    }
    guard position > start else { throw unexpected("a digit") }
    count += position - start
  }

  // MARK: Strings

  private mutating func string() throws(JSONSyntaxError) -> String {
    position += 1
    var text: String?
    var start = position
    var isASCII = true
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        let piece = try validated(start..<position, isASCII: isASCII)
        position += 1
        return text.map { $0 + piece } ?? piece
      case UInt8(ascii: "\\"):
        text = (text ?? "") + (try validated(start..<position, isASCII: isASCII))
        text?.unicodeScalars.append(try escape())
        start = position
      case 0x80...:
        isASCII = false
        position += 1
      case 0..<0x20: throw JSONSyntaxError(.unescapedControl(byte), offset: position)
      default: position += 1
      }
    }
    throw JSONSyntaxError(.unexpectedEnd, offset: position)
  }

  private func validated(_ range: Range<Int>, isASCII: Bool) throws(JSONSyntaxError) -> String {
    let piece = UnsafeBufferPointer(rebasing: bytes[range])
    if isASCII { return String(decoding: piece, as: UTF8.self) }
    guard let text = String(validating: piece, as: UTF8.self) else {
      throw JSONSyntaxError(.invalidUTF8, offset: range.lowerBound)
    }
    return text
  }

  /// From the backslash on.
  private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let start = position
    position += 1
    guard let byte = next else { throw JSONSyntaxError(.unexpectedEnd, offset: position) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw JSONSyntaxError(.invalidEscape, offset: start)
    }
    let unit = try hexadecimal(from: start)
    guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
    // The second half must follow at once; otherwise what follows is read on its own.
    let second = position
    guard bytes.count - position >= 6, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    position += 2
    let low = try hexadecimal(from: second)
    guard (0xDC00..<0xE000).contains(low) else {
      position = second
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func hexadecimal(from start: Int) throws(JSONSyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw JSONSyntaxError(.unexpectedEnd, offset: position) }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: throw JSONSyntaxError(.invalidEscape, offset: start)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
