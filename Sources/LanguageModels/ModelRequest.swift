import Text

/// What a model is asked.
public struct ModelRequest: Hashable, Sendable {
  public var messages: [Message]
  /// 0 or more; nil leaves it to the server.
  public var temperature: Double?
  /// The part of the probability that is sampled from, above 0 up to 1; nil leaves it to the server.
  public var topP: Double?
  /// The reply's own sampling seed, 0 to 2^31 - 1; nil leaves it to the server.
  public var seed: Int?
  /// The most tokens a reply may have; nil leaves it to the server.
  public var replyTokens: Int?
  /// Nil leaves it to the server.
  public var thinking: Thinking?
  /// What the answer must look like, where the server can be held to it; nil for free text.
  public var answerForm: AnswerForm?
  /// Further members of the request's body, as they are; they win over ours.
  public var fields: [String: JSONValue]
  /// Which of a run's requests this is. No server is told; a recording finds its reply by it. Nil outside of runs.
  public var place: RequestPlace?

  public init(
    messages: [Message], temperature: Double? = nil, topP: Double? = nil, seed: Int? = nil, replyTokens: Int? = nil,
    thinking: Thinking? = nil, answerForm: AnswerForm? = nil, fields: [String: JSONValue] = [:],
    place: RequestPlace? = nil
  ) {
    self.messages = messages
    self.temperature = temperature
    self.topP = topP
    self.seed = seed
    self.replyTokens = replyTokens
    self.thinking = thinking
    self.answerForm = answerForm
    self.fields = fields
    self.place = place
  }
}

/// Where in a run a request stands.
public struct RequestPlace: Hashable, Sendable {
  /// From 1.
  public var step: Int
  /// Which of the step's replies, from 0; of a request for several, the first.
  public var index: Int
  /// From 1.
  public var attempt: Int
  public init(step: Int, index: Int, attempt: Int) {
    self.step = step
    self.index = index
    self.attempt = attempt
  }
}

/// Whether and how much a model thinks before it answers.
public enum Thinking: String, Codable, CaseIterable, Sendable {
  case off, on, low, medium, high
}

/// The form that a problem's answers have, for servers that can be held to one.
public struct AnswerForm: Hashable, Sendable {
  /// Letters, digits, - and _ only, 64 at most, as the services ask.
  public var name: String
  /// JSON Schema of one answer, in the part that strict modes take: every member required, no others.
  public var schema: JSONValue
  /// The same as a grammar in llama.cpp's GBNF, with bounded numbers, so that no answer can run away.
  public var grammar: String?

  public init(name: String, schema: JSONValue, grammar: String? = nil) {
    self.name = name
    self.schema = schema
    self.grammar = grammar
  }
}
