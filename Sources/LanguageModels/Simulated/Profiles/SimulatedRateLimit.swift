/// A service that is too busy for one request in three, for three tries at most.
enum SimulatedRateLimit {
  private static let share = 0.35
  private static let mostFailures = 3

  /// Nil where the request is answered.
  static func failure(of request: ModelRequest) -> ModelError? {
    let attempt = request.place?.attempt ?? 1
    guard attempt <= mostFailures else { return nil }
    // The attempt as well as the seed: a request may come again with the same one.
    var random = SplitMix64(
      hashing: request.messages.map(\.text) + ["rate-limited"],
      [UInt64(bitPattern: Int64(request.seed ?? 0)), UInt64(bitPattern: Int64(attempt))])
    guard random.chance(share) else { return nil }
    let seconds = 2 + random.index(below: 4)
    return ModelError(
      .rateLimited, status: 429, cause: "429",
      sentence: "The simulated service is limiting the rate of requests, and asks for a wait of \(seconds) s.",
      isRetryable: true, retryAfter: .seconds(seconds))
  }
}
