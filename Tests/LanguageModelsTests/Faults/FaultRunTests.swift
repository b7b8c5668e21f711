import TestSupport
import Testing

/// Faults in a run of several replies at once. All of them at every reply are part of `benchmarks long`.
@Suite(.timeLimit(.minutes(1))) struct FaultRunTests {
  private static let several = [
    "429 without a wait", "502 with a page", "reset before the head", "end in mid-stream", "compressed", "a page",
    "no end of the body", "401", "a content filter", "one event without end",
  ]

  @Test(arguments: [0, 3, 7], ServerWay.allCases)
  func aFaultAtOneOfEightRepliesCostsNoneOfTheOthers(_ place: Int, _ way: ServerWay) async throws {
    for fault in Fault.all where Self.several.contains(fault.name) {
      let run = FaultRun([fault], at: place, usesSockets: way == .sockets)
      #expect(try await run.complaint() == nil)
    }
  }

  @Test(arguments: ServerWay.allCases)
  func severalFaultsInARowAreOutlived(_ way: ServerWay) async throws {
    let faults = Fault.all.filter { Self.several.contains($0.name) }
    #expect(faults.count == Self.several.count)
    #expect(try await FaultRun(faults, at: 0, usesSockets: way == .sockets).complaint() == nil)
    #expect(try await FaultRun(faults, at: 0, of: 1, usesSockets: way == .sockets).complaint() == nil)
  }
}
