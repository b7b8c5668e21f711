import Text

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
  /// What turned out about the service with this reply and a person must know, each told once in a model's life: a
  /// setting that it does not take and that was left out, thinking that it does not turn off.
  public var notices: [ModelNotice]

  public init(
    text: String, reasoning: String? = nil, model: String? = nil, finish: FinishReason = .stop,
    usage: TokenUsage? = nil, notices: [ModelNotice] = []
  ) {
    self.text = text
    self.reasoning = reasoning
    self.model = model
    self.finish = finish
    self.usage = usage
    self.notices = notices
  }
}

/// A sentence for the person about what a service does otherwise than it was asked.
public struct ModelNotice: Hashable, Sendable {
  /// A short word for programs, as `thinking-stays-on`.
  public var code: String
  public var text: String
  public init(_ code: String, _ text: String) {
    self.code = code
    self.text = text
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

/// Tokens that a request cost, as the server counted them or as we did.
public struct TokenUsage: Hashable, Sendable {
  public var input: Int
  public var output: Int
  /// The part of the input that the server took from its cache.
  public var cached: Int?
  /// Some of it is our own count of the text, because the server told nothing or less than the text has.
  public var isEstimated: Bool
  public init(input: Int, output: Int, cached: Int? = nil, isEstimated: Bool = false) {
    self.input = input
    self.output = output
    self.cached = cached
    self.isEstimated = isEstimated
  }
}

extension TokenUsage: Codable {
  private enum CodingKeys: String, CodingKey { case input, output, cached, estimated }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    input = try container.decode(Int.self, forKey: .input)
    output = try container.decode(Int.self, forKey: .output)
    cached = try container.decodeIfPresent(Int.self, forKey: .cached)
    isEstimated = try container.decodeIfPresent(Bool.self, forKey: .estimated) ?? false
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(input, forKey: .input)
    try container.encode(output, forKey: .output)
    try container.encodeIfPresent(cached, forKey: .cached)
    if isEstimated { try container.encode(true, forKey: .estimated) }
  }
}
