import Foundation
import Synchronization

/// A chat completions server that answers at once: what is left is the client's own time.
///
/// One thread a connection, blocking sockets, kept alive; a reply is a stream of events with a pair of numbers that
/// never repeats. `pause` between two events makes it a slow one.
final class InstantServer: Sendable {
  let port: Int
  private let listener: Int32
  private let replies = Atomic<Int>(0)
  /// Microseconds between two events of a reply.
  private let pause: UInt32
  /// Events of a reply that are text.
  private let pieces: Int

  init(pause: UInt32 = 0, pieces: Int = 7) throws {
    self.pause = pause
    self.pieces = pieces
    signal(SIGPIPE, SIG_IGN)
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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
    Thread.detachNewThread { [self] in accept() }
  }

  deinit { close(listener) }

  var answered: Int { replies.load(ordering: .relaxed) }

  private func accept() {
    while true {
      let connection = Glibc.accept(listener, nil, nil)
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
        guard answer(connection) else { return }
      }
      let count = read(connection, &chunk, chunk.count)
      if count <= 0 { return }
      buffer.append(contentsOf: chunk[..<count])
    }
  }

  private func answer(_ connection: Int32) -> Bool {
    let number = replies.add(1, ordering: .relaxed).newValue
    let text = "{\"w\": \(Double(number % 997) / 100), \"b\": \(Double(number / 997 % 9973) / 100)}"
    var deltas: [String] = []
    let size = max(1, (text.count + min(pieces, 20) - 1) / min(pieces, 20))
    var rest = Substring(text)
    while !rest.isEmpty {
      deltas.append(String(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    // A long reply is prose before the pair.
    deltas = Array(repeating: "word ", count: pieces > 20 ? pieces - deltas.count : 0) + deltas
    var events = [event("\"delta\":{\"role\":\"assistant\",\"content\":null},\"finish_reason\":null")]
    for delta in deltas {
      let escaped = delta.replacing("\"", with: "\\\"")
      events.append(event("\"delta\":{\"content\":\"\(escaped)\"},\"finish_reason\":null"))
    }
    events.append(event("\"delta\":{},\"finish_reason\":\"stop\""))
    events.append(
      "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"instant\",\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120}}\n\n"
    )
    events.append("data: [DONE]\n\n")
    let head =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n"
    if pause == 0 {
      return send(connection, head + events.map(chunked).joined() + "0\r\n\r\n")
    }
    guard send(connection, head) else { return false }
    for event in events {
      usleep(pause)
      guard send(connection, chunked(event)) else { return false }
    }
    return send(connection, "0\r\n\r\n")
  }

  private func event(_ choice: String) -> String {
    "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"instant\",\"choices\":[{\"index\":0,\(choice)}]}\n\n"
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

struct BenchmarkError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
