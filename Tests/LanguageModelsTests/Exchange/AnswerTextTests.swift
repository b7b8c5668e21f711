import Testing

@testable import LanguageModels

@Suite struct AnswerTextTests {
  private func read(_ pieces: [String], reasoning: String? = nil) -> (text: String, reasoning: String) {
    var answer = AnswerText()
    if let reasoning { answer.append(reasoning: reasoning) }
    for piece in pieces { answer.append(piece) }
    answer.finish()
    return (answer.text, answer.reasoning)
  }

  private static let samples: [(whole: String, text: String, reasoning: String)] = [
    ("w = 1", "w = 1", ""),
    ("", "", ""),
    ("<think>hm</think>42", "42", "hm"),
    ("\n <think>\nlet me see: 1 < 2\n</think>\n\n{\"w\": 1}", "\n\n{\"w\": 1}", "\nlet me see: 1 < 2\n"),
    ("<think></think>\n\n[1, 2]", "\n\n[1, 2]", ""),
    ("<thinking>é😀</thinking>\r\n6", "\r\n6", "é😀"),
    // The end tag alone, as where the template holds the first one.
    ("so it is 7\n</think>\n7", "\n7", "so it is 7\n"),
    // Cut by the limit while it thought.
    ("<think>and so on", "", "and so on"), ("<think>and so on</thi", "", "and so on</thi"),
    // Beginnings of a tag that become none.
    ("<thin", "<thin", ""), (" <", " <", ""), ("<thinker>x", "<thinker>x", ""),
    ("a <think>b</think> c", " c", "a <think>b"),
    ("<think>a </thinking> b</think>c", "c", "a </thinking> b"), ("<think>a < b </ c</think>d", "d", "a < b </ c"),
    ("<think>a</think>b</think>c", "b</think>c", "a"),
  ]

  @Test(arguments: samples)
  func theAnswerIsByteTrueHoweverItIsCut(_ sample: (whole: String, text: String, reasoning: String)) {
    let scalars = sample.whole.unicodeScalars.map { String($0) }
    for piece in 1...max(1, scalars.count) {
      let pieces = stride(from: 0, to: scalars.count, by: piece).map {
        scalars[$0..<min($0 + piece, scalars.count)].joined()
      }
      let (text, reasoning) = read(pieces)
      #expect(Array(text.utf8) == Array(sample.text.utf8), "in pieces of \(piece): \(text)")
      #expect(Array(reasoning.utf8) == Array(sample.reasoning.utf8), "in pieces of \(piece): \(reasoning)")
    }
  }

  @Test func whereTheServerKeepsItApartTheEndTagIsTextLikeAnyOther() {
    let (text, reasoning) = read(["the tag </think> ends it"], reasoning: "hm")
    #expect(text == "the tag </think> ends it" && reasoning == "hm")
  }

  @Test func whatIsHeldBackIsNotShownAsText() {
    var answer = AnswerText()
    answer.append("<thi")
    #expect(answer.text.isEmpty)
    answer.append("nk>a")
    #expect(answer.text.isEmpty && answer.reasoning == "a")
    answer.append("b</thin")
    #expect(answer.reasoning == "ab")
    answer.append("k>c")
    #expect(answer.text == "c" && answer.reasoning == "ab")
  }

  @Test func aLongReplyTakesTimeInItsLengthOnly() {
    var answer = AnswerText()
    for _ in 0..<50_000 { answer.append("x > y ") }
    #expect(answer.text.utf8.count == 300_000)
  }
}
