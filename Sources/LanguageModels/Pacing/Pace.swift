/// How fast a reply that is known already is told.
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

/// How fast the models inside the program talk.
public enum ReplyPace: String, CaseIterable, Codable, Sendable {
  /// So that a person can follow.
  case reading
  /// As fast as the machine can.
  case atOnce = "at-once"
}
