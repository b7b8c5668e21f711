import Processes

/// A model from a file of weights, behind a llama.cpp server that is started for it when it is first needed, and that
/// ends with the program, however that ends.
///
/// A server that already serves the very file is used instead, and left running.
public actor LlamaServerModel: LanguageModel {
  private enum Stage {
    case idle
    case starting(Task<Void, Never>)
    case ready(ReadyServer, any LanguageModel)
    case closed
  }

  private struct Waiter {
    var continuation: CheckedContinuation<Void, any Error>
    var progress: (@Sendable (String) -> Void)?
  }

  public nonisolated let identity: ModelIdentity
  private let settings: LlamaServerSettings
  private let places: [LocalServers.Place]
  private let limits: ReplyLimits
  private var stage = Stage.idle
  private var waiters: [Int: Waiter] = [:]
  private var nextWaiter = 0
  private var lastSentence: String?
  /// Ends of the server since it last gave a reply.
  private var endsInARow = 0
  /// Of the starts, so that what an earlier one still tells is known for it.
  private var startNumber = 0
  /// Questions under way.
  private var users = 0
  /// Nobody wants it any more, and it ends with the last of them.
  private var isReleased = false

  /// After so many ends of the server without a reply between, it is not started again by itself.
  static let mostEnds = 3

  /// Starts nothing yet.
  ///
  /// - Parameter places: where a server may be found that serves the file already.
  public init(_ settings: LlamaServerSettings, places: [LocalServers.Place] = [], limits: ReplyLimits = ReplyLimits()) {
    self.settings = settings
    self.places = places
    self.limits = limits
    identity = ModelIdentity(name: "llama:\(settings.file)", kind: .server)
  }

  deinit {
    if case .starting(let task) = stage { task.cancel() }
    if case .ready(let server, _) = stage { server.process?.stop() }
  }

  /// Ends the server, if it is ours. What is asked for later fails.
  public func close() {
    switch stage {
    case .starting(let task): task.cancel()
    case .ready(let server, _): server.process?.stop()
    case .idle, .closed: break
    }
    stage = .closed
    settle(.failure(Self.closedError))
  }

  // MARK: - LanguageModel

  public func prepare(progress: @escaping @Sendable (String) -> Void) async throws {
    beginUse()
    defer { endUse() }
    _ = try await readyServer(progress)
  }

  /// Ends the server, if it is ours, once no reply of it is under way.
  public func release() async {
    isReleased = true
    endIfReleased()
  }

  private func beginUse() {
    users += 1
    isReleased = false
  }

  private func endUse() {
    users -= 1
    endIfReleased()
  }

  private func endIfReleased() {
    guard isReleased, users == 0 else { return }
    switch stage {
    case .starting(let task): task.cancel()
    case .ready(let server, _): server.process?.stop()
    case .idle, .closed: return
    }
    stage = .idle
  }

  public func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    try await asking { try await $0.reply(to: request, progress: progress) }
  }

  public func replies(
    _ count: Int, to request: ModelRequest, progress: @escaping @Sendable (Int, ReplyProgress) -> Void
  ) async throws -> [ModelReply?]? {
    // It refuses more at once than it has slots.
    guard count <= settings.slots else { return nil }
    return try await asking { try await $0.replies(count, to: request, progress: progress) }
  }

  private func asking<Answer: Sendable>(
    _ ask: @Sendable (any LanguageModel) async throws -> Answer
  ) async throws -> Answer {
    beginUse()
    defer { endUse() }
    let (server, model) = try await readyServer(nil)
    do {
      let answer = try await ask(model)
      endsInARow = 0
      return answer
    } catch let error as ModelError where error.code == .connection {
      throw await explained(error, server)
    }
  }

  // MARK: - The server

  private func readyServer(
    _ progress: (@Sendable (String) -> Void)?
  ) async throws -> (ReadyServer, any LanguageModel) {
    while true {
      try Task.checkCancellation()
      switch stage {
      case .ready(let server, let model):
        if server.process?.isRunning != false { return (server, model) }
        // It ended between two replies.
        noteEnd(of: server)
      case .closed: throw Self.closedError
      case .idle: begin()
      case .starting: break
      }
      if case .starting = stage { try await started(progress) }
    }
  }

  private func begin() {
    let settings = settings, places = places
    lastSentence = nil
    startNumber += 1
    let number = startNumber
    stage = .starting(
      Task { [weak self] in
        let result: Result<ReadyServer, any Error>
        if let address = await RunningLlamaServer.serving(settings.file, among: places) {
          result = .success(ReadyServer(address: address, process: nil))
        } else {
          let start = LlamaServerStart(settings: settings) { [weak self] in await self?.tell($0, number) }
          do {
            result = .success(try await start.run())
          } catch {
            result = .failure(error)
          }
        }
        await self?.finish(result, number)
      })
  }

  private func finish(_ result: Result<ReadyServer, any Error>, _ number: Int) {
    guard case .starting = stage, number == startNumber else { return }
    do {
      let server = try result.get()
      let model = try ChatCompletionsModel(
        name: settings.alias, address: server.address, service: .llama, limits: limits)
      stage = .ready(server, model)
      settle(.success(()))
    } catch {
      stage = .idle
      settle(.failure(error))
    }
  }

  /// Waits for the end of the start that is under way.
  private func started(_ progress: (@Sendable (String) -> Void)?) async throws {
    nextWaiter += 1
    let number = nextWaiter
    if let lastSentence { progress?(lastSentence) }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
        waiters[number] = Waiter(continuation: continuation, progress: progress)
      }
    } onCancel: {
      Task { await self.giveUp(number) }
    }
  }

  private func giveUp(_ number: Int) {
    waiters.removeValue(forKey: number)?.continuation.resume(throwing: CancellationError())
  }

  private func tell(_ sentence: String, _ number: Int) {
    guard case .starting = stage, number == startNumber else { return }
    lastSentence = sentence
    for waiter in waiters.values { waiter.progress?(sentence) }
  }

  private func settle(_ result: Result<Void, any Error>) {
    let settled = waiters.values
    waiters = [:]
    for waiter in settled { waiter.continuation.resume(with: result) }
  }

  /// The server's end in place of the end of a connection, where that was the cause.
  private func explained(_ error: ModelError, _ server: ReadyServer) async -> ModelError {
    guard let process = server.process else { return error }
    // The connection ends a moment before the process does.
    for _ in 0..<50 where process.isRunning { try? await Task.sleep(for: .milliseconds(10)) }
    guard !process.isRunning, let exit = try? await process.waitForExit() else { return error }
    noteEnd(of: server)
    let goesOn = endsInARow < Self.mostEnds
    return ModelError(
      .server, cause: "llama-server ended",
      sentence: "llama-server ended \(exit) while it answered"
        + (goesOn ? "; it is started again." : ", \(endsInARow) times in a row: it may need more memory than there is.")
        + ServerLines.gist(process.lastLines),
      isRetryable: goesOn)
  }

  /// Once for each server, however many replies it failed.
  private func noteEnd(of server: ReadyServer) {
    guard case .ready(let current, _) = stage, current.process === server.process else { return }
    endsInARow += 1
    stage = .idle
  }

  private static let closedError = ModelError(
    .connection, cause: "closed", sentence: "The model is closed: nothing more is asked of it.", isRetryable: false)
}
