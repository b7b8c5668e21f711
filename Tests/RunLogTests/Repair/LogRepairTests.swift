import Foundation
import Optimization
import RunLogSupport
import TestSupport
import Testing

@testable import RunLog

@Suite struct LogRepairTests {
  /// Damages a log, repairs it, and gives what the copy holds, its notice left out and its lines renumbered.
  private func repaired(
    _ folder: TemporaryFolder, _ damage: (inout EditedLog) throws -> Void
  ) async throws -> (repair: LogRepair, original: EditedLog, copy: EditedLog) {
    let original = try await EditedLog.steered()
    var log = original
    try damage(&log)
    let path = try folder.write(log.text, to: "damaged.jsonl")
    let repair = try LogRepair(of: path)
    #expect(repair.isNeeded)
    try repair.write(to: repair.copyPath, isForced: true)
    #expect(try folder.text(of: "damaged.jsonl") == log.text)
    _ = try folded(repair.copyPath)
    var copy = EditedLog(bytes: Array(try folder.text(of: "damaged-repaired.jsonl").utf8))
    copy.lines.remove(at: try copy.place("notice", copy.lines.count { $0.contains("\"event\":\"notice\"") } - 1))
    copy.renumber()
    return (repair, original, copy)
  }

  @Test func aLineThatIsDoubledOrMovedIsPutRight() async throws {
    let folder = try TemporaryFolder(isSynced: false)
    for place in [1, 7, 20, 41] {
      let doubled = try await repaired(folder) { $0.lines.insert($0.lines[place], at: place + 1) }
      #expect(doubled.copy.lines == doubled.original.lines)
      #expect(doubled.repair.changes.map(\.reason) == ["it is line \(place + 1) a second time"])
      let swapped = try await repaired(folder) { $0.lines.swapAt(place, place + 1) }
      #expect(swapped.copy.lines == swapped.original.lines)
      #expect(swapped.repair.movedCount == 1 && swapped.repair.droppedCount == 0)
      let far = try await repaired(folder) { $0.lines.append($0.lines.remove(at: place)) }
      #expect(far.copy.lines == far.original.lines)
    }
    // A whole part elsewhere, and the start not on top.
    let part = try await repaired(folder) { log in
      let moved = log.lines[10..<15]
      log.lines.removeSubrange(10..<15)
      log.lines.insert(contentsOf: moved, at: 30)
    }
    #expect(part.copy.lines == part.original.lines)
    let top = try await repaired(folder) { $0.lines.insert("# my run", at: 0) }
    #expect(top.copy.lines == top.original.lines)
    #expect(top.repair.droppedCount == 1)
  }

  @Test func whatCannotBeReadIsLeftOut() async throws {
    let folder = try TemporaryFolder(isSynced: false)
    // Nothing hangs on when something was asked.
    let (repair, original, copy) = try await repaired(folder) {
      let place = try $0.place("asked", 2)
      $0.lines[place] = "\u{0}\u{0}\(String($0.lines[place].dropFirst(9)))"
    }
    var expected = original
    let place = try original.place("asked", 2)
    expected.lines.remove(at: place)
    expected.renumber()
    #expect(copy.lines == expected.lines)
    #expect(repair.changes == [.init(.dropped(.unreadable), place + 1, "it is no JSON object of the log's form")])
    #expect(repair.sentence == "Of \(original.lines.count) lines 1 was left out.")
    #expect(try folder.text(of: "damaged-repaired.jsonl").contains(repair.sentence))
  }

  @Test func whatHangsOnALostStepGoesWithIt() async throws {
    let folder = try TemporaryFolder(isSynced: false)
    let (repair, original, copy) = try await repaired(folder) { $0.lines[try $0.place("step-started", 1)] = "{}" }
    let start = try original.place("step-started", 1), end = try original.place("step-started", 2)
    let lost = original.lines[start..<end].filter { !$0.contains("\"event\":\"steered\"") }
    #expect(repair.droppedCount == lost.count)
    #expect(
      repair.changes.dropFirst().allSatisfy {
        $0.reason == "it is of step 2, which has not begun" || $0.kind == .changed
      })
    // What a person did stays in force.
    let before = try folded(try folder.write(original.text, to: "whole.jsonl")).head
    let after = try folded(repair.copyPath).head
    #expect(after.pinned == before.pinned && after.masked == before.masked && after.guidance == before.guidance)
    #expect(after.temperature == before.temperature && after.steps == before.steps && after.prompt == before.prompt)
    #expect(
      copy.lines.count { $0.contains("\"event\":\"steered\"") }
        == original.lines.count { $0.contains("\"event\":\"steered\"") })
  }

  @Test func anEndBehindWhichTheRunWentOnIsNone() async throws {
    let folder = try TemporaryFolder(isSynced: false)
    let (repair, original, copy) = try await repaired(folder) {
      $0.lines.insert($0.lines[$0.lines.count - 1], at: 12)
      $0.renumber()
    }
    #expect(copy.lines == original.lines)
    #expect(repair.changes.map(\.line) == [13])
    #expect(repair.changes[0].reason == "the run went on behind it, and no line says so")
  }

  @Test func theBestOfWhatIsLeftIsNamedAtTheEnd() async throws {
    let folder = try TemporaryFolder(isSynced: false)
    let whole = try await EditedLog.steered()
    let best = try #require(try folded(try folder.write(whole.text, to: "whole.jsonl")).head.best)
    let (repair, _, copy) = try await repaired(folder) { log in
      log.lines.removeAll { $0.contains("\"event\":\"candidate\"") && $0.contains("\"id\":\(best.id),") }
    }
    let state = try folded(repair.copyPath)
    #expect(state.head.best?.id != best.id && state.head.ended?.best == state.head.best?.id)
    #expect(copy.lines.last?.contains("\"event\":\"run-ended\"") == true)
  }

  @Test func aTimeThatIsOutOfOrderBecomesThatOfTheLineBefore() async throws {
    let folder = try TemporaryFolder(isSynced: false)
    for time in ["-3", "1e9"] {
      let (repair, original, copy) = try await repaired(folder) {
        $0.lines[9] = $0.lines[9].replacing(/"time":[0-9.]+/, with: "\"time\":\(time)")
      }
      #expect(copy.lines == original.lines)
      #expect(repair.changedCount == 1 && repair.changes[0].line == 10)
    }
  }

  @Test func aLogThatIsWholeNeedsNothing() async throws {
    let folder = try TemporaryFolder(isSynced: false)
    let log = try await EditedLog.steered()
    let whole = try LogRepair(of: try folder.write(log.text, to: "a.jsonl"))
    #expect(!whole.isNeeded && !whole.hasTornTail && whole.changes.isEmpty)
    let torn = try LogRepair(of: try folder.write(String(log.text.dropLast(9)), to: "a.jsonl"))
    #expect(!torn.isNeeded && torn.hasTornTail)
  }

  @Test func theStartOfARunIsNotMadeUp() async throws {
    let folder = try TemporaryFolder(isSynced: false)
    var log = try await EditedLog.steered()
    let whole = log
    for damage in [
      "{\"event\":\"run-started\"}", "", whole.lines[0].replacing("\"candidates\":2", with: "\"candidates\":0"),
    ] {
      log.lines[0] = damage
      let path = try folder.write(log.text, to: "a.jsonl")
      #expect {
        _ = try LogRepair(of: path)
      } throws: {
        "\($0)".hasPrefix("The log \(path) cannot be repaired: ") && ($0 as? LogError)?.code == .corrupt
      }
    }
    log.lines[0] = whole.lines[0].replacing("\"version\":1}", with: "\"version\":2}")
    let later = try folder.write(log.text, to: "a.jsonl")
    #expect { _ = try LogRepair(of: later) } throws: { ($0 as? LogError)?.code == .laterVersion }
    #expect { _ = try LogRepair(of: folder.file("none")) } throws: { ($0 as? LogError)?.code == .unreadable }
  }

  @Test func aCopyReplacesNothingUnaskedAndTheLogNever() async throws {
    let folder = try TemporaryFolder(isSynced: false)
    var log = try await EditedLog.steered()
    log.lines[5] = "?"
    let path = try folder.write(log.text, to: "a.b.jsonl")
    let repair = try LogRepair(of: path)
    #expect(repair.copyPath == folder.file("a.b-repaired.jsonl"))
    let other = try folder.write("mine", to: "other.jsonl")
    #expect { try repair.write(to: other, isForced: false) } throws: { "\($0)".contains("--force") }
    #expect(try folder.text(of: "other.jsonl") == "mine")
    try repair.write(to: other, isForced: true)
    _ = try folded(other)
    let mode = try FileManager.default.attributesOfItem(atPath: other)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
    try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: path)
    for own in [path, folder.file("link")] {
      #expect(throws: LogError.self) { try repair.write(to: own, isForced: true) }
    }
    #expect(throws: LogError.self) { try repair.write(to: folder.path, isForced: true) }
    #expect(throws: LogError.self) { try repair.write(to: folder.file("no/where.jsonl"), isForced: false) }
    #expect(try folder.text(of: "a.b.jsonl") == log.text)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(".") }
    #expect(left.isEmpty)
  }

  /// Whatever is done to the lines of a log, its copy can be read, folded, summed up and gone on with.
  @Test(arguments: [UInt64(1), 2, 3]) func noDamageLeavesACopyThatIsDamaged(_ seed: UInt64) async throws {
    let folder = try TemporaryFolder(isSynced: false)
    let whole = try await EditedLog.steered()
    var random = SplitMix(state: seed)
    for _ in 0..<20 {
      var log = whole
      for _ in 0..<Int.random(in: 1...6, using: &random) { Self.damage(&log, &random) }
      let path = try folder.write(log.text, to: "damaged.jsonl")
      let repair = try LogRepair(of: path)
      guard repair.isNeeded else {
        #expect(throws: Never.self) { try folded(path) }
        continue
      }
      try repair.write(to: repair.copyPath, isForced: true)
      let again = try LogRepair(of: repair.copyPath)
      #expect(!again.isNeeded, "\(again.changes)")
      let state = try folded(repair.copyPath)
      #expect(try LogSummary(of: repair.copyPath).candidates == state.trajectory.count)
      #expect(repair.changes.count <= 4 * LogRepair.changesKept)
    }
  }

  private static func damage(_ log: inout EditedLog, _ random: inout SplitMix) {
    let place = Int.random(in: 1..<log.lines.count, using: &random)
    let other = Int.random(in: 1..<log.lines.count, using: &random)
    let number = Int.random(in: -2...120, using: &random)
    switch Int.random(in: 0..<10, using: &random) {
    case 0: if log.lines.count > 9 { log.lines.remove(at: place) }
    case 1: log.lines.insert(log.lines[place], at: other)
    case 2: log.lines.swapAt(place, other)
    case 3: log.lines[place] = String(log.lines[place].prefix(number < 0 ? 0 : number))
    case 4: log.lines[place] = log.lines[place].replacing(/"n":\d+/, with: "\"n\":\(number)")
    case 5: log.lines[place] = log.lines[place].replacing(/"time":[0-9.]+/, with: "\"time\":\(number)")
    case 6: log.lines[place] = log.lines[place].replacing(/"step":\d+/, with: "\"step\":\(number)")
    case 7: log.lines[place] = log.lines[place].replacing(/"id":\d+/, with: "\"id\":\(number)")
    case 8: log.lines[place] = log.lines[place].replacing(",", with: " , ")
    default: log.lines.insert(log.lines[0], at: place)
    }
  }

  @Test func manyLinesAreToldInNumbers() async throws {
    let folder = try TemporaryFolder(isSynced: false)
    let (repair, original, _) = try await repaired(folder) { log in
      for place in stride(from: 1, to: log.lines.count, by: 2) { log.lines[place] = "no" }
    }
    #expect(repair.droppedCount >= original.lines.count / 2)
    #expect(repair.changes.count <= LogRepair.changesKept * 2)
  }
}

@Suite struct LineEditTests {
  @Test(arguments: [
    (#"{"n":1}"#, #"{"n":7}"#), (#"{ "n" : 1 , "a":{"n":2}}"#, #"{ "n" : 7 , "a":{"n":2}}"#),
    (#"{"a":"\"n\":1,","n":1.0e0}"#, #"{"a":"\"n\":1,","n":7}"#),
    (#"{"n":1,"b":[1,{"n":"}"}],"n":2}"#, #"{"n":7,"b":[1,{"n":"}"}],"n":7}"#),
  ]) func aMemberIsReplacedAndNothingElse(_ line: String, _ expected: String) throws {
    let edited = LineEdit.replacing([("n", "7")], in: Array(line.utf8)[...])
    #expect(edited.map { String(decoding: $0, as: UTF8.self) } == expected)
  }

  @Test(arguments: [#"{"\u006e":1}"#, "{}", "", "[]", #"{"n""#, #"{"n":"#, #"{"n":"x"#])
  func whatIsNotThereIsNotReplaced(_ line: String) {
    #expect(LineEdit.replacing([("n", "7")], in: Array(line.utf8)[...]) == nil)
  }

  @Test func theLongestOrderIsFound() {
    func places(_ values: [Int], _ isStrict: Bool = true) -> [Int] {
      IncreasingRun.places(in: values, isStrict: isStrict)
    }
    #expect(places([]) == [])
    #expect(places([5]) == [0])
    #expect(places([0, 1, 9, 2, 3]) == [0, 1, 3, 4])
    #expect(places([0, 1, 1, 2]).count == 3)
    #expect(places([0, 1, 1, 2], false) == [0, 1, 2, 3])
    #expect(places([3, 2, 1]).count == 1)
  }
}
