import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A web server on 127.0.0.1 that does to a request whatever a test asks for, faults included.
///
///     let server = try LoopbackServer { request in .chat(["{\"w\": ", "1}"]) }
///     defer { server.stop() }
///     ... server.baseURL ...
///     #expect(try await server.requests.first(1)[0].path == "/v1/chat/completions")
///
/// It is made of plain sockets and a thread a connection, because a library would mend what must be broken.
public final class LoopbackServer: Sendable {
  public typealias Handler = @Sendable (ServerRequest) -> [ServerStep]

  public let port: Int
  /// `http://127.0.0.1:PORT/v1`
  public var baseURL: String { "http://127.0.0.1:\(port)/v1" }
  /// The requests so far; `first(n)` waits for n.
  public let requests = Collected<ServerRequest>()
  /// The numbers of the requests in whose `waitForDisconnect` the client went away.
  public let disconnects = Collected<Int>()

  private struct State {
    var connections: Set<Int32> = []
    var accepted = 0
    var received = 0
    var isStopped = false
  }

  private let listener: Int32
  private let greeting: [ServerStep]
  private let handler: Handler
  private let stopped = Gate()
  private let state = Mutex(State())

  /// Listens at once.
  ///
  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - greeting: what is done to a new connection before any request is read, for servers of another protocol.
  /// - Throws: `POSIXError` where the port cannot be had.
  public init(port: Int = 0, greeting: [ServerStep] = [], handler: @escaping Handler) throws {
    self.greeting = greeting
    self.handler = handler
    (listener, self.port) = try Self.listen(port)
    Thread.detachNewThread { self.accept() }
  }

  /// A port of this machine at which nothing listens.
  public static func unusedPort() throws -> Int {
    let (descriptor, port) = try listen(0)
    _ = Self.close(descriptor)
    return port
  }

  /// Closes every connection and frees the port.
  public func stop() {
    let connections = state.withLock { state -> Set<Int32>? in
      if state.isStopped { return nil }
      state.isStopped = true
      // Only woken here: their own threads close them.
      state.connections.forEach { _ = shutdown($0, Self.bothWays) }
      return state.connections
    }
    guard connections != nil else { return }
    stopped.open()
    // The thread that accepts closes the listener itself: closed from here, its number could belong to another test's
    // server by the time of the next accept().
    _ = shutdown(listener, Self.bothWays)
    #if canImport(Darwin)
      // There a shutdown does not wake accept(); a connection does.
      Self.knock(port)
    #endif
  }

  // MARK: - Threads

  private func accept() {
    defer { _ = Self.close(listener) }
    while !state.withLock({ $0.isStopped }) {
      let descriptor = Self.accept(listener)
      guard descriptor >= 0 else {
        if errno == EINTR || errno == ECONNABORTED { continue }
        return
      }
      let number = state.withLock { state -> Int? in
        if state.isStopped { return nil }
        state.connections.insert(descriptor)
        defer { state.accepted += 1 }
        return state.accepted
      }
      guard let number else {
        _ = Self.close(descriptor)
        return
      }
      Thread.detachNewThread { self.serve(descriptor, number) }
    }
  }

  private func serve(_ descriptor: Int32, _ connection: Int) {
    Self.setNoDelay(descriptor)
    var input = SocketInput(descriptor: descriptor)
    let goesOn = greeting.allSatisfy { perform($0, for: nil, on: descriptor) }
    loop: while goesOn, let head = input.head() {
      let request = state.withLock { state in
        defer { state.received += 1 }
        return ServerRequest(
          number: state.received, connection: connection, method: head.method, path: head.path, headers: head.headers,
          body: head.body)
      }
      requests.append(request)
      for step in handler(request) {
        guard perform(step, for: request, on: descriptor) else { break loop }
      }
    }
    state.withLock { _ = $0.connections.remove(descriptor) }
    _ = Self.close(descriptor)
  }

  /// Returns false when the connection is to be closed.
  private func perform(_ step: ServerStep, for request: ServerRequest?, on descriptor: Int32) -> Bool {
    switch step {
    case .head(let status, let headers):
      var text = "HTTP/1.1 \(status) Status\r\n"
      for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
      return Self.send(Array((text + "\r\n").utf8), descriptor)
    case .bytes(let bytes): return Self.send(bytes, descriptor)
    case .chunk(let text):
      return Self.send(Array("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n".utf8), descriptor)
    case .lastChunk: return Self.send(Array("0\r\n\r\n".utf8), descriptor)
    case .wait(let gate):
      let either = Gate()
      gate.whenOpen { either.open() }
      stopped.whenOpen { either.open() }
      either.waitBlocking()
      return !stopped.isOpen
    case .waitForDisconnect:
      var byte: UInt8 = 0
      while true {
        let count = recv(descriptor, &byte, 1, 0)
        if count > 0 || (count < 0 && errno == EINTR) { continue }
        break
      }
      if let request, !stopped.isOpen { disconnects.append(request.number) }
      return false
    case .act(let act):
      act()
      return true
    case .endless(let bytes, let pause):
      let seconds = pause / .seconds(1)
      while !stopped.isOpen, Self.send(bytes, descriptor) {
        if seconds > 0 { Thread.sleep(forTimeInterval: seconds) }
      }
      return false
    case .trickle(let bytes):
      for byte in bytes {
        guard Self.send([byte], descriptor) else { return false }
        sched_yield()
      }
      return true
    case .close: return false
    case .reset:
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
      return false
    }
  }
}
