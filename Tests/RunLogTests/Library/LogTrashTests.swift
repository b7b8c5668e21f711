import Foundation
import RunLog
import TestSupport
import Testing

@Suite struct LogTrashTests {
  private let folder: TemporaryFolder
  private let trash: LogTrash

  init() throws {
    folder = try TemporaryFolder()
    trash = LogTrash(folder: folder.file("state/trash"))
  }

  private func names() throws -> [String] { try trash.items().map(\.name).sorted() }

  @Test func aDeletedLogCanBePutBack() throws {
    let path = try folder.write("mine", to: "a.jsonl")
    #expect(try trash.items().isEmpty)
    #expect(try trash.take(path) == "a")
    #expect(!FileManager.default.fileExists(atPath: path))
    let item = try #require(try trash.items().first)
    #expect(item.from == path)
    #expect(item.size == 4)
    #expect(abs(item.deleted - Date().timeIntervalSince1970) < 60)
    #expect(try trash.restore("a.jsonl", fallback: folder.path) == path)
    #expect(try folder.text(of: "a.jsonl") == "mine")
    #expect(try FileManager.default.contentsOfDirectory(atPath: trash.folder).isEmpty)
  }

  @Test func logsOfOneNameAreKeptApart() throws {
    var names: [String] = []
    for text in ["first", "second", "third"] { names.append(try trash.take(try folder.write(text, to: "a.jsonl"))) }
    #expect(names == ["a", "a-2", "a-3"])
    #expect(try trash.restore("a-2", fallback: folder.path) == folder.file("a.jsonl"))
    #expect(try folder.text(of: "a.jsonl") == "second")
    // Its place is taken now.
    #expect {
      try trash.restore("a", fallback: folder.path)
    } throws: { ($0 as? LogError)?.code == .exists }
    #expect(try self.names() == ["a", "a-3"])
    #expect(try folder.text(of: "a.jsonl") == "second")
  }

  @Test func manyWhoDeleteAtOnceLoseNothing() async throws {
    for index in 0..<12 {
      try FileManager.default.createDirectory(atPath: folder.file("\(index)"), withIntermediateDirectories: true)
      _ = try folder.write(String(index), to: "\(index)/a.jsonl")
    }
    let taken = await withTaskGroup(of: String?.self) { [folder, trash] group in
      for index in 0..<12 { group.addTask { try? trash.take(folder.file("\(index)/a.jsonl")) } }
      return await group.reduce(into: Set<String>()) { if let name = $1 { $0.insert(name) } }
    }
    #expect(taken.count == 12)
    let texts = try trash.items().map { try String(contentsOfFile: $0.path, encoding: .utf8) }
    #expect(Set(texts) == Set((0..<12).map(String.init)))
  }

  @Test func aLogWithoutItsNoteKeepsItsNameAndGoesToTheFallback() throws {
    _ = try trash.take(try folder.write("first", to: "a.jsonl"))
    try FileManager.default.removeItem(atPath: trash.folder + "/a.json")
    #expect(try trash.take(try folder.write("second", to: "a.jsonl")) == "a-2")
    #expect(try trash.items().first { $0.name == "a" }?.from == nil)
    #expect(try trash.restore("a", fallback: folder.path) == folder.file("a.jsonl"))
    #expect(try folder.text(of: "a.jsonl") == "first")
  }

  @Test(arguments: ["", "{}", "{\"from\":7}", "{\"from\":\"relative\"}", "[", "{\"from\":\"/a\\u0000b\"}"])
  func aNoteThatSaysNothingCountsAsNone(_ note: String) throws {
    _ = try trash.take(try folder.write("mine", to: "a.jsonl"))
    try Data(note.utf8).write(to: URL(fileURLWithPath: trash.folder + "/a.json"))
    #expect(try trash.items().map(\.from) == [nil])
  }

  @Test func emptyingRemovesLogsAndTheirNotesAlone() throws {
    for name in ["a", "b"] { _ = try trash.take(try folder.write("x", to: "\(name).jsonl")) }
    try Data("mine".utf8).write(to: URL(fileURLWithPath: trash.folder + "/notes.txt"))
    try trash.remove(try trash.items())
    #expect(try FileManager.default.contentsOfDirectory(atPath: trash.folder) == ["notes.txt"])
    #expect(throws: Never.self) { try trash.remove([]) }
  }

  @Test func whatCannotGoBackStaysAndSaysWhy() throws {
    try FileManager.default.createDirectory(atPath: folder.file("sub"), withIntermediateDirectories: true)
    _ = try trash.take(try folder.write("x", to: "sub/a.jsonl"))
    try FileManager.default.removeItem(atPath: folder.file("sub"))
    #expect {
      try trash.restore("a", fallback: folder.path)
    } throws: { "\($0)".contains("is gone") }
    #expect(throws: LogError.self) { try trash.restore("missing", fallback: folder.path) }
    #expect(throws: LogError.self) { try trash.take(trash.folder + "/a.jsonl") }
    #expect(try names() == ["a"])
  }

  @Test func aFolderThatCannotBeMadeLeavesTheLog() throws {
    let file = try folder.write("x", to: "file")
    let path = try folder.write("mine", to: "a.jsonl")
    #expect {
      try LogTrash(folder: file + "/trash").take(path)
    } throws: { ($0 as? LogError)?.code == .unwritable }
    #expect(try folder.text(of: "a.jsonl") == "mine")
  }

  /// Another disk than that of the temporary folder, where this machine has one.
  private static let otherDisk: String? = {
    var here = stat(), there = stat()
    guard stat(NSTemporaryDirectory(), &here) == 0, stat("/dev/shm", &there) == 0, here.st_dev != there.st_dev,
      access("/dev/shm", W_OK) == 0
    else { return nil }
    return "/dev/shm"
  }()

  @Test(.enabled(if: otherDisk != nil)) func aLogOnAnotherDiskIsCopiedAndBack() throws {
    let path = try #require(Self.otherDisk) + "/tiller-tests-\(UUID().uuidString).jsonl"
    defer { unlink(path) }
    let text = String(repeating: "0123456789\n", count: 200_000)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1000)], ofItemAtPath: path)
    let name = try trash.take(path)
    #expect(!FileManager.default.fileExists(atPath: path))
    let item = try #require(try trash.items().first)
    #expect(try String(contentsOfFile: item.path, encoding: .utf8) == text)
    #expect(try FoundLog(at: item.path).modified == 1000)
    #expect(try trash.restore(name, fallback: folder.path) == path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    #expect(try FileManager.default.contentsOfDirectory(atPath: trash.folder).isEmpty)
  }
}
