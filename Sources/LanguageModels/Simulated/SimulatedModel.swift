/// How fast the stand-in talks.
public struct Pace: Hashable, Sendable {
  /// From the request to the first token.
  public var firstToken: Duration
  /// Nil gives the whole reply at once.
  public var tokensPerSecond: Double?

  public init(firstToken: Duration, tokensPerSecond: Double?) {
    self.firstToken = firstToken
    self.tokensPerSecond = tokensPerSecond
  }

  /// That of a small model on a laptop.
  public static let model = Pace(firstToken: .milliseconds(300), tokensPerSecond: 40)
  /// No waiting at all.
  public static let immediate = Pace(firstToken: .zero, tokensPerSecond: nil)
}

/// A stand-in for a language model: deterministic, without a network, and labelled as what it is.
///
/// It sees the messages and the sampling settings and nothing else. It finds the tried values and their losses in that
/// text, makes a guess by a heuristic of evolution, and answers in words at the pace of a model. The same request gives
/// the same reply; the seed makes replies differ at temperatures above 0.
public final class SimulatedModel: LanguageModel {
  public static let notice = "simulated model: no language model is running"

  public let identity = ModelIdentity(name: "simulated", kind: .simulated, notice: SimulatedModel.notice)
  private let pace: Pace
  private let sleep: @Sendable (Duration) async throws -> Void

  public init(
    pace: Pace = .model, sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.pace = pace
    self.sleep = sleep
  }

  public func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    try Task.checkCancellation()
    var tokens = SimulatedWords.tokens(of: Self.answer(to: request))
    var finish = FinishReason.stop
    if let limit = request.replyTokens, tokens.count > limit {
      tokens.removeLast(tokens.count - max(1, limit))
      finish = .length
    }
    let input = request.messages.reduce(0) { $0 + ($1.text.utf8.count + 3) / 4 }
    let usage = TokenUsage(input: input, output: tokens.count)
    if pace.firstToken > .zero { try await sleep(pace.firstToken) }
    guard let speed = pace.tokensPerSecond, speed > 0 else {
      try Task.checkCancellation()
      let text = tokens.joined()
      progress(ReplyProgress(text: text))
      return ModelReply(text: text, model: identity.name, finish: finish, usage: usage)
    }
    var text = ""
    for (index, token) in tokens.enumerated() {
      if index > 0 { try await sleep(.seconds(1 / speed)) }
      try Task.checkCancellation()
      text += token
      progress(ReplyProgress(text: text))
    }
    return ModelReply(text: text, model: identity.name, finish: finish, usage: usage)
  }

  /// What it says to a request, whole.
  static func answer(to request: ModelRequest) -> String {
    let reading = PromptReading(request.messages)
    guard !reading.names.isEmpty else {
      return "I see no values that I could change: which ones should I look for?"
    }
    let temperature = request.temperature ?? 1
    // At temperature 0 chance has no part, in the words neither: only what was read counts.
    let texts = temperature > 0 ? request.messages.map(\.text) : []
    let seed = temperature > 0 ? UInt64(bitPattern: Int64(request.seed ?? 0)) : 0
    let random = SplitMix64(hashing: texts, [seed, max(0, temperature).bitPattern])
    var search = SimulatedSearch(reading, temperature: temperature, random: random)
    let (values, move) = search.proposal()
    var words = SimulatedWords(reading, random: search.random)
    return words.answer(values, move)
  }
}
