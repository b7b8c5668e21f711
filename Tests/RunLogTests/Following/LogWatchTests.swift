import Foundation
import Optimization
import RunLog
import TestSupport
import Testing

/// Waits on the system's own word: nothing is looked at by the clock.
@Suite(.timeLimit(.minutes(2))) struct LogWatchTests {
  private func notice(_ n: Int) -> LoggedEvent {
    LoggedEvent(n: n, time: Double(n), event: .notice(Notice(code: "c", text: "number \(n)")))
  }

  /// Takes news as they come until they are so.
  private func wait(
    _ watch: LogWatch, _ told: Collected<Void>, until condition: (LogWatch.News) -> Bool
  ) async throws {
    var count = 0
    while true {
      let seen = told.count
      if condition(watch.take()) { return }
      count = max(count, seen) + 1
      _ = try await told.first(count)
    }
  }

  @Test func whatIsWrittenIsToldAndTheWritersEndToo() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    var writer: RunLogWriter? = try RunLogWriter(creating: path)
    let told = Collected<Void>()
    let watch = try LogWatch(path) { told.append(()) }
    #expect(watch.isWritten)
    let first = watch.take()
    #expect(!first.hasChanged && first.isWritten && !first.isLost)
    _ = writer?.append(notice(0))
    try await wait(watch, told) { $0.hasChanged && $0.isWritten }
    await writer?.finish()
    writer = nil
    try await wait(watch, told) { !$0.isWritten }
    #expect(!watch.isWritten)
  }

  @Test func aLogThatIsGoneOnWithHasAWriterAgain() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    _ = try await loggedRun(to: path)
    let told = Collected<Void>()
    let watch = try LogWatch(path) { told.append(()) }
    #expect(!watch.take().isWritten)
    let (writer, _) = try RunLogWriter.continuing(path)
    _ = writer.append(notice(99))
    try await wait(watch, told) { $0.hasChanged && $0.isWritten }
    await writer.finish()
  }

  @Test func watchingKeepsNobodyFromWriting() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    var first: RunLogWriter? = try RunLogWriter(creating: path)
    let told = Collected<Void>()
    let watch = try LogWatch(path) { told.append(()) }
    _ = first?.append(notice(0))
    await first?.finish()
    first = nil
    try await wait(watch, told) { !$0.isWritten }
    let (second, _) = try RunLogWriter.continuing(path)
    _ = second.append(notice(1))
    try await wait(watch, told) { $0.isWritten }
    await second.finish()
  }

  @Test(arguments: ["deleted", "replaced", "moved"])
  func aLogThatIsNoLongerThereIsLost(_ way: String) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    let writer = try RunLogWriter(creating: path)
    let told = Collected<Void>()
    let watch = try LogWatch(path) { told.append(()) }
    switch way {
    case "deleted": try FileManager.default.removeItem(atPath: path)
    case "replaced":
      let other = try folder.write("other", to: "b.jsonl")
      #expect(rename(other, path) == 0)
    default: try FileManager.default.moveItem(atPath: path, toPath: folder.file("c.jsonl"))
    }
    try await wait(watch, told) { $0.isLost && $0.isWritten }
    await writer.finish()
  }

  @Test func aFileThatIsNotThereCannotBeWatched() throws {
    let folder = try TemporaryFolder()
    #expect {
      _ = try LogWatch(folder.file("missing"), onChange: {})
    } throws: {
      "\($0)".contains("missing cannot be read")
    }
  }
}
