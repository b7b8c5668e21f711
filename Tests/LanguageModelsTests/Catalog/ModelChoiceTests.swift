import LanguageModels
import Testing

@Suite struct ModelChoiceTests {
  @Test(arguments: [
    ("openai:gpt-4o", ModelChoice.service(.openai, name: "gpt-4o")),
    ("openai:hf.co/a/b:Q4_K_M", .service(.openai, name: "hf.co/a/b:Q4_K_M")),
    ("dashscope:qwen-plus", .service(.dashscope, name: "qwen-plus")),
    ("openrouter:qwen/qwen-plus:free", .service(.openrouter, name: "qwen/qwen-plus:free")),
    ("groq:llama-3.1-8b-instant", .service(.groq, name: "llama-3.1-8b-instant")),
    ("vllm:Qwen/Qwen2.5-0.5B", .service(.vllm, name: "Qwen/Qwen2.5-0.5B")),
    ("lmstudio:x", .service(.lmstudio, name: "x")),
    ("ollama:gemma3:270m", .service(.ollama, name: "gemma3:270m")), ("ollama:", .service(.ollama, name: nil)),
    ("anthropic:claude-haiku-4-5", .service(.anthropic, name: "claude-haiku-4-5")),
    ("llama:/models/a b:c.gguf", .llama(file: "/models/a b:c.gguf")),
    ("recorded:runs/x.jsonl", .recorded(log: "runs/x.jsonl")),
    ("embedded", .embedded), ("simulated", .simulated(profile: nil)),
    ("simulated:sticky", .simulated(profile: "sticky")),
    ("none", ModelChoice.none),
  ])
  func whatIsAllowedIsReadAndWrittenTheSame(_ text: String, _ choice: ModelChoice) throws {
    #expect(try ModelChoice(text) == choice)
    #expect(choice.description == text)
  }

  @Test(arguments: [Service.ollama, .lmstudio, .vllm, .llama])
  func aServerOfThePersonsOwnMayBeNamedAlone(_ service: Service) throws {
    for text in [service.rawValue, "\(service.rawValue):", "\(service.rawValue): "] {
      #expect(try ModelChoice(text) == .service(service, name: nil))
    }
  }

  @Test(arguments: ["", "gpt-4o", "OpenAI:x", "embeded", ":x", "open ai:x", "\u{1B}[31mopenai:x"])
  func whatIsUnknownIsRefusedWithWhatIsAllowed(_ text: String) {
    let error = #expect(throws: SettingError.self) { try ModelChoice(text) }
    #expect(error?.sentence.contains("--model \"\(text)\"") == true)
    for part in Service.named.map(\.rawValue) + [
      "ollama:[NAME]", "llama:FILE.gguf", "recorded:LOG", "embedded", "simulated[:PROFILE]",
    ] {
      #expect(error?.sentence.contains(part) == true, "\(part)")
    }
  }

  @Test(arguments: [
    ("openai", "openai:NAME"), ("openai:", "openai:NAME"), ("openai:  ", "openai:NAME"),
    ("anthropic:", "anthropic:NAME"),
    ("recorded: ", "recorded:LOG"),
    ("simulated:", "simulated:PROFILE"), ("none:1", "takes nothing"), ("none:", "takes nothing"),
    ("embedded:x", "after embedded, which takes nothing"),
  ])
  func whatIsIncompleteSaysWhatToWrite(_ text: String, _ part: String) {
    let error = #expect(throws: SettingError.self) { try ModelChoice(text) }
    #expect(error?.sentence.contains("--model \"\(ServerComplaintGist.of(text))\"") == true)
    #expect(error?.sentence.contains(part) == true, "\(error?.sentence ?? "")")
  }
}

/// Blanks at the end are not shown.
private enum ServerComplaintGist {
  static func of(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
