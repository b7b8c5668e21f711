import Dashboard
import Optimization
import RunLog

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A race without a screen: the lines of the runs with their lanes before them and a table, or the events as JSON Lines
/// with a field `lane`.
struct HeadlessRace {
  let race: RacePlan
  let runs: [LiveRun]
  let changes: AsyncStream<Void>
  let printsEvents: Bool

  /// - Throws: `LogError`, `InputError`; then no log is left behind.
  init(_ race: RacePlan, stem: String?, printsEvents: Bool) throws {
    self.race = race
    self.printsEvents = printsEvents
    let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    self.changes = changes
    runs = try race.runs(stem: stem) { _ in
      RunMonitor.forLines(printsEvents: printsEvents) { continuation.yield() }
    }
  }

  /// Waits for all runs to end and returns the exit status.
  func run() async -> Int32 {
    let signals = Signals(runs.map(\.run))
    let output = Output()
    if !printsEvents {
      for (place, live) in runs.enumerated() {
        if let notice = live.chosen.notice { output.write("\(race.letters[place])  \(notice)") }
      }
    }
    let running = runs.map { live in Task { await live.run.run() } }
    var lanes = runs.enumerated().map { place, live in
      LaneLines(race.letters[place], LaneFeed(live), printsEvents: printsEvents)
    }
    var isLeft = false
    for await _ in changes {
      repeat { for place in lanes.indices { lanes[place].write(to: output) } } while lanes.contains(where: \.isBehind)
      if output.isBroken, !isLeft {
        isLeft = true
        for live in runs { _ = await live.run.perform(.end(immediately: true), source: .program) }
      }
      if lanes.allSatisfy(\.hasEnded) { break }
      // A fast run would wake this for every line; what comes meanwhile is written together.
      try? await Task.sleep(for: .milliseconds(20))
    }
    var ended: [RunEnded] = []
    for run in running { ended.append(await run.value) }
    if !printsEvents { await RaceClosing.printTable(race, runs) }
    return RaceClosing.status(ended, runs, signal: signals.last)
  }
}

/// The lines of one lane.
private struct LaneLines {
  private let letter: String
  private var feed: LaneFeed
  private var report: HeadlessReport
  private let encoder: JSONEncoder
  private let printsEvents: Bool

  init(_ letter: String, _ feed: LaneFeed, printsEvents: Bool) {
    self.letter = letter
    self.feed = feed
    self.printsEvents = printsEvents
    report = HeadlessReport(printsEvents: false)
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  var hasEnded: Bool { report.state.head.phase == .ended }
  var isBehind: Bool { feed.isBehind }

  mutating func write(to output: Output) {
    do {
      for (event, location) in try feed.take().events {
        let lines = report.take(event, location)
        guard printsEvents else {
          output.write(lines.map { "\(letter)  \($0)" })
          continue
        }
        if let line = try? encoder.encode(LaneEvent(lane: letter, event: event)) {
          output.write(String(decoding: line, as: UTF8.self))
        }
      }
    } catch {
      StandardError.write("tiller: \(error)")
    }
  }
}

/// An event as the log has it, with its lane.
private struct LaneEvent: Encodable {
  var lane: String
  var event: LoggedEvent

  private enum Keys: String, CodingKey { case lane }

  func encode(to encoder: any Encoder) throws {
    try event.encode(to: encoder)
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(lane, forKey: .lane)
  }
}
