import CCurl

/// One request under way. Whoever makes it must keep it until it is removed from its multi.
final class CurlTransfer {
  let handle: OpaquePointer
  private let receiver: CurlReceiver
  private var sent: Int64 = 0
  private let limits: ReplyLimits
  private let started = ContinuousClock.now
  /// What may still follow a reply that is whole already: the end of its body, so that the connection can be kept.
  private static let afterReply = Duration.milliseconds(500)

  /// Nil without memory.
  init?(_ request: CurlRequest, to server: CurlServer) {
    receiver = CurlReceiver(request.exchange)
    limits = server.limits
    let context = Unmanaged.passUnretained(receiver).toOpaque()
    guard
      let handle = libcurl_transfer_create(
        { bytes, count, context in
          CurlReceiver.of(context).takeHead(UnsafeRawBufferPointer(start: bytes, count: count))
        },
        { bytes, count, context in
          CurlReceiver.of(context).takeBody(UnsafeRawBufferPointer(start: bytes, count: count))
        },
        context)
    else { return nil }
    self.handle = handle
    let isReady =
      server.headers.allSatisfy { libcurl_transfer_add_header(handle, $0) }
      && (server.certificates.map { libcurl_transfer_trust(handle, $0) } ?? true)
      && (!server.isDirect || libcurl_transfer_go_directly(handle))
      && libcurl_transfer_post(handle, server.url, request.body, request.body.count)
    // The object is whole by now, so that its deinit gives the handle back.
    if !isReady { return nil }
  }

  deinit { libcurl_transfer_destroy(handle) }

  /// When the server has been silent for too long, or the reply has taken too long, and which of the two it is.
  var deadline: (time: ContinuousClock.Instant, failure: ConnectionFailure) {
    var end = started + .seconds(limits.replySeconds)
    if let replied = receiver.replied { end = min(end, replied + Self.afterReply) }
    let silence = receiver.lastActivity + .seconds(limits.idleSeconds)
    return silence <= end ? (silence, .timedOut) : (end, .tookTooLong(seconds: limits.replySeconds))
  }

  /// Looks at what has been sent: what is still on its way to the server is no silence.
  func noteSent() {
    guard receiver.head.head == nil else { return }
    let sent = libcurl_transfer_sent(handle)
    guard sent > self.sent else { return }
    self.sent = sent
    receiver.lastActivity = .now
  }

  /// Tells the end of the answer, or of the connection.
  func end(with failure: ConnectionFailure?) {
    receiver.exchange.end(with: failure, head: receiver.head.head)
  }

  /// What a result of libcurl is; nil for a success, and for the end that we wanted ourselves.
  func failure(_ result: Int) -> ConnectionFailure? {
    ConnectionFailure(
      result: result, words: String(cString: libcurl_transfer_reason(handle, Int32(result))),
      systemError: libcurl_transfer_system_error(handle))
  }
}

/// What libcurl hands the answer to.
final class CurlReceiver {
  let exchange: ReplyExchange
  fileprivate(set) var head = HeadReader()
  fileprivate(set) var lastActivity = ContinuousClock.now
  /// When the reply was whole, though the answer goes on.
  fileprivate var replied: ContinuousClock.Instant?

  fileprivate init(_ exchange: ReplyExchange) { self.exchange = exchange }

  fileprivate static func of(_ context: UnsafeMutableRawPointer) -> CurlReceiver {
    Unmanaged<CurlReceiver>.fromOpaque(context).takeUnretainedValue()
  }

  /// Returns how many bytes were taken: fewer end the transfer.
  fileprivate func takeHead(_ line: UnsafeRawBufferPointer) -> Int {
    lastActivity = .now
    return head.take(line) ? line.count : 0
  }

  fileprivate func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    lastActivity = .now
    guard let head = head.head else { return 0 }
    let goesOn = exchange.receive(bytes, head: head)
    if replied == nil, exchange.isSettled { replied = .now }
    return goesOn ? bytes.count : 0
  }
}
