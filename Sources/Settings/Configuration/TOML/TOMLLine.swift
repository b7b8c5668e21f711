/// What a statement of a TOML text turned out to be.
enum TOMLLine: Hashable, Sendable {
  /// `[a.b]`: the names below it belong to that section.
  case header([String])
  /// `[[a.b]]`
  case listHeader([String])
  /// `a.b = value`
  case setting([String], ParsedValue)
  case unreadable(Unreadable)

  /// A statement that is no TOML, with what could be made out of it.
  struct Unreadable: Hashable, Sendable {
    var fault: TOMLStatement.Fault?
    var isHeader: Bool
    /// The line, from 1, in which it stops being TOML.
    var line: Int
    var isFirstLine: Bool
    /// That line.
    var text: String
    /// The name, where there is one that can be read; for a header the one that it is likely to mean.
    var path: [String]?
    /// What stands behind the equals sign on the first line, without blanks and comment; nil where there is no sign.
    var value: String?
  }

  init(_ statement: TOMLStatement) {
    guard statement.fault == nil else {
      self = .unreadable(Unreadable(statement, failingAt: statement.bytes.startIndex))
      return
    }
    do throws(TOMLParser.Failure) {
      var parser = TOMLParser(statement.bytes)
      if statement.isHeader {
        let (path, isList) = try parser.header()
        self = isList ? .listHeader(path) : .header(path)
      } else {
        let (path, value) = try parser.setting()
        self = .setting(path, value)
      }
    } catch {
      self = .unreadable(Unreadable(statement, failingAt: error.index))
    }
  }
}

extension TOMLLine.Unreadable {
  /// The most bytes that are looked at to explain a line; messages show far fewer.
  private static let longest = 4096

  init(_ statement: TOMLStatement, failingAt index: Int) {
    let bytes = statement.bytes
    let before = bytes[..<index]
    line = statement.line + before.count { $0 == TOMLByte.newline }
    isFirstLine = line == statement.line
    let start = before.lastIndex(of: TOMLByte.newline).map { $0 + 1 } ?? bytes.startIndex
    text = String(decoding: bytes[start...].prefix { $0 != TOMLByte.newline }.prefix(Self.longest), as: UTF8.self)
    fault = statement.fault
    isHeader = statement.isHeader
    let first = bytes.prefix { $0 != TOMLByte.newline }
    let isReadable = fault != .notUTF8 && !first.contains(where: TOMLByte.isForbidden)
    if isHeader {
      let name = first.drop { $0 == TOMLByte.opening || TOMLByte.isBlank($0) }.prefix { TOMLByte.isBareKey($0) }
      path = name.isEmpty || !isReadable ? nil : [String(decoding: name, as: UTF8.self)]
      return
    }
    guard let sign = Self.sign(in: first) else { return }
    value = Self.value(String(decoding: first[(sign + 1)...].prefix(Self.longest), as: UTF8.self))
    var parser = TOMLParser(first[..<sign])
    if isReadable, let path = try? parser.path(), parser.index == sign { self.path = path }
  }

  /// The first equals sign outside of quotes.
  private static func sign(in bytes: ArraySlice<UInt8>) -> Int? {
    var quote: UInt8?
    for index in bytes.indices {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == TOMLByte.quote || byte == TOMLByte.apostrophe {
        quote = byte
      } else if byte == TOMLByte.equals {
        return index
      }
    }
    return nil
  }

  private static func value(_ text: String) -> String {
    // In quotes, what looks like a comment may be none.
    let isQuoted = text.contains { $0 == "\"" || $0 == "'" }
    return Wording.trimmed(isQuoted ? text : String(text.prefix { $0 != "#" }))
  }
}
