import Foundation
import Synchronization

/// A chat completions server that answers at once: what is left is the client's own time.
///
/// One thread a connection, blocking sockets, kept alive; a reply is a stream of events with a pair of numbers that
/// repeats only after millions. `pause` between two events makes it a slow one.
final class InstantServer: Sendable {
  let port: Int
  private let listener: Int32
  private let replies = Atomic<Int>(0)
  private let events = Atomic<Int>(0)
  private let requestBytes = Atomic<Int>(0)
  /// Between two events of a reply; none sends a reply in one piece.
  private let pause: Duration
  /// Events of a reply that are text.
  private let pieces: Int

  /// - Parameter pause: in microseconds.
  init(pause: Int = 0, pieces: Int = 7) throws {
    self.pause = .microseconds(pause)
    self.pieces = pieces
    signal(SIGPIPE, SIG_IGN)
    #if canImport(Glibc)
      let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(listener, generic, length) == 0 && listen(listener, 128) == 0
          && getsockname(listener, generic, &length) == 0
      }
    }
    guard bound else { throw BenchmarkError("The server cannot listen on loopback.") }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in takeConnections() }
  }

  deinit { close(listener) }

  /// What has been served so far.
  var count: ServerProcess.Count {
    ServerProcess.Count(
      replies: replies.load(ordering: .relaxed), events: events.load(ordering: .relaxed),
      requestBytes: requestBytes.load(ordering: .relaxed))
  }

  private func takeConnections() {
    while true {
      let connection = accept(listener, nil, nil)
      if connection < 0 { return }
      var on: Int32 = 1
      setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
      Thread.detachNewThread { [self] in
        serve(connection)
        close(connection)
      }
    }
  }

  private func serve(_ connection: Int32) {
    var buffer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    let blank = Array("\r\n\r\n".utf8)
    while true {
      while let end = buffer.firstRange(of: blank)?.upperBound {
        let head = String(decoding: buffer[..<end], as: UTF8.self).lowercased()
        let length =
          head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
          .flatMap { Int($0.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces)) } ?? 0
        guard buffer.count >= end + length else { break }
        buffer.removeFirst(end + length)
        requestBytes.add(length, ordering: .relaxed)
        guard answer(connection) else { return }
      }
      let count = read(connection, &chunk, chunk.count)
      if count <= 0 { return }
      buffer.append(contentsOf: chunk[..<count])
    }
  }

  // MARK: - Replies

  private func answer(_ connection: Int32) -> Bool {
    let number = replies.add(1, ordering: .relaxed).newValue
    let texts = texts(ofReply: number)
    let head =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n"
    let start = chunked(choice("\"delta\":{\"role\":\"assistant\",\"content\":null},\"finish_reason\":null"))
    let pieces = texts.map { text in
      chunked(choice("\"delta\":{\"content\":\"\(text.replacing("\"", with: "\\\""))\"},\"finish_reason\":null"))
    }
    let usage = """
      "usage":{"prompt_tokens":100,"completion_tokens":\(texts.count),"total_tokens":\(100 + texts.count)}
      """
    let end =
      chunked(choice("\"delta\":{},\"finish_reason\":\"stop\"")) + chunked(event("\"choices\":[],\(usage)"))
      + chunked("data: [DONE]\n\n") + "0\r\n\r\n"
    if pause == .zero {
      events.add(texts.count, ordering: .relaxed)
      return send(connection, head + start + pieces.joined() + end)
    }
    guard send(connection, head + start) else { return false }
    // Held to the clock, not to the last event: waking late makes no piece later than its own.
    let begin = ContinuousClock.now
    for (index, piece) in pieces.enumerated() {
      let wait = (begin + pause * (index + 1)) - ContinuousClock.now
      if wait > .zero { usleep(UInt32(wait / .microseconds(1))) }
      guard send(connection, piece) else { return false }
      events.add(1, ordering: .relaxed)
    }
    return send(connection, end)
  }

  /// The pair, in pieces; a long reply has prose before it.
  private func texts(ofReply number: Int) -> [String] {
    let pair = "{\"w\": \(Double(number % 997) / 100), \"b\": \(Double(number / 997 % 9973) / 100)}"
    let count = min(pieces, 20)
    let size = max(1, (pair.count + count - 1) / count)
    var texts: [String] = []
    var rest = Substring(pair)
    while !rest.isEmpty {
      texts.append(String(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    return Array(repeating: "word ", count: pieces > 20 ? max(0, pieces - texts.count) : 0) + texts
  }

  private func choice(_ members: String) -> String { event("\"choices\":[{\"index\":0,\(members)}]") }

  private func event(_ members: String) -> String {
    "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"instant\",\(members)}\n\n"
  }

  private func chunked(_ text: String) -> String { String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n" }

  private func send(_ connection: Int32, _ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = write(connection, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
        if count <= 0 { return false }
        sent += count
      }
      return true
    }
  }
}
