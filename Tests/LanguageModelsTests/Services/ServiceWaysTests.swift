import Testing
import Text

@testable import LanguageModels

/// What is learnt from refusals, in the words of the services.
@Suite struct ServiceWaysTests {
  private let everything: Set<RequestSetting> = Set(RequestSetting.allCases)

  /// The settings that are gone after a refusal, by what a request then holds.
  private func learnt(
    _ words: String, parameter: String? = nil, _ dialect: ServiceDialect = .compatible, count: Int = 8,
    thinking: Thinking = .off
  ) -> (ways: ServiceWays, notices: [ModelNotice]?) {
    var ways = ServiceWays(dialect)
    var error: [String: JSONValue] = ["message": .string(words)]
    if let parameter { error["param"] = .string(parameter) }
    let request = ModelRequest(
      messages: [], thinking: thinking, answerForm: AnswerForm(name: "a", schema: [:], grammar: "g"))
    let notices = ways.learn(
      from: ServerComplaint(.object(error)), sent: everything, request: request, count: count, model: "m")
    return (ways, notices)
  }

  @Test(arguments: [
    (
      "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
      RequestSetting.temperature
    ),
    ("`temperature` is deprecated for this model.", .temperature),
    ("`temperature` may only be set to 1 when thinking is enabled.", .temperature),
    ("Unsupported parameter: 'top_p' is not supported with this model.", .topP),
    ("`temperature` and `top_p` cannot both be specified for this model. Please use only one.", .topP),
    ("Unrecognized request argument supplied: seed", .seed),
    ("property 'stream_options' is unsupported", .streamOptions),
    ("Your organization must be verified to stream this model. Please go to the settings.", .stream),
  ])
  func whatIsRefusedIsLeftOut(_ words: String, _ setting: RequestSetting) {
    let (ways, notices) = learnt(words)
    for other in RequestSetting.allCases where other != .choices {
      let isGone = other == setting || (setting == .stream && other == .streamOptions)
      #expect(ways.takes(other) == !isGone, "\(other)")
    }
    #expect(notices?.count == 1)
    #expect(notices?.first?.text.hasPrefix("m ") == true)
  }

  @Test(arguments: [
    "temperature must be between 0 and 1", "Range of temperature should be [0, 2)", "max_tokens is too large: 50000",
    "'seed' must be less than or equal to 9", "messages: at least one message is required", "",
    "This model's maximum context length is 4096 tokens: lower 'max_tokens', it is not supported.",
    "The model `temperature-x` is unknown", "n tokens", "the answer is not streamed",
  ])
  func whatIsThePersonsToChangeIsNotLeftOut(_ words: String) {
    let (ways, notices) = learnt(words)
    #expect(notices == nil)
    #expect(ways == ServiceWays(.compatible))
  }

  @Test func aCheckAgainstASchemaNamesItsMember() {
    var ways = ServiceWays(.compatible)
    let body =
      #"{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted","input":7}]}"#
    let complaint = ServerComplaint(body: Array(body.utf8))
    #expect(complaint.message == "seed: Extra inputs are not permitted" && complaint.parameter == "seed")
    let notices = ways.learn(
      from: complaint, sent: everything, request: ModelRequest(messages: []), count: 1, model: "m")
    #expect(notices?.first?.code == "seed-refused" && !ways.takes(.seed))
  }

  @Test func aMemberOfItsOwnPlaceIsBelievedBeforeTheWords() {
    let (ways, _) = learnt("temperature and seed are not supported together", parameter: "seed")
    #expect(!ways.takes(.seed) && ways.takes(.temperature))
    #expect(learnt("'temperature' is not supported", parameter: "logit_bias").notices == nil)
  }

  @Test func theLimitOfTokensGoesByItsOtherNameAndThenByNone() {
    let words =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
    var (ways, notices) = learnt(words, parameter: "max_tokens")
    #expect(ways.tokenLimit == "max_completion_tokens" && notices == [])
    let again = ServerComplaint(.object(["message": "Unrecognized request argument supplied: max_completion_tokens"]))
    notices = ways.learn(
      from: again, sent: everything, request: ModelRequest(messages: []), count: 1, model: "m")
    #expect(!ways.takes(.tokenLimit) && notices?.first?.code == "reply-tokens-refused")
    #expect(ServiceWays(.openAI).tokenLimit == "max_completion_tokens")
    #expect(learnt("max_tokens: not permitted", .anthropic).notices == nil, "there it must be sent")
  }

  @Test(
    arguments: [
      ("Field 'n': Value must be between 1 <= value <= 8, but got 9", 9, 8),
      ("n should be in [1, 4]", 8, nil), ("'n' should be in [1, 4]", 8, 4),
      ("`n` must be at most 1", 8, 1), ("property 'n' is unsupported", 8, 1),
      ("Only one choice: multiple choices are off", 3, 1),
      ("'n' : number must be at most 128", 200, 128),
    ] as [(words: String, count: Int, most: Int?)])
  func theMostChoicesAreRead(_ row: (words: String, count: Int, most: Int?)) {
    let (ways, notices) = learnt(row.words, count: row.count)
    #expect(ways.mostChoices == row.most)
    #expect((notices?.first?.code == "choices-refused") == (row.most == 1))
  }

  @Test func answersGoFromGrammarToSchemaToFreeText() {
    let request = ModelRequest(messages: [], answerForm: AnswerForm(name: "a", schema: [:], grammar: "g"))
    var ways = ServiceWays(.llama)
    func refuse(_ words: String) -> [ModelNotice]? {
      ways.learn(
        from: ServerComplaint(.string(words)), sent: [.answerForm], request: request, count: 1, model: "m")
    }
    #expect(ways.answer(of: request).keys.sorted() == ["grammar"])
    #expect(refuse("Failed to parse grammar") == [])
    #expect(ways.answer(of: request).keys.sorted() == ["response_format"])
    var notices = refuse("This model does not support response format `json_schema`.")
    #expect(notices?.first?.code == "answer-form-refused" && ways.answer(of: request).isEmpty)
    // llama.cpp's words for a schema that it cannot make a grammar of.
    ways = ServiceWays(.compatible)
    notices = refuse("Automatic parser generation failed: JSON schema error at #: unrecognized type x")
    #expect(notices?.first?.code == "answer-form-refused")
  }

  @Test func aServerThatTurnsOutToBeLlamaGetsTheGrammar() {
    let request = ModelRequest(messages: [], answerForm: AnswerForm(name: "a", schema: [:], grammar: "g"))
    var ways = ServiceWays(.compatible)
    #expect(ways.answer(of: request)["grammar"] == nil)
    ways.knowLlama()
    #expect(ways.answer(of: request)["grammar"] == "g")
    var openAI = ServiceWays(.openAI)
    openAI.knowLlama()
    #expect(openAI == ServiceWays(.openAI))
  }

  /// The service, the setting, the refusal of the first form, and what is sent next.
  static let nextForms: [(dialect: ServiceDialect, thinking: Thinking, words: String, next: String)] = [
    (
      .openAI, .off,
      "Unsupported value: 'reasoning_effort' does not support 'none' with this model. Supported values are: 'minimal', 'low', 'medium', and 'high'.",
      #"{"reasoning_effort":"minimal"}"#
    ),
    (.openAI, .off, "Unrecognized request argument supplied: reasoning_effort", "{}"),
    (.openAI, .low, "Unsupported value: 'reasoning_effort' does not support 'low' with this model.", "{}"),
    (.groq, .off, "`reasoning_effort` is not supported with this model", "{}"),
    (.groq, .off, "`reasoning_format` is not supported with this model", #"{"reasoning_effort":"none"}"#),
    (.groq, .off, "`reasoning_effort` must be one of `low`, `medium`, or `high`", #"{"reasoning_effort":"low"}"#),
    (
      .groq, .high, "`reasoning_effort` must be one of `none` or `default`",
      #"{"reasoning_effort":"default","reasoning_format":"parsed"}"#
    ),
    (
      .openRouter, .off, "Reasoning is mandatory for this endpoint and cannot be disabled.",
      #"{"reasoning":{"effort":"minimal"}}"#
    ),
    (
      .dashScope, .off,
      "InternalError.Algo.InvalidParameter: The value of the enable_thinking parameter is restricted to True.", "{}"
    ),
    (
      .dashScope, .on, "The thinking_budget parameter must be a positive integer and not greater than 0",
      #"{"enable_thinking":true,"thinking_budget":8192}"#
    ),
    (.dashScope, .low, "Unknown parameter: thinking_budget", #"{"enable_thinking":true}"#),
    (.ollama, .medium, "\"gemma3:270m\" does not support thinking", "{}"),
    (.ollama, .medium, "think value \"medium\" is not supported for this model", "{}"),
    (.compatible, .off, "chat_template_kwargs: Extra inputs are not permitted", #"{"reasoning_effort":"none"}"#),
    (
      .compatible, .off, "Unknown field: reasoning_effort",
      #"{"chat_template_kwargs":{"enable_thinking":false,"thinking":false}}"#
    ),
    (
      .anthropic, .on,
      "thinking: Input tag 'adaptive' found using 'type' does not match any of the expected tags: 'disabled', 'enabled'",
      #"{"thinking":{"budget_tokens":8192,"type":"enabled"}}"#
    ),
    (
      .anthropic, .on, "adaptive thinking is not supported on this model",
      #"{"thinking":{"budget_tokens":8192,"type":"enabled"}}"#
    ),
    (
      .anthropic, .low, "output_config.effort: Extra inputs are not permitted",
      #"{"thinking":{"budget_tokens":1024,"type":"enabled"}}"#
    ),
    (.anthropic, .off, "\"thinking.type.disabled\" is not supported for this model.", "{}"),
  ]

  @Test(arguments: nextForms)
  func theNextFormOfThinkingFollowsFromTheWords(
    _ row: (dialect: ServiceDialect, thinking: Thinking, words: String, next: String)
  ) throws {
    var ways = ServiceWays(row.dialect)
    let request = ModelRequest(messages: [], thinking: row.thinking)
    let notices = ways.learn(
      from: ServerComplaint(.string(row.words)), sent: [.thinking], request: request, count: 1, model: "m")
    #expect(try JSONValue.object(ways.thinking(of: request)).canonicalText() == row.next)
    // Off is told by what comes; the rest is told at once.
    let code = row.thinking == .off ? nil : row.next == "{}" ? "thinking-refused" : "thinking-changed"
    #expect(notices?.first?.code == code && notices != nil)
  }

  @Test func whatWasLearntOfOneSettingDoesNotTouchTheOthers() {
    var ways = ServiceWays(.openAI)
    let request = ModelRequest(messages: [], thinking: .off)
    _ = ways.learn(
      from: ServerComplaint(.string("'reasoning_effort' does not support 'none'")), sent: [.thinking], request: request,
      count: 1, model: "m")
    #expect(ways.thinking(of: ModelRequest(messages: [], thinking: .high)) == ["reasoning_effort": "high"])
  }

  @Test func everyFormIsRefusedOnceAtMost() {
    for dialect in [ServiceDialect.openAI, .groq, .openRouter, .dashScope, .compatible, .llama, .anthropic] {
      for thinking in Thinking.allCases {
        var ways = ServiceWays(dialect)
        let request = ModelRequest(messages: [], thinking: thinking)
        var rounds = 0
        while rounds < 10, !ways.thinking(of: request).isEmpty {
          _ = ways.learn(
            from: ServerComplaint(.string("thinking is mandatory")), sent: [.thinking], request: request, count: 1,
            model: "m")
          rounds += 1
        }
        #expect(rounds <= 3, "\(dialect) \(thinking)")
      }
    }
  }
}
