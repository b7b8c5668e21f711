import Foundation
import Processes
import Testing

@Suite struct ExecutableSearchTests {
  private func folder(_ files: [String: Int]) throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("search-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, mode) in files {
      _ = FileManager.default.createFile(
        atPath: path + "/" + name, contents: Data(), attributes: [.posixPermissions: mode])
    }
    return path
  }

  @Test func theFirstFolderThatHoldsItWins() throws {
    let first = try folder(["other": 0o755]), second = try folder(["program": 0o755]),
      third = try folder(["program": 0o755])
    defer { [first, second, third].forEach { try? FileManager.default.removeItem(atPath: $0) } }
    let path = "\(first):\(second)/:\(third)"
    #expect(ExecutableSearch.find("program", path: path) == "\(second)/program")
    #expect(ExecutableSearch.find("nothing", path: path) == nil)
    #expect(ExecutableSearch.find("program", path: nil) == nil)
    #expect(ExecutableSearch.find("", path: path) == nil)
  }

  @Test func foldersAndFilesThatCannotBeRunAreNone() throws {
    let first = try folder(["program": 0o644]), second = try folder([:])
    defer { [first, second].forEach { try? FileManager.default.removeItem(atPath: $0) } }
    try FileManager.default.createDirectory(atPath: second + "/program", withIntermediateDirectories: true)
    #expect(ExecutableSearch.find("program", path: "\(second):relative") == nil)
    #expect(ExecutableSearch.find(second + "/program", path: nil) == nil)
    #expect(ExecutableSearch.find(first + "/missing", path: nil) == nil)
  }

  @Test func aNameWithASlashIsTheFileItself() throws {
    let place = try folder(["program": 0o755])
    defer { try? FileManager.default.removeItem(atPath: place) }
    #expect(ExecutableSearch.find(place + "/program", path: nil) == place + "/program")
    let here = FileManager.default.currentDirectoryPath
    let relative = String(repeating: "../", count: here.split(separator: "/").count) + place.dropFirst() + "/program"
    #expect(ExecutableSearch.find(relative, path: nil) == "\(here)/\(relative)")
  }
}
