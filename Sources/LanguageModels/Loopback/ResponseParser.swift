/// Reads an HTTP/1.1 response (RFC 9112) from bytes that come in any pieces.
///
/// Only what servers on this machine send: a head, and a body by its length, in chunks, or until the connection ends.
struct ResponseParser {
  enum Failure: Error, Equatable {
    case malformed(String)
  }

  private enum State: Equatable {
    case head
    case length(left: Int)
    case untilEnd
    case chunkSize
    case chunk(left: Int)
    case chunkEnd
    case trailer
    case done
  }

  private(set) var status: Int?
  /// Names in lower case.
  private(set) var headers: [String: String] = [:]
  private var state = State.head
  private var line: [UInt8] = []

  private static let longestHead = 256 << 10

  /// The response is whole, and what follows belongs to another.
  var isDone: Bool { state == .done }
  /// The body ends with the connection.
  var endsWithConnection: Bool { state == .untilEnd }
  /// The connection can carry another request after this response.
  var keepsConnection: Bool {
    isDone && headers["connection"]?.lowercased().contains("close") != true
  }

  /// Takes bytes in and hands on those of the body, in as few pieces as they came.
  ///
  /// - Parameter body: returns whether the rest is wanted; where not, reading stops there.
  mutating func read(_ bytes: UnsafeRawBufferPointer, body: (UnsafeRawBufferPointer) -> Bool) throws(Failure) {
    var position = 0
    while position < bytes.count {
      switch state {
      case .done: return
      case .length(let left), .chunk(let left):
        let count = min(left, bytes.count - position)
        let goesOn = body(UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
        position += count
        if case .chunk = state {
          state = count == left ? .chunkEnd : .chunk(left: left - count)
        } else {
          state = count == left ? .done : .length(left: left - count)
        }
        if !goesOn { return }
      case .untilEnd:
        _ = body(UnsafeRawBufferPointer(rebasing: bytes[position...]))
        return
      case .head, .chunkSize, .chunkEnd, .trailer:
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
          line.append(contentsOf: rest)
          if line.count > Self.longestHead { throw .malformed("a line without an end") }
          return
        }
        line.append(contentsOf: rest[..<end])
        position += end + 1
        try takeLine()
      }
    }
  }

  private var headSize = 0

  private mutating func takeLine() throws(Failure) {
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    let text = String(decoding: line, as: UTF8.self)
    headSize += line.count
    line.removeAll(keepingCapacity: true)
    switch state {
    case .head:
      if headSize > Self.longestHead { throw .malformed("a head of more than \(Self.longestHead) bytes") }
      if status == nil { try takeStatus(text) } else if text.isEmpty { try endHead() } else { takeHeader(text) }
    case .chunkSize:
      let digits = text.prefix { $0 != ";" }.filter { $0 != " " }
      guard let size = Int(digits, radix: 16), size >= 0 else { throw .malformed("a chunk without a size") }
      headSize = 0
      state = size == 0 ? .trailer : .chunk(left: size)
    case .chunkEnd:
      guard text.isEmpty else { throw .malformed("a chunk that does not end") }
      state = .chunkSize
    case .trailer:
      if headSize > Self.longestHead { throw .malformed("a trailer of more than \(Self.longestHead) bytes") }
      if text.isEmpty { state = .done }
    case .length, .untilEnd, .chunk, .done: break
    }
  }

  private mutating func takeStatus(_ text: String) throws(Failure) {
    let parts = text.split(separator: " ", maxSplits: 2)
    guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), let status = Int(parts[1]), 100..<1000 ~= status else {
      throw .malformed("no status line of HTTP")
    }
    self.status = status
  }

  private mutating func takeHeader(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return }
    let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
    headers[text[..<colon].lowercased()] = String(value)
  }

  private mutating func endHead() throws(Failure) {
    guard let status else { return }
    if 100..<200 ~= status {
      // An interim answer; the real one follows.
      self.status = nil
      headers = [:]
      return
    }
    if status == 204 || status == 304 {
      state = .done
    } else if headers["transfer-encoding"]?.lowercased().contains("chunked") == true {
      state = .chunkSize
    } else if let text = headers["content-length"] {
      guard let length = Int(text.filter { $0 != " " }), length >= 0 else { throw .malformed("a length that is none") }
      state = length == 0 ? .done : .length(left: length)
    } else {
      state = .untilEnd
    }
  }
}
