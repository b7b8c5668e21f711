import Dashboard
import Optimization
import RunLog
import TestSupport
import Testing

@testable import tiller

@Suite("a long log that is opened in two parts")
struct OpeningReplayTests {
  private func log(in place: Workplace, steps: Int) async throws {
    let run = OptimizationRun(
      RunConfiguration(
        problem: AnyProblem(BowlProblem()), settings: RunSettings(steps: steps), prompting: ListingPrompting(),
        model: ScriptedModel { _, call, _ in .init(text: "\(call + 1) \(call % 4)") },
        clock: ManualClock(skipsSleeps: true), id: "test", started: "2026-01-01T00:00:00Z"),
      sink: try RunLogWriter(creating: place.log))
    #expect(await run.run().reason == .steps)
  }

  private func shown(_ actions: [Action]) -> (run: RunState?, replay: ReplayState?) {
    var shown: (run: RunState?, replay: ReplayState?)
    for action in actions {
      if case .replaced(let run) = action { shown.run = run }
      if case .replayMoved(let replay) = action { shown.replay = replay }
    }
    return shown
  }

  @Test("the newest part is shown at once, keys wait for the rest and are then carried out")
  func twoParts() async throws {
    let place = try Workplace()
    try await log(in: place, steps: 30)
    let newest = try RunLogReader(place.log).newestPart(candidates: 5)
    let source = await OpeningReplaySource(newest)
    let first = shown(await source.news())
    #expect(first.run == newest.state)
    #expect(first.run?.trajectory.count == 5)
    #expect(first.replay?.isReading == true && first.replay?.isAtEnd == true)
    // Nothing more until the rest is there.
    #expect(await source.news().isEmpty)
    #expect(await source.carryOut(.replay(.stepBack)).isEmpty)
    #expect(await source.final == nil)

    await source.take(try ReadLog(place.log))
    let then = shown(await source.news())
    let log = try FoldedLog(try RunLogReader(place.log))
    #expect(await source.final == log.state)
    #expect(log.state.trajectory.count == 31)
    #expect(then.replay?.isReading == false && then.replay?.isPlaying == false)
    #expect(then.replay?.position == log.stepStarts.last?.position)
    #expect(then.run?.head.step == 29)
  }

  @Test("a log that is written meanwhile is followed from its end once it is read")
  func written() async throws {
    let place = try Workplace()
    try await log(in: place, steps: 30)
    let whole = try RunLogReader(place.log)
    let events = try whole.events(in: 0..<whole.count).map(\.event)
    let path = place.path + "/live.jsonl"
    let writer = try RunLogWriter(creating: path)
    for event in events.dropLast(5) { _ = writer.append(event) }
    let watch = try LogWatch(path) {}
    let source = await OpeningReplaySource(try RunLogReader(path).newestPart(candidates: 5), watch: watch)
    #expect(shown(await source.news()).replay?.isReading == true)
    #expect(await source.isLive)
    let read = try ReadLog(path)
    for event in events.suffix(5) { _ = writer.append(event) }
    await source.take(read)
    let then = shown(await source.news())
    #expect(then.replay?.isFollowing == true && then.replay?.count == events.count)
    #expect(then.run?.head.events == events.count)
    await writer.finish()
  }

  @Test("a log that is damaged in the middle ends the host with its sentence")
  func damaged() async throws {
    let place = try Workplace()
    try await log(in: place, steps: 30)
    let source = await OpeningReplaySource(try RunLogReader(place.log).newestPart(candidates: 5))
    var lines = String(decoding: try place.bytes(of: place.log), as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    lines[9] = "{"
    _ = try place.file("run.jsonl", lines.joined(separator: "\n"))
    #expect(await !source.hasFailed)
    do {
      await source.take(try ReadLog(place.log))
      Issue.record("The log was read.")
    } catch {
      #expect("\(error)".contains("line 10"))
      await source.fail(error)
    }
    #expect(await source.hasFailed)
  }
}
