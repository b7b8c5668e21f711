import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One request and its answer, from the delegate's queue to the task that waits.
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
  func receive(_ data: Data, from task: URLSessionTask) -> Bool {
    let (told, goesOn) = state.withLock { state in receive(data, from: task, &state) }
    if let told { progress(told) }
    let ready = state.withLock { state in
      state.isTelling = false
      return state.ready()
    }
    ready.map { $0.resume(with: $1) }
    return goesOn
  }

  private func receive(
    _ data: Data, from task: URLSessionTask, _ state: inout State
  ) -> (told: ReplyProgress?, goesOn: Bool) {
    guard state.outcome == nil else {
      // What trails a complete reply is let through, so that the connection can be used again; a flood is not.
      state.ignored += data.count
      return (nil, state.ignored < 65_536)
    }
    let status = state.status ?? (task.response as? HTTPURLResponse)?.statusCode ?? 200
    state.status = status
    guard status == 200 else {
      state.refusal.append(contentsOf: data.prefix(65_536 - state.refusal.count))
      if state.refusal.count == 65_536 {
        state.settle(.failure(refusal(status: status, state.refusal, task)))
        return (nil, false)
      }
      return (nil, true)
    }
    do {
      let hasGrown = try data.withUnsafeBytes { bytes throws(ReplyAssembler.Failure) in
        try state.assembler.receive(bytes)
      }
      var goesOn = true
      if state.assembler.isComplete {
        let reply = try state.assembler.reply()
        state.settle(.success(reply))
        goesOn = reply.finish != .length
      }
      guard hasGrown else { return (nil, goesOn) }
      state.isTelling = true
      return (state.assembler.progress, goesOn)
    } catch let failure as ReplyAssembler.Failure {
      state.settle(.failure(failures.failure(failure)))
    } catch {
      state.settle(.failure(error))
    }
    return (nil, false)
  }

  /// The end of the answer, or of the connection.
  func end(with error: (any Error)?, of task: URLSessionTask) {
    let ready = state.withLock { state in
      if state.outcome == nil { state.settle(outcome(error, task, &state)) }
      return state.ready()
    }
    ready.map { $0.resume(with: $1) }
  }

  private func outcome(
    _ error: (any Error)?, _ task: URLSessionTask, _ state: inout State
  ) -> Result<ModelReply, any Error> {
    let response = task.response as? HTTPURLResponse
    if let status = state.status ?? response?.statusCode, status != 200 {
      return .failure(refusal(status: status, state.refusal, task))
    }
    do throws(ReplyAssembler.Failure) {
      // A connection that broke after the reply had ended has lost nothing.
      let reply = try state.assembler.reply()
      return .success(reply)
    } catch let failure {
      return .failure(error.map(failures.failure(connection:)) ?? failures.failure(failure))
    }
  }

  private func refusal(status: Int, _ body: [UInt8], _ task: URLSessionTask) -> ModelError {
    let response = task.response as? HTTPURLResponse
    let header = { (name: String) in response?.value(forHTTPHeaderField: name) }
    if 300..<400 ~= status { return failures.redirect(status: status, location: header("Location")) }
    return failures.failure(
      status: status, complaint: ServerComplaint(body: body),
      retryAfter: RetryAfter.wait(now: Date(), header: header))
  }
}
