import TestSupport
import Testing

@testable import LanguageModels

@Suite struct SpeechTests {
  @Test func tokensAddUpToTheText() {
    for text in ["", "{\"w\": 1.25, \"b\": -0.5}", "No losses are shown to me. [15, 14]", "é中😀 \n x"] {
      let tokens = Speech.tokens(of: text)
      #expect(tokens.joined() == text)
      #expect(tokens.allSatisfy { !$0.isEmpty && $0.count <= 6 })
    }
  }

  private func told(
    _ speech: Speech, _ pace: Pace
  ) async throws -> (progress: [ReplyProgress], sleeps: [Duration]) {
    let sleeps = Collected<Duration>()
    let told = Collected<ReplyProgress>()
    try await speech.speak(at: pace, sleep: { sleeps.append($0) }, progress: { told.append($0) })
    return (told.all, sleeps.all)
  }

  @Test func reasoningComesBeforeTheText() async throws {
    let (progress, _) = try await told(
      Speech(reasoning: "one two", text: "three four"), Pace(firstToken: .zero, tokensPerSecond: 10))
    #expect(progress.first == ReplyProgress(text: "", reasoning: "one"))
    #expect(progress.last == ReplyProgress(text: "three four", reasoning: "one two"))
    for update in progress where !update.text.isEmpty { #expect(update.reasoning == "one two") }
  }

  @Test func manyTokensInAShortTimeComeSeveralTogether() async throws {
    let text = String(repeating: "word ", count: 1000)
    let (progress, sleeps) = try await told(
      Speech(reasoning: nil, text: text), Pace(firstToken: .zero, tokensPerSecond: 1000))
    #expect(sleeps.allSatisfy { $0 >= .milliseconds(20) })
    #expect((40...60).contains(sleeps.count), "\(sleeps.count)")
    #expect(progress.last?.text == text && progress.allSatisfy { $0.reasoning == nil })
  }

  @Test func aLimitCutsTheTextFirstAndThenTheReasoning() {
    var speech = Speech(reasoning: "one two", text: "three four")
    var isCut = [speech.cut(to: 100), speech.cut(to: speech.count - 1)]
    #expect(isCut == [false, true])
    #expect(speech.reasoning == "one two" && "three four".hasPrefix(speech.text) && speech.text.count < 10)
    isCut.append(speech.cut(to: 1))
    #expect(isCut == [false, true, true])
    #expect(speech.reasoning == "one" && speech.text == "")
  }
}
