import Text

/// How a service says what the APIs leave open: the members of a request in which services differ.
///
/// The forms are those of the services' documentation as of autumn 2026. What a model of theirs does not take is learnt
/// from its refusal, by `ServiceWays`.
enum ServiceDialect: Hashable, Sendable {
  case openAI, dashScope, openRouter, groq, vllm, lmStudio, ollama, llama, anthropic
  /// A server of chat completions of which nothing more is known.
  case compatible

  /// A base URL may lead `openai:` to any of them, which their hosts tell.
  init(_ service: Service, at address: ServerAddress) {
    switch service {
    case .dashscope: self = .dashScope
    case .openrouter: self = .openRouter
    case .groq: self = .groq
    case .vllm: self = .vllm
    case .lmstudio: self = .lmStudio
    case .ollama: self = .ollama
    case .llama: self = .llama
    case .anthropic: self = .anthropic
    case .openai:
      let host = "." + address.host.lowercased()
      let hosts: [(String, ServiceDialect)] = [
        (".openai.com", .openAI), (".openai.azure.com", .openAI), (".openrouter.ai", .openRouter),
        (".groq.com", .groq), (".aliyuncs.com", .dashScope),
      ]
      self = hosts.first { host.hasSuffix($0.0) }?.1 ?? .compatible
    }
  }

  /// What the limit of a reply's tokens is called; the other name is tried where it is refused.
  var tokenLimit: String {
    switch self {
    case .openAI, .groq: "max_completion_tokens"
    default: "max_tokens"
    }
  }

  /// The most replies that one request brings, where the documentation says; nil where it is to be tried.
  var mostChoices: Int? {
    switch self {
    case .groq, .ollama, .lmStudio, .anthropic: 1
    case .dashScope: 4
    default: nil
    }
  }

  /// The members that hold a model to a form of answer, the best first.
  ///
  /// vLLM's own members changed their names from version to version, and all of its versions know OpenAI's.
  func answerForms(_ form: AnswerForm) -> [[String: JSONValue]] {
    if self == .anthropic {
      return [["output_config": ["format": ["type": "json_schema", "schema": form.schema]]]]
    }
    let schema: [String: JSONValue] = [
      "response_format": [
        "type": "json_schema",
        "json_schema": ["name": .string(form.name), "strict": true, "schema": form.schema],
      ]
    ]
    // A grammar bounds the numbers too, and the white space.
    if self == .llama, let grammar = form.grammar { return [["grammar": .string(grammar)], schema] }
    return [schema]
  }

  /// The names by which a refusal may call a form of answer.
  static let answerFormNames = [
    "response_format", "json_schema", "grammar", "structured_outputs", "structured output", "structured outputs",
    "output_config.format", "output_format", "guided_json",
  ]
}
