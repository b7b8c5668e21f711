import LanguageModels
import Testing

@Suite struct RetryPolicyTests {
  private func failure(isRetryable: Bool = true, retryAfter: Duration? = nil) -> ModelError {
    ModelError(
      .server, status: 503, cause: "503", sentence: "The server failed.", isRetryable: isRetryable,
      retryAfter: retryAfter)
  }

  private func wait(_ decision: RetryPolicy.Decision) -> Duration? {
    if case .wait(let wait) = decision { wait } else { nil }
  }

  @Test func waitsDoubleAndAreBounded() {
    let policy = RetryPolicy(tries: 100, firstWait: .seconds(1), longestWait: .seconds(60))
    let waits = (1...99).map { wait(policy.decision(afterAttempt: $0, failure(), random: 1)) }
    #expect(
      waits.prefix(7) == [.seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(16), .seconds(32), .seconds(60)])
    #expect(waits.dropFirst(6).allSatisfy { $0 == .seconds(60) })
  }

  @Test func chanceSpreadsThemOverTheUpperHalf() {
    let policy = RetryPolicy()
    #expect(policy.decision(afterAttempt: 2, failure(), random: 0) == .wait(.seconds(1)))
    #expect(policy.decision(afterAttempt: 2, failure(), random: 0.5) == .wait(.seconds(1.5)))
    #expect(policy.decision(afterAttempt: 2, failure(), random: 1) == .wait(.seconds(2)))
  }

  @Test func theLastTryIsTheLast() {
    let policy = RetryPolicy()
    #expect(wait(policy.decision(afterAttempt: 4, failure(), random: 0)) != nil)
    #expect(
      policy.decision(afterAttempt: 5, failure(), random: 0) == .giveUp("Given up after 5 tries. The server failed."))
    #expect(RetryPolicy(tries: 0).decision(afterAttempt: 1, failure(), random: 0) == .giveUp("The server failed."))
  }

  @Test func whatCannotDoBetterIsNotTriedAgain() {
    #expect(
      RetryPolicy().decision(afterAttempt: 1, failure(isRetryable: false), random: 0) == .giveUp("The server failed."))
  }

  @Test func aWaitThatTheServerAsksForIsNeverCutShort() {
    let policy = RetryPolicy()
    for random in [0, 0.3, 0.999] {
      let wait = wait(policy.decision(afterAttempt: 1, failure(retryAfter: .seconds(20)), random: random))
      #expect(wait.map { $0 >= .seconds(20) && $0 <= .seconds(22) } == true)
    }
    let short = policy.decision(afterAttempt: 3, failure(retryAfter: .zero), random: 0)
    #expect(short == .wait(.seconds(2)), "our own wait stays where the server asks for less")
  }

  @Test func aWaitThatIsTooLongIsAGiveUpThatSaysSo() {
    let decision = RetryPolicy().decision(afterAttempt: 1, failure(retryAfter: .seconds(7300)), random: 0)
    #expect(
      decision
        == .giveUp("The server asks for a wait of 2 h, which is longer than 10 min. The server failed."))
  }
}
