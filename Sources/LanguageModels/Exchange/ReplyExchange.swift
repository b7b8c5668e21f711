import Synchronization

/// One request and its answer, from the thread of its connection to the task that waits.
///
/// The first outcome stands. Progress is told outside the lock, and the waiting task is resumed only when no call of
/// it is under way: so nothing is told after the reply has returned, and a listener may cancel the task itself.
final class ReplyExchange: Sendable {
  private typealias Outcome = Result<AssembledReplies, any Error>
  typealias Waiting = CheckedContinuation<AssembledReplies, any Error>

  private struct State {
    var assembler: ReplyAssembler
    var status: Int?
    var refusal: [UInt8] = []
    var waiting: Waiting?
    var outcome: Outcome?
    var isTelling = false
    var ignored = 0

    /// The one to resume now, which is then no longer there.
    mutating func ready() -> (Waiting, Outcome)? {
      guard !isTelling, let outcome, let waiting else { return nil }
      self.waiting = nil
      return (waiting, outcome)
    }

    mutating func settle(_ result: Outcome) {
      if outcome == nil { outcome = result }
    }

    /// Replies that came to their end count, whatever came after them.
    mutating func settle(_ failure: any Error) {
      settle(assembler.finished.map { .success($0) } ?? .failure(failure))
    }
  }

  private let state: Mutex<State>
  private let failures: ReplyFailures
  private let progress: @Sendable (Int, ReplyProgress) -> Void

  /// - Parameter progress: gets the index of a reply and what of it has come.
  init(
    _ assembler: ReplyAssembler, failures: ReplyFailures, progress: @escaping @Sendable (Int, ReplyProgress) -> Void
  ) {
    state = Mutex(State(assembler: assembler))
    self.failures = failures
    self.progress = progress
  }

  /// Sets who waits; returns false where there is an outcome already and nothing need be sent.
  func wait(_ continuation: Waiting) -> Bool {
    let ready = state.withLock { state in
      state.waiting = continuation
      return state.ready()
    }
    ready.map { $0.resume(with: $1) }
    return ready == nil
  }

  func cancel() { settle(.failure(CancellationError())) }
  func close() { settle(.failure(failures.closed)) }

  /// Whether nothing that may still come of the answer matters.
  var isSettled: Bool { state.withLock { $0.outcome != nil } }

  private func settle(_ result: Outcome) {
    let ready = state.withLock { state in
      state.settle(result)
      return state.ready()
    }
    ready.map { $0.resume(with: $1) }
  }

  /// Takes the next bytes of the answer; returns false when the rest of it need not be read.
  func receive(_ bytes: UnsafeRawBufferPointer, head: @autoclosure () -> ReplyHead) -> Bool {
    let (told, goesOn) = state.withLock { state in receive(bytes, head, &state) }
    for (index, partial) in told { progress(index, partial) }
    let ready = state.withLock { state in
      state.isTelling = false
      return state.ready()
    }
    ready.map { $0.resume(with: $1) }
    return goesOn
  }

  private func receive(
    _ bytes: UnsafeRawBufferPointer, _ head: () -> ReplyHead, _ state: inout State
  ) -> (told: [(Int, ReplyProgress)], goesOn: Bool) {
    guard state.outcome == nil else {
      // What trails a complete reply is let through, so that the connection can be used again; a flood is not.
      state.ignored += bytes.count
      return ([], state.ignored < 65_536)
    }
    let status: Int
    if let known = state.status {
      status = known
    } else {
      let head = head()
      status = head.status
      state.status = status
      // None was asked for. What is packed could be a thousand times as long as it looks.
      if status == 200, let packing = head.packing {
        state.settle(.failure(failures.packed(packing)))
        return ([], false)
      }
    }
    guard status == 200 else {
      state.refusal.append(contentsOf: bytes.prefix(65_536 - state.refusal.count))
      if state.refusal.count == 65_536 {
        state.settle(.failure(refusal(head(), state.refusal)))
        return ([], false)
      }
      return ([], true)
    }
    do throws(ReplyAssembler.Failure) {
      let grown = try state.assembler.receive(bytes)
      if state.assembler.isComplete {
        let replies = try state.assembler.replies()
        state.settle(.success(replies))
      }
      guard !grown.isEmpty else { return ([], !state.assembler.isCut) }
      state.isTelling = true
      return (grown.map { ($0, state.assembler.progress($0)) }, !state.assembler.isCut)
    } catch {
      state.settle(failures.error(for: error))
    }
    return ([], false)
  }

  /// The end of the answer, or of the connection; no head where none came.
  func end(with failure: ConnectionFailure?, head: ReplyHead?) {
    let ready = state.withLock { state in
      if state.outcome == nil { state.settle(outcome(failure, head, &state)) }
      return state.ready()
    }
    ready.map { $0.resume(with: $1) }
  }

  private func outcome(_ connection: ConnectionFailure?, _ head: ReplyHead?, _ state: inout State) -> Outcome {
    if let head, head.status != 200 { return .failure(refusal(head, state.refusal)) }
    do throws(ReplyAssembler.Failure) {
      // A connection that broke after the reply had ended has lost nothing.
      let replies = try state.assembler.replies()
      return .success(replies)
    } catch let failure {
      if let replies = state.assembler.finished { return .success(replies) }
      return .failure(connection.map { failures.failure($0) } ?? failures.error(for: failure))
    }
  }

  private func refusal(_ head: ReplyHead, _ body: [UInt8]) -> any Error {
    if 300..<400 ~= head.status { return failures.redirect(status: head.status, location: head.header("Location")) }
    return failures.refusal(
      status: head.status, complaint: ServerComplaint(body: head.packing == nil ? body : []),
      retryAfter: RetryAfter.wait(header: head.header))
  }
}

extension ReplyTransport {
  /// Sends a request and waits for what comes of it; cancelling the task ends both.
  func replies(to body: [UInt8], _ exchange: ReplyExchange) async throws -> AssembledReplies {
    let stop = Stop()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard exchange.wait(continuation) else { return }
        guard let cancel = start(body, exchange) else { return exchange.close() }
        stop.set(cancel)
      }
    } onCancel: {
      exchange.cancel()
      stop.run()
    }
  }
}

/// What cancels a request, known only once it has started.
private final class Stop: Sendable {
  private struct State {
    var cancel: (@Sendable () -> Void)?
    var isRun = false
  }
  private let state = Mutex(State())

  func set(_ cancel: @escaping @Sendable () -> Void) {
    let isRun = state.withLock { state in
      state.cancel = cancel
      return state.isRun
    }
    if isRun { cancel() }
  }

  func run() {
    let cancel = state.withLock { state in
      state.isRun = true
      return state.cancel
    }
    cancel?()
  }
}
