import Foundation
import Optimization
import RunLog
import TestSupport
import Testing

/// A folder of its own for each test, removed afterwards.
final class TemporaryFolder: Sendable {
  let path: String
  /// - Parameter isSynced: else it lies in memory where there is such a place, for what is no test of a disk.
  init(isSynced: Bool = true) throws {
    let memory = "/dev/shm/"
    let isInMemory = !isSynced && FileManager.default.isWritableFile(atPath: memory)
    path = (isInMemory ? memory : NSTemporaryDirectory()) + "tiller-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
  func file(_ name: String) -> String { path + "/" + name }
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }
  func text(of name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }
}

/// A short run of the bowl, logged to a file.
///
/// - Parameter history: how many rows a prompt shows; a long run that shows all of them takes long.
func loggedRun(to path: String, steps: Int = 3, history: Int? = nil) async throws -> RunEnded {
  let writer = try RunLogWriter(creating: path)
  let model = ScriptedModel { _, call, _ in .init(text: call % 3 == 2 ? "none" : "\(call + 1) \(call % 4)") }
  let settings = RunSettings(steps: steps, prompt: PromptSettings(history: history))
  let run = OptimizationRun(
    RunConfiguration(
      problem: AnyProblem(BowlProblem()), settings: settings, prompting: ListingPrompting(),
      model: model, clock: ManualClock(skipsSleeps: true), id: "test", started: "2026-01-01T00:00:00Z"),
    sink: writer)
  return await run.run()
}

@Suite struct RunLogWriterTests {
  @Test func everyEventIsALineWithSortedKeys() async throws {
    let folder = try TemporaryFolder()
    _ = try await loggedRun(to: folder.file("a.jsonl"))
    let lines = try folder.text(of: "a.jsonl").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last == "")
    for (n, line) in lines.dropLast().enumerated() {
      let event = try JSONDecoder().decode(LoggedEvent.self, from: Data(line.utf8))
      #expect(event.n == n)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let positions = object.keys.sorted().compactMap { line.range(of: "\"\($0)\":")?.lowerBound }
      #expect(positions.count == object.count)
    }
  }

  @Test func aNewLogNeverReplacesAFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("mine", to: "a.jsonl")
    #expect {
      try RunLogWriter(creating: path)
    } throws: { error in
      (error as? LogError)?.code == .exists && "\(error)".contains(path)
    }
    #expect(try folder.text(of: "a.jsonl") == "mine")
  }

  @Test func aLogInAFolderThatIsNotThereCannotBeMade() throws {
    #expect {
      try RunLogWriter(creating: "/nowhere/at/all/a.jsonl")
    } throws: { error in
      (error as? LogError)?.code == .unwritable && "\(error)".contains("/nowhere/at/all/a.jsonl")
    }
  }

  @Test func aSecondWriterIsRefusedWhileTheFirstLives() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    do {
      let first = try RunLogWriter(creating: path)
      #expect {
        try RunLogWriter.continuing(path)
      } throws: { error in
        (error as? LogError)?.code == .inUse
      }
      await first.finish()
    }
    _ = try RunLogWriter.continuing(path)
  }

  @Test func aTornLastLineIsDroppedWhenALogIsContinued() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    _ = try await loggedRun(to: path)
    let whole = try folder.text(of: "a.jsonl")
    for torn in 1...whole.utf8.count where torn % 37 == 0 || torn > whole.utf8.count - 90 {
      // Some file systems bring a file to the disk that is written anew.
      let path = folder.file("\(torn).jsonl")
      let bytes = Array(whole.utf8.prefix(torn))
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let (_, dropped) = try RunLogWriter.continuing(path)
      let kept = try Data(contentsOf: URL(fileURLWithPath: path))
      let expected = (bytes.lastIndex(of: 10) ?? -1) + 1
      #expect(kept.count == expected)
      #expect(dropped == torn - expected)
    }
  }

  @Test func locationsAreWhereTheLinesLie() async throws {
    let folder = try TemporaryFolder()
    let writer = try RunLogWriter(creating: folder.file("a.jsonl"))
    let notices = ["a", "é", "three"].map { RunEvent.notice(Notice(code: "x", text: $0)) }
    let locations = notices.enumerated().map {
      writer.append(LoggedEvent(n: $0.offset, time: 0, event: $0.element))
    }
    await writer.finish()
    let bytes = Array(try folder.text(of: "a.jsonl").utf8)
    for (event, location) in zip(notices, locations) {
      let line = Data(bytes[location.offset..<location.offset + location.length])
      #expect(try JSONDecoder().decode(LoggedEvent.self, from: line).event == event)
      #expect(bytes[location.offset + location.length] == 10)
    }
  }

  @Test func aLogIsReadableByItsOwnerOnly() throws {
    let folder = try TemporaryFolder()
    _ = try RunLogWriter(creating: folder.file("a.jsonl"))
    let mode = try FileManager.default.attributesOfItem(atPath: folder.file("a.jsonl"))[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsAFailureWithASentenceAndLosesNothing() throws {
    let writer = try RunLogWriter.continuing("/dev/full").writer
    _ = writer.append(LoggedEvent(n: 0, time: 0, event: .notice(Notice(code: "x", text: "y"))))
    #expect(writer.failure?.contains("No space left on device") == true)
    writer.retry()
    #expect(writer.failure != nil)
  }
}
