/// A reply that is known already, in the pieces in which a model would stream it: its reasoning first, then its text.
package struct Speech {
  package private(set) var reasoningTokens: [String]
  package private(set) var textTokens: [String]
  private let hasReasoning: Bool

  package init(reasoning: String?, text: String) {
    hasReasoning = reasoning != nil
    reasoningTokens = Self.tokens(of: reasoning ?? "")
    textTokens = Self.tokens(of: text)
  }

  package var count: Int { reasoningTokens.count + textTokens.count }
  package var text: String { textTokens.joined() }
  package var reasoning: String? { hasReasoning ? reasoningTokens.joined() : nil }

  /// Leaves out what lies behind the first tokens; whether there was anything.
  package mutating func cut(to limit: Int) -> Bool {
    guard count > limit else { return false }
    reasoningTokens = Array(reasoningTokens.prefix(limit))
    textTokens = Array(textTokens.prefix(limit - reasoningTokens.count))
    return true
  }

  /// A shorter wait than this is not worth waking up for: then several tokens come together.
  private static let shortestWait = 0.02

  /// Tells it piece by piece.
  ///
  /// - Throws: `CancellationError`, and what `sleep` throws.
  package func speak(
    at pace: Pace, sleep: @Sendable (Duration) async throws -> Void, progress: @Sendable (ReplyProgress) -> Void
  ) async throws {
    if pace.firstToken > .zero { try await sleep(pace.firstToken) }
    try Task.checkCancellation()
    guard let speed = pace.tokensPerSecond, speed > 0 else {
      progress(ReplyProgress(text: text, reasoning: reasoning))
      return
    }
    let together = max(1, Int(min(Double(max(1, count)), (Self.shortestWait * speed).rounded(.up))))
    var told = ReplyProgress(text: "", reasoning: nil)
    for (index, token) in (reasoningTokens + textTokens).enumerated() {
      if index > 0, index % together == 0 {
        try await sleep(.seconds(Double(together) / speed))
        try Task.checkCancellation()
      }
      if index < reasoningTokens.count { told.reasoning = (told.reasoning ?? "") + token } else { told.text += token }
      if (index + 1) % together == 0 || index + 1 == count { progress(told) }
    }
  }

  /// Pieces as a model streams them: words with the blank before them, long ones in several parts, numbers by digits.
  package static func tokens(of text: String) -> [String] {
    var tokens: [String] = []
    var token = ""
    for character in text {
      let isStart = character == " " || character == "\n" || (!character.isLetter && token.last?.isLetter == true)
      if !token.isEmpty && (isStart || token.count >= 5 || (character.isNumber && token.last?.isNumber != true)) {
        tokens.append(token)
        token = ""
      }
      token.append(character)
    }
    if !token.isEmpty { tokens.append(token) }
    return tokens
  }
}
