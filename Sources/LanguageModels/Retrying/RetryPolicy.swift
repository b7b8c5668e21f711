/// When to ask again after a failure: waits that grow, are spread by chance, and end.
///
/// It only decides. The run waits, tells the person, and asks again.
public struct RetryPolicy: Hashable, Sendable {
  public enum Decision: Hashable, Sendable {
    case wait(Duration)
    /// With a sentence that says why, and what the failure was.
    case giveUp(String)
  }

  /// How often a request is tried in all, at least once.
  public var tries: Int
  /// The wait after the first failure, before chance is applied; each further one is twice as long.
  public var firstWait: Duration
  /// The longest wait of our own choosing.
  public var longestWait: Duration
  /// The longest wait that a server may ask for; a longer one is not waited for.
  public var longestAsked: Duration

  public init(
    tries: Int = 5, firstWait: Duration = .seconds(1), longestWait: Duration = .seconds(60),
    longestAsked: Duration = .seconds(600)
  ) {
    self.tries = max(1, tries)
    self.firstWait = firstWait
    self.longestWait = longestWait
    self.longestAsked = longestAsked
  }

  /// What to do after a failed try.
  ///
  /// - Parameters:
  ///   - attempt: the try that failed, from 1.
  ///   - random: in 0..<1. Requests that failed together must not come back together, so that our own wait is between
  ///     half and all of its length, and one that the server asked for is up to a tenth longer, never shorter.
  public func decision(afterAttempt attempt: Int, _ error: ModelError, random: Double) -> Decision {
    guard error.isRetryable else { return .giveUp(error.sentence) }
    guard attempt < tries else {
      return .giveUp(tries == 1 ? error.sentence : "Given up after \(tries) tries. \(error.sentence)")
    }
    let chance = min(max(random, 0), 1)
    var wait = longestWait
    // 2^32 first waits are longer than any limit; beyond that the factor would only overflow.
    if attempt <= 32 { wait = min(longestWait, firstWait * (1 << max(0, attempt - 1))) }
    wait = wait * (0.5 + chance / 2)
    if let asked = error.retryAfter {
      guard asked <= longestAsked else {
        return .giveUp(
          "The server asks for a wait of \(Self.words(asked)), which is longer than \(Self.words(longestAsked)). "
            + error.sentence)
      }
      wait = max(wait, asked * (1 + chance / 10))
    }
    return .wait(wait)
  }

  static func words(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7200 { return "\(seconds / 60) min" }
    return "\(seconds / 3600) h"
  }
}
