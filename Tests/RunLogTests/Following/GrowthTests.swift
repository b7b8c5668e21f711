import Foundation
import Optimization
import RunLog
import TestSupport
import Testing

@Suite struct GrowthTests {
  /// The bytes of a whole log, to be written again piece by piece.
  private func bytes(_ folder: TemporaryFolder, steps: Int) async throws -> [UInt8] {
    let path = folder.file("whole.jsonl")
    _ = try await loggedRun(to: path, steps: steps)
    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func append(_ bytes: ArraySlice<UInt8>, to path: String) throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
  }

  @Test func aLogThatGrowsInTornPiecesFoldsToTheSameAsAtOnce() async throws {
    let folder = try TemporaryFolder()
    let bytes = try await bytes(folder, steps: 260)
    let path = folder.file("a.jsonl")
    var end = 20_000
    try Data(bytes[..<end]).write(to: URL(fileURLWithPath: path))
    var log = try FoldedLog(try RunLogReader(path))
    var generator = SeededGenerator(seed: 3)
    var grown: [LoggedEvent] = []
    var timeline = log.timeline
    let before = log.count
    while end < bytes.count {
      let next = min(bytes.count, end + generator.integer(in: 1...9000))
      try append(bytes[end..<next], to: path)
      end = next
      // Short pieces, so that one look does not take all.
      while true {
        let growth = try log.grow(limit: 3000)
        grown += growth.events.map(\.event)
        timeline.append(growth.marks, count: log.count)
        if !growth.isMore { break }
      }
    }
    var whole = try FoldedLog(try RunLogReader(folder.file("whole.jsonl")))
    let count = whole.count
    #expect(count > 1100 && before < 200)
    #expect(log.count == count && log.position == count)
    let isSame = log.state == whole.state && log.times == whole.times && log.timeline == whole.timeline
    #expect(isSame)
    #expect(timeline.stepStarts == whole.stepStarts && timeline.count == count)
    #expect(grown == (try whole.reader.events(in: before..<count).map(\.event)))
    // Snapshots are made as it grows, too.
    for target in [0, before, 999, 1000, 1001, count - 1, 3] {
      try log.seek(to: target)
      try whole.seek(to: target)
      let isSame = log.state == whole.state && log.position == target
      #expect(isSame, "at \(target)")
      #expect(try log.state(at: target) == whole.state)
    }
  }

  @Test func aPlaceThatWasGoneToStaysWhileTheLogGrows() async throws {
    let folder = try TemporaryFolder()
    let bytes = try await bytes(folder, steps: 20)
    let path = folder.file("a.jsonl")
    try Data(bytes[..<(bytes.count / 2)]).write(to: URL(fileURLWithPath: path))
    var log = try FoldedLog(try RunLogReader(path))
    try log.seek(to: 5)
    let state = log.state
    try append(bytes[(bytes.count / 2)...], to: path)
    let growth = try log.grow()
    #expect(!growth.events.isEmpty && !growth.isMore)
    #expect(log.position == 5)
    #expect(log.state == state)
    try log.seek(to: .max)
    #expect(log.position == log.count)
  }

  @Test func aLogThatBecomesShorterIsRefusedWithASentence() async throws {
    let folder = try TemporaryFolder()
    let bytes = try await bytes(folder, steps: 5)
    let path = folder.file("a.jsonl")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    var log = try FoldedLog(try RunLogReader(path))
    #expect(truncate(path, 900) == 0)
    var sentences: [String] = []
    do { _ = try log.grow() } catch { sentences.append("\(error)") }
    do { _ = try log.state(at: 7) } catch { sentences.append("\(error)") }
    #expect(sentences.count == 2 && sentences.allSatisfy { $0.contains("became shorter") }, "\(sentences)")
  }

  @Test func aDamagedLineIsNamedAfterTheLinesBeforeIt() async throws {
    let folder = try TemporaryFolder()
    let bytes = try await bytes(folder, steps: 5)
    let path = folder.file("a.jsonl")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    var log = try FoldedLog(try RunLogReader(path))
    let count = log.count
    let good = #"{"code":"c","event":"notice","n":\#(count),"text":"t","time":9}"#
    try append(Array("\(good)\nnot JSON\n\(good)\n".utf8)[...], to: path)
    let growth = try log.grow()
    #expect(growth.events.map(\.event.n) == [count])
    var sentence = ""
    do { _ = try log.grow() } catch { sentence = "\(error)" }
    #expect(sentence.contains("damaged in line \(count + 2)"), "\(sentence)")
    #expect(log.count == count + 1)
  }

  @Test func linesThatComeAreReadOnceAndWhole() async throws {
    let folder = try TemporaryFolder()
    let bytes = try await bytes(folder, steps: 5)
    let whole = try RunLogReader(folder.file("whole.jsonl"))
    let all = try whole.events(in: 0..<whole.count)
    let path = folder.file("a.jsonl")
    try Data(bytes[..<all[3].location.offset]).write(to: URL(fileURLWithPath: path))
    var lines = try GrowingLines(path, from: all[3].location.offset)
    #expect(try lines.next() == nil)
    var found: [LoggedEvent] = [], places: [LogLocation] = []
    for end in stride(from: all[3].location.offset, to: bytes.count, by: 700) {
      try append(bytes[end..<min(bytes.count, end + 700)], to: path)
      while let events = try lines.next(limit: 100) {
        found += events.map(\.event)
        places += events.map(\.location)
      }
    }
    #expect(found == all[3...].map(\.event))
    #expect(places == all[3...].map(\.location))
  }

  @Test func aTimeIsAPlaceAmongTheEvents() async throws {
    let folder = try TemporaryFolder()
    let lines = [0.0, 1, 1, 4, 4].enumerated().map { n, time in
      #"{"code":"c","event":"notice","n":\#(n + 1),"text":"t","time":\#(time)}"#
    }
    _ = try await loggedRun(to: folder.file("whole.jsonl"), steps: 1)
    let start = try #require(try folder.text(of: "whole.jsonl").split(separator: "\n").first)
    let path = try folder.write(([String(start)] + lines).joined(separator: "\n") + "\n", to: "a.jsonl")
    let log = try FoldedLog(try RunLogReader(path))
    #expect([-1, 0, 0.9, 1, 3.9, 4, 99].map { log.position(atTime: $0) } == [0, 2, 2, 4, 4, 6, 6])
    #expect(log.duration == 4)
  }
}
