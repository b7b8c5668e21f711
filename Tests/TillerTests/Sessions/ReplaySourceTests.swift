import Charts
import Dashboard
import Foundation
import Optimization
import RunLog
import Terminal
import TestSupport
import Testing

@testable import tiller

/// What a screen makes of a source, without a terminal.
@TerminalActor
private final class Watcher {
  let source: ReplaySource
  private(set) var state: DashboardState
  /// The kinds of the newest actions.
  private(set) var kinds: [String] = []
  private(set) var notices: [String] = []

  init(_ source: sending ReplaySource) {
    self.source = source
    state = DashboardState(
      size: Size(columns: 80, rows: 24), problem: nil, mode: .replay(ReplayState(count: 0, duration: 0)))
  }

  func look() { take(source.news()) }

  func press(_ command: Dashboard.ReplayCommand) { take(source.carryOut(.replay(command))) }

  private func take(_ actions: [Action]) {
    kinds = []
    for action in actions {
      switch action {
      case .events: kinds.append("events")
      case .replaced: kinds.append("replaced")
      case .timeline: kinds.append("timeline")
      case .timelineGrew: kinds.append("timelineGrew")
      case .notice(let text): notices.append(text)
      default: break
      }
      _ = reduce(&state, action)
    }
  }

  var run: RunState { state.run }
  var replay: ReplayState? { state.replay }
  var timeline: Timeline { state.timeline }
  var isIdle: Bool { source.nextNews == nil }
}

@Suite("what a replay shows", .timeLimit(.minutes(2)))
struct ReplaySourceTests {
  private func log(_ path: String, steps: Int) async throws -> [(event: LoggedEvent, location: LogLocation)] {
    let run = OptimizationRun(
      RunConfiguration(
        problem: AnyProblem(BowlProblem()), settings: RunSettings(steps: steps), prompting: ListingPrompting(),
        model: ScriptedModel { _, call, _ in .init(text: "\(call + 1) \(call % 4)") },
        clock: ManualClock(skipsSleeps: true), id: "test", started: "2026-01-01T00:00:00Z"),
      sink: try RunLogWriter(creating: path))
    #expect(await run.run().reason == .steps)
    let reader = try RunLogReader(path)
    return try reader.events(in: 0..<reader.count)
  }

  private func fold(_ events: some Sequence<(event: LoggedEvent, location: LogLocation)>) -> RunState {
    events.reduce(into: RunState()) { $0.apply($1.event, at: $1.location) }
  }

  @Test("every place is the fold of its prefix, and going on sends what is passed, not the whole run")
  func places() async throws {
    let place = try Workplace()
    let events = try await log(place.log, steps: 50)
    let watcher = await Watcher(ReplaySource(try FoldedLog(try RunLogReader(place.log)), startsAtEnd: true))
    await watcher.look()
    #expect(await watcher.kinds == ["timeline", "replaced"])
    #expect(await watcher.timeline.count == events.count)
    #expect(await watcher.isIdle)
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<30 {
      let before = await watcher.replay?.position ?? 0
      let command: Dashboard.ReplayCommand =
        switch generator.integer(in: 0...8) {
        case 0: .stepBack
        case 1: .stepForward
        case 2: .eventBack
        case 3, 4: .eventForward
        case 5: .jump(toStep: generator.integer(in: 0...50))
        case 6: .toStart
        case 7: .toEnd
        default: .jumpToEvent(generator.integer(in: 0...events.count))
        }
      await watcher.press(command)
      let after = await watcher.replay?.position ?? -1
      let isSame = await watcher.run == fold(events[..<after])
      #expect(isSame, "\(command) from \(before) to \(after)")
      if after > before { #expect(await watcher.kinds == ["events"], "\(command)") }
      if after < before { #expect(await watcher.kinds == ["replaced"], "\(command)") }
    }
  }

  @Test("a hand on the line is shown where it is when there is a frame, and not where it was")
  func scrubbing() async throws {
    let place = try Workplace()
    let events = try await log(place.log, steps: 30)
    let watcher = await Watcher(ReplaySource(try FoldedLog(try RunLogReader(place.log)), startsAtEnd: true))
    await watcher.look()
    for place in [40, 80, 20, 11] {
      await watcher.press(.scrub(toEvent: place))
      #expect(await watcher.kinds.isEmpty)
      #expect(await !watcher.isIdle)
    }
    await watcher.look()
    #expect(await watcher.kinds == ["replaced"])
    let isSame = await watcher.run == fold(events[..<11])
    #expect(isSame)
    #expect(await watcher.isIdle)
  }

  @Test("a time between two events is shown, and the pace and what is played are said")
  func times() async throws {
    let place = try Workplace()
    _ = try await log(place.log, steps: 3)
    // A log in which each event comes a second after the one before.
    let lines = String(decoding: try place.bytes(of: place.log), as: UTF8.self).split(separator: "\n").enumerated()
      .map { $1.replacing(#/"time":[0-9.e-]+/#, with: "\"time\":\($0)") }
    let slow = try place.file("slow.jsonl", lines.joined(separator: "\n") + "\n")
    let watcher = await Watcher(ReplaySource(try FoldedLog(try RunLogReader(slow)), startsAtEnd: true))
    await watcher.look()
    await watcher.press(.jumpToTime(6.5))
    #expect(await watcher.replay?.time == 6.5)
    #expect(await watcher.replay?.position == 7)
    await watcher.press(.pace(.stepEachSecond))
    await watcher.press(.play)
    #expect(await watcher.replay?.pace == .stepEachSecond)
    #expect(await watcher.replay?.isPlaying == true)
    // The next step comes with the next second, not before.
    #expect(await watcher.replay?.position == 7)
    #expect(await !watcher.isIdle)
    await watcher.press(.pause)
    #expect(await watcher.isIdle)
  }

  @Test("a log that is written is followed, gone back in, followed again, and its writer's end is said")
  func following() async throws {
    let place = try Workplace()
    let events = try await log(place.file("whole", ""), appending: 60)
    var writer: RunLogWriter? = try RunLogWriter(creating: place.log)
    for event in events[..<40] { _ = writer?.append(event) }
    let told = Collected<Void>()
    let watch = try LogWatch(place.log) { told.append(()) }
    let watcher = await Watcher(
      ReplaySource(try FoldedLog(try RunLogReader(place.log)), startsAtEnd: true, watch: watch))
    /// Looks whenever the system says that something came.
    func wait(until condition: @TerminalActor (Watcher) -> Bool) async throws {
      var count = 0
      while true {
        let seen = told.count
        await watcher.look()
        if await condition(watcher) { return }
        count = max(count, seen) + 1
        _ = try await told.first(count)
      }
    }
    try await wait { $0.replay?.isFollowing == true && $0.replay?.count == 40 && $0.isIdle }
    for event in events[40..<50] { _ = writer?.append(event) }
    try await wait { $0.replay?.position == 50 }
    let reader = try RunLogReader(place.log)
    let written = try reader.events(in: 0..<50)
    var isSame = await watcher.run == fold(written)
    #expect(isSame)
    #expect(await watcher.kinds == ["timelineGrew", "events"])
    // Back in time while it goes on.
    await watcher.press(.jumpToEvent(30))
    for event in events[50..<55] { _ = writer?.append(event) }
    try await wait { $0.replay?.count == 55 }
    #expect(await watcher.replay?.position == 30)
    #expect(await watcher.replay?.isLive == true)
    #expect(await watcher.replay?.isFollowing == false)
    isSame = await watcher.run == fold(written[..<30])
    #expect(isSame)
    #expect(await watcher.timeline.count == 55)
    await watcher.press(.toEnd)
    #expect(await watcher.replay?.isFollowing == true)
    #expect(await watcher.isIdle)
    #expect(await watcher.notices == [])
    await writer?.finish()
    writer = nil
    try await wait { $0.replay?.isLive == false }
    #expect(
      await watcher.notices == [
        "The Tiller that wrote this log is gone, in the middle of the run; tiller resume goes on with it."
      ])
    #expect(await watcher.isIdle)
    // Somebody goes on with it.
    let (second, _) = try RunLogWriter.continuing(place.log)
    for event in events[55...] { _ = second.append(event) }
    try await wait { $0.replay?.isFollowing == true && $0.replay?.position == events.count }
    await second.finish()
  }

  /// The first events of a run.
  private func log(_ path: String, appending count: Int) async throws -> [LoggedEvent] {
    try? FileManager.default.removeItem(atPath: path)
    return try await log(path, steps: count).prefix(count).map(\.event)
  }

  @Test("a log that is taken away, or becomes shorter, is said in a sentence and stays as it was read")
  func lost() async throws {
    for way in ["deleted", "shortened"] {
      let place = try Workplace()
      let writer = try RunLogWriter(creating: place.log)
      let events = try await log(place.file("whole", ""), appending: 40)
      for event in events { _ = writer.append(event) }
      let told = Collected<Void>()
      let watch = try LogWatch(place.log) { told.append(()) }
      let watcher = await Watcher(
        ReplaySource(try FoldedLog(try RunLogReader(place.log)), startsAtEnd: true, watch: watch))
      await watcher.look()
      if way == "deleted" {
        try FileManager.default.removeItem(atPath: place.log)
      } else {
        #expect(truncate(place.log, 500) == 0)
      }
      var count = 0
      while await watcher.notices.isEmpty {
        count += 1
        _ = try await told.first(count)
        await watcher.look()
      }
      let words = way == "deleted" ? "was moved or deleted" : "became shorter"
      #expect(await watcher.notices.first?.contains(words) == true)
      #expect(await watcher.replay?.position == 40)
      #expect(await watcher.replay?.isLive == false)
      await watcher.press(.stepBack)
      #expect(await watcher.isIdle)
      await writer.finish()
    }
  }
}
