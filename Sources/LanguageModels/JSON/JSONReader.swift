/// Reads JSON (RFC 8259) straight from bytes and builds only what is asked for.
///
/// A streamed reply is hundreds of small objects of which one string matters: walking past the rest costs a fraction of
/// building it, which `JSONValue(parsing:)` is for. Invalid UTF-8 and lone surrogates become U+FFFD; nesting is bounded,
/// so that no input overflows the stack.
struct JSONReader {
  /// Where the bytes stop being JSON.
  struct Malformed: Error, Equatable {
    var offset: Int
  }

  enum Kind { case object, array, string, number, literal, end }

  static let deepest = 64

  private let bytes: [UInt8]
  private(set) var position: Int
  private var depth = 0

  init(_ bytes: [UInt8], from position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// What comes next, after white space.
  mutating func peek() -> Kind {
    skipSpace()
    guard position < bytes.count else { return .end }
    return switch bytes[position] {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
    default: .literal
    }
  }

  /// Visits the members of an object; the visitor must consume each value.
  mutating func members(_ visit: (inout JSONReader, String) throws -> Void) throws {
    try enter(UInt8(ascii: "{"))
    if take(UInt8(ascii: "}")) { return leave() }
    repeat {
      let key = try string()
      try expect(UInt8(ascii: ":"))
      try visit(&self, key)
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
    leave()
  }

  /// Visits the elements of an array; the visitor must consume each.
  mutating func elements(_ visit: (inout JSONReader) throws -> Void) throws {
    try enter(UInt8(ascii: "["))
    if take(UInt8(ascii: "]")) { return leave() }
    repeat { try visit(&self) } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    leave()
  }

  mutating func string() throws -> String {
    try expect(UInt8(ascii: "\""))
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        position += 1
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw Malformed(offset: position)
      default: position += 1
      }
    }
    throw Malformed(offset: position)
  }

  /// The string, or nil after walking past a value of another kind.
  mutating func stringIfAny() throws -> String? {
    if peek() == .string { return try string() }
    try skip()
    return nil
  }

  /// The number as a whole one, or nil after walking past anything else.
  mutating func integerIfAny() throws -> Int? {
    guard peek() == .number else {
      try skip()
      return nil
    }
    return Int(exactly: try number().rounded())
  }

  /// A count of tokens, or nil after walking past anything else: never so large that sums of counts overflow.
  mutating func countIfAny() throws -> Int? {
    try integerIfAny().map { min(max($0, 0), Self.largestCount) }
  }

  static let largestCount = 1 << 40

  mutating func number() throws -> Double {
    skipSpace()
    let start = position
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
    // A leading zero stands alone.
    if position < bytes.count, bytes[position] == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
        position += 1
      }
      try digits()
    }
    guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      throw Malformed(offset: start)
    }
    return value
  }

  mutating func skip() throws {
    switch peek() {
    case .object: try members { reader, _ in try reader.skip() }
    case .array: try elements { try $0.skip() }
    case .string: _ = try string()
    case .number: _ = try number()
    case .literal, .end: try literal()
    }
  }

  /// Walks past a value and gives its bytes.
  mutating func slice() throws -> ArraySlice<UInt8> {
    skipSpace()
    let start = position
    try skip()
    return bytes[start..<position]
  }

  /// That nothing but white space is left.
  mutating func end() throws {
    skipSpace()
    if position < bytes.count { throw Malformed(offset: position) }
  }

  // MARK: - Pieces

  private mutating func literal() throws {
    for word in ["null", "true", "false"] where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return
    }
    throw Malformed(offset: position)
  }

  private mutating func digits() throws {
    let start = position
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    if position == start { throw Malformed(offset: position) }
  }

  private mutating func escapedString(from start: Int) throws -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20: throw Malformed(offset: position - 1)
      default: text.append(byte)
      }
    }
    throw Malformed(offset: position)
  }

  private mutating func escape() throws -> Unicode.Scalar {
    guard position < bytes.count else { throw Malformed(offset: position) }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u"):
      let unit = try hexadecimalUnit()
      if UTF16.isLeadSurrogate(unit), bytes[position...].starts(with: #"\u"#.utf8) {
        let mark = position
        position += 2
        let trail = try hexadecimalUnit()
        if UTF16.isTrailSurrogate(trail) {
          return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
        }
        position = mark
      }
      return Unicode.Scalar(unit) ?? "\u{FFFD}"
    default: throw Malformed(offset: position - 1)
    }
  }

  private mutating func hexadecimalUnit() throws -> UInt16 {
    guard position + 4 <= bytes.count else { throw Malformed(offset: position) }
    var unit: UInt16 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw Malformed(offset: position) }
      unit = unit << 4 | UInt16(digit)
    }
    position += 4
    return unit
  }

  private mutating func enter(_ opening: UInt8) throws {
    try expect(opening)
    depth += 1
    if depth > Self.deepest { throw Malformed(offset: position) }
  }

  private mutating func leave() { depth -= 1 }

  private mutating func expect(_ byte: UInt8) throws {
    guard take(byte) else { throw Malformed(offset: position) }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }
}
