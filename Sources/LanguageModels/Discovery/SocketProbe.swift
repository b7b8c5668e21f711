#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// One `GET` over a socket that never blocks; many are moved on together by `advance`.
struct SocketProbe {
  private enum Stage { case connecting, reading, done }

  /// Bytes of an answer after which it is no list of models.
  static let most = 1 << 20

  private var descriptor: Int32 = -1
  private var stage = Stage.done
  private var request: [UInt8]
  private var answer: [UInt8] = []
  private let place: String

  /// What came, once the server has closed or there is nothing more to come: empty where nothing listens.
  var outcome: [UInt8]? { stage == .done ? answer : nil }

  /// Begins to ask for the models behind a base path.
  init(host: String, port: Int, path: String) {
    self.init(host: host, port: port, target: path + "/models")
  }

  /// Begins to connect; a name that is not of this machine is looked up first, which may take its time.
  ///
  /// - Parameter target: what is asked for, as `/v1/models`.
  init(host: String, port: Int, target: String) {
    place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    // HTTP/1.0, so that the end of the connection is the end of the answer.
    request = Array("GET \(target) HTTP/1.0\r\nHost: \(place)\r\nAccept: application/json\r\n\r\n".utf8)
    let host = Self.numeric(host)
    let family = host.contains(":") ? AF_INET6 : AF_INET
    #if canImport(Glibc)
      descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(family, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { return }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    #if canImport(Darwin)
      var yes: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
    #endif
    let result = family == AF_INET6 ? connect6(host, port) : connect4(host, port)
    if result == 0 || errno == EINPROGRESS { stage = .connecting } else { close() }
  }

  /// The number of a host, of either version; empty for a name that nobody knows.
  private static func numeric(_ host: String) -> String {
    let name = host.lowercased()
    var four = in_addr()
    if host.contains(":") || inet_pton(AF_INET, host, &four) == 1 { return host }
    if name == "localhost" || name.hasSuffix(".localhost") { return "127.0.0.1" }
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, nil, &list) == 0, let first = list else { return "" }
    defer { freeaddrinfo(list) }
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    guard
      getnameinfo(
        first.pointee.ai_addr, first.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
    else { return "" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private func connect4(_ host: String, _ port: Int) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { return refused() }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  /// As a call of the system refuses what it cannot do.
  private func refused() -> Int32 {
    errno = EADDRNOTAVAIL
    return -1
  }

  private func connect6(_ host: String, _ port: Int) -> Int32 {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = in_port_t(port).bigEndian
    guard inet_pton(AF_INET6, host, &address.sin6_addr) == 1 else { return refused() }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
      }
    }
  }

  mutating func close() {
    if descriptor >= 0 { _ = systemClose(descriptor) }
    descriptor = -1
    stage = .done
  }

  /// Waits until one of the probes can go on, and moves all on that can.
  static func advance(_ probes: inout [SocketProbe], within limit: Duration) {
    let open = probes.indices.filter { probes[$0].stage != .done }
    var polled = open.map { index in
      let events = probes[index].stage == .connecting ? POLLOUT : POLLIN
      return pollfd(fd: probes[index].descriptor, events: Int16(events), revents: 0)
    }
    let (seconds, attoseconds) = limit.components
    let milliseconds = max(1, min(10_000, seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    guard poll(&polled, nfds_t(polled.count), Int32(milliseconds)) > 0 else { return }
    for (index, result) in zip(open, polled) where result.revents != 0 { probes[index].advance() }
  }

  private mutating func advance() {
    if stage == .connecting {
      var error: Int32 = 0
      var size = socklen_t(MemoryLayout.size(ofValue: error))
      getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
      // A request of a few hundred bytes always fits into the buffer of a new connection.
      guard error == 0, sendAll() else { return close() }
      stage = .reading
      return
    }
    var part = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = recv(descriptor, &part, part.count, 0)
      if count > 0 {
        answer.append(contentsOf: part[..<count])
        if answer.count > Self.most || isWhole { return close() }
        continue
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) { return }
      return close()
    }
  }

  /// Whether as much came as the head announced, for servers that keep the connection open all the same.
  private var isWhole: Bool {
    answer.withUnsafeBytes { bytes in
      var parser = ResponseParser()
      do {
        try parser.read(bytes) { _ in true }
      } catch {
        return true
      }
      return parser.isDone
    }
  }

  private func sendAll() -> Bool {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    return request.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) } == request.count
  }
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
