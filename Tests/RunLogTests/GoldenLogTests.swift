import Foundation
import Optimization
import RunLog
import Testing

/// Logs of version 1, and what they fold to: they stay readable for ever.
///
/// The logs in the folder Golden are never written anew. What they fold to is, by `TILLER_WRITE_GOLDENS=1`, where the
/// state has come to hold more; the difference is looked at.
@Suite struct GoldenLogTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
  static let names = [
    "classroom", "ends", "fork", "later", "models", "opro", "rejects", "resumed", "steered", "thinking",
  ]

  @Test func everyLogInTheFolderIsHeld() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(files.filter { $0.hasSuffix(".jsonl") }.sorted() == Self.names.map { $0 + ".jsonl" })
  }

  @Test(arguments: names) func aLogOfVersion1FoldsToWhatItDid(_ name: String) throws {
    let log = Self.folder.appendingPathComponent(name + ".jsonl").path
    let reader = try RunLogReader(log)
    var state = RunState()
    for (event, location) in try reader.events(in: 0..<reader.count) { state.apply(event, at: location) }
    let text = StateDump.text(of: state)
    let golden = Self.folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["TILLER_WRITE_GOLDENS"] != nil {
      try Data(text.utf8).write(to: golden)
    }
    let expected = try String(contentsOf: golden, encoding: .utf8)
    for (line, other) in zip(text.split(separator: "\n"), expected.split(separator: "\n")) where line != other {
      Issue.record("It is: \(line)\nand was: \(other)")
      return
    }
    #expect(text == expected)
    // The same by every way of reading it.
    var folded = RunState()
    try reader.fold(0..<reader.count, into: &folded)
    #expect(folded == state)
    let summary = try LogSummary(of: log)
    #expect(summary.damagedLine == nil && summary.candidates == state.trajectory.count)
    #expect(summary.ended == state.head.ended && summary.replies == state.head.counts.replies)
    #expect(try !LogRepair(of: log).isNeeded)
  }

  /// What the logs are to hold between them.
  @Test func theLogsHoldEveryKindAndEveryCode() throws {
    var kinds: Set<String> = [], codes: Set<Refusal.Code> = [], ends: Set<RunEnded.Reason> = []
    var commands: Set<String> = []
    for name in Self.names {
      let reader = try RunLogReader(Self.folder.appendingPathComponent(name + ".jsonl").path)
      for (event, _) in try reader.events(in: 0..<reader.count) {
        kinds.insert(event.event.kind)
        switch event.event {
        case .rejected(let rejected): codes.insert(rejected.code)
        case .runEnded(let ended): ends.insert(ended.reason)
        case .steered(let steered): commands.insert(steered.command.name)
        default: break
        }
      }
    }
    #expect(
      kinds.isSuperset(of: [
        "run-started", "step-started", "asked", "retry", "reply", "rejected", "evaluation-started", "measured",
        "candidate", "ghost", "prediction", "steered", "state", "notice", "resumed", "run-ended", "dreamt",
      ]))
    #expect(codes == Set(Refusal.Code.allCases))
    #expect(ends == [.steps, .solved, .target, .stalled, .budget, .person, .failed, .interrupted])
    #expect(
      commands == [
        "pause", "resume", "step", "temperature", "inject", "cancel", "steps", "end", "mask", "unmask", "pin", "unpin",
        "guidance", "order", "rows", "scores", "undo", "predict", "model",
      ])
  }
}
