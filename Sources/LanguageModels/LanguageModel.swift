import Text

/// Anything that answers messages with text: a server, a stand-in, a recording.
///
/// A model sees messages and sampling settings and nothing else; what is not in the messages is unknown to it.
public protocol LanguageModel: Sendable {
  var identity: ModelIdentity { get }

  /// Asks once, with no retry: the run decides what a failure means, and logs it.
  ///
  /// - Parameter progress: called with what has come so far, from any thread, never after the call has returned.
  /// - Throws: `ModelError`, or `CancellationError` when the task was cancelled.
  func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply
}

/// What the screen and the log call a model.
public struct ModelIdentity: Hashable, Codable, Sendable {
  public enum Kind: String, Codable, Sendable {
    /// A server that was asked over the network or on this machine.
    case server
    /// A stand-in: no language model is running.
    case simulated
  }

  /// As on the command line: `openai:qwen2.5-coder-0.5b`, `simulated`.
  public var name: String
  public var kind: Kind
  /// Where it is asked, without anything secret; nil for what runs inside the program.
  public var address: String?
  /// A sentence that the screen must show while this model is used, as "simulated model: no language model is running".
  public var notice: String?

  public init(name: String, kind: Kind, address: String? = nil, notice: String? = nil) {
    self.name = name
    self.kind = kind
    self.address = address
    self.notice = notice
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

/// What a model is asked.
public struct ModelRequest: Hashable, Sendable {
  public var messages: [Message]
  /// 0 or more; nil leaves it to the server.
  public var temperature: Double?
  /// The reply's own sampling seed, 0 to 2^31 - 1; nil leaves it to the server.
  public var seed: Int?
  /// The most tokens a reply may have; nil leaves it to the server.
  public var replyTokens: Int?

  public init(messages: [Message], temperature: Double? = nil, seed: Int? = nil, replyTokens: Int? = nil) {
    self.messages = messages
    self.temperature = temperature
    self.seed = seed
    self.replyTokens = replyTokens
  }
}

/// A reply under way: all of its text so far, as it came.
public struct ReplyProgress: Hashable, Sendable {
  public var text: String
  public var reasoning: String?
  public init(text: String, reasoning: String? = nil) {
    self.text = text
    self.reasoning = reasoning
  }
}

/// A complete reply, raw.
public struct ModelReply: Hashable, Sendable {
  public var text: String
  /// Reasoning that the server kept apart from the answer.
  public var reasoning: String?
  /// The model that the server says it used.
  public var model: String?
  public var finish: FinishReason
  /// Nil where the server told none.
  public var usage: TokenUsage?

  public init(
    text: String, reasoning: String? = nil, model: String? = nil, finish: FinishReason = .stop,
    usage: TokenUsage? = nil
  ) {
    self.text = text
    self.reasoning = reasoning
    self.model = model
    self.finish = finish
    self.usage = usage
  }
}

/// Why a reply ended.
public enum FinishReason: Hashable, Sendable {
  case stop
  /// Cut off by the limit of tokens.
  case length
  /// Withheld or cut by the service's content filter.
  case filtered
  case other(String)

  public var name: String {
    switch self {
    case .stop: "stop"
    case .length: "length"
    case .filtered: "content_filter"
    case .other(let name): name
    }
  }

  public init(name: String) {
    switch name {
    case "stop": self = .stop
    case "length": self = .length
    case "content_filter": self = .filtered
    default: self = .other(name)
    }
  }
}

extension FinishReason: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(name: try decoder.singleValueContainer().decode(String.self))
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

/// Tokens that a request cost, as the server counted them.
public struct TokenUsage: Hashable, Codable, Sendable {
  public var input: Int
  public var output: Int
  /// The part of the input that the server took from its cache.
  public var cached: Int?
  public init(input: Int, output: Int, cached: Int? = nil) {
    self.input = input
    self.output = output
    self.cached = cached
  }
}
