import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The calls of the system, under names that do not clash with the methods of the server.
extension LoopbackServer {
  static var bothWays: Int32 { Int32(SHUT_RDWR) }

  static func close(_ descriptor: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.close(descriptor)
    #elseif canImport(Darwin)
      Darwin.close(descriptor)
    #else
      Musl.close(descriptor)
    #endif
  }

  static func accept(_ listener: Int32) -> Int32 {
    #if canImport(Glibc)
      let descriptor = Glibc.accept(listener, nil, nil)
    #elseif canImport(Darwin)
      let descriptor = Darwin.accept(listener, nil, nil)
    #else
      let descriptor = Musl.accept(listener, nil, nil)
    #endif
    if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    return descriptor
  }

  /// Connects and hangs up, to wake a thread in accept().
  static func knock(_ port: Int) {
    let descriptor = startConnecting(to: port, waits: true)
    if descriptor >= 0 { _ = close(descriptor) }
  }

  /// A socket on its way to a port, or there; negative without one.
  static func startConnecting(to port: Int, waits: Bool = false) -> Int32 {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { return descriptor }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    if !waits { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return descriptor
  }

  static func listen(_ port: Int, queue: Int32 = 128) throws -> (descriptor: Int32, port: Int) {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    func failure() -> POSIXError {
      let error = POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      _ = close(descriptor)
      return error
    }
    guard descriptor >= 0 else { throw failure() }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout.size(ofValue: address))
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        guard bind(descriptor, pointer, length) == 0 else { return Int32(-1) }
        guard systemListen(descriptor, queue) == 0 else { return Int32(-1) }
        return getsockname(descriptor, pointer, &length)
      }
    }
    guard result == 0 else { throw failure() }
    return (descriptor, Int(in_port_t(bigEndian: address.sin_port)))
  }

  private static func systemListen(_ descriptor: Int32, _ queue: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.listen(descriptor, queue)
    #elseif canImport(Darwin)
      Darwin.listen(descriptor, queue)
    #else
      Musl.listen(descriptor, queue)
    #endif
  }

  static func setNoDelay(_ descriptor: Int32) {
    var yes: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
    #if canImport(Darwin)
      setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
    #endif
  }

  /// Sends all of it; false when the client is gone.
  static func send(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    return bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        #if canImport(Glibc)
          let count = Glibc.send(descriptor, part.baseAddress, part.count, flags)
        #elseif canImport(Darwin)
          let count = Darwin.send(descriptor, part.baseAddress, part.count, flags)
        #else
          let count = Musl.send(descriptor, part.baseAddress, part.count, flags)
        #endif
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }
}

/// Reads requests off a socket.
struct SocketInput {
  struct Head {
    var method: String
    var path: String
    var headers: [String: String]
    var body: Data
  }

  let descriptor: Int32
  private var buffer: [UInt8] = []

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// The next request with its body; nil when the client has closed the connection or sent no request.
  mutating func head() -> Head? {
    var end = Self.endOfHead(buffer)
    while end == nil {
      guard fill() else { return nil }
      end = Self.endOfHead(buffer)
    }
    guard let end else { return nil }
    let lines = String(decoding: buffer[..<end], as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count >= 2 else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    let length = headers["content-length"].flatMap { Int($0) } ?? 0
    let total = end + 4 + length
    while buffer.count < total { guard fill() else { return nil } }
    let body = Data(buffer[(end + 4)..<total])
    buffer.removeFirst(total)
    return Head(method: String(words[0]), path: String(words[1]), headers: headers, body: body)
  }

  private mutating func fill() -> Bool {
    var part = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = recv(descriptor, &part, part.count, 0)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      buffer.append(contentsOf: part[..<count])
      return true
    }
  }

  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    for index in 0...(bytes.count - 4)
    where bytes[index] == 13 && bytes[index + 1] == 10 && bytes[index + 2] == 13 && bytes[index + 3] == 10 {
      return index
    }
    return nil
  }
}
