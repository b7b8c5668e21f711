import CCurl

/// All requests of one client, on the one thread that libcurl is used from.
///
/// The thread sleeps in libcurl until a connection can go on, an order comes, or a server has been silent for too long:
/// a reply that is awaited costs nothing.
final class CurlLoop {
  /// At once to one server; what is beyond waits for a connection.
  private static let mostConnections = 256

  private let server: CurlServer
  private let multi: OpaquePointer
  private var transfers: [Int: CurlTransfer] = [:]
  private var numbers: [OpaquePointer: Int] = [:]

  var waker: CurlWaker { CurlWaker(multi: multi) }

  /// - Throws: why there is no libcurl, in a sentence that says what to install.
  init(_ server: CurlServer) throws(ConnectionFailure) {
    if let complaint = CurlAvailability.complaint { throw .withoutLibrary(complaint) }
    libcurl_thread_prepare()
    guard let multi = libcurl_multi_create(Self.mostConnections) else { throw .lost("no memory") }
    self.server = server
    self.multi = multi
  }

  /// Ends everything under way. The loop is of no use afterwards.
  func close() {
    for number in Array(transfers.keys) { remove(number) }
    libcurl_multi_destroy(multi)
  }

  /// Carries out orders until one is to close.
  ///
  /// - Parameter orders: gets the numbers of the requests that have ended, and gives what is to be done. A waker must be
  ///   woken when there are new ones.
  func run(_ orders: (_ ended: [Int]) -> CurlOrders) {
    var ended: [Int] = []
    while true {
      let next = orders(ended)
      if next.isClosed { return }
      ended = add(next.requests.filter { !next.cancelled.contains($0.number) })
      next.cancelled.forEach(remove)
      libcurl_multi_advance(multi)
      transfers.values.forEach { $0.noteSent() }
      ended += takeEnded() + giveUpLate()
      // With something to report there may be no reason to wake again.
      if ended.isEmpty { libcurl_multi_wait(multi, millisecondsToNextDeadline()) }
    }
  }

  /// Returns the numbers of those that could not be started.
  private func add(_ requests: [CurlRequest]) -> [Int] {
    var failed: [Int] = []
    for request in requests {
      guard let transfer = CurlTransfer(request, to: server) else {
        request.exchange.end(with: .lost("no memory"), head: nil)
        failed.append(request.number)
        continue
      }
      transfers[request.number] = transfer
      numbers[transfer.handle] = request.number
      libcurl_multi_add(multi, transfer.handle)
    }
    return failed
  }

  private func remove(_ number: Int) {
    guard let transfer = transfers.removeValue(forKey: number) else { return }
    numbers[transfer.handle] = nil
    libcurl_multi_remove(multi, transfer.handle)
  }

  private func takeEnded() -> [Int] {
    var ended: [Int] = []
    var result: Int32 = 0
    while let handle = libcurl_multi_next_ended(multi, &result) {
      guard let number = numbers[handle], let transfer = transfers[number] else { continue }
      let failure = transfer.failure(Int(result))
      remove(number)
      transfer.end(with: failure)
      ended.append(number)
    }
    return ended
  }

  private func giveUpLate() -> [Int] {
    let now = ContinuousClock.now
    let late = transfers.filter { $0.value.deadline.time <= now }
    for (number, transfer) in late {
      remove(number)
      transfer.end(with: transfer.deadline.failure)
    }
    return Array(late.keys)
  }

  private func millisecondsToNextDeadline() -> Int32 {
    guard let next = transfers.values.lazy.map({ $0.deadline.time }).min() else { return .max }
    let (seconds, attoseconds) = (next - .now).components
    return Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
  }
}

/// Ends a loop's sleep from another thread.
///
/// Unchecked, because a pointer is not Sendable: what is done with this one may be done from any thread.
struct CurlWaker: @unchecked Sendable {
  fileprivate let multi: OpaquePointer

  /// The loop must still be there.
  func wake() { libcurl_multi_wake(multi) }
}
