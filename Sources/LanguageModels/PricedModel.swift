/// A model with the price that a person's settings name for it.
public struct PricedModel: LanguageModel {
  public let identity: ModelIdentity
  private let base: any LanguageModel

  public init(_ base: any LanguageModel, price: TokenPrice) {
    self.base = base
    var identity = base.identity
    identity.price = price
    self.identity = identity
  }

  public func prepare(progress: @escaping @Sendable (String) -> Void) async throws {
    try await base.prepare(progress: progress)
  }

  public func release() async { await base.release() }

  public func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    try await base.reply(to: request, progress: progress)
  }

  public func replies(
    _ count: Int, to request: ModelRequest, progress: @escaping @Sendable (Int, ReplyProgress) -> Void
  ) async throws -> [ModelReply?]? {
    try await base.replies(count, to: request, progress: progress)
  }
}
