#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How long one request to a server on this machine is waited for.
struct LoopbackPatience {
  /// What may still follow a reply that is whole already: the end of its body, so that the connection can be kept.
  private static let afterReply = Duration.milliseconds(500)

  private let limits: ReplyLimits
  private var end: ContinuousClock.Instant
  private var isShort = false

  init(_ limits: ReplyLimits) {
    self.limits = limits
    end = .now + .seconds(limits.replySeconds)
  }

  /// The reply is whole, and only its orderly end is due.
  mutating func shorten() {
    if isShort { return }
    isShort = true
    end = min(end, .now + Self.afterReply)
  }

  /// Waits until the socket is ready for reading or writing; nil once it is.
  func wait(_ socket: Int32, for events: Int16) -> ConnectionFailure? {
    let (seconds, attoseconds) = (end - .now).components
    let left = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    let tookTooLong = ConnectionFailure.tookTooLong(seconds: limits.replySeconds)
    guard left > 0 else { return tookTooLong }
    let idle = Int64(limits.idleSeconds) * 1000
    var watched = pollfd(fd: socket, events: events, revents: 0)
    while true {
      let count = poll(&watched, 1, Int32(clamping: min(idle, left)))
      if count > 0 { return nil }
      if count == 0 { return idle <= left ? .timedOut : tookTooLong }
      if errno != EINTR { return .lost("") }
    }
  }
}
