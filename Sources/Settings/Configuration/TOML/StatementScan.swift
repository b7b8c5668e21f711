/// Finds the end of the statement that begins at a place, and what in it is not worth parsing.
struct StatementScan {
  let bytes: [UInt8]
  let start: Int
  /// The first byte behind the statement.
  private(set) var end: Int
  private(set) var fault: TOMLStatement.Fault?

  /// The closing brackets that are still to come.
  private var brackets: [UInt8] = []

  init(bytes: [UInt8], start: Int) {
    self.bytes = bytes
    self.start = start
    end = start
  }

  mutating func run() {
    let isHeader = bytes[start] == TOMLByte.opening
    while end < bytes.count {
      let byte = bytes[end]
      switch byte {
      case TOMLByte.newline:
        if brackets.isEmpty || isHeader { return finish() }
        // Within a list no line begins like a statement: there the list was not closed.
        if brackets.last == TOMLByte.closing, beginsStatement(end + 1) { return leave(brackets) }
        end += 1
      case TOMLByte.number: end = endOfLine(end)
      case TOMLByte.quote, TOMLByte.apostrophe:
        guard passText(byte) else { return leave([byte, byte, byte]) }
      default:
        passPlain(byte)
        end += 1
      }
    }
    if brackets.isEmpty || isHeader { finish() } else { leave(brackets) }
  }

  private mutating func passPlain(_ byte: UInt8) {
    switch byte {
    case TOMLByte.opening: open(TOMLByte.closing)
    case TOMLByte.openingBrace: open(TOMLByte.closingBrace)
    case TOMLByte.closing, TOMLByte.closingBrace: _ = brackets.popLast()
    case _ where TOMLByte.isForbidden(byte): fault = fault ?? .control(byte)
    default: break
    }
  }

  private mutating func open(_ closing: UInt8) {
    brackets.append(closing)
    if brackets.count > TOMLStatements.deepest { fault = fault ?? .tooDeep }
  }

  /// Goes behind the text that begins here, or to the end of the line where one of a single line does not end.
  /// False where one of several lines does not end in the file.
  private mutating func passText(_ quote: UInt8) -> Bool {
    let isLong = isTriple(quote, end)
    end += isLong ? 3 : 1
    while end < bytes.count {
      let byte = bytes[end]
      if byte == quote {
        if !isLong {
          end += 1
          return true
        }
        if isTriple(quote, end) {
          end += 3
          // One or two quotes may stand before the three that close.
          for _ in 0..<2 where end < bytes.count && bytes[end] == quote { end += 1 }
          return true
        }
      } else if byte == TOMLByte.newline, !isLong {
        return true
      } else if byte == TOMLByte.backslash, quote == TOMLByte.quote, end + 1 < bytes.count {
        if bytes[end + 1] != TOMLByte.newline { end += 1 }
      } else if TOMLByte.isForbidden(byte) {
        fault = fault ?? .control(byte)
      }
      end += 1
    }
    return !isLong
  }

  private func isTriple(_ quote: UInt8, _ index: Int) -> Bool {
    index + 2 < bytes.count && bytes[index] == quote && bytes[index + 1] == quote && bytes[index + 2] == quote
  }

  /// Without the carriage return of its last line and the blanks before it.
  private mutating func finish() {
    if end > start, end < bytes.count, bytes[end - 1] == TOMLByte.carriageReturn { end -= 1 }
  }

  /// Takes the first line for the whole statement: what follows it is likely to be right.
  private mutating func leave(_ missing: [UInt8]) {
    fault = fault ?? .unclosed(by: String(decoding: missing.reversed(), as: UTF8.self))
    end = endOfLine(start)
    finish()
  }

  private func endOfLine(_ index: Int) -> Int { bytes[index...].firstIndex(of: TOMLByte.newline) ?? bytes.count }

  // MARK: What a line begins like

  /// Whether a line begins with a name and an equals sign, or is a header with a name that is no value.
  private func beginsStatement(_ start: Int) -> Bool {
    var index = afterBlanks(start)
    guard index < bytes.count else { return false }
    if bytes[index] != TOMLByte.opening {
      return afterName(&index) && index < bytes.count && bytes[index] == TOMLByte.equals
    }
    while index < bytes.count, bytes[index] == TOMLByte.opening { index += 1 }
    let name = bytes[index...].prefix { TOMLByte.isBareKey($0) }
    guard let first = name.first, first == UInt8(ascii: "_") || first >= UInt8(ascii: "A"),
      !["true", "false", "inf", "nan"].contains(String(decoding: name, as: UTF8.self))
    else { return false }
    return afterName(&index) && index < bytes.count && bytes[index] == TOMLByte.closing
  }

  /// Moves behind a name, dotted or not, and the blanks after it; false where there is none.
  private func afterName(_ index: inout Int) -> Bool {
    while true {
      index = afterBlanks(index)
      guard index < bytes.count else { return false }
      let quote = bytes[index]
      if quote == TOMLByte.quote || quote == TOMLByte.apostrophe {
        let rest = bytes[(index + 1)...].prefix { $0 != quote && $0 != TOMLByte.newline }
        guard rest.endIndex < bytes.count, bytes[rest.endIndex] == quote else { return false }
        index = rest.endIndex + 1
      } else {
        let name = bytes[index...].prefix { TOMLByte.isBareKey($0) }
        guard !name.isEmpty else { return false }
        index = name.endIndex
      }
      index = afterBlanks(index)
      guard index < bytes.count, bytes[index] == TOMLByte.dot else { return true }
      index += 1
    }
  }

  private func afterBlanks(_ start: Int) -> Int {
    var index = start
    while index < bytes.count, TOMLByte.isBlank(bytes[index]) { index += 1 }
    return index
  }
}
