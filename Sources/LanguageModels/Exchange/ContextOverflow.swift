/// By how much a request is too long for a model, as far as its server tells.
public struct ContextOverflow: Hashable, Codable, Sendable {
  /// Tokens that the request would take in the server's own count: of the prompt, and of the reply at its limit where
  /// the server counts that too. So the prompt must lose at least `needed - available`.
  public var needed: Int?
  /// Tokens that there is room for.
  public var available: Int?

  public init(needed: Int? = nil, available: Int? = nil) {
    self.needed = needed
    self.available = available
  }
}

extension ContextOverflow {
  private static let names = [
    "context_length", "exceed_context_size", "string_above_max_length", "model_context_window_exceeded",
  ]

  /// How OpenAI and those who copy it, llama.cpp, vLLM, Anthropic, OpenRouter, Ollama, LM Studio, DashScope, Groq,
  /// Mistral and Together say it.
  private static let phrases = [
    "context length", "context size", "context window", "context limit", "maximum context", "prompt is too long",
    "prompt too long", "too many tokens", "maximum number of tokens", "input tokens exceed", "range of input length",
    "maximum model length", "model token limit", "reduce the length of the messages", "request too large",
  ]

  /// What stands before the figure, the closer descriptions first.
  private static let beforeNeeded = [
    "resulted in ", "requested about ", "requested: ", "requested ", "request (", "prompt is too long: ",
    "input length (", "the input (", "prompt (length ", "prompt contains ", "prompt has ", "n_keep: ",
    "keep the first ",
  ]
  private static let beforeAvailable = [
    "context length is only ", "context length is ", "context length (", "context length of only ",
    "context length of ", "context size (", "context size is ", "configured limit of ", "maximum model length of ",
    "model with ", "n_ctx: ", "input length should be [1, ", "token limit: ", "limit ",
  ]

  /// - Parameters:
  ///   - words: of the server, in small letters.
  ///   - names: of the error.
  ///   - told: the figures that have a place of their own.
  /// - Returns: nil where it is another error.
  init?(words: String, names: Set<String>, told: ContextOverflow) {
    let isNamed = names.contains { name in Self.names.contains { name.contains($0) } }
    guard isNamed || Self.phrases.contains(where: { words.contains($0) }) else { return nil }
    // A limit of the rate that goes by tokens is another thing, unless the request alone is beyond it.
    if words.contains("rate limit"), !words.contains("request too large") { return nil }
    let text = Array(words.utf8)
    available = told.available ?? Self.beforeAvailable.lazy.compactMap { Self.number(after: $0, in: text) }.first
    needed = told.needed ?? Self.needed(text)
    if available == nil, let limit = Self.number(after: "> ", in: text) { available = limit }
    // Ollama tells the difference only.
    if needed == nil, let excess = Self.number(after: "max context length by ", in: text), let room = available {
      needed = room + excess
    }
  }

  private static func needed(_ text: [UInt8]) -> Int? {
    if let prompt = number(after: "exceed context limit: ", in: text) {
      return prompt + (number(after: " + ", in: text) ?? 0)
    }
    if let prompt = number(after: "your request has ", in: text) {
      return prompt + (number(after: "is too large: ", in: text) ?? 0)
    }
    if let prompt = number(after: "you passed ", in: text) {
      return prompt + (number(after: "and requested ", in: text) ?? 0)
    }
    return beforeNeeded.lazy.compactMap { number(after: $0, in: text) }.first
  }

  /// The whole number that follows these words.
  private static func number(after words: String, in text: [UInt8]) -> Int? {
    var rest = text[...]
    while let range = rest.firstRange(of: words.utf8) {
      let digits = text[range.upperBound...].prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      // More digits count nothing, and would overflow in a sum.
      if digits.count <= 12, let number = Int(String(decoding: digits, as: UTF8.self)) { return number }
      rest = text[range.upperBound...]
    }
    return nil
  }
}
