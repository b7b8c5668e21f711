import LanguageModels

/// A transformer of some hundred thousand numbers, trained to say where the optimum lies from the pairs that a prompt
/// shows: one for one and two parameters, another for three to ten. They are compiled into the program and ask nobody.
///
/// It sees the text of the messages and the temperature, and nothing else: what is masked, unscored or cut from the
/// prompt is unknown to it. Of the text it takes the numbers: values by their names, losses, data points, how many digits
/// they have, and the form that is asked for. The same request gives the same reply. A reply is a draw from a
/// distribution over the parameters, which `distribution(for:temperature:)` tells: at a low temperature near its peak, at
/// a high one far around. Asked once for several replies it reads the prompt once; at temperature 0 these are the first
/// of a fixed order, while replies asked for one by one repeat the first.
public final class EmbeddedModel: LanguageModel {
  public let identity = ModelIdentity(
    name: "embedded", kind: .embedded,
    notice: "embedded: a transformer trained to optimize in context, not a language model: it reads the pairs in the "
      + "prompt and no words")
  private let pace: ReplyPace
  private let sleep: @Sendable (Duration) async throws -> Void
  private let weights: @Sendable () -> Result<EmbeddedWeights, WeightsError>

  /// The temperature where a request names none: the best for one proposal a step.
  public static let usualTemperature = 0.5

  public convenience init(
    pace: ReplyPace = .reading,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.init(pace: pace, weights: { EmbeddedWeights.shared }, sleep: sleep)
  }

  init(
    pace: ReplyPace, weights: @escaping @Sendable () -> Result<EmbeddedWeights, WeightsError>,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.pace = pace
    self.weights = weights
    self.sleep = sleep
  }

  /// Where the next proposal would fall if these messages were sent at this temperature.
  ///
  /// - Parameter temperature: nil is the usual one.
  /// - Returns: nil where there would be no proposal.
  public static func distribution(for messages: [Message], temperature: Double?) -> ProposalDistribution? {
    guard case .success(let weights) = EmbeddedWeights.shared else { return nil }
    return try? Foresight(PromptNumbers(messages), temperature: tempered(temperature), weights: weights).distribution
  }

  /// Reads the weights.
  public func prepare(progress: @escaping @Sendable (String) -> Void) async throws { _ = try usableWeights() }

  public func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    let texts = try texts(1, to: request)
    return try await speak(texts[0], to: request, progress: progress)
  }

  public func replies(
    _ count: Int, to request: ModelRequest, progress: @escaping @Sendable (Int, ReplyProgress) -> Void
  ) async throws -> [ModelReply?]? {
    let texts = try texts(max(1, count), to: request)
    return try await withThrowingTaskGroup(of: (Int, ModelReply).self) { group in
      for (index, text) in texts.enumerated() {
        group.addTask { (index, try await self.speak(text, to: request) { progress(index, $0) }) }
      }
      var replies = [ModelReply?](repeating: nil, count: texts.count)
      for try await (index, reply) in group { replies[index] = reply }
      return replies
    }
  }

  // MARK: - Thinking

  private static func tempered(_ temperature: Double?) -> Double {
    guard let temperature, temperature.isFinite else { return usualTemperature }
    return max(0, temperature)
  }

  private func usableWeights() throws -> EmbeddedWeights {
    do {
      return try weights().get()
    } catch {
      throw ModelError(.malformed, cause: "weights", sentence: error.description, isRetryable: false)
    }
  }

  /// The texts of all replies, by one look at the prompt.
  private func texts(_ count: Int, to request: ModelRequest) throws -> [String] {
    try Task.checkCancellation()
    let weights = try usableWeights()
    let numbers = PromptNumbers(request.messages)
    do throws(Foresight.Obstacle) {
      let foresight = try Foresight(numbers, temperature: Self.tempered(request.temperature), weights: weights)
      let proposals = Proposals(foresight)
      let seed = UInt64(bitPattern: Int64(request.seed ?? 0))
      return (0..<count).map { index in
        guard let values = proposals.proposal(index, seed: seed) else {
          return Foresight.Obstacle.numbersTooLarge.sentence
        }
        return Answer(numbers: numbers).text(of: values)
      }
    } catch {
      return Array(repeating: error.sentence, count: count)
    }
  }

  // MARK: - Speaking

  private func speak(
    _ text: String, to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    var speech = Speech(reasoning: nil, text: text)
    var finish = FinishReason.stop
    if let limit = request.replyTokens, speech.cut(to: max(1, limit)) { finish = .length }
    try await speech.speak(at: pace(for: request), sleep: sleep, progress: progress)
    // It has no tokens of text: what is counted is the run's estimate.
    return ModelReply(text: speech.text, model: identity.name, finish: finish)
  }

  /// Slow enough to be followed; but the first proposal of a run is not waited for.
  private func pace(for request: ModelRequest) -> Pace {
    switch pace {
    case .atOnce: .immediate
    case .reading:
      request.place.map { $0.step <= 1 } == true
        ? Pace(firstToken: .milliseconds(80), tokensPerSecond: 80)
        : Pace(firstToken: .milliseconds(400), tokensPerSecond: 16)
    }
  }
}
