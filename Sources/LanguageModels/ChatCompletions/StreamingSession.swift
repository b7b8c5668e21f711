// Only until the package names CCurl.
#if !canImport(CCurl)
  import Foundation
  import Synchronization

  #if canImport(FoundationNetworking)
    import FoundationNetworking
  #endif

  /// One URLSession for the life of a model, whose connections are kept: a session per request costs twice as much.
  ///
  /// It is made at the first request, so that a program that asks nothing pays nothing. Its delegate finds the exchange
  /// of a task by the task's identifier.
  final class StreamingSession: NSObject, URLSessionDataDelegate, ReplyTransport {
    private struct State {
      var session: URLSession?
      var exchanges: [Int: ReplyExchange] = [:]
      var isClosed = false
    }

    private let state = Mutex(State())
    private let template: URLRequest
    private let idleSeconds: Int

    init(_ address: ServerAddress, key: SecretKey?, idleSeconds: Int) {
      self.idleSeconds = idleSeconds
      var template = URLRequest(url: URL(string: address.chatCompletions) ?? URL(fileURLWithPath: "/"))
      template.httpMethod = "POST"
      template.setValue("application/json", forHTTPHeaderField: "Content-Type")
      template.setValue("text/event-stream", forHTTPHeaderField: "Accept")
      if let key { template.setValue("Bearer " + key.exposed, forHTTPHeaderField: "Authorization") }
      self.template = template
    }

    func start(_ body: [UInt8], _ exchange: ReplyExchange) -> (@Sendable () -> Void)? {
      var request = template
      request.httpBody = Data(body)
      guard let task = task(for: request, exchange) else { return nil }
      task.resume()
      return { task.cancel() }
    }

    /// A task for the request, not yet under way; nil after `close()`.
    private func task(for request: URLRequest, _ exchange: ReplyExchange) -> URLSessionDataTask? {
      state.withLock { state in
        if state.isClosed { return nil }
        let session = state.session ?? makeSession()
        state.session = session
        let task = session.dataTask(with: request)
        state.exchanges[task.taskIdentifier] = exchange
        return task
      }
    }

    /// Ends everything under way. The session keeps its delegate alive until this is called.
    func close() {
      let (session, exchanges) = state.withLock { state in
        state.isClosed = true
        defer {
          state.session = nil
          state.exchanges = [:]
        }
        return (state.session, Array(state.exchanges.values))
      }
      exchanges.forEach { $0.close() }
      session?.invalidateAndCancel()
    }

    private func makeSession() -> URLSession {
      let configuration = URLSessionConfiguration.ephemeral
      configuration.urlCache = nil
      configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
      configuration.httpCookieStorage = nil
      configuration.httpCookieAcceptPolicy = .never
      configuration.httpShouldSetCookies = false
      configuration.urlCredentialStorage = nil
      configuration.httpMaximumConnectionsPerHost = 256
      // Between two bytes; there is no limit to the whole, because slowness is no error.
      configuration.timeoutIntervalForRequest = TimeInterval(idleSeconds)
      configuration.timeoutIntervalForResource = 365 * 24 * 3600
      let queue = OperationQueue()
      queue.maxConcurrentOperationCount = 1
      return URLSession(configuration: configuration, delegate: self, delegateQueue: queue)
    }

    private static func head(of task: URLSessionTask) -> ReplyHead? {
      guard let response = task.response as? HTTPURLResponse else { return nil }
      let headers = response.allHeaderFields.reduce(into: [String: String]()) { headers, field in
        if let name = field.key as? String { headers[name.lowercased()] = field.value as? String }
      }
      return ReplyHead(status: response.statusCode) { headers[$0.lowercased()] }
    }

    private static func failure(_ error: NSError) -> ConnectionFailure {
      let words = error.localizedDescription
      switch error.code {
      case NSURLErrorTimedOut: return .timedOut
      case NSURLErrorCannotConnectToHost: return .refused("")
      case NSURLErrorCannotFindHost, NSURLErrorDNSLookupFailed: return .hostNotFound
      case NSURLErrorNotConnectedToInternet: return .noNetwork
      case NSURLErrorNetworkConnectionLost: return .lost("")
      case NSURLErrorSecureConnectionFailed, NSURLErrorServerCertificateUntrusted,
        NSURLErrorServerCertificateHasBadDate, NSURLErrorServerCertificateHasUnknownRoot,
        NSURLErrorServerCertificateNotYetValid, NSURLErrorClientCertificateRejected,
        NSURLErrorClientCertificateRequired:
        return .insecure(words)
      default:
        let lower = words.lowercased()
        let isSecure = lower.contains("ssl") || lower.contains("tls") || lower.contains("certificate")
        return isSecure ? .insecure(words) : .lost(words)
      }
    }

    // MARK: - URLSessionDataDelegate

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
      let exchange = state.withLock { $0.exchanges[dataTask.taskIdentifier] }
      let goesOn = data.withUnsafeBytes { bytes in
        exchange?.receive(bytes, head: Self.head(of: dataTask) ?? ReplyHead(status: 200) { _ in nil })
      }
      if goesOn != true { dataTask.cancel() }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
      let exchange = state.withLock { $0.exchanges.removeValue(forKey: task.taskIdentifier) }
      exchange?.end(with: error.map { Self.failure($0 as NSError) }, head: Self.head(of: task))
    }

    func urlSession(
      _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
      newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
      completionHandler(nil)
    }
  }
#endif
