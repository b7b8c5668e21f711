/// A stand-in for a language model: deterministic, without a network, and labelled as what it is.
///
/// It sees the messages and the sampling settings and nothing else, and of the request's place only the attempt, as a
/// server sees a request come again. It finds the tried values and their losses in that text, makes a guess by a
/// heuristic of evolution, and answers in words at the pace of a model. The same request gives the same reply; the seed
/// makes replies differ at temperatures above 0. It is held to no form of answer: free text is what it is there to show.
public final class SimulatedModel: LanguageModel {
  public let profile: SimulatedProfile
  public let identity: ModelIdentity
  private let pace: Pace
  private let sleep: @Sendable (Duration) async throws -> Void

  /// - Parameter pace: nil is the profile's own.
  public init(
    _ profile: SimulatedProfile = .steady, pace: Pace? = nil,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.profile = profile
    self.pace = pace ?? profile.pace
    self.sleep = sleep
    identity = ModelIdentity(
      name: profile == .steady ? "simulated" : "simulated:\(profile.name)", kind: .simulated,
      notice: "simulated model\(profile == .steady ? "" : " (\(profile.name))"): no language model is running")
  }

  public func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    try Task.checkCancellation()
    let said = try SimulatedReply.reply(of: profile, to: request)
    var speech = Speech(reasoning: said.reasoning, text: said.text)
    var finish = said.finish
    if let limit = request.replyTokens, speech.cut(to: max(1, limit)) { finish = .length }
    let input = request.messages.reduce(0) { $0 + ($1.text.utf8.count + 3) / 4 }
    let usage = TokenUsage(input: input, output: speech.count)
    try await speech.speak(at: pace, sleep: sleep, progress: progress)
    return ModelReply(
      text: speech.text, reasoning: speech.reasoning, model: identity.name, finish: finish, usage: usage)
  }
}
