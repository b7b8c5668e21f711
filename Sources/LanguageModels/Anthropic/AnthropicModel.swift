/// A model behind Anthropic's Messages API, streamed.
///
/// It brings one reply to a request and takes no seed. The key goes into one header of requests to the base URL's own
/// host and nowhere else, as with `ChatCompletionsModel`.
public final class AnthropicModel: LanguageModel {
  public let identity: ModelIdentity
  public let address: ServerAddress
  private let client: ServiceClient

  /// Opens nothing yet: the first request does.
  ///
  /// - Parameters:
  ///   - name: the model's name as the service knows it.
  ///   - keySource: the variable that the key comes from, for sentences.
  /// - Throws: a name that is empty, a key that is none, or one that would travel unencrypted to another machine.
  public convenience init(
    name: String, address: ServerAddress, key: String? = nil, keySource: String? = nil,
    limits: ReplyLimits = ReplyLimits()
  ) throws(SettingError) {
    try self.init(name: name, address: address, key: key, keySource: keySource, limits: limits, usesSockets: nil)
  }

  /// - Parameter usesSockets: as in `ChatCompletionsModel`.
  package init(
    name: String, address: ServerAddress, key: String?, keySource: String?, limits: ReplyLimits, usesSockets: Bool?
  ) throws(SettingError) {
    let served = try ServedName(name, at: address, of: .anthropic, key: key, keySource: keySource)
    self.address = address
    identity = served.identity
    client = ServiceClient(
      MessagesAPI(model: name), ways: ServiceWays(.anthropic),
      failures: served.failures(idleSeconds: limits.idleSeconds),
      limits: limits,
      transport: ReplyEndpoint.messages(address, key: served.key).transport(
        limits, usesSockets: usesSockets))
  }

  /// Ends the connections. Replies under way, and any asked for later, fail.
  public func close() { client.close() }

  public func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    try await client.reply(to: request, progress: progress)
  }
}

extension AnthropicModel: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(identity.name) at \(address)" }
  /// Without the request's headers, of which one is the key.
  public var customMirror: Mirror { Mirror(self, children: ["name": identity.name, "address": address.description]) }
}
