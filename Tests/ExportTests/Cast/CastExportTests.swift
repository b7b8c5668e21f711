import Charts
import Dashboard
import Optimization
import RunLog
import TestSupport
import Testing
import Text

@testable import Export

@Suite struct CastExportTests {
  typealias Event = (interval: Double, code: String, data: String)

  static func read(_ bytes: [UInt8]) throws -> (header: JSONValue, events: [Event]) {
    let lines = bytes.split(separator: 0x0A)
    let events = try lines.dropFirst().map { line -> Event in
      let parts = try #require(try JSONValue(parsing: Array(line)).array)
      try #require(parts.count == 3)
      return (try #require(parts[0].number), try #require(parts[1].string), try #require(parts[2].string))
    }
    return (try JSONValue(parsing: Array(try #require(lines.first))), events)
  }

  static func cast(
    _ run: SampleRun, width: Int, height: Int, change: (inout ExportSettings) -> Void = { _ in }
  ) throws -> (header: JSONValue, events: [Event]) {
    var settings = ExportSettings(.cast)
    settings.size = (width, height)
    settings.showsReferences = false
    change(&settings)
    let files = try Exporter.files(ofLog: run.log, to: nil, settings) { SampleRun.known($0) }
    return try read(files[0].bytes)
  }

  @Test(arguments: [(80, 24), (120, 36), (200, 60)])
  func playedBackItIsTheScreenOfTheReplay(_ width: Int, _ height: Int) async throws {
    let run = try await SampleRun.line(steps: 3)
    let (header, events) = try Self.cast(run, width: width, height: height)
    #expect(header["version"]?.number == 3)
    #expect(header["term"]?["cols"]?.number == Double(width) && header["term"]?["rows"]?.number == Double(height))
    #expect(header["timestamp"]?.number == 1_795_284_000)
    #expect(events.filter { $0.code == "m" }.map(\.data) == ["step 1", "step 2", "step 3"])
    #expect(events.last?.code == "x" && events.last?.data == "0")
    #expect(events.allSatisfy { $0.interval >= 0 })

    var screen = ScreenModel(columns: width, rows: height)
    for event in events where event.code == "o" { screen.feed(Array(event.data.utf8)) }
    let log = try FoldedLog(try RunLogReader(run.log))
    let replay = ReplayState(
      position: log.count, count: log.count, time: log.duration, duration: log.duration)
    var state = DashboardState(
      size: Size(columns: width, rows: height), problem: SampleRun.known(log.reader.started), mode: .replay(replay),
      modelNotice: log.reader.started.models.optimizer?.notice)
    let step = log.stepRange(at: log.count)
    let progress = ReplayProgress.progress(
      events: try log.reader.events(in: step).map(\.event), shown: step.count, time: log.duration)
    for action in [Action.replaced(log.state), .replayMoved(replay), .progress(progress)] {
      _ = reduce(&state, action)
    }
    var buffer = CellBuffer(size: Size(columns: width, rows: height)), cache = ViewCache()
    draw(state, into: &buffer, cache: &cache)
    for row in 0..<height {
      let wanted = String(
        String.UnicodeScalarView((0..<width).flatMap { buffer[column: $0, row: row].glyph.scalars }))
      #expect(screen.text[row] == wanted, "row \(row)")
    }
  }

  @Test func itEndsWhenItIsAskedTo() async throws {
    let run = try await SampleRun.events(
      (1...20).map {
        .candidate(CandidateEvent(id: $0, step: 0, origin: .model, solution: .string("\($0)"), text: "\($0)", loss: 1))
      })
    let whole = try Self.cast(run, width: 80, height: 24).events.reduce(0) { $0 + $1.interval }
    let fast = try Self.cast(run, width: 80, height: 24) { $0.speed = 4 }.events.reduce(0) { $0 + $1.interval }
    let asked = try Self.cast(run, width: 80, height: 24) { $0.seconds = 10 }.events.reduce(0) { $0 + $1.interval }
    #expect(abs(whole - 22) < 0.1 && abs(fast - 7) < 0.1 && abs(asked - 10) < 0.1, "\(whole) \(fast) \(asked)")
  }

  @Test func noSequenceFromOutsideReachesTheTerminal() async throws {
    let run = try await SampleRun.events([
      .candidate(
        CandidateEvent(id: 0, step: 0, origin: .model, solution: .string(Hostile.text), text: Hostile.text, loss: 1))
    ])
    let (header, events) = try Self.cast(run, width: 120, height: 36)
    #expect(header["title"]?.string?.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" } == false)
    let output = events.filter { $0.code == "o" }.map(\.data).joined()
    // All that is left of our own sequences must be text.
    let rest = output.replacing(#/\u{1B}\[[0-9;?]*[A-Za-z]/#, with: "")
    #expect(!rest.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F || $0 == "\u{202E}" })
    #expect(!output.contains("]52;"))
  }

  @Test func aFrameThatDoesNotChangeWritesNothing() {
    var difference = CellDifference()
    var buffer = CellBuffer(size: Size(columns: 10, rows: 2))
    #expect(!difference.text(from: nil, to: buffer).isEmpty)
    let before = buffer
    #expect(difference.text(from: before, to: before) == "")
    buffer.write("世x", column: 3, row: 1, in: buffer.area, style: Style(.direct(1, 2, 3)))
    #expect(difference.text(from: before, to: buffer) == "\u{1B}[2;4H\u{1B}[0m\u{1B}[38;2;1;2;3m世x\u{1B}[0m")
  }

  @Test func datesBecomeSeconds() {
    #expect(CastExport.seconds(of: "1970-01-01T00:00:00Z") == 0)
    #expect(CastExport.seconds(of: "2024-02-29T12:30:05Z") == 1_709_209_805)
    #expect(CastExport.seconds(of: "yesterday") == nil && CastExport.seconds(of: "2024-13-01T00:00:00Z") == nil)
  }
}
