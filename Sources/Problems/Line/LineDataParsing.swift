import Optimization

extension LineData {
  /// Two columns of text, as spreadsheets and programs write them.
  ///
  /// - Columns are divided by a tab, else a semicolon, else a comma, else blanks: by the first of these that the first
  ///   line of content holds. Fields may be quoted with `"`. Lines end with LF, CR LF or CR.
  /// - Empty lines and lines that begin with `#` are passed over, so is a byte order mark.
  /// - The first line is a header where neither of its fields is a number; it names the axes.
  /// - A decimal comma is read where a tab or a semicolon divides the columns: elsewhere 1,5 is two numbers.
  ///
  /// - Parameters:
  ///   - bytes: the file as UTF-8; at most 1,000,000 points.
  ///   - name: what an error calls it.
  /// - Throws: `InputError` with line, column and value.
  public static func parse(_ bytes: [UInt8], name: String) throws -> LineData {
    try parse(bytes, name: name, most: LineSettings.largestPointCount)
  }

  static func parse(_ bytes: [UInt8], name: String, most: Int) throws -> LineData {
    var parser = LineDataParser(bytes: bytes, name: name, most: most)
    return try parser.parse()
  }

  /// As above, of a text.
  public static func parse(_ text: String, name: String) throws -> LineData {
    try parse(Array(text.utf8), name: name)
  }
}

/// One pass over the bytes of a file.
private struct LineDataParser {
  let bytes: [UInt8]
  let name: String
  /// How many points are allowed.
  let most: Int
  private var xs: [Double] = []
  private var ys: [Double] = []
  private var names = ("x", "y")
  private var separator: UInt8?

  init(bytes: [UInt8], name: String, most: Int) {
    self.bytes = bytes
    self.name = name
    self.most = most
  }

  private static let blank = UInt8(ascii: " "), tab = UInt8(ascii: "\t"), quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r"), comma = UInt8(ascii: ",")

  mutating func parse() throws -> LineData {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw InputError("\(name) is UTF-16 text; please save it as UTF-8.")
    }
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 0
    var hasContent = false
    while position < bytes.count {
      line += 1
      let end = bytes[position...].firstIndex { $0 == Self.lineFeed || $0 == Self.carriageReturn } ?? bytes.count
      let content = trimmed(position..<end)
      if !content.isEmpty && bytes[content.lowerBound] != UInt8(ascii: "#") {
        try read(content, number: line, isFirst: !hasContent)
        hasContent = true
      }
      let isPair = end + 1 < bytes.count && bytes[end] == Self.carriageReturn && bytes[end + 1] == Self.lineFeed
      position = end + (isPair ? 2 : 1)
    }
    guard hasContent else {
      throw InputError("\(name) is empty; it needs two columns, x and y, with at least two points.")
    }
    return try LineData(xs: xs, ys: ys, xName: names.0, yName: names.1, name: name)
  }

  private mutating func read(_ line: Range<Int>, number lineNumber: Int, isFirst: Bool) throws {
    if isFirst { separator = separator(of: line) }
    let fields = try fields(of: line, line: lineNumber)
    guard fields.count == 2 else {
      let count = fields.count == 1 ? "one column" : "\(fields.count) columns"
      throw InputError(
        "Line \(lineNumber) of \(name) has \(count): \"\(quoted(line))\"; each line has two numbers, x and y, divided by a "
          + "comma, a semicolon, a tab or blanks.")
    }
    if isFirst && fields.allSatisfy({ value(of: $0) == nil && !bytes[$0].isEmpty && !isNotFinite($0) }) {
      names = (text(fields[0]), text(fields[1]))
      return
    }
    guard xs.count < most else {
      throw InputError(
        "\(name) has more than \(most) points, the most that are allowed (line \(lineNumber))."
      )
    }
    xs.append(try number(fields[0], column: 1, line: lineNumber))
    ys.append(try number(fields[1], column: 2, line: lineNumber))
  }

  private func number(_ field: Range<Int>, column: Int, line: Int) throws -> Double {
    let place = "Line \(line), column \(column) of \(name)"
    guard !field.isEmpty else { throw InputError("\(place) is empty; a number is needed.") }
    guard let value = value(of: field) else {
      let allowed = isNotFinite(field) ? "only finite numbers are allowed" : "a number is needed, such as -1.25 or 3e-2"
      throw InputError("\(place) has \"\(quoted(field))\"; \(allowed).")
    }
    guard abs(value) <= LineSettings.largestNumber else {
      throw InputError(
        "\(place) has \"\(quoted(field))\"; allowed are numbers from -\(LineSettings.largestNumber) to "
          + "\(LineSettings.largestNumber).")
    }
    return value
  }

  /// The number of a field, which may be infinite where it is too large; nil where it is none.
  private func value(of field: Range<Int>) -> Double? {
    var text = bytes[field]
    guard text.contains(where: { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return nil }
    // A hexadecimal number or a stray letter must not pass.
    let allowed: (UInt8) -> Bool = { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    if separator == Self.tab || separator == UInt8(ascii: ";"), !text.contains(UInt8(ascii: ".")),
      let comma = text.firstIndex(of: Self.comma)
    {
      text[comma] = UInt8(ascii: ".")
    }
    if text.starts(with: [0xE2, 0x88, 0x92]) { text = [UInt8(ascii: "-")] + text.dropFirst(3) }
    guard text.allSatisfy(allowed) else { return nil }
    return Double(String(decoding: text, as: UTF8.self))
  }

  private func isNotFinite(_ field: Range<Int>) -> Bool {
    let word = text(field).lowercased().drop { $0 == "+" || $0 == "-" }
    return ["nan", "inf", "infinity"].contains(word)
  }

  private func separator(of line: Range<Int>) -> UInt8? {
    var found: Set<UInt8> = []
    var isQuoted = false
    for byte in bytes[line] {
      if byte == Self.quote { isQuoted.toggle() } else if !isQuoted { found.insert(byte) }
    }
    return [Self.tab, UInt8(ascii: ";"), Self.comma].first { found.contains($0) }
  }

  /// The fields of a line without their quotes and the blanks around them.
  private func fields(of line: Range<Int>, line number: Int) throws -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var start = line.lowerBound
    var isQuoted = false
    for position in line {
      let byte = bytes[position]
      if byte == Self.quote { isQuoted.toggle() }
      if !isQuoted && isSeparator(byte) {
        // Several blanks in a row are one division.
        if separator != nil || start < position { fields.append(unquoted(trimmed(start..<position))) }
        start = position + 1
      }
    }
    guard !isQuoted else {
      throw InputError("Line \(number) of \(name) has a quotation mark that is not closed: \"\(quoted(line))\".")
    }
    fields.append(unquoted(trimmed(start..<line.upperBound)))
    return fields
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    if let separator { return byte == separator }
    return byte == Self.blank || byte == Self.tab
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound, high = range.upperBound
    // A tab at an end may be an empty field.
    let isBlank: (UInt8) -> Bool = { $0 == Self.blank || ($0 == Self.tab && separator != Self.tab) }
    while low < high && isBlank(bytes[low]) { low += 1 }
    while low < high && isBlank(bytes[high - 1]) { high -= 1 }
    return low..<high
  }

  private func unquoted(_ range: Range<Int>) -> Range<Int> {
    guard range.count >= 2 && bytes[range.lowerBound] == Self.quote && bytes[range.upperBound - 1] == Self.quote else {
      return range
    }
    return trimmed((range.lowerBound + 1)..<(range.upperBound - 1))
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The beginning of a part of the file, short enough for a sentence.
  private func quoted(_ range: Range<Int>) -> String {
    let text = text(range)
    return text.count > 60 ? text.prefix(60) + "…" : text
  }
}
