import LanguageModels

/// One way in which a server of chat completions goes wrong, or is only odd, and what must come of it.
public struct Fault: Sendable, CustomStringConvertible {
  /// What must come of it.
  public enum Outcome: Sendable {
    /// A reply with this text.
    case reply(String, FinishReason = .stop)
    /// A failure of this code, with these words in its sentence.
    case error(ModelError.Code, status: Int? = nil, isRetryable: Bool, words: [String] = [])
  }

  public var name: String
  public var outcome: Outcome
  /// The wait that the server asks for.
  public var wait: Duration?
  /// Whether it is seen by nothing but the passing of time.
  public var isSilent: Bool
  /// What the server does with each request.
  public var steps: [ServerStep]

  public init(
    _ name: String, _ outcome: Outcome, wait: Duration? = nil, isSilent: Bool = false, _ steps: [ServerStep]
  ) {
    self.name = name
    self.outcome = outcome
    self.wait = wait
    self.isSilent = isSilent
    self.steps = steps
  }

  public var description: String { name }

  /// Limits small enough for a test to reach them.
  public var limits: ReplyLimits {
    ReplyLimits(
      textBytes: 64 << 10, eventBytes: 256 << 10, streamBytes: 1 << 20, idleSeconds: isSilent ? 1 : 20,
      replySeconds: isSilent ? 2 : 40)
  }

  /// What is wrong with what came; nil where it is as it must be.
  public func complaint(about result: Result<ModelReply, any Error>) -> String? {
    switch (outcome, result) {
    case (.reply(let text, let finish), .success(let reply)):
      return reply.text == text && reply.finish == finish ? nil : "\(name): \(reply)"
    case (.error(let code, let status, let isRetryable, let words), .failure(let error as ModelError)):
      guard error.code == code, error.isRetryable == isRetryable, status == nil || error.status == status,
        error.retryAfter == wait
      else { return "\(name): \(error)" }
      let missing = words.first { !error.sentence.lowercased().contains($0.lowercased()) }
      if let missing { return "\(name): \"\(error.sentence)\" does not say \"\(missing)\"" }
      // A few sentences, with the words of the server cut to 240 letters.
      guard !error.cause.isEmpty, error.cause.count <= 30, 20...700 ~= error.sentence.count else {
        return "\(name): \(error)"
      }
      return nil
    case (_, let result): return "\(name): \(result)"
    }
  }

  public static let all = statuses + connections + bodies + floods + streams + answers
}

extension ServerStep {
  /// A chunk of a body with one event: a piece of a reply.
  public static func piece(_ text: String, finish: String = "null") -> ServerStep {
    .chunk("data: \(chatChunk("{\"content\":\(jsonString(text))}", finish: finish))\n\n")
  }

  /// The last chunk of a reply.
  public static let finished = ServerStep.chunk("data: \(chatChunk("{}", finish: "\"stop\""))\n\n")
}
