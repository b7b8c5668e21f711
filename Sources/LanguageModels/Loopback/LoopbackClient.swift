import Synchronization

/// Carries requests to a server on this machine over plain sockets, a connection each, kept for the next.
///
/// On this machine there is no name service, no TLS, no proxy and no redirect, so little is needed, and a program that
/// asks nobody elsewhere loads none of the libraries that this takes. Everything else goes through `CurlClient`.
final class LoopbackClient: ReplyTransport {
  private struct State {
    var idle: [LoopbackConnection] = []
    var busy: [ObjectIdentifier: LoopbackConnection] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())
  private let address: ServerAddress
  private let head: [UInt8]
  private let limits: ReplyLimits

  init(_ endpoint: ReplyEndpoint, _ limits: ReplyLimits) {
    address = endpoint.address
    self.limits = limits
    let host = address.host.contains(":") ? "[\(address.host)]" : address.host
    let lines = [
      "POST \(address.path)\(endpoint.resource) HTTP/1.1", "Host: \(host):\(address.port)",
      "Content-Type: application/json", "Accept: text/event-stream",
    ]
    head = Array((lines + endpoint.headers).joined(separator: "\r\n").utf8)
  }

  func start(_ body: [UInt8], _ exchange: ReplyExchange) -> (@Sendable () -> Void)? {
    let connection = state.withLock { state -> LoopbackConnection? in
      if state.isClosed { return nil }
      // The newest first: it is the least likely to have been given up by the server.
      let connection =
        state.idle.popLast()
        ?? LoopbackConnection(host: address.host, port: address.port, limits)
      state.busy[ObjectIdentifier(connection)] = connection
      return connection
    }
    guard let connection else { return nil }
    let request = head + Array("\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body
    let number = connection.perform(request, exchange) { [weak self] in self?.release(connection) }
    return { connection.cancel(number) }
  }

  private func release(_ connection: LoopbackConnection) {
    let isKept = state.withLock { state in
      state.busy[ObjectIdentifier(connection)] = nil
      if state.isClosed { return false }
      state.idle.append(connection)
      return true
    }
    if !isKept { connection.close() }
  }

  func close() {
    let connections = state.withLock { state in
      state.isClosed = true
      defer {
        state.idle = []
        state.busy = [:]
      }
      return state.idle + state.busy.values
    }
    connections.forEach { $0.close() }
  }
}
