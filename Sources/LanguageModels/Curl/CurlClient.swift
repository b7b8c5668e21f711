import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Carries requests to servers on other machines, and to all encrypted ones, through libcurl: TLS, HTTP/2, name service
/// and the proxies of the environment are its business.
///
/// The library is opened and its thread started at the first request, so that a program that asks nobody elsewhere pays
/// nothing. Connections are kept until `close()`.
final class CurlClient: ReplyTransport {
  private struct State {
    var orders = CurlOrders()
    /// Of the requests that have not ended.
    var exchanges: [Int: ReplyExchange] = [:]
    var count = 0
    var waker: CurlWaker?
    var hasThread = false
  }

  private let state = Mutex(State())
  private let server: CurlServer

  /// - Parameter certificates: a file of the authorities to trust in place of the system's; by default what
  ///   `SSL_CERT_FILE` names, as OpenSSL's own programs have it.
  init(
    _ endpoint: ReplyEndpoint, _ limits: ReplyLimits,
    certificates: String? = getenv("SSL_CERT_FILE").map { String(cString: $0) }
  ) {
    let headers = [
      "Content-Type: application/json", "Accept: text/event-stream", "User-Agent: tiller",
      // Else libcurl would ask before it sends a long body, which not every server answers.
      "Expect:",
    ]
    server = CurlServer(
      url: endpoint.url, headers: headers + endpoint.headers,
      certificates: certificates.flatMap { $0.isEmpty ? nil : $0 }, isDirect: endpoint.address.isLoopback,
      limits: limits)
  }

  func start(_ body: [UInt8], _ exchange: ReplyExchange) -> (@Sendable () -> Void)? {
    let number = state.withLock { state -> Int? in
      if state.orders.isClosed { return nil }
      state.count += 1
      guard startThread(&state) else { return 0 }
      state.exchanges[state.count] = exchange
      state.orders.requests.append(CurlRequest(number: state.count, body: body, exchange: exchange))
      state.waker?.wake()
      return state.count
    }
    guard let number else { return nil }
    if number == 0 { exchange.end(with: .lost("there is no thread to wait with"), head: nil) }
    return { self.cancel(number) }
  }

  private func cancel(_ number: Int) {
    state.withLock { state in
      guard state.exchanges.removeValue(forKey: number) != nil else { return }
      state.orders.cancelled.append(number)
      state.waker?.wake()
    }
  }

  func close() {
    let exchanges = state.withLock { state in
      state.orders.isClosed = true
      defer { state.exchanges = [:] }
      return state.exchanges.values
    }
    // Before the thread ends the connections, which is no loss then.
    exchanges.forEach { $0.close() }
    state.withLock { $0.waker?.wake() }
  }

  // MARK: The thread

  /// Keeps this object until `close()`, or until libcurl cannot be had.
  private func startThread(_ state: inout State) -> Bool {
    if state.hasThread { return true }
    state.hasThread = BlockingThread.start(stackSize: 1 << 20) { self.run() }
    return state.hasThread
  }

  private func run() {
    do throws(ConnectionFailure) {
      let loop = try CurlLoop(server)
      state.withLock { $0.waker = loop.waker }
      loop.run { ended in
        state.withLock { state in
          for number in ended { state.exchanges[number] = nil }
          defer { state.orders.take() }
          return state.orders
        }
      }
      // From here on nobody wakes what is about to go.
      state.withLock { $0.waker = nil }
      loop.close()
    } catch {
      fail(error)
    }
  }

  /// Ends what waits for a library that is not to be had; the next request looks for it again.
  private func fail(_ failure: ConnectionFailure) {
    let exchanges = state.withLock { state in
      state.orders.take()
      state.hasThread = false
      defer { state.exchanges = [:] }
      return state.exchanges.values
    }
    exchanges.forEach { $0.end(with: failure, head: nil) }
  }
}

/// What every request to a server has in common.
struct CurlServer: Sendable {
  var url: String
  /// Of which one is the key.
  var headers: [String]
  var certificates: String?
  var isDirect: Bool
  var limits: ReplyLimits
}

/// A request that the loop is to send.
struct CurlRequest: Sendable {
  var number: Int
  var body: [UInt8]
  var exchange: ReplyExchange
}

/// What the loop is to do next.
struct CurlOrders: Sendable {
  var requests: [CurlRequest] = []
  var cancelled: [Int] = []
  var isClosed = false

  mutating func take() {
    requests = []
    cancelled = []
  }
}
