import LanguageModels

/// The end of what a model thought before its answer, short enough to stand beside a pair in the next prompts: where it
/// comes to its conclusion.
enum ReasoningGist {
  /// Characters.
  static let limit = 200

  /// The thinking that came apart from the answer, or else the prose around it; nil where there is none.
  ///
  /// - Parameter answer: the bytes of the text that the proposal was read from.
  static func gist(of reply: ModelReply, answer: Range<Int>?) -> String? {
    if let reasoning = reply.reasoning, let gist = shortened(reasoning[...]) { return gist }
    guard let answer else { return nil }
    let text = reply.text.utf8
    guard answer.lowerBound >= 0, answer.upperBound <= text.count else { return nil }
    let end = text.index(text.startIndex, offsetBy: answer.lowerBound)
    return shortened(reply.text[..<end])
  }

  private static func shortened(_ text: Substring) -> String? {
    // Fences and brackets around an answer are no reasoning.
    let words = text.split { $0.isWhitespace }.filter { $0.contains { $0.isLetter || $0.isNumber } }
    guard words.count > 1 else { return nil }
    var gist: [Substring] = []
    var length = 0
    for word in words.reversed() {
      length += word.count + 1
      if length > limit { break }
      gist.append(word)
    }
    let isWhole = gist.count == words.count
    return gist.isEmpty ? nil : (isWhole ? "" : "\u{2026} ") + gist.reversed().joined(separator: " ")
  }
}
