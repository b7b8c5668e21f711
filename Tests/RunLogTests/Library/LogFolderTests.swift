import Foundation
import RunLog
import TestSupport
import Testing

@Suite struct LogFolderTests {
  /// Gives a file a time of writing.
  private func age(_ path: String, seconds: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: path)
  }

  @Test func logsAreListedTheLastWrittenFirst() throws {
    let folder = try TemporaryFolder()
    for (name, seconds) in [("b.jsonl", 200.0), ("a.jsonl", 100), ("c.jsonl", 300)] {
      try age(try folder.write("12345", to: name), seconds: seconds)
    }
    let logs = try LogFolder.logs(in: folder.path)
    #expect(logs.map { LogFolder.stem(of: $0.path) } == ["c", "b", "a"])
    #expect(logs.map(\.modified) == [300, 200, 100])
    #expect(logs.allSatisfy { $0.size == 5 })
    #expect(try FoundLog(at: logs[0].path) == logs[0])
  }

  @Test func whatIsNoLogIsPassedOver() throws {
    let folder = try TemporaryFolder()
    for name in ["notes.txt", ".hidden.jsonl", "jsonl", "a.jsonl.partial", "wide 名.jsonl"] {
      _ = try folder.write("x", to: name)
    }
    try FileManager.default.createDirectory(atPath: folder.file("folder.jsonl"), withIntermediateDirectories: false)
    // Reading this one would wait for ever.
    #expect(mkfifo(folder.file("pipe.jsonl"), 0o600) == 0)
    #expect(symlink("/nowhere", folder.file("dangling.jsonl")) == 0)
    #expect(try LogFolder.logs(in: folder.path).map { LogFolder.stem(of: $0.path) } == ["wide 名"])
    #expect(throws: LogError.self) { try FoundLog(at: folder.file("folder.jsonl")) }
  }

  @Test func aFolderThatCannotBeReadIsASentence() throws {
    let folder = try TemporaryFolder()
    #expect {
      try LogFolder.logs(in: folder.file("missing"))
    } throws: { "\($0)".contains(folder.file("missing")) && "\($0)".hasSuffix(".") }
    #expect(try LogFolder.logs(in: folder.path).isEmpty)
  }

  @Test func aLogThatIsWrittenIsKnownByItsLock() throws {
    let folder = try TemporaryFolder()
    do {
      let writer = try RunLogWriter(creating: folder.file("a.jsonl"))
      #expect(try FoundLog(at: folder.file("a.jsonl")).isBeingWritten)
      _ = consume writer
    }
    #expect(try !FoundLog(at: folder.file("a.jsonl")).isBeingWritten)
  }

  @Test func thoseWhoLookKeepNobodyFromWriting() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("x", to: "a.jsonl")
    let names = ["a", "b"].map { folder.file("\($0).jsonl") }
    let refused = await withTaskGroup(of: Int.self) { group in
      group.addTask {
        for index in 0..<3000 { _ = (try? FoundLog(at: names[index % 2]))?.isBeingWritten }
        return 0
      }
      group.addTask {
        (0..<300).count { (try? LogMove.rename(names[$0 % 2], to: ["b", "a"][$0 % 2])) == nil }
      }
      return await group.reduce(0, +)
    }
    #expect(refused == 0)
  }

  @Test(arguments: [
    ("a.jsonl", "a"), ("/x/y.z.jsonl", "y.z"), ("/x/y", "y"), (".jsonl", ".jsonl"), ("x/", ""),
    ("notes.log", "notes.log"),
  ]) func aStemIsWhatPeopleCallALog(_ path: String, _ stem: String) { #expect(LogFolder.stem(of: path) == stem) }

  @Test func aPathFromTheRootIsTheSameFromEverywhere() {
    #expect(LogFolder.absolute("/x/a.jsonl") == "/x/a.jsonl")
    #expect(LogFolder.absolute("a.jsonl") == FileManager.default.currentDirectoryPath + "/a.jsonl")
  }

  @Test func aChangeOfAFolderIsTold() async throws {
    let folder = try TemporaryFolder()
    let (changes, continuation) = AsyncStream.makeStream(of: Void.self)
    let watch = FolderWatch([folder.path]) { continuation.yield() }
    #expect(watch != nil)
    var iterator = changes.makeAsyncIterator()
    _ = try folder.write("x", to: "a.jsonl")
    #expect(await iterator.next() != nil)
    #expect(FolderWatch([folder.file("missing")]) {} == nil)
    #expect(FolderWatch([]) {} == nil)
    _ = consume watch
  }
}
