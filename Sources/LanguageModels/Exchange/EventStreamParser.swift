/// Takes events out of a `text/event-stream` (WHATWG HTML, section "Server-sent events"), cut anywhere.
///
/// Only the data of an event matters here: its lines are joined by line feeds. `error:` lines, with which some servers
/// tell of a failure in mid-stream, count as data.
struct EventStreamParser {
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var skipsLineFeed = false
  private var isFirstLine = true

  /// Bytes held back until their line or event ends.
  var pending: Int { line.count + data.count }

  /// Takes bytes in and hands out the data of every event that they complete.
  ///
  /// - Parameter event: returns false to leave the rest unread.
  mutating func feed(_ bytes: UnsafeRawBufferPointer, _ event: ([UInt8]) throws -> Bool) rethrows {
    var start = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") {
        skipsLineFeed = false
        index += 1
        continue
      }
      if byte == UInt8(ascii: "\n") && skipsLineFeed {
        skipsLineFeed = false
      } else {
        skipsLineFeed = byte == UInt8(ascii: "\r")
        let isEvent = end(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
        if isEvent {
          let goesOn = try event(data)
          data.removeAll(keepingCapacity: true)
          hasData = false
          if !goesOn { return }
        }
      }
      index += 1
      start = index
    }
    line.append(contentsOf: bytes[start...])
  }

  /// The data of an event that no blank line ended, where the stream broke off after it.
  mutating func finish() -> [UInt8]? {
    if !line.isEmpty { _ = end(UnsafeRawBufferPointer(start: nil, count: 0)) }
    guard hasData else { return nil }
    hasData = false
    defer { data = [] }
    return data
  }

  /// Ends a line, of which `tail` is the newest part, and tells whether it completes an event.
  private mutating func end(_ tail: UnsafeRawBufferPointer) -> Bool {
    if line.isEmpty && !isFirstLine { return take(tail) }
    line.append(contentsOf: tail)
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    let whole = line
    line = []
    return whole.withUnsafeBytes { take($0) }
  }

  private mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
    if line.isEmpty { return hasData }
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.count
    guard colon > 0 else { return false }  // a comment
    let name = line[..<colon]
    guard name.elementsEqual("data".utf8) || name.elementsEqual("error".utf8) else { return false }
    var value = line[min(colon + 1, line.count)...]
    if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    if hasData { data.append(UInt8(ascii: "\n")) }
    data.append(contentsOf: value)
    hasData = true
    return false
  }
}
