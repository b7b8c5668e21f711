import Synchronization

/// A model behind any server that speaks the chat completions API, streamed as server-sent events.
///
/// The key goes into one header of requests to the base URL's own host and nowhere else: no redirect is followed, and
/// no error, description or reflection shows it.
public final class ChatCompletionsModel: LanguageModel {
  public let identity: ModelIdentity
  public let address: ServerAddress
  private let model: String
  private let limits: ReplyLimits
  private let failures: ChatFailures
  private let transport: any ReplyTransport

  /// Opens nothing yet: the first request does.
  ///
  /// - Parameters:
  ///   - name: the model's name as the server knows it.
  ///   - key: nil or blank where the server needs none.
  ///   - keySource: the variable that the key comes from, for sentences.
  /// - Throws: a name that is empty, a key that is none, or one that would travel unencrypted to another machine.
  public convenience init(
    name: String, address: ServerAddress, key: String? = nil, keySource: String = "OPENAI_API_KEY",
    limits: ReplyLimits = ReplyLimits()
  ) throws(SettingError) {
    try self.init(
      name: name, address: address, key: key, keySource: keySource, limits: limits,
      usesSockets: !address.isEncrypted && address.isLoopback)
  }

  /// - Parameter usesSockets: through `LoopbackClient`; else through `CurlClient`.
  init(
    name: String, address: ServerAddress, key: String?, keySource: String, limits: ReplyLimits, usesSockets: Bool
  ) throws(SettingError) {
    if name.isEmpty { throw SettingError("--model openai: names no model: write openai:NAME.") }
    var secret: SecretKey?
    if let key { secret = try SecretKey(key, source: keySource) }
    if secret != nil { try address.checkThatKeyIsSafe(source: keySource) }
    model = name
    self.address = address
    self.limits = limits
    identity = ModelIdentity(name: "openai:\(name)", kind: .server, address: address.description)
    failures = ChatFailures(
      model: name, address: address, keySource: keySource, key: secret, idleSeconds: limits.idleSeconds)
    if usesSockets {
      transport = LoopbackClient(address, key: secret, idleSeconds: limits.idleSeconds)
    } else {
      transport = CurlClient(address, key: secret, idleSeconds: limits.idleSeconds)
    }
  }

  deinit { transport.close() }

  /// Ends the connections. Replies under way, and any asked for later, fail.
  public func close() { transport.close() }

  public func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    try Task.checkCancellation()
    let body = try ChatRequestBody.bytes(of: request, model: model)
    let exchange = ReplyExchange(limits: limits, failures: failures, progress: progress)
    let stop = Stop()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard exchange.wait(continuation) else { return }
        guard let cancel = transport.start(body, exchange) else { return exchange.close() }
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

extension ChatCompletionsModel: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(identity.name) at \(address)" }
  /// Without the request's headers, of which one is the key.
  public var customMirror: Mirror { Mirror(self, children: ["name": identity.name, "address": address.description]) }
}
