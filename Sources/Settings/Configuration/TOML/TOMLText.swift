/// Reads the four forms of text in TOML 1.0: in double quotes with escapes or in single quotes as it is, on one line or
/// between three quotes on several.
enum TOMLText {
  /// - Parameters:
  ///   - index: at the opening quote; moved behind the closing one.
  ///   - isName: names stand on one line.
  static func read(
    _ bytes: ArraySlice<UInt8>, _ index: inout Int, isName: Bool
  ) throws(TOMLParser.Failure) -> String {
    let quote = bytes[index]
    let isLong = !isName && isTriple(quote, bytes, index)
    index += isLong ? 3 : 1
    if isLong { skipNewline(bytes, &index) }
    var text: [UInt8] = []
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == quote {
        if !isLong {
          index += 1
          return String(decoding: text, as: UTF8.self)
        }
        if isTriple(quote, bytes, index) {
          index += 3
          // One or two quotes may stand before the three that close.
          for _ in 0..<2 where index < bytes.endIndex && bytes[index] == quote {
            text.append(quote)
            index += 1
          }
          return String(decoding: text, as: UTF8.self)
        }
      }
      switch byte {
      case TOMLByte.newline, TOMLByte.carriageReturn:
        // The end of a line is a newline, however the file writes it.
        guard isLong, skipNewline(bytes, &index) else { throw TOMLParser.Failure(index: index) }
        text.append(TOMLByte.newline)
      case TOMLByte.backslash where quote == TOMLByte.quote:
        try readEscape(bytes, &index, isLong: isLong, into: &text)
      default:
        text.append(byte)
        index += 1
      }
    }
    throw TOMLParser.Failure(index: index)
  }

  private static func isTriple(_ quote: UInt8, _ bytes: ArraySlice<UInt8>, _ index: Int) -> Bool {
    index + 2 < bytes.endIndex && bytes[index...(index + 2)].allSatisfy { $0 == quote }
  }

  @discardableResult
  private static func skipNewline(_ bytes: ArraySlice<UInt8>, _ index: inout Int) -> Bool {
    var next = index
    if next < bytes.endIndex, bytes[next] == TOMLByte.carriageReturn { next += 1 }
    guard next < bytes.endIndex, bytes[next] == TOMLByte.newline else { return false }
    index = next + 1
    return true
  }

  private static func readEscape(
    _ bytes: ArraySlice<UInt8>, _ index: inout Int, isLong: Bool, into text: inout [UInt8]
  ) throws(TOMLParser.Failure) {
    let start = index
    index += 1
    guard index < bytes.endIndex else { throw TOMLParser.Failure(index: start) }
    let letter = bytes[index]
    let plain: [UInt8: UInt8] = [
      UInt8(ascii: "b"): 0x08, UInt8(ascii: "t"): 0x09, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "f"): 0x0C,
      UInt8(ascii: "r"): 0x0D, TOMLByte.quote: TOMLByte.quote, TOMLByte.backslash: TOMLByte.backslash,
    ]
    if let byte = plain[letter] {
      text.append(byte)
      index += 1
    } else if letter == UInt8(ascii: "u") || letter == UInt8(ascii: "U") {
      let digits = bytes[(index + 1)...].prefix(letter == UInt8(ascii: "u") ? 4 : 8)
      guard digits.count == (letter == UInt8(ascii: "u") ? 4 : 8),
        digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
        let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(code)
      else { throw TOMLParser.Failure(index: start) }
      text += Array(String(Character(scalar)).utf8)
      index = digits.endIndex
    } else {
      // At the end of a line: what is blank up to the next character is left out.
      while index < bytes.endIndex, TOMLByte.isBlank(bytes[index]) { index += 1 }
      guard isLong, skipNewline(bytes, &index) else { throw TOMLParser.Failure(index: start) }
      while index < bytes.endIndex, TOMLByte.isBlank(bytes[index]) || skipNewline(bytes, &index) {
        if index < bytes.endIndex, TOMLByte.isBlank(bytes[index]) { index += 1 }
      }
    }
  }
}
