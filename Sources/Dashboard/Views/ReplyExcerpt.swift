import Optimization
import Text

/// The part of a reply that fits into a row, with what was read from it.
///
/// Only the bytes around what is shown are looked at: a reply may be long, and a frame must be short.
struct ReplyExcerpt: Hashable {
  var before = ""
  var marked = ""
  var after = ""

  init(_ reply: StepReply, columns: Int) {
    let text = reply.text
    guard let span = Self.span(of: reply), span.upperBound <= text.utf8.count, !span.isEmpty else {
      after = Self.flat(text, from: 0, to: text.utf8.count, most: columns * 4).truncated(toColumns: columns)
      return
    }
    marked = Self.flat(text, from: span.lowerBound, to: span.upperBound, most: columns * 4)
      .truncated(toColumns: columns)
    let room = columns - TextWidth.columns(of: marked)
    let lead = Self.flat(
      text, from: max(0, span.lowerBound - columns * 4), to: span.lowerBound, most: columns * 4)
    let rest = Self.flat(text, from: span.upperBound, to: text.utf8.count, most: columns * 4)
    let restColumns = TextWidth.columns(of: rest)
    before = Self.end(of: lead, columns: max(room / 2, room - restColumns))
    after = rest.truncated(toColumns: room - TextWidth.columns(of: before))
  }

  private static func span(of reply: StepReply) -> Range<Int>? {
    switch reply.verdict {
    case .pending: nil
    case .candidate(_, let span), .rejected(_, _, let span, _): span?.range
    }
  }

  /// The end of a text that still grows.
  static func tail(of text: String, columns: Int) -> String {
    let count = text.utf8.count
    let columns = max(0, columns)
    let flat = flat(text, from: max(0, count - columns * 4 - 16), to: count, most: columns * 4 + 16)
    return end(of: flat, columns: columns)
  }

  /// The end of a text that fits, with "…" before it where it is cut.
  static func end(of text: String, columns: Int) -> String {
    let width = TextWidth.columns(of: text)
    guard width > columns else { return text }
    guard columns > 0 else { return "" }
    var kept: [Unicode.Scalar] = []
    var used = 1
    for scalar in text.unicodeScalars.reversed() {
      let width = TextWidth.columns(of: scalar)
      if used + width > columns { break }
      kept.append(scalar)
      used += width
    }
    // A mark at the cut has lost its base.
    while let last = kept.last, TextWidth.isMark(last) { kept.removeLast() }
    var result = String.UnicodeScalarView("…".unicodeScalars)
    result.append(contentsOf: kept.reversed())
    return String(result)
  }

  /// A range of bytes on one line: runs of blanks and ends of lines become one blank; safe to show.
  private static func flat(_ text: String, from: Int, to: Int, most: Int) -> String {
    let utf8 = text.utf8
    var start = utf8.index(utf8.startIndex, offsetBy: from)
    var end = utf8.index(start, offsetBy: min(to - from, most))
    // Not inside of a character.
    while start < end, utf8[start] & 0xC0 == 0x80 { start = utf8.index(after: start) }
    while end < utf8.endIndex, end > start, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
    var bytes: [UInt8] = []
    var isBlank = false
    for byte in utf8[start..<end] {
      let blank = byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
      if !blank { bytes.append(byte) } else if !isBlank { bytes.append(0x20) }
      isBlank = blank
    }
    return DisplayText(cleaningUTF8: bytes).string
  }
}
