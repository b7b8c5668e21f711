/// One header or one setting of a TOML text, over one line or several.
struct TOMLStatement: Hashable, Sendable {
  /// Its first line, from 1.
  var line: Int
  /// Without the end of its last line.
  var bytes: ArraySlice<UInt8>
  /// What already shows that it cannot be read; the parser is then spared it.
  var fault: Fault?

  var isHeader: Bool { bytes.first == TOMLByte.opening }

  enum Fault: Hashable, Sendable {
    case notUTF8
    case control(UInt8)
    /// Lists or tables in one another, deeper than `TOMLStatements.deepest`: nothing may use up the stack.
    case tooDeep
    /// A list, a table or a text of several lines that does not end in the file; the statement is then its first line.
    case unclosed(by: String)
  }
}

/// Cuts a TOML text into its statements, so that one that is wrong does not lose the others, and each has its line.
///
/// It knows only where texts, comments, lists and tables begin and end; whether what stands between them is TOML is
/// for the parser to say.
struct TOMLStatements: Sequence, IteratorProtocol {
  /// How deep lists and tables may lie in one another.
  static let deepest = 32

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // A byte order mark.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  mutating func next() -> TOMLStatement? {
    while true {
      position = afterBlanks(position)
      guard position < bytes.count else { return nil }
      if bytes[position] == TOMLByte.number { position = endOfLine(position) }
      if let next = afterNewline(position) {
        position = next
        line += 1
      } else if position < bytes.count {
        return statement()
      }
    }
  }

  private mutating func statement() -> TOMLStatement {
    var scan = StatementScan(bytes: bytes, start: position)
    scan.run()
    var statement = TOMLStatement(line: line, bytes: bytes[position..<scan.end], fault: scan.fault)
    if statement.fault == nil, String(validating: statement.bytes, as: UTF8.self) == nil { statement.fault = .notUTF8 }
    line += statement.bytes.count { $0 == TOMLByte.newline }
    position = scan.end
    return statement
  }

  private func afterBlanks(_ start: Int) -> Int {
    var index = start
    while index < bytes.count, TOMLByte.isBlank(bytes[index]) { index += 1 }
    return index
  }

  private func endOfLine(_ start: Int) -> Int { bytes[start...].firstIndex(of: TOMLByte.newline) ?? bytes.count }

  private func afterNewline(_ index: Int) -> Int? {
    guard index < bytes.count else { return nil }
    if bytes[index] == TOMLByte.newline { return index + 1 }
    let isPair =
      bytes[index] == TOMLByte.carriageReturn && index + 1 < bytes.count && bytes[index + 1] == TOMLByte.newline
    return isPair ? index + 2 : nil
  }
}
