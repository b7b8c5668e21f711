import Testing

@testable import Optimization

@Suite struct ThinkingSectionsTests {
  private func kept(_ text: String) -> String {
    var reply = ReplyBytes(text)
    for range in ThinkingSections.ranges(in: reply).reversed() { reply.bytes.removeSubrange(range) }
    return reply.text(0..<reply.count)
  }

  @Test func cutsFromTheOpeningToTheClosingTag() {
    #expect(kept("a<think>b</think>c") == "ac")
    #expect(kept("<Thinking>b</THINKING>c") == "c")
    #expect(kept("[THINK]b[/THINK]c") == "c")
    #expect(kept("a<reasoning>b</reasoning>c<thought>d</thought>e") == "ace")
  }

  @Test func cutsAnUnclosedSectionToTheEnd() {
    #expect(kept("a<think>b") == "a")
  }

  @Test func cutsAllBeforeAClosingTagThatWasOpenedInThePrompt() {
    #expect(kept("a</think>b") == "b")
    #expect(kept("a<think>b</think>c</think>d") == "d")
  }

  @Test func keepsTagsOfOtherKindsAndPlainText() {
    #expect(kept("a < think > <b>c</b> <thinker>") == "a < think > <b>c</b> <thinker>")
    #expect(kept("") == "")
  }
}
