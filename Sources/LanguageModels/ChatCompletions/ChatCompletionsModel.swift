import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A model behind any server that speaks the chat completions API, streamed as server-sent events.
///
/// The key goes into one header of requests to the base URL's own host and nowhere else: no redirect is followed, and
/// no error, description or reflection shows it.
public final class ChatCompletionsModel: LanguageModel {
  public let identity: ModelIdentity
  public let address: ServerAddress
  private let model: String
  private let template: URLRequest
  private let limits: ReplyLimits
  private let failures: ChatFailures
  private let session: StreamingSession

  /// Opens nothing yet: the first request does.
  ///
  /// - Parameters:
  ///   - name: the model's name as the server knows it.
  ///   - key: nil or blank where the server needs none.
  ///   - keySource: the variable that the key comes from, for sentences.
  /// - Throws: a name that is empty, a key that is none, or one that would travel unencrypted to another machine.
  public init(
    name: String, address: ServerAddress, key: String? = nil, keySource: String = "OPENAI_API_KEY",
    limits: ReplyLimits = ReplyLimits()
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
    var template = URLRequest(url: address.chatCompletions)
    template.httpMethod = "POST"
    template.setValue("application/json", forHTTPHeaderField: "Content-Type")
    template.setValue("text/event-stream", forHTTPHeaderField: "Accept")
    if let secret { template.setValue("Bearer " + secret.exposed, forHTTPHeaderField: "Authorization") }
    self.template = template
    session = StreamingSession(idleSeconds: limits.idleSeconds)
  }

  deinit { session.close() }

  /// Ends the connections. Replies under way, and any asked for later, fail.
  public func close() { session.close() }

  public func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    try Task.checkCancellation()
    var message = template
    message.httpBody = Data(try ChatRequestBody.bytes(of: request, model: model))
    let exchange = ReplyExchange(limits: limits, failures: failures, progress: progress)
    guard let task = session.task(for: message, exchange) else { throw failures.closed }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        if exchange.wait(continuation) { task.resume() } else { session.forget(task) }
      }
    } onCancel: {
      exchange.cancel()
      task.cancel()
    }
  }
}

extension ChatCompletionsModel: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(identity.name) at \(address)" }
  /// Without the request's headers, of which one is the key.
  public var customMirror: Mirror { Mirror(self, children: ["name": identity.name, "address": address.description]) }
}
