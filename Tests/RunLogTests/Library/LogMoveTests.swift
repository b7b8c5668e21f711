import Foundation
import RunLog
import TestSupport
import Testing

@Suite struct LogMoveTests {
  @Test func aLogGetsAnotherNameInItsFolder() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("mine", to: "a.jsonl")
    let target = try LogMove.rename(path, to: "Lecture 3")
    #expect(target == folder.file("Lecture 3.jsonl"))
    #expect(try folder.text(of: "Lecture 3.jsonl") == "mine")
    #expect(!FileManager.default.fileExists(atPath: path))
    // The ending may be typed, and stays what it was.
    #expect(try LogMove.rename(target, to: "b.jsonl") == folder.file("b.jsonl"))
    #expect(try LogMove.rename(folder.file("b.jsonl"), to: "b") == folder.file("b.jsonl"))
    let other = try folder.write("x", to: "old.log")
    #expect(try LogMove.rename(other, to: "new") == folder.file("new.log"))
  }

  @Test func noFileIsReplaced() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("mine", to: "a.jsonl")
    _ = try folder.write("theirs", to: "b.jsonl")
    #expect(symlink("/nowhere", folder.file("link.jsonl")) == 0)
    for name in ["b", "link"] {
      #expect {
        try LogMove.rename(path, to: name)
      } throws: { ($0 as? LogError)?.code == .exists }
    }
    #expect(try folder.text(of: "a.jsonl") == "mine")
    #expect(try folder.text(of: "b.jsonl") == "theirs")
  }

  @Test func ofManyWhoWantOneNameOneGetsIt() async throws {
    let folder = try TemporaryFolder()
    for index in 0..<20 { _ = try folder.write(String(index), to: "\(index).jsonl") }
    let won = await withTaskGroup(of: Int?.self) { group in
      for index in 0..<20 {
        group.addTask { (try? LogMove.rename(folder.file("\(index).jsonl"), to: "same")).map { _ in index } }
      }
      return await group.reduce(into: [Int]()) { won, index in if let index { won.append(index) } }
    }
    #expect(won.count == 1)
    #expect(try folder.text(of: "same.jsonl") == String(try #require(won.first)))
    #expect(try LogFolder.logs(in: folder.path).count == 20)
  }

  @Test(arguments: [
    "", "a/b", "/etc/passwd", "..", ".hidden", "a\nb", "a\u{0}b", "a\u{1B}[2J", String(repeating: "x", count: 250),
  ])
  func whatCannotBeANameIsRefused(_ name: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("mine", to: "a.jsonl")
    #expect(throws: LogError.self) { try LogMove.rename(path, to: name) }
    #expect(try LogFolder.logs(in: folder.path).map(\.path) == [path])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.jsonl"])
  }

  @Test func aLogThatIsWrittenKeepsItsName() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    let writer = try RunLogWriter(creating: path)
    #expect {
      try LogMove.rename(path, to: "b")
    } throws: { ($0 as? LogError)?.code == .inUse }
    #expect {
      try LogTrash(folder: folder.file("trash")).take(path)
    } throws: { ($0 as? LogError)?.code == .inUse }
    #expect(FileManager.default.fileExists(atPath: path))
    _ = consume writer
    #expect(throws: Never.self) { try LogMove.rename(path, to: "b") }
    #expect {
      try LogMove.rename(folder.file("missing.jsonl"), to: "c")
    } throws: { ($0 as? LogError)?.code == .unreadable }
  }
}
