import Text

/// A wrapped text whose bytes look different here and there; any of its lines can be drawn, and only those cost time.
///
/// The text is shown as `DisplayText` shows it: what could steer a terminal leaves a placeholder.
public struct StyledLines: Sendable {
  public let text: String
  public let lines: WrappedLines

  /// The style of a byte, and the first byte behind it that may look different.
  public typealias Styles = (_ byte: Int) -> (style: Style, end: Int)

  /// - Parameter lines: those of this same text.
  public init(_ text: String, lines: WrappedLines) {
    self.text = text
    self.lines = lines
  }

  public init(_ text: String, columns: Int) {
    self.init(text, lines: WrappedLines(text, columns: columns))
  }

  /// Draws as many lines as the area has rows, from one on; cells behind a line's end are left alone.
  public func draw(into buffer: inout CellBuffer, area: Area, from first: Int, styles: Styles) {
    let first = max(0, first)
    for line in first..<max(first, min(lines.count, first + area.rows)) {
      draw(line: line, into: &buffer, column: area.column, row: area.row + line - first, in: area, styles: styles)
    }
  }

  /// Draws one line and returns the columns that it took; nothing for a line that there is not.
  @discardableResult
  public func draw(
    line: Int, into buffer: inout CellBuffer, column: Int, row: Int, in area: Area, styles: Styles
  ) -> Int {
    var used = 0
    forEachPiece(ofLine: line, styles: styles) { piece, style in
      used += buffer.write(piece, column: column + used, row: row, in: area, style: style)
    }
    return used
  }

  /// A line as it is shown, without the newline.
  public func shown(line: Int) -> DisplayText {
    var whole = DisplayText("")
    forEachPiece(ofLine: line, styles: { _ in (.plain, .max) }, { piece, _ in whole = piece })
    return whole
  }

  /// The byte that is shown at a column of a line, from 0; the last one for a column behind the line's end.
  public func byte(atColumn column: Int, ofLine line: Int) -> Int {
    guard line >= 0, line < lines.count else { return lines.byteCount }
    var text = text
    return text.withUTF8 { bytes in
      let range = ink(ofLine: line, bytes)
      var position = range.lowerBound, last = range.lowerBound
      var used = 0
      var width = DisplayColumns()
      while position < range.upperBound {
        let (scalar, length) = ByteScan.scalar(in: bytes, at: position)
        used += width.add(scalar)
        last = position
        if used > column { break }
        position += length
      }
      return last
    }
  }

  /// The pieces of a line, each of one style and safe to show.
  private func forEachPiece(ofLine line: Int, styles: Styles, _ body: (DisplayText, Style) -> Void) {
    guard line >= 0, line < lines.count else { return }
    var text = text
    text.withUTF8 { bytes in
      let range = ink(ofLine: line, bytes)
      var position = range.lowerBound
      while position < range.upperBound {
        let (style, end) = styles(position)
        let next = Self.boundary(in: bytes, from: max(end, position + 1), to: range.upperBound)
        let piece = String(decoding: bytes[position..<next], as: UTF8.self)
        body(DisplayText(cleaning: piece), style)
        position = next
      }
    }
  }

  /// The bytes of a line that are seen.
  private func ink(ofLine line: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    let range = lines.bytes(ofLine: line)
    // A text that is not that of the lines is not read beyond its end.
    let start = min(range.lowerBound, bytes.count)
    var end = min(range.upperBound, bytes.count)
    if end > start, bytes[end - 1] == 0x0A {
      end -= 1
      if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    }
    return start..<end
  }

  /// The first byte from one on at which a text can be parted without changing how either part is shown.
  private static func boundary(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
    guard start < end else { return end }
    var position = start
    while position < end {
      let byte = bytes[position]
      if byte < 0x80 { break }
      if byte & 0xC0 != 0x80 {
        let (scalar, _) = ByteScan.scalar(in: bytes, at: position)
        let isHeld = DisplayColumns.belongsToTheOneBefore(scalar) || Self.isBehindJoiner(bytes, position)
        if !isHeld { break }
      }
      position += 1
    }
    return position
  }

  private static func isBehindJoiner(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
    position >= 3 && bytes[position - 3] == 0xE2 && bytes[position - 2] == 0x80 && bytes[position - 1] == 0x8D
  }
}
