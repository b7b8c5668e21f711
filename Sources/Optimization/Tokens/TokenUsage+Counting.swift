import LanguageModels

extension TokenUsage {
  /// Our own count is a rule of thumb: a server that tells less than this part of it has left something out.
  static let leastShare = 0.75

  /// What a reply cost: as the server told, or our own count where it told nothing or too little.
  ///
  /// - Parameters:
  ///   - told: nil where the server told nothing.
  ///   - prompt: our count of the messages; 0 where another reply of the same request answers for them.
  ///   - text: all that the model wrote, thinking included.
  public static func settled(_ told: TokenUsage?, prompt: Int, texts: [String?]) -> TokenUsage {
    let output = texts.reduce(0) { $0 + ($1.map(TokenEstimate.tokens(in:)) ?? 0) }
    guard let told else { return TokenUsage(input: prompt, output: output, isEstimated: true) }
    var usage = told
    usage.input = max(0, usage.input)
    usage.output = max(0, usage.output)
    if Double(usage.output) < Double(output) * leastShare {
      usage.output = output
      usage.isEstimated = true
    }
    if Double(usage.input) < Double(prompt) * leastShare {
      usage.input = prompt
      usage.isEstimated = true
    }
    return usage
  }

  /// What the replies of one request cost, each by itself: the first bears the prompt. Servers differ in whether the
  /// count that they tell is of one reply or of all.
  static func settled(_ replies: [ModelReply], prompt: Int) -> [TokenUsage] {
    let counts = replies.map { reply in
      TokenEstimate.tokens(in: reply.text) + (reply.reasoning.map(TokenEstimate.tokens(in:)) ?? 0)
    }
    let told = replies.lazy.compactMap(\.usage).first
    let all = settled(told, prompt: prompt, texts: replies.flatMap { [$0.text, $0.reasoning] })
    let sum = max(1, counts.reduce(0, +))
    var left = all.output
    return replies.indices.map { index in
      let isLast = index == replies.count - 1
      let share = isLast ? left : Int(Double(all.output) * Double(counts[index]) / Double(sum))
      left -= share
      return TokenUsage(
        input: index == 0 ? all.input : 0, output: max(0, share), cached: index == 0 ? all.cached : nil,
        isEstimated: all.isEstimated || replies.count > 1)
    }
  }
}
