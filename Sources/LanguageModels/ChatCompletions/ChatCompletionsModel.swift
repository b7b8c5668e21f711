/// A model behind any server that speaks the chat completions API, streamed as server-sent events.
///
/// What its service does not take is left out after it was refused once, and told by a reply's notices. Several replies
/// come from one request where the server has that; many of them count the tokens of one reply only, so that the usage
/// stands at the first of them, as the server told it, and nowhere else.
///
/// The key goes into one header of requests to the base URL's own host and nowhere else: no redirect is followed, and
/// no error, description or reflection shows it.
public final class ChatCompletionsModel: LanguageModel {
  public let identity: ModelIdentity
  public let address: ServerAddress
  private let client: ServiceClient

  /// Opens nothing yet: the first request does.
  ///
  /// - Parameters:
  ///   - name: the model's name as the server knows it.
  ///   - service: how the server is asked; `openai` for one that is not known.
  ///   - key: nil or blank where the server needs none.
  ///   - keySource: the variable that the key comes from, for sentences; by default the service's.
  ///   - identity: what the model is called, where not by the service and its name.
  /// - Throws: a name that is empty, a key that is none, or one that would travel unencrypted to another machine.
  public convenience init(
    name: String, address: ServerAddress, service: Service = .openai, key: String? = nil, keySource: String? = nil,
    identity: ModelIdentity? = nil, limits: ReplyLimits = ReplyLimits()
  ) throws(SettingError) {
    try self.init(
      name: name, address: address, service: service, key: key, keySource: keySource, identity: identity,
      limits: limits, usesSockets: nil)
  }

  /// - Parameter usesSockets: through `LoopbackClient`, else through `CurlClient`; nil for what the address wants.
  package init(
    name: String, address: ServerAddress, service: Service = .openai, key: String?, keySource: String?,
    identity: ModelIdentity? = nil, limits: ReplyLimits, usesSockets: Bool?
  ) throws(SettingError) {
    let served = try ServedName(name, at: address, of: service, key: key, keySource: keySource)
    self.address = address
    self.identity = identity ?? served.identity
    client = ServiceClient(
      ChatCompletionsAPI(model: name), ways: ServiceWays(ServiceDialect(service, at: address)),
      failures: served.failures(idleSeconds: limits.idleSeconds), limits: limits,
      transport: ReplyEndpoint.chatCompletions(address, key: served.key).transport(
        limits, usesSockets: usesSockets))
  }

  /// Ends the connections. Replies under way, and any asked for later, fail.
  public func close() { client.close() }

  public func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    try await client.reply(to: request, progress: progress)
  }

  public func replies(
    _ count: Int, to request: ModelRequest, progress: @escaping @Sendable (Int, ReplyProgress) -> Void
  ) async throws -> [ModelReply?]? {
    try await client.replies(count, to: request, progress: progress)
  }
}

extension ChatCompletionsModel: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(identity.name) at \(address)" }
  /// Without the request's headers, of which one is the key.
  public var customMirror: Mirror { Mirror(self, children: ["name": identity.name, "address": address.description]) }
}
