import Foundation
import Processes
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct SupervisedProcessTests {
  @Test func aChildThatEndsByItselfTellsItsStatus() async throws {
    #expect(try await HelperProgram.start(["exit", "0"]).waitForExit() == .status(0))
    #expect(try await HelperProgram.start(["exit", "41"]).waitForExit() == .status(41))
    #expect(try await HelperProgram.start(["crash", "6"]).waitForExit() == .signal(6))
  }

  @Test func aProgramThatIsNoneIsAnErrorThatNamesIt() async throws {
    let plan = ProcessPlan("/nowhere/program", environment: [:])
    await #expect(throws: ProcessError("/nowhere/program could not be started: No such file or directory")) {
      _ = try await SupervisedProcess.start(plan, supervisor: HelperProgram.path)
    }
    let folder = ProcessPlan(HelperProgram.path, ["exit", "0"], environment: [:], folder: "/nowhere")
    await #expect(throws: ProcessError("\(HelperProgram.path) could not be started: No such file or directory")) {
      _ = try await SupervisedProcess.start(folder, supervisor: HelperProgram.path)
    }
    let zero = ProcessPlan(HelperProgram.path, ["exit\u{0}"], environment: [:])
    await #expect(throws: ProcessError.self) {
      _ = try await SupervisedProcess.start(zero, supervisor: HelperProgram.path)
    }
  }

  @Test func aSupervisorThatIsNoneIsAnErrorToo() async throws {
    let plan = ProcessPlan(HelperProgram.path, ["exit", "0"], environment: [:])
    await #expect(throws: ProcessError.self) {
      _ = try await SupervisedProcess.start(plan, supervisor: "/nowhere/supervisor")
    }
    // It starts, but knows nothing of supervising.
    let error = await #expect(throws: ProcessError.self) {
      _ = try await SupervisedProcess.start(plan, supervisor: "/bin/sh")
    }
    #expect(error?.sentence.hasPrefix("\(HelperProgram.path) could not be started: its supervisor ended") == true)
  }

  @Test func inputAndOutputGoThroughPipes() async throws {
    let child = try await HelperProgram.start(["echo"], input: .pipe, output: .pipe)
    let input = try #require(child.input), output = try #require(child.output)
    #expect(input.write("one\n".utf8))
    #expect(await HelperProgram.onThread { output.read() } == Array("one\n".utf8))
    #expect(child.isRunning)
    input.close()
    #expect(await HelperProgram.onThread { output.read() } == nil)
    #expect(try await child.waitForExit() == .status(0))
    #expect(!child.isRunning)
  }

  @Test func writingToAChildThatIsGoneFailsAndDoesNoHarm() async throws {
    let child = try await HelperProgram.start(["exit", "0"], input: .pipe)
    #expect(try await child.waitForExit() == .status(0))
    #expect(child.input?.write("anybody?".utf8) == false)
  }

  @Test func theChildHasItsOwnPlaceEnvironmentAndGroup() async throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    var plan = ProcessPlan(
      HelperProgram.path, ["place"], environment: HelperProgram.environment.merging(["PLACE": "here"]) { $1 },
      folder: folder, output: .pipe)
    var child = try await SupervisedProcess.start(plan, supervisor: HelperProgram.path)
    #expect(await text(of: child) == "\(folder)\nhere\n")
    plan.arguments = ["signals"]
    child = try await SupervisedProcess.start(plan, supervisor: HelperProgram.path)
    #expect(await text(of: child) == "0 leads its group\n")
  }

  @Test func theChildInheritsNothingButWhatIsMeantForIt() async throws {
    // One that anybody would inherit who does not take care.
    let careless = dup(0)
    defer { close(careless) }
    let child = try await HelperProgram.start(["descriptors"], output: .pipe)
    #expect(await text(of: child) == "0 1 2\n")
  }

  @Test func onlyTheLastLinesAreKept() async throws {
    let child = try await HelperProgram.start(["lines", "20000"])
    #expect(try await child.waitForExit() == .status(3))
    let lines = child.lastLines
    #expect(lines.count == 40)
    #expect(lines.first?.hasPrefix("line 19961 ") == true)
    #expect(lines.last?.hasPrefix("line 20000 ") == true)
  }

  @Test func waitingCanBeCancelled() async throws {
    let lifeline = try WatchedLifeline()
    let child = try await HelperProgram.start(["stubborn", lifeline.path])
    let waiting = Task { try await child.waitForExit() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    #expect(child.isRunning)
    child.kill()
    #expect(try await child.waitForExit() == .signal(9))
  }

  @Test func manyAtOnceEndOnTheirOwnAndLeaveNoDescriptorBehind() async throws {
    let before = openDescriptors
    let exits = try await withThrowingTaskGroup(of: (Int, ProcessExit).self) { group in
      for number in 0..<24 {
        group.addTask {
          let child = try await HelperProgram.start(["exit", "\(number)"], input: .pipe, output: .pipe)
          return (number, try await child.waitForExit())
        }
      }
      return try await group.reduce(into: [Int: ProcessExit]()) { $0[$1.0] = $1.1 }
    }
    #expect(exits == Dictionary(uniqueKeysWithValues: (0..<24).map { ($0, .status(Int32($0))) }))
    // The queue closes what it read a moment after the end is told; other tests open and close meanwhile.
    while openDescriptors > before + 48 { await Task.yield() }
  }

  private var openDescriptors: Int { (0..<1024).count { fcntl(Int32($0), F_GETFD) >= 0 } }

  /// All of its output.
  private func text(of child: SupervisedProcess) async -> String {
    await HelperProgram.onThread {
      var all: [UInt8] = []
      while let part = child.output?.read() { all += part }
      return String(decoding: all, as: UTF8.self)
    }
  }
}
