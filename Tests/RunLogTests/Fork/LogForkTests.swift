import Foundation
import LanguageModels
import Optimization
import RunLog
import TestSupport
import Testing

@Suite struct LogForkTests {
  private static func write(_ fork: LogFork, to path: String, id: String = "child") throws {
    try fork.write(to: path, id: id, started: "2026-02-02T00:00:00Z", parentFile: fork.parent)
  }

  private static func lines(_ path: String) throws -> [Substring] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
  }

  private static func kinds(_ path: String) throws -> [String] {
    let reader = try RunLogReader(path)
    return try reader.events(in: 0..<reader.count).map(\.event.event.kind)
  }

  @Test func aForkHasItsParentsLinesAndNamesIt() async throws {
    let folder = try TemporaryFolder()
    let parent = folder.file("a.jsonl"), child = folder.file("b.jsonl")
    _ = try await loggedRun(to: parent, steps: 8)
    let before = try Data(contentsOf: URL(fileURLWithPath: parent))
    let fork = try LogFork(of: parent, afterStep: 3)
    try Self.write(fork, to: child)
    let (parents, children) = (try Self.lines(parent), try Self.lines(child))
    #expect(Array(children.dropFirst()) == Array(parents[1..<fork.events]))
    let started = try RunLogReader.started(of: child), original = try RunLogReader.started(of: parent)
    #expect(started.id == "child" && started.started == "2026-02-02T00:00:00Z")
    #expect(started.parent == RunStarted.Parent(id: original.id, file: parent, n: fork.events - 1))
    var same = started
    (same.id, same.started, same.parent) = (original.id, original.started, nil)
    #expect(same == original)
    #expect(try Data(contentsOf: URL(fileURLWithPath: parent)) == before)
    // Step 3 is there whole, and nothing of step 4.
    let reader = try RunLogReader(child)
    let state = try reader.events(in: 0..<reader.count).reduce(into: RunState()) { $0.apply($1.event) }
    #expect(state.head.step == 3 && state.head.ended == nil)
    #expect(try LogSummary(of: child).steps == 3)
  }

  @Test func withoutAStepItIsTheLastThatIsDone() async throws {
    let folder = try TemporaryFolder()
    let parent = folder.file("a.jsonl")
    _ = try await loggedRun(to: parent, steps: 5)
    let whole = try LogFork(of: parent, afterStep: nil)
    #expect(whole.step == 5)
    try Self.write(whole, to: folder.file("b.jsonl"))
    #expect(try Self.kinds(folder.file("b.jsonl")).contains("run-ended") == false)
    // Cut inside the last step: that one is not done.
    let text = try folder.text(of: "a.jsonl")
    let last = try #require(text.range(of: #""event":"asked""#, options: .backwards))
    let torn = try folder.write(String(text[..<last.lowerBound]), to: "c.jsonl")
    #expect(try LogFork(of: torn, afterStep: nil).step == 4)
    #expect {
      try LogFork(of: torn, afterStep: 5)
    } throws: {
      "\($0)" == "Step 5 of \(torn) is not done: the last one to fork from is 4."
    }
  }

  @Test func theStartIsAPlaceToForkFromAndBeyondTheEndIsNone() async throws {
    let folder = try TemporaryFolder()
    let parent = folder.file("a.jsonl")
    _ = try await loggedRun(to: parent, steps: 3)
    let fork = try LogFork(of: parent, afterStep: 0)
    try Self.write(fork, to: folder.file("b.jsonl"))
    let kinds = Set(try Self.kinds(folder.file("b.jsonl")))
    #expect(kinds == ["run-started", "evaluation-started", "candidate"])
    for step in [-1, 4, 1_000_000] {
      #expect {
        try LogFork(of: parent, afterStep: step)
      } throws: {
        "\($0)" == "The log \(parent) has no step \(step) to fork from: allowed are 0 to 3."
      }
    }
  }

  /// What a person did after the step was for what came next there; what they injected before the next belongs to it.
  @Test func whatIsInjectedAfterAStepIsSharedAndWhatIsSteeredIsNot() throws {
    let folder = try TemporaryFolder()
    let problem = AnyProblem(BowlProblem())
    let started = RunStarted(
      id: "p", started: "2026-01-01T00:00:00Z",
      problem: .init(
        name: "bowl", settings: [:], parameters: ["w", "b"], objective: problem.objective, references: [],
        data: nil),
      settings: RunSettings(steps: 5, candidates: 1, initial: 0), models: .init(optimizer: nil))
    func candidate(_ id: Int, _ step: Int, _ index: Int?, _ origin: Origin) -> RunEvent {
      .candidate(
        CandidateEvent(
          id: id, step: step, index: index, origin: origin, solution: .array([.number(1), .number(Double(id))]),
          text: "1 \(id)", loss: 1, failure: nil))
    }
    func step(_ number: Int) -> RunEvent {
      .stepStarted(
        StepStarted(step: number, messages: [], sections: [], shown: [], temperature: nil, model: nil))
    }
    let events: [RunEvent] = [
      .runStarted(started), step(1), candidate(0, 1, 0, .random),
      .steered(Steered(step: 1, command: .inject("1 1"), source: .keyboard)), candidate(1, 1, nil, .person),
      .steered(Steered(step: 1, command: .setTemperature(0.1), source: .keyboard)),
      .state(StateChange(.paused, reason: "")), step(2), candidate(2, 2, 0, .random),
    ]
    let path = folder.file("a.jsonl")
    let writer = try RunLogWriter(creating: path)
    for (n, event) in events.enumerated() { _ = writer.append(LoggedEvent(n: n, time: 0, event: event)) }
    let fork = try LogFork(of: path, afterStep: 1)
    #expect(fork.events == 5)
    #expect(try LogFork(of: path, afterStep: 2).events == 9)
  }

  @Test func aLogThatIsThereStaysAsItIs() async throws {
    let folder = try TemporaryFolder()
    let parent = folder.file("a.jsonl")
    _ = try await loggedRun(to: parent)
    let taken = try folder.write("mine", to: "b.jsonl")
    let fork = try LogFork(of: parent, afterStep: 1)
    #expect { try Self.write(fork, to: taken) } throws: { ($0 as? LogError)?.code == .exists }
    #expect { try Self.write(fork, to: parent) } throws: { ($0 as? LogError)?.code == .exists }
    #expect(try folder.text(of: "b.jsonl") == "mine")
    #expect { try Self.write(fork, to: folder.file("none/c.jsonl")) } throws: { ($0 as? LogError)?.code == .unwritable }
  }

  @Test func whatIsLeftOfAForkThatCannotBeWrittenIsNothing() async throws {
    let folder = try TemporaryFolder()
    let parent = folder.file("a.jsonl"), child = folder.file("b.jsonl")
    _ = try await loggedRun(to: parent)
    let fork = try LogFork(of: parent, afterStep: nil)
    // The parent is cut behind the tool's back.
    let text = try folder.text(of: "a.jsonl")
    _ = try folder.write(String(text.prefix(text.count / 2)), to: "a.jsonl")
    #expect { try Self.write(fork, to: child) } throws: { ($0 as? LogError)?.code == .corrupt }
    #expect(!FileManager.default.fileExists(atPath: child))
  }

  @Test func aForkCanBeForked() async throws {
    let folder = try TemporaryFolder()
    let parent = folder.file("a.jsonl"), child = folder.file("b.jsonl"), grandchild = folder.file("c.jsonl")
    _ = try await loggedRun(to: parent, steps: 6)
    try Self.write(try LogFork(of: parent, afterStep: 4), to: child)
    try Self.write(try LogFork(of: child, afterStep: 2), to: grandchild, id: "grandchild")
    let started = try RunLogReader.started(of: grandchild)
    #expect(started.parent?.id == "child" && started.parent?.file == child)
    #expect(
      try Self.lines(grandchild).dropFirst() == Self.lines(parent)[1..<LogFork(of: parent, afterStep: 2).events])
  }

  /// None of them can break another, or the parent.
  @Test func aThousandForksShareNothing() async throws {
    let folder = try TemporaryFolder()
    let parent = folder.file("a.jsonl")
    _ = try await loggedRun(to: parent, steps: 2)
    let fork = try LogFork(of: parent, afterStep: 1)
    let paths = (0..<1000).map { folder.file("fork-\($0).jsonl") }
    // Together, as each waits for the disk.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for path in paths { group.addTask { try Self.write(fork, to: path) } }
      try await group.waitForAll()
    }
    let whole = try Data(contentsOf: URL(fileURLWithPath: paths[0]))
    let before = try Data(contentsOf: URL(fileURLWithPath: parent))
    var inodes: Set<UInt64> = []
    for (number, path) in paths.enumerated() {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      inodes.insert(try #require((attributes[.systemFileNumber] as? NSNumber)?.uint64Value))
      // Every second one is spoiled, in the middle or all of it.
      if number % 4 == 1 { try Data("x".utf8).write(to: URL(fileURLWithPath: path)) }
      if number % 4 == 3 {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seek(toOffset: UInt64(whole.count / 2))
        try file.write(contentsOf: Data(repeating: 0, count: 64))
        try file.close()
      }
    }
    #expect(inodes.count == 1000)
    for (number, path) in paths.enumerated() where number % 2 == 0 {
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: parent)) == before)
  }
}
