import Foundation
import Processes
import TestSupport
import Testing

/// Each waits for the end of a named pipe that every process of the test holds open: nothing of them is left then.
@Suite(.timeLimit(.minutes(1))) struct NothingLeftTests {
  /// How a program that has children ends.
  enum End: String, CaseIterable {
    case killed, crash, exit
  }

  @Test(arguments: End.allCases, ["polite", "stubborn", "deserter"])
  func childrenEndWithTheProgramThatStartedThem(_ end: End, _ mode: String) async throws {
    let lifeline = try WatchedLifeline()
    let owner = try HelperProgram.startAlone(["own", lifeline.path, end.rawValue, "2", mode])
    if end == .killed {
      let said = try await lifeline.lines.first(3)
      #expect(said.filter { $0 == mode }.count == 2)
      kill(owner, SIGKILL)
    } else {
      // It ends by itself as soon as it has children, which may not have come to say anything.
      _ = try await lifeline.lines.first(1)
    }
    await HelperProgram.ended(owner)
    lifeline.letGo()
    try await lifeline.end.opened()
    let asked = lifeline.lines.all.filter { $0 == "asked" }.count
    if end == .killed { #expect(asked == (mode == "polite" ? 2 : 0)) }
  }

  #if os(Linux)
    // Elsewhere nobody knows what has left a group.
    @Test func aGrandchildInASessionOfItsOwnEndsAsWell() async throws {
      let lifeline = try WatchedLifeline()
      let owner = try HelperProgram.startAlone(["own", lifeline.path, "killed", "1", "family"])
      let said = try await lifeline.lines.first(3)
      #expect(Set(said.map { $0.prefix(6) }) == ["family", "desert", "owning"])
      kill(owner, SIGKILL)
      await HelperProgram.ended(owner)
      lifeline.letGo()
      try await lifeline.end.opened()
    }

    @Test func whatAChildLeavesBehindEndsBeforeItsExitIsTold() async throws {
      let lifeline = try WatchedLifeline()
      let child = try await HelperProgram.start(["leaving", lifeline.path], input: .pipe)
      _ = try await lifeline.lines.first(2)
      lifeline.letGo()
      child.input?.close()
      #expect(try await child.waitForExit() == .status(7))
      try await lifeline.end.opened()
    }

    @Test func aChildWhoseSupervisorIsKilledEndsAsWell() async throws {
      let lifeline = try WatchedLifeline()
      let child = try await HelperProgram.start(["stubborn", lifeline.path])
      _ = try await lifeline.lines.first(1)
      let status = try String(contentsOfFile: "/proc/\(child.number)/stat", encoding: .utf8)
      let supervisor = try #require(Int32(status.split(separator: ")").last?.split(separator: " ")[1] ?? ""))
      kill(supervisor, SIGKILL)
      #expect(try await child.waitForExit() == .unknown)
      lifeline.letGo()
      try await lifeline.end.opened()
    }
  #endif

  @Test func aChildIsAskedFirstAndEndedAfterItsGrace() async throws {
    let lifeline = try WatchedLifeline()
    let polite = try await HelperProgram.start(["polite", lifeline.path], grace: .seconds(600))
    let stubborn = try await HelperProgram.start(["stubborn", lifeline.path], grace: .milliseconds(50))
    _ = try await lifeline.lines.first(2)
    polite.stop()
    #expect(try await polite.waitForExit() == .status(0))
    #expect(lifeline.lines.all.contains("asked"))
    stubborn.stop()
    #expect(try await stubborn.waitForExit() == .signal(SIGKILL))
    lifeline.letGo()
    try await lifeline.end.opened()
  }

  @Test func killingCutsTheGraceShort() async throws {
    let lifeline = try WatchedLifeline()
    let child = try await HelperProgram.start(["stubborn", lifeline.path], grace: .seconds(600))
    _ = try await lifeline.lines.first(1)
    child.stop()
    child.kill()
    #expect(try await child.waitForExit() == .signal(SIGKILL))
  }

  @Test func lettingGoOfAChildEndsIt() async throws {
    let lifeline = try WatchedLifeline()
    var child: SupervisedProcess? = try await HelperProgram.start(["polite", lifeline.path])
    _ = try await lifeline.lines.first(1)
    #expect(child?.isRunning == true)
    lifeline.letGo()
    child = nil
    try await lifeline.end.opened()
  }

  @Test func aStoppedChildEndsToo() async throws {
    let lifeline = try WatchedLifeline()
    let child = try await HelperProgram.start(["polite", lifeline.path], grace: .seconds(600))
    _ = try await lifeline.lines.first(1)
    kill(child.number, SIGSTOP)
    child.stop()
    #expect(try await child.waitForExit() == .status(0))
  }

  @Test func manyChildrenOfAKilledProgramAllEnd() async throws {
    let lifeline = try WatchedLifeline()
    let owner = try HelperProgram.startAlone(["own", lifeline.path, "killed", "12", "stubborn"])
    _ = try await lifeline.lines.first(13)
    kill(owner, SIGKILL)
    await HelperProgram.ended(owner)
    lifeline.letGo()
    try await lifeline.end.opened()
  }
}
