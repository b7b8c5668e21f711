import Charts
import Dashboard
import Foundation
import LanguageModels
import Optimization
import Problems
import RunLog
import Synchronization
import Text

/// A log of 100,000 candidates: writing it in a run's own conditions, opening its newest part and all of it, jumping in
/// it, summing it up, and the replay of it on a screen with the memory that the whole program takes.
enum LogBenchmark {
  static let repliesPerStep = 8
  static let steps = 12_500
  private static let rowsShown = 20
  private static let jumps = 500
  private static let openings = 5

  static func run() throws {
    try Program.withFolder { folder in
      let path = folder + "/run.jsonl"
      try make(path)
      try measure("open newest") {
        let part = try RunLogReader(path).newestPart()
        guard part.state.trajectory.count >= 1000 else { throw BenchmarkError("Too few candidates are there.") }
      }
      try measure("open all") { _ = try FoldedLog(try RunLogReader(path)) }
      try measure("summary") { _ = try LogSummary(of: path) }
      try jump(path)
      try playOn(path)
      try grow(path, folder)
      try replay(path)
    }
  }

  // MARK: - Writing

  /// Keeps how long each event took the run.
  private final class TimedSink: EventSink {
    let writer: RunLogWriter
    let times = Mutex<[Double]>([])
    init(_ writer: RunLogWriter) { self.writer = writer }
    func append(_ event: LoggedEvent) -> LogLocation {
      let start = ContinuousClock.now
      let location = writer.append(event)
      let seconds = (ContinuousClock.now - start).seconds
      times.withLock { $0.append(seconds * 1000) }
      return location
    }
    var failure: String? { writer.failure }
    func retry() { writer.retry() }
    func finish() async { await writer.finish() }
  }

  private static func make(_ path: String) throws {
    let sink = TimedSink(try RunLogWriter(creating: path))
    let problem = AnyProblem(try LineProblem(LineSettings(.classroom, seed: 1)))
    var settings = RunSettings(
      steps: steps, candidates: repliesPerStep, initial: 4, temperature: 1, repeats: .evaluate)
    settings.prompt.history = rowsShown
    let run = OptimizationRun(
      RunConfiguration(
        problem: problem, settings: settings,
        prompting: try PromptingCatalog.prompting(named: "classroom", parameters: problem.space.parameterNames),
        model: SimulatedModel(pace: .immediate), id: "log", started: "2026-01-01T00:00:00Z"),
      sink: sink)
    let start = ContinuousClock.now
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      _ = await run.run()
      done.signal()
    }
    done.wait()
    let seconds = (ContinuousClock.now - start).seconds
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    let times = sink.times.withLock { $0 }
    print(
      Figures.label("the log") + "\(Figures.megabytes(size)), \(times.count) events, written in \(fixed(seconds, 1)) s")
    print(Figures.label("append") + Figures.spread(times, unit: "ms", decimals: 4))
  }

  // MARK: - Reading

  private static func measure(_ name: String, _ body: () throws -> Void) throws {
    let times = try (0..<openings).map { _ in
      let start = ContinuousClock.now
      try body()
      return (ContinuousClock.now - start).seconds * 1000
    }
    print(Figures.label(name) + Figures.spread(times, unit: "ms", decimals: 0))
  }

  private static func jump(_ path: String) throws {
    var log = try FoldedLog(try RunLogReader(path))
    var generator = SystemRandomNumberGenerator()
    var times: [Double] = []
    for _ in 0..<jumps {
      let target = Int.random(in: 0...log.count, using: &generator)
      let start = ContinuousClock.now
      try log.seek(to: target)
      times.append((ContinuousClock.now - start).seconds * 1000)
    }
    print(Figures.label("jump") + Figures.spread(times, unit: "ms"))
  }

  /// What a frame of a replay that plays costs beside its drawing: eight events near the end, folded by a screen.
  private static func playOn(_ path: String) throws {
    let log = try FoldedLog(try RunLogReader(path))
    var state = DashboardState(
      size: Size(columns: 200, rows: 50), problem: nil, mode: .replay(ReplayState(count: log.count, duration: 1)))
    var position = log.count - 4000
    _ = reduce(&state, .replaced(try log.state(at: position)))
    var times: [Double] = []
    for _ in 0..<jumps {
      let start = ContinuousClock.now
      let events = try log.reader.events(in: position..<position + 8)
      _ = reduce(&state, .events(events.map { ($0.event, $0.location) }))
      times.append((ContinuousClock.now - start).seconds * 1000)
      position += 8
    }
    print(Figures.label("play on") + Figures.spread(times, unit: "ms"))
  }

  /// What an event costs who follows a log that is written.
  private static func grow(_ path: String, _ folder: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    let whole = try RunLogReader(path)
    let first = whole.count - 2000
    let copy = folder + "/grown.jsonl"
    try bytes[..<whole.location(at: first).offset].write(to: URL(fileURLWithPath: copy))
    var log = try FoldedLog(try RunLogReader(copy))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: copy))
    try file.seekToEnd()
    var times: [Double] = []
    for position in first..<whole.count {
      let line = whole.location(at: position)
      try file.write(contentsOf: bytes[line.offset..<line.offset + line.length + 1])
      let start = ContinuousClock.now
      _ = try log.grow()
      times.append((ContinuousClock.now - start).seconds * 1000)
    }
    try file.close()
    print(Figures.label("follow") + Figures.spread(times, unit: "ms", decimals: 4))
  }

  // MARK: - The whole program

  private static func replay(_ path: String) throws {
    let program = try RecordedProgram(try Program.tiller, ["replay", path], columns: 200, rows: 50)
    func wait(for words: String, _ isThere: Bool = true) throws -> Double {
      while program.screen.contains(words) != isThere {
        guard program.now < 60, !program.isOver else {
          throw BenchmarkError("\"\(words)\" did not come or go:\n\(program.screen.description)")
        }
        program.read(until: program.now + 0.01)
      }
      return program.now
    }
    let first = try wait(for: "reading the rest")
    let all = try wait(for: "reading the rest", false)
    guard let read = ProcessFigures(of: program.process) else { throw BenchmarkError("The replay has ended.") }
    // A person looks around: to the start, a step on, to the end, a selection.
    for key in ["\u{1B}[H", "\u{1B}[C", "\u{1B}[F", "\u{1B}[D", "j", "k"] {
      try program.press(key)
      program.read(until: program.now + 0.3)
    }
    guard let figures = ProcessFigures(of: program.process) else { throw BenchmarkError("The replay has ended.") }
    program.end()
    print(
      Figures.label("replay on a screen") + "first frame \(fixed(first * 1000, 0)) ms, all read "
        + "\(fixed(all * 1000, 0)) ms, at most \(Figures.megabytes(read.peak)) then, "
        + "\(Figures.megabytes(figures.peak)) after jumps")
  }
}
