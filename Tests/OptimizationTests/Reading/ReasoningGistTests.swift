import LanguageModels
import Testing

@testable import Optimization

@Suite struct ReasoningGistTests {
  @Test func theEndOfTheThinkingIsKeptInOneLine() {
    let reply = ModelReply(text: "3 4", reasoning: "First this.\n\nThen   that: a steeper line.")
    #expect(ReasoningGist.gist(of: reply, answer: 0..<3) == "First this. Then that: a steeper line.")
    let long = ModelReply(text: "3 4", reasoning: String(repeating: "word ", count: 500) + "end.")
    let gist = ReasoningGist.gist(of: long, answer: 0..<3) ?? ""
    #expect(gist.hasPrefix("\u{2026} word") && gist.hasSuffix("word end.") && gist.count <= 202)
  }

  @Test func withoutThinkingItIsTheProseBeforeTheAnswer() {
    let text = "The loss falls with b.\n```json\n{\"w\": 1}"
    let start = text.utf8.count - 8
    #expect(
      ReasoningGist.gist(of: ModelReply(text: text), answer: start..<text.utf8.count)
        == "The loss falls with b. ```json")
    #expect(ReasoningGist.gist(of: ModelReply(text: "{\"w\": 1}"), answer: 0..<8) == nil)
    #expect(ReasoningGist.gist(of: ModelReply(text: "abc"), answer: 50..<60) == nil)
    #expect(ReasoningGist.gist(of: ModelReply(text: "abc"), answer: nil) == nil)
  }
}
