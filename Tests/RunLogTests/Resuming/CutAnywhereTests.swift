import Foundation
import Optimization
import RunLog
import RunLogSupport
import TestSupport
import Testing

@Suite struct CutAnywhereTests {
  /// A log of which the last two steps are cut at every byte; what comes of it is what would have come.
  @Test func cutAtAnyByteOfItsLastStepsARunEndsAsIfItHadNotBeen() async throws {
    let folder = try TemporaryFolder(isSynced: false)
    let run = CutRun.steered
    let log = try await run.whole(in: folder.path)
    let start = try CutRun.start(ofLast: 2, in: log, at: folder.file("whole.jsonl"))
    let reader = try RunLogReader(folder.file("whole.jsonl"))
    let events = try reader.events(in: 0..<reader.count).map(\.event)
    let expected = RunCourse(events)
    // What the cuts are to go through.
    let kinds = Set(events.filter { $0.event.isOfStep(3...4) }.map(\.event.kind))
    #expect(
      kinds.isSuperset(of: [
        "step-started", "asked", "reply", "rejected", "evaluation-started", "candidate", "prediction", "steered",
      ]))
    // Whatever byte it is: what is left are the whole lines before it.
    var ends: [Int] = []
    // A run that ended is over; its last line is the last that is cut.
    for bytes in start..<log.count {
      let end = (log[..<bytes].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
      if ends.last != end { ends.append(end) }
      let remains = try CutRun.remains(cutAt: bytes, of: log, path: folder.file("\(bytes).jsonl"))
      guard remains == Array(log[..<end]) else {
        Issue.record("cut at \(bytes), \(remains.count) bytes are left")
        return
      }
    }
    // So each of them is resumed once as it is, and once with a part of the next line behind it.
    var random = SplitMix(state: 3)
    for (end, next) in zip(ends, ends.dropFirst() + [log.count]) {
      for bytes in Set([end, end < next ? Int.random(in: end..<next, using: &random) : end]) {
        let path = folder.file("cut-\(bytes).jsonl")
        let complaint = try await run.complaint(cutAt: bytes, of: log, expected: expected, path: path)
        if let complaint {
          Issue.record("\(complaint)")
          return
        }
      }
    }
    #expect(ends.count > 30)
    #expect(log.count - start > 1500)
  }
}

extension RunEvent {
  /// Whether it names one of these steps.
  fileprivate func isOfStep(_ steps: ClosedRange<Int>) -> Bool {
    switch self {
    case .stepStarted(let event): steps.contains(event.step)
    case .asked(let event): steps.contains(event.step)
    case .reply(let event): steps.contains(event.step)
    case .rejected(let event): steps.contains(event.step)
    case .evaluationStarted(let event): steps.contains(event.step)
    case .candidate(let event): steps.contains(event.step)
    case .prediction(let event): steps.contains(event.step)
    case .steered(let event): steps.contains(event.step)
    default: false
    }
  }
}

extension CutAnywhereTests {
  /// Other kinds of runs, cut at every event of theirs.
  @Test(arguments: [CutRun.longPrompts, .random]) func cutAtAnyEventARunEndsAsIfItHadNotBeen(_ run: CutRun) async throws
  {
    let folder = try TemporaryFolder(isSynced: false)
    let log = try await run.whole(in: folder.path)
    let path = folder.file("cut.jsonl")
    _ = try CutRun.start(ofLast: 1, in: log, at: path)
    let reader = try RunLogReader(path)
    let expected = RunCourse(try reader.events(in: 0..<reader.count).map(\.event))
    for place in 1..<reader.count {
      let complaint = try await run.complaint(
        cutAt: reader.location(at: place).offset, of: log, expected: expected, path: folder.file("\(place).jsonl"))
      if let complaint {
        Issue.record("\(complaint)")
        return
      }
    }
  }
}
