import Foundation
import Optimization
import RunLog
import TestSupport
import Testing

@Suite struct LogSummaryTests {
  /// The fold over the events of a log.
  private func folded(_ path: String) throws -> RunState {
    let reader = try RunLogReader(path)
    return try reader.events(in: 0..<reader.count).reduce(into: RunState()) { $0.apply($1.event, at: $1.location) }
  }

  @Test func aSummaryHasTheFiguresOfTheFold() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    let ended = try await loggedRun(to: path, steps: 30)
    let summary = try LogSummary(of: path)
    let state = try folded(path)
    #expect(summary.path == path)
    #expect(summary.started == state.head.started)
    #expect(summary.events == state.head.events)
    #expect(summary.steps == 30)
    #expect(summary.plannedSteps == state.head.steps)
    #expect(summary.candidates == state.trajectory.count)
    #expect(summary.best?.id == state.head.best?.id)
    #expect(summary.best?.loss == state.head.best?.loss)
    #expect(summary.losses == Array(state.trajectory.bestSoFar))
    #expect(summary.replies == state.head.counts.replies)
    #expect(summary.rejected == state.head.counts.rejectedInAll)
    #expect(summary.rejected > 0)
    #expect(summary.tokens == state.head.tokens)
    #expect(summary.tokens.total > 0)
    #expect(summary.model == state.head.model)
    #expect(summary.phase == .ended)
    #expect(summary.ended == ended)
    #expect(summary.duration == state.head.time)
    #expect(summary.size == (try folder.text(of: "a.jsonl")).utf8.count)
    #expect(!summary.hasTornTail)
    #expect(summary.damagedLine == nil)
  }

  @Test func aTornLogIsSummedUpAsFarAsItGoes() async throws {
    let folder = try TemporaryFolder()
    _ = try await loggedRun(to: folder.file("a.jsonl"))
    let torn = try folder.write(String(try folder.text(of: "a.jsonl").dropLast(9)), to: "b.jsonl")
    let summary = try LogSummary(of: torn)
    let state = try folded(torn)
    #expect(summary.hasTornTail)
    #expect(summary.ended == nil)
    #expect(summary.events == state.head.events)
    #expect(summary.candidates == state.trajectory.count)
    #expect(summary.phase == .running)
  }

  @Test func aDamagedLineIsNamedAndLeftOut() async throws {
    let folder = try TemporaryFolder()
    _ = try await loggedRun(to: folder.file("a.jsonl"))
    var lines = try folder.text(of: "a.jsonl").split(separator: "\n", omittingEmptySubsequences: false)
    let candidate = try #require(lines.lastIndex { $0.contains(#""event":"candidate""#) })
    let whole = try LogSummary(of: folder.file("a.jsonl"))
    lines[candidate] = lines[candidate].dropLast(4)
    lines[candidate + 1] = ""
    let summary = try LogSummary(of: try folder.write(lines.joined(separator: "\n"), to: "b.jsonl"))
    #expect(summary.damagedLine == candidate + 1)
    #expect(summary.candidates == whole.candidates - 1)
    #expect(summary.events == whole.events - 2)
  }

  @Test(arguments: ["", "x,y\n1,2\n", "{\"event\":\"run-started\",\"version\":9}\n", "no end"])
  func whatIsNoLogHasNoSummary(_ text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "a.jsonl")
    #expect(throws: LogError.self) { try LogSummary(of: path) }
    #expect(throws: LogError.self) { try LogSummary(of: folder.path) }
    #expect(throws: LogError.self) { try LogSummary(of: folder.file("missing")) }
  }

  @Test(arguments: [0, 1, 2, 63, 64, 65, 127, 128, 129, 1000, 12_345]) func aLongRunHasFewSamples(_ count: Int) {
    var samples = LossSamples()
    let losses = (0..<count).map { 1 / Double($0 + 1) }
    for loss in losses { samples.append(loss) }
    let kept = samples.samples
    #expect(kept.count == min(count, LossSamples.limit) || count > 64 && kept.count > LossSamples.limit / 2)
    #expect(kept.count <= LossSamples.limit)
    #expect(kept.first == losses.first)
    #expect(kept.last == losses.last)
    #expect(kept == kept.sorted(by: >))
    // Evenly: no two are further apart than four times their share.
    let places = kept.map { Int((1 / $0).rounded()) - 1 }
    for (place, next) in zip(places, places.dropFirst()) {
      #expect(next > place)
      #expect(next - place <= max(1, 4 * count / LossSamples.limit))
    }
  }
}

@Suite struct NewestPartTests {
  @Test func theEndOfALogHasItsNewestCandidatesAsTheFoldHasThem() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    _ = try await loggedRun(to: path, steps: 450, history: 4)
    let reader = try RunLogReader(path)
    var whole = RunState()
    try reader.fold(0..<reader.count, into: &whole)
    for wanted in [1, 10, 100] {
      let part = try reader.newestPart(candidates: wanted)
      #expect(!part.isWhole)
      #expect(part.count == reader.count)
      #expect(part.duration == whole.head.time)
      #expect(part.state.head.started == whole.head.started)
      #expect(part.state.head.step == whole.head.step)
      #expect(part.state.head.ended == whole.head.ended)
      let newest = part.state.trajectory, all = whole.trajectory
      #expect(newest.count >= wanted)
      #expect(newest.count < wanted + 10)
      for row in 0..<newest.count {
        let same = all.count - newest.count + row
        #expect(newest.id(at: row) == all.id(at: same))
        #expect(newest.loss(at: row) == all.loss(at: same))
        #expect(newest.text(at: row) == all.text(at: same))
        #expect(newest.location(at: row) == all.location(at: same))
      }
    }
  }

  @Test func ofAShortLogItIsAll() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    _ = try await loggedRun(to: path)
    let reader = try RunLogReader(path)
    let part = try reader.newestPart()
    #expect(part.isWhole)
    let state = try reader.events(in: 0..<reader.count).reduce(into: RunState()) { $0.apply($1.event, at: $1.location) }
    #expect(part.state == state)
  }

  @Test func aFoldWithoutPromptsIsTheSame() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.jsonl")
    _ = try await loggedRun(to: path)
    let reader = try RunLogReader(path)
    var state = RunState()
    var seen: [Int] = []
    try reader.fold(0..<reader.count, into: &state) { event, position in
      #expect(event.n == position)
      seen.append(position)
    }
    #expect(seen == Array(0..<reader.count))
    #expect(
      state
        == (try reader.events(in: 0..<reader.count).reduce(into: RunState()) { $0.apply($1.event, at: $1.location) }))
  }
}
