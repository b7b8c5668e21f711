import DashboardSupport
import Testing

/// The short form; `swift run -c release benchmarks fuzz` does it for longer, with a frame at each action.
@Suite struct FuzzTests {
  static let actions = 25_000

  @Test(arguments: [(1, false), (2, true), (3, false), (4, true)])
  func nothingAtRandomBreaksAScreen(_ seed: UInt64, _ isReplay: Bool) throws {
    var fuzzer = try Fuzzer(seed: seed, isReplay: isReplay, largest: 120)
    for action in 1...Self.actions {
      fuzzer.act()
      if action % 100 == 0, let fault = fuzzer.frame() {
        Issue.record("seed \(seed), action \(action): \(fault)")
        return
      }
      if action % 5000 == 0 {
        let hasEscaped = fuzzer.escapes()
        #expect(hasEscaped, "seed \(seed), action \(action): \(fuzzer.whatIsOpen)")
      }
    }
  }
}
