import Testing
import Text

@testable import LanguageModels

@Suite struct ServiceTests {
  @Test func eachHasItsAddressKeyAndLabel() throws {
    let table: [(Service, String, String?, Bool)] = [
      (.openai, "https://api.openai.com/v1", "OPENAI_API_KEY", true),
      (.dashscope, "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY", true),
      (.openrouter, "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", true),
      (.groq, "https://api.groq.com/openai/v1", "GROQ_API_KEY", true),
      (.vllm, "http://127.0.0.1:8000/v1", "VLLM_API_KEY", false),
      (.lmstudio, "http://127.0.0.1:1234/v1", nil, false), (.ollama, "http://127.0.0.1:11434/v1", nil, false),
      (.anthropic, "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", true),
    ]
    #expect(table.map(\.0) == Service.named)
    for (service, address, key, isPaid) in table {
      #expect(try service.address().description == address)
      #expect(service.keyVariable == key && service.isPaid == isPaid && !service.label.isEmpty)
      // What is asked without a key stays on this machine.
      #expect(try isPaid || service.address().isLoopback)
    }
  }

  @Test func anAddressOfTheUsersGoesFirst() throws {
    let environment = ["OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "ANTHROPIC_BASE_URL": "https://proxy.lan"]
    #expect(try Service.openai.address(environment: environment).description == "http://127.0.0.1:9/v1")
    #expect(try Service.anthropic.address(environment: environment).description == "https://proxy.lan/v1")
    #expect(try Service.groq.address(environment: environment).host == "api.groq.com")
    let named = try Service.openai.address(baseURL: "http://127.0.0.1:7", environment: environment)
    #expect(named.description == "http://127.0.0.1:7/v1")
    let error = #expect(throws: SettingError.self) {
      try Service.openai.address(environment: ["OPENAI_BASE_URL": "ftp://x"])
    }
    #expect(error?.sentence.contains("OPENAI_BASE_URL") == true)
  }

  @Test(arguments: [
    ("", "http://127.0.0.1:11434/v1"), ("box", "http://box:11434/v1"), ("box:8000", "http://box:8000/v1"),
    ("192.168.1.5", "http://192.168.1.5:11434/v1"), ("0.0.0.0", "http://127.0.0.1:11434/v1"),
    ("0.0.0.0:9000", "http://127.0.0.1:9000/v1"), (":9000", "http://127.0.0.1:9000/v1"),
    ("[::]:9000", "http://[::1]:9000/v1"), ("::", "http://[::1]:11434/v1"), ("[::1]", "http://[::1]:11434/v1"),
    ("http://box:1234/", "http://box:1234/v1"), ("http://box", "http://box/v1"),
    ("https://box/ollama", "https://box/ollama/v1"), ("https://box/v1/", "https://box/v1"),
    (" \"box\" ", "http://box:11434/v1"),
  ])
  func ollamaIsAskedWhereItsVariableSays(_ text: String, _ address: String) throws {
    #expect(try Service.ollama.address(environment: ["OLLAMA_HOST": text]).description == address)
    #expect(try Service.ollama.address(baseURL: "http://x/v1", environment: ["OLLAMA_HOST": text]).host == "x")
    #expect(try Service.vllm.address(environment: ["OLLAMA_HOST": text]).port == 8000)
  }

  @Test(arguments: ["http://192.168.1.5:8000/v1", "http://box.example.com/v1"])
  func plainHttpToAnotherMachineNeedsAPersonsLeave(_ address: String) throws {
    for environment in [[:], ["TILLER_ALLOW_HTTP": "false"], ["TILLER_ALLOW_HTTP": " "]] {
      let error = #expect(throws: SettingError.self) {
        try Service.vllm.model(named: "m", baseURL: address, environment: environment)
      }
      #expect(error?.sentence.contains("--allow-http") == true)
    }
    _ = try Service.vllm.model(named: "m", baseURL: address, environment: ["TILLER_ALLOW_HTTP": "true"])
    #expect(throws: SettingError.self, "a key does not go there at all") {
      try Service.groq.model(
        named: "m", baseURL: address, environment: ["TILLER_ALLOW_HTTP": "true", "GROQ_API_KEY": "sk-x"])
    }
  }

  @Test(arguments: ["http://127.0.0.1:8000/v1", "http://[::1]/v1", "https://box.example.com/v1"])
  func thisMachineAndEncryptedOnesNeedNone(_ address: String) throws {
    _ = try Service.vllm.model(named: "m", baseURL: address, environment: [:])
  }

  @Test(arguments: ["ftp://box", "box:99999", "a b/..?x", "http://name:hidden@box"])
  func aVariableThatIsNoAddressIsNamed(_ text: String) {
    let error = #expect(throws: SettingError.self) {
      try Service.ollama.address(environment: ["OLLAMA_HOST": text])
    }
    #expect(error?.sentence.contains("OLLAMA_HOST") == true && error?.sentence.contains("hidden") == false)
  }

  @Test func eachMakesAModelOfItsOwnApi() throws {
    for service in Service.named {
      let environment = service.keyVariable.map { [$0: "sk-secret"] } ?? [:]
      let model = try service.model(named: "m", environment: environment)
      #expect(model.identity.name == "\(service.rawValue):m")
      #expect(model.identity.address == service.defaultAddress)
      #expect((model is AnthropicModel) == (service == .anthropic))
      #expect(!"\(model)".contains("secret"))
      var dumped = ""
      dump(model, to: &dumped)
      #expect(!dumped.contains("secret"))
    }
    #expect(throws: SettingError.self) { try Service.groq.model(named: "", environment: [:]) }
  }

  @Test func aKeyIsNotSentInTheOpen() {
    let error = #expect(throws: SettingError.self) {
      try Service.anthropic.model(
        named: "m", baseURL: "http://example.com",
        environment: ["ANTHROPIC_API_KEY": "sk-secret", "TILLER_ALLOW_HTTP": "true"])
    }
    #expect(error?.sentence.contains("ANTHROPIC_API_KEY would be sent unencrypted") == true)
    #expect(error?.sentence.contains("secret") == false)
  }

  @Test func theHostTellsWhatABaseURLLeadsTo() throws {
    let table: [(String, ServiceDialect)] = [
      ("https://api.openai.com/v1", .openAI), ("https://eu.api.openai.com/v1", .openAI),
      ("https://x.openai.azure.com/openai/v1", .openAI), ("https://openrouter.ai/api/v1", .openRouter),
      ("https://api.groq.com/openai/v1", .groq),
      ("https://dashscope.aliyuncs.com/compatible-mode/v1", .dashScope), ("http://127.0.0.1:8080/v1", .compatible),
      ("https://notopenai.com/v1", .compatible), ("https://openai.com.example.com/v1", .compatible),
    ]
    for (address, dialect) in table {
      #expect(ServiceDialect(.openai, at: try ServerAddress(address)) == dialect, "\(address)")
    }
    #expect(ServiceDialect(.vllm, at: try ServerAddress("https://api.openai.com")) == .vllm)
  }
}

/// What each service is told about thinking, in its own form.
@Suite struct ThinkingFormsTests {
  private func first(_ dialect: ServiceDialect, _ thinking: Thinking, replyTokens: Int? = nil) -> JSONValue {
    .object(dialect.thinkingForms(thinking, replyTokens: replyTokens).first ?? [:])
  }

  @Test func offIsSaidAsEachServiceWantsIt() {
    #expect(first(.openAI, .off) == ["reasoning_effort": "none"])
    #expect(first(.dashScope, .off) == ["enable_thinking": false])
    #expect(first(.openRouter, .off) == ["reasoning": ["enabled": false]])
    #expect(first(.groq, .off) == ["reasoning_effort": "none", "reasoning_format": "parsed"])
    #expect(first(.vllm, .off) == ["chat_template_kwargs": ["enable_thinking": false, "thinking": false]])
    #expect(first(.llama, .off) == ["chat_template_kwargs": ["enable_thinking": false, "thinking": false]])
    #expect(first(.ollama, .off) == ["reasoning_effort": "none"])
    #expect(first(.anthropic, .off) == ["thinking": ["type": "disabled"]])
    let both: JSONValue = [
      "reasoning_effort": "none", "chat_template_kwargs": ["enable_thinking": false, "thinking": false],
    ]
    #expect(first(.lmStudio, .off) == both && first(.compatible, .off) == both)
  }

  @Test func levelsAreSaidAsEachServiceWantsThem() {
    #expect(first(.openAI, .high) == ["reasoning_effort": "high"])
    #expect(first(.openAI, .on) == ["reasoning_effort": "medium"])
    #expect(first(.dashScope, .on) == ["enable_thinking": true])
    #expect(first(.dashScope, .low) == ["enable_thinking": true, "thinking_budget": 1024])
    #expect(first(.openRouter, .on) == ["reasoning": ["enabled": true]])
    #expect(first(.openRouter, .medium) == ["reasoning": ["effort": "medium"]])
    #expect(first(.groq, .low) == ["reasoning_effort": "low"])
    #expect(
      first(.vllm, .high) == [
        "chat_template_kwargs": ["enable_thinking": true, "thinking": true], "reasoning_effort": "high",
      ])
    #expect(
      first(.anthropic, .medium) == [
        "thinking": ["type": "adaptive", "display": "summarized"], "output_config": ["effort": "medium"],
      ])
  }

  @Test func theBudgetOfOlderModelsStaysBelowTheLimitOfTheReply() {
    func budget(_ thinking: Thinking, _ tokens: Int?) -> Double? {
      ServiceDialect.anthropic.thinkingForms(thinking, replyTokens: tokens).compactMap {
        $0["thinking"]?["budget_tokens"]?.number
      }.first
    }
    #expect(budget(.low, nil) == 1024 && budget(.medium, nil) == 4096 && budget(.high, nil) == 16_384)
    #expect(budget(.high, 2000) == 1999)
    #expect(budget(.low, 1024) == nil, "there is no room for the least of it")
    #expect(budget(.off, nil) == nil)
  }

  @Test func everyServiceHasAFormForEverySetting() {
    let dialects: [ServiceDialect] = [
      .openAI, .dashScope, .openRouter, .groq, .vllm, .lmStudio, .ollama, .llama, .anthropic, .compatible,
    ]
    for dialect in dialects {
      for thinking in Thinking.allCases {
        let forms = dialect.thinkingForms(thinking, replyTokens: 4096)
        #expect(!forms.isEmpty && forms.allSatisfy { !$0.isEmpty })
        #expect(Set(forms).count == forms.count, "\(dialect) \(thinking): no form twice")
      }
    }
  }
}

@Suite struct AnswerFormsTests {
  private let form = AnswerForm(name: "pair", schema: ["type": "object"], grammar: "root ::= \"x\"")

  @Test func llamaGetsTheGrammarAndTheRestTheSchema() {
    let schema: [String: JSONValue] = [
      "response_format": [
        "type": "json_schema", "json_schema": ["name": "pair", "strict": true, "schema": ["type": "object"]],
      ]
    ]
    #expect(ServiceDialect.llama.answerForms(form) == [["grammar": "root ::= \"x\""], schema])
    #expect(ServiceDialect.llama.answerForms(AnswerForm(name: "pair", schema: ["type": "object"])) == [schema])
    for dialect in [ServiceDialect.openAI, .dashScope, .openRouter, .groq, .vllm, .lmStudio, .ollama, .compatible] {
      #expect(dialect.answerForms(form) == [schema])
    }
    #expect(
      ServiceDialect.anthropic.answerForms(form) == [
        ["output_config": ["format": ["type": "json_schema", "schema": ["type": "object"]]]]
      ])
  }
}
