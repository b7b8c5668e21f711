/// Puts the head of an answer together from its lines.
struct HeadReader {
  /// More is no head.
  private static let mostBytes = 256 << 10

  private var status: Int?
  private var headers: [String: String] = [:]
  private var count = 0
  /// The head of the answer, once it is whole.
  private(set) var head: ReplyHead?

  /// Takes the next line in, with its line end; returns false where the head is too long.
  ///
  /// Interim answers are passed over, and so is what follows the body.
  mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
    count += line.count
    if count > Self.mostBytes { return false }
    if head != nil { return true }
    let end = line.lastIndex { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }.map { $0 + 1 } ?? 0
    let text = String(decoding: line[..<end], as: UTF8.self)
    if text.isEmpty {
      if let status, status >= 200 {
        head = ReplyHead(status: status) { [headers] name in headers[name.lowercased()] }
      }
    } else if text.hasPrefix("HTTP/") {
      status = text.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) }
      headers = [:]
    } else if let colon = text.firstIndex(of: ":") {
      let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      headers[text[..<colon].lowercased()] = String(value)
    }
    return true
  }
}
