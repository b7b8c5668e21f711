import Text

/// Anything that answers messages with text: a server, a stand-in, a recording.
///
/// A model sees messages and sampling settings and nothing else; what is not in the messages is unknown to it.
public protocol LanguageModel: Sendable {
  var identity: ModelIdentity { get }

  /// Makes ready what the first reply would otherwise wait for, as a server that loads its model; asked for again, it
  /// returns at once.
  ///
  /// - Parameter progress: called with a sentence for the screen each time there is something new to say, from any
  ///   thread, never after the call has returned.
  /// - Throws: `ModelError`, or `CancellationError` when the task was cancelled. A model may be asked all the same.
  func prepare(progress: @escaping @Sendable (String) -> Void) async throws

  /// Lets go of what it holds while nobody asks it, as a server that was started for it. Replies under way end first;
  /// asked again, it makes itself ready again.
  func release() async

  /// Asks once, with no retry: the run decides what a failure means, and logs it.
  ///
  /// - Parameter progress: called with what has come so far, from any thread, never after the call has returned.
  /// - Throws: `ModelError`, or `CancellationError` when the task was cancelled.
  func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply

  /// Asks once for several replies to the same messages, so that their prompt is read and paid for once.
  ///
  /// - Parameters:
  ///   - count: how many, 2 or more. The reply with index k is sampled with the request's seed + k.
  ///   - progress: called with the index of a reply and what of it has come.
  /// - Returns: by index, nil for those that did not come and are to be asked for one by one; nil as a whole where this
  ///   model has no such thing, or its server turned out to have none.
  /// - Throws: as `reply(to:progress:)`.
  func replies(
    _ count: Int, to request: ModelRequest, progress: @escaping @Sendable (Int, ReplyProgress) -> Void
  ) async throws -> [ModelReply?]?
}

extension LanguageModel {
  public func prepare(progress: @escaping @Sendable (String) -> Void) async throws {}

  public func release() async {}

  public func replies(
    _ count: Int, to request: ModelRequest, progress: @escaping @Sendable (Int, ReplyProgress) -> Void
  ) async throws -> [ModelReply?]? { nil }
}

/// What the screen and the log call a model.
public struct ModelIdentity: Hashable, Codable, Sendable {
  public enum Kind: String, Codable, Sendable {
    /// A server that was asked over the network or on this machine.
    case server
    /// A stand-in: no language model is running.
    case simulated
    /// The transformer inside the program: it optimizes, and has no language.
    case embedded
    /// The replies of an earlier run, from its log.
    case recorded
  }

  /// As on the command line: `openai:qwen2.5-coder-0.5b`, `simulated`.
  public var name: String
  public var kind: Kind
  /// Where it is asked, without anything secret; nil for what runs inside the program.
  public var address: String?
  /// A sentence that the screen must show while this model is used, as "simulated model: no language model is running".
  public var notice: String?
  /// Where one is known.
  public var price: TokenPrice?

  public init(
    name: String, kind: Kind, address: String? = nil, notice: String? = nil, price: TokenPrice? = nil
  ) {
    self.name = name
    self.kind = kind
    self.address = address
    self.notice = notice
    self.price = price
  }
}

/// One message of a conversation.
public struct Message: Hashable, Codable, Sendable {
  public enum Role: String, Codable, Sendable { case system, user, assistant }
  public var role: Role
  public var text: String
  public init(_ role: Role, _ text: String) {
    self.role = role
    self.text = text
  }
}
