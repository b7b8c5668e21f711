/// Finds the end of the statement that begins at a place, and what in it is not worth parsing.
struct StatementScan {
  let bytes: [UInt8]
  let start: Int
  /// The first byte behind the statement.
  private(set) var end: Int
  /// The first that was found.
  private(set) var fault: TOMLStatement.Fault?
  private var faultIndex = 0

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
        end += 1
      case TOMLByte.number: end = endOfLine(end)
      case TOMLByte.quote, TOMLByte.apostrophe:
        guard passText(byte) else { return leave(String(repeating: Character(Unicode.Scalar(byte)), count: 3)) }
      default:
        passPlain(byte)
        end += 1
      }
    }
    guard let outermost = brackets.first, !isHeader else { return finish() }
    leave(String(Character(Unicode.Scalar(outermost))))
  }

  private mutating func passPlain(_ byte: UInt8) {
    switch byte {
    case TOMLByte.opening: open(TOMLByte.closing)
    case TOMLByte.openingBrace: open(TOMLByte.closingBrace)
    case TOMLByte.closing, TOMLByte.closingBrace: _ = brackets.popLast()
    case _ where TOMLByte.isForbidden(byte): note(.control(byte))
    default: break
    }
  }

  private mutating func open(_ closing: UInt8) {
    brackets.append(closing)
    if brackets.count > TOMLStatements.deepest { note(.tooDeep) }
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
        note(.control(byte))
      }
      end += 1
    }
    return !isLong
  }

  private func isTriple(_ quote: UInt8, _ index: Int) -> Bool {
    index + 2 < bytes.count && bytes[index] == quote && bytes[index + 1] == quote && bytes[index + 2] == quote
  }

  private mutating func note(_ fault: TOMLStatement.Fault) {
    guard self.fault == nil else { return }
    self.fault = fault
    faultIndex = end
  }

  /// Leaves out the carriage return at the end of the last line.
  private mutating func finish() {
    if end > start, end < bytes.count, bytes[end - 1] == TOMLByte.carriageReturn { end -= 1 }
  }

  /// Takes the first line for the whole statement: what follows it is likely to be right.
  private mutating func leave(_ missing: String) {
    end = endOfLine(start)
    if fault == nil || faultIndex >= end { fault = .unclosed(by: missing) }
    finish()
  }

  private func endOfLine(_ index: Int) -> Int { bytes[index...].firstIndex(of: TOMLByte.newline) ?? bytes.count }
}
