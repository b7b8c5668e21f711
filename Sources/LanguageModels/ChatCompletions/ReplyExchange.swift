import Synchronization

/// One request and its answer, from the thread of its connection to the task that waits.
///
/// The first outcome stands. Progress is told outside the lock, and the waiting task is resumed only when no call of
/// it is under way: so nothing is told after the reply has returned, and a listener may cancel the task itself.
final class ReplyExchange: Sendable {
  private struct State {
    var assembler: ReplyAssembler
    var status: Int?
    var refusal: [UInt8] = []
    var waiting: CheckedContinuation<ModelReply, any Error>?
    var outcome: Result<ModelReply, any Error>?
    var isTelling = false
    var ignored = 0

    /// The one to resume now, which is then no longer there.
    mutating func ready() -> (CheckedContinuation<ModelReply, any Error>, Result<ModelReply, any Error>)? {
      guard !isTelling, let outcome, let waiting else { return nil }
      self.waiting = nil
      return (waiting, outcome)
    }

    mutating func settle(_ result: Result<ModelReply, any Error>) {
      if outcome == nil { outcome = result }
    }
  }

  private let state: Mutex<State>
  private let failures: ChatFailures
  private let progress: @Sendable (ReplyProgress) -> Void

  init(limits: ReplyLimits, failures: ChatFailures, progress: @escaping @Sendable (ReplyProgress) -> Void) {
    state = Mutex(State(assembler: ReplyAssembler(limits: limits)))
    self.failures = failures
    self.progress = progress
  }

  /// Sets who waits; returns false where there is an outcome already and nothing need be sent.
  func wait(_ continuation: CheckedContinuation<ModelReply, any Error>) -> Bool {
    let ready = state.withLock { state in
      state.waiting = continuation
      return state.ready()
    }
    ready.map { $0.resume(with: $1) }
    return ready == nil
  }

  func cancel() { settle(.failure(CancellationError())) }
  func close() { settle(.failure(failures.closed)) }

  private func settle(_ result: Result<ModelReply, any Error>) {
    let ready = state.withLock { state in
      state.settle(result)
      return state.ready()
    }
    ready.map { $0.resume(with: $1) }
  }

  /// Takes the next bytes of the answer; returns false when the rest of it need not be read.
  func receive(_ bytes: UnsafeRawBufferPointer, head: @autoclosure () -> ReplyHead) -> Bool {
    let (told, goesOn) = state.withLock { state in receive(bytes, head, &state) }
    if let told { progress(told) }
    let ready = state.withLock { state in
      state.isTelling = false
      return state.ready()
    }
    ready.map { $0.resume(with: $1) }
    return goesOn
  }

  private func receive(
    _ bytes: UnsafeRawBufferPointer, _ head: () -> ReplyHead, _ state: inout State
  ) -> (told: ReplyProgress?, goesOn: Bool) {
    guard state.outcome == nil else {
      // What trails a complete reply is let through, so that the connection can be used again; a flood is not.
      state.ignored += bytes.count
      return (nil, state.ignored < 65_536)
    }
    let status = state.status ?? head().status
    state.status = status
    guard status == 200 else {
      state.refusal.append(contentsOf: bytes.prefix(65_536 - state.refusal.count))
      if state.refusal.count == 65_536 {
        state.settle(.failure(refusal(head(), state.refusal)))
        return (nil, false)
      }
      return (nil, true)
    }
    do throws(ReplyAssembler.Failure) {
      let hasGrown = try state.assembler.receive(bytes)
      var goesOn = true
      if state.assembler.isComplete {
        let reply = try state.assembler.reply()
        state.settle(.success(reply))
        goesOn = reply.finish != .length
      }
      guard hasGrown else { return (nil, goesOn) }
      state.isTelling = true
      return (state.assembler.progress, goesOn)
    } catch {
      state.settle(.failure(failures.failure(error)))
    }
    return (nil, false)
  }

  /// The end of the answer, or of the connection; no head where none came.
  func end(with failure: ConnectionFailure?, head: ReplyHead?) {
    let ready = state.withLock { state in
      if state.outcome == nil { state.settle(outcome(failure, head, &state)) }
      return state.ready()
    }
    ready.map { $0.resume(with: $1) }
  }

  private func outcome(
    _ connection: ConnectionFailure?, _ head: ReplyHead?, _ state: inout State
  ) -> Result<ModelReply, any Error> {
    if let head, head.status != 200 { return .failure(refusal(head, state.refusal)) }
    do throws(ReplyAssembler.Failure) {
      // A connection that broke after the reply had ended has lost nothing.
      let reply = try state.assembler.reply()
      return .success(reply)
    } catch let failure {
      return .failure(connection.map { failures.failure($0) } ?? failures.failure(failure))
    }
  }

  private func refusal(_ head: ReplyHead, _ body: [UInt8]) -> ModelError {
    if 300..<400 ~= head.status { return failures.redirect(status: head.status, location: head.header("Location")) }
    return failures.failure(
      status: head.status, complaint: ServerComplaint(body: body),
      retryAfter: RetryAfter.wait(header: head.header))
  }
}
