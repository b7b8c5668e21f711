/// Reads one statement of TOML 1.0 (toml.io/en/v1.0.0), whose end and depth `TOMLStatements` has found.
///
/// A parser of our own, since the one at hand for Swift (TOMLKit 0.6 over toml++ 3.4) ends the program at a header like
/// `[.run]`, an assertion, and at a name of a hundred thousand dots, for want of stack.
struct TOMLParser {
  /// Where a statement stops being TOML: an index of its bytes.
  struct Failure: Error, Hashable {
    var index: Int
  }

  private let bytes: ArraySlice<UInt8>
  private(set) var index: Int

  /// - Parameter bytes: UTF-8, without control characters but tabs and the ends of lines.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  /// `[a.b]` or `[[a.b]]`
  mutating func header() throws(Failure) -> (path: [String], isList: Bool) {
    try expect(TOMLByte.opening)
    let isList = take(TOMLByte.opening)
    let path = try path()
    try expect(TOMLByte.closing)
    if isList { try expect(TOMLByte.closing) }
    try expectEnd()
    return (path, isList)
  }

  /// `a.b = value`
  mutating func setting() throws(Failure) -> (path: [String], value: ParsedValue) {
    let path = try path()
    try expect(TOMLByte.equals)
    skipBlanks()
    let value = try value()
    try expectEnd()
    return (path, value)
  }

  /// The names of a dotted key, with the blanks around them.
  mutating func path() throws(Failure) -> [String] {
    var path: [String] = []
    repeat {
      skipBlanks()
      path.append(try name())
      skipBlanks()
    } while take(TOMLByte.dot)
    return path
  }

  private mutating func name() throws(Failure) -> String {
    if let quote = peek(), quote == TOMLByte.quote || quote == TOMLByte.apostrophe {
      return try TOMLText.read(bytes, &index, isName: true)
    }
    let name = bytes[index...].prefix { TOMLByte.isBareKey($0) }
    guard !name.isEmpty else { throw Failure(index: index) }
    index = name.endIndex
    return String(decoding: name, as: UTF8.self)
  }

  // MARK: Values

  private mutating func value() throws(Failure) -> ParsedValue {
    switch peek() {
    case TOMLByte.quote, TOMLByte.apostrophe:
      return .setting(.text(try TOMLText.read(bytes, &index, isName: false)))
    case TOMLByte.opening: return .list(try list())
    case TOMLByte.openingBrace: return .section(try table())
    default:
      guard let (value, end) = TOMLScalar.read(bytes[index...]) else { throw Failure(index: index) }
      index = end
      return value
    }
  }

  private mutating func list() throws(Failure) -> [ParsedValue] {
    try expect(TOMLByte.opening)
    var values: [ParsedValue] = []
    skipLines()
    while !take(TOMLByte.closing) {
      values.append(try value())
      skipLines()
      if !take(TOMLByte.comma), peek() != TOMLByte.closing { throw Failure(index: index) }
      skipLines()
    }
    return values
  }

  /// On one line, without a comma behind the last.
  private mutating func table() throws(Failure) -> [ParsedValue.Member] {
    try expect(TOMLByte.openingBrace)
    var members: [ParsedValue.Member] = []
    skipBlanks()
    if take(TOMLByte.closingBrace) { return members }
    while true {
      let path = try path()
      try expect(TOMLByte.equals)
      skipBlanks()
      members.append(ParsedValue.Member(path: path, value: try value()))
      skipBlanks()
      if take(TOMLByte.closingBrace) { return members }
      try expect(TOMLByte.comma)
    }
  }

  // MARK: Bytes

  private func peek() -> UInt8? { index < bytes.endIndex ? bytes[index] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(Failure) {
    if !take(byte) { throw Failure(index: index) }
  }

  /// Nothing but blanks and a comment may follow.
  private mutating func expectEnd() throws(Failure) {
    skipBlanks()
    if let byte = peek(), byte != TOMLByte.number { throw Failure(index: index) }
  }

  private mutating func skipBlanks() {
    while let byte = peek(), TOMLByte.isBlank(byte) { index += 1 }
  }

  /// Goes over blanks, ends of lines and comments.
  private mutating func skipLines() {
    while let byte = peek() {
      if byte == TOMLByte.number {
        index = bytes[index...].firstIndex(of: TOMLByte.newline) ?? bytes.endIndex
      } else if byte == TOMLByte.carriageReturn {
        guard index + 1 < bytes.endIndex, bytes[index + 1] == TOMLByte.newline else { return }
        index += 2
      } else if TOMLByte.isBlank(byte) || byte == TOMLByte.newline {
        index += 1
      } else {
        return
      }
    }
  }
}
