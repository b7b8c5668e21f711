import LanguageModels
import Testing

@Suite struct ModelChoiceTests {
  @Test(arguments: [
    ("openai:gpt-4o", ModelChoice.openAI(name: "gpt-4o")),
    ("openai:hf.co/a/b:Q4_K_M", .openAI(name: "hf.co/a/b:Q4_K_M")),
    ("simulated", .simulated), ("none", ModelChoice.none),
  ])
  func whatIsAllowedIsReadAndWrittenTheSame(_ text: String, _ choice: ModelChoice) throws {
    #expect(try ModelChoice(text) == choice)
    #expect(choice.description == text)
  }

  @Test(arguments: [
    "", "gpt-4o", "OpenAI:x", "embedded", "anthropic:x", "ollama", "llama:x.gguf", "recorded:x", "none:1",
    "simulated:slow",
  ])
  func whatIsUnknownIsRefusedWithWhatIsAllowed(_ text: String) {
    let error = #expect(throws: SettingError.self) { try ModelChoice(text) }
    #expect(error?.sentence.contains("--model \"\(text)\"") == true)
    #expect(error?.sentence.contains("openai:NAME, simulated and none") == true)
  }

  @Test(arguments: ["openai", "openai:", "openai:  "])
  func openAINeedsAName(_ text: String) {
    let error = #expect(throws: SettingError.self) { try ModelChoice(text) }
    #expect(error?.sentence.contains("names no model") == true)
  }
}
