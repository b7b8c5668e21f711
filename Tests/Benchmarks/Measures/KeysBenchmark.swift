import Foundation
import TestSupport

/// Key to effect: from the write of a key to the frame in which the selection has moved, while tokens stream in and
/// many candidates are on the chart; and the same with the run paused.
enum KeysBenchmark {
  static let candidates = 10_000
  static let keys = 300
  /// Between two keys, in seconds.
  static let intervals = 0.020...0.060
  static let size = (columns: 200, rows: 50)
  /// Keys down before as many up, so that a selection says which key it is of even where a frame shows several.
  private static let walk = 8

  static func run() throws {
    // An event each 2 ms are 500 tokens a second; a reply takes 0.8 s.
    let server = try ServerProcess(pause: 2000, pieces: 400)
    try Program.withFolder { folder in
      let log = folder + "/run.jsonl"
      try Program.makeLog(log, candidates: candidates)
      let program = try RecordedProgram(
        try Program.tiller,
        [
          "resume", log, "--steps", "\(candidates * 2)", "--model", "openai:instant", "--base-url", server.url,
        ], columns: size.columns, rows: size.rows)
      program.read(until: 2)

      let before = try server.count()
      let streaming = try pressKeys(program)
      let after = try server.count()
      let rate = Double(after.events - before.events) / streaming.seconds
      // What is under way is finished first, and the sentence about it goes after some seconds.
      try program.press(" ")
      try program.readUntilQuiet(seconds: 2)
      let paused = try pressKeys(program)
      program.end()

      print("\(size.columns)x\(size.rows), \(candidates + 1) candidates and more, keys each 20 to 60 ms")
      report("\(fixed(rate, 0)) tokens/s", streaming, program)
      report("paused", paused, program)
    }
    for other in ["/usr/bin/htop", "/usr/bin/btop"] where FileManager.default.isExecutableFile(atPath: other) {
      try compare(other)
    }
  }

  /// Key to first byte of another program on the same kind of pseudo-terminal, in the same minute.
  private static func compare(_ path: String) throws {
    let program = try RecordedProgram(path, columns: size.columns, rows: size.rows)
    program.read(until: 2)
    var times: [Double] = []
    var generator = SystemRandomNumberGenerator()
    for index in 0..<keys {
      times.append(try program.press(index / walk % 2 == 0 ? "\u{1B}[B" : "\u{1B}[A"))
      program.read(until: program.now + Double.random(in: intervals, using: &generator))
    }
    program.end()
    var latencies: [Double] = []
    for time in times {
      if let piece = program.pieces.first(where: { $0.time > time }) { latencies.append((piece.time - time) * 1000) }
    }
    let name = URL(fileURLWithPath: path).lastPathComponent
    print(Figures.label(name, width: 14) + "key to byte    " + Figures.spread(latencies, unit: "ms"))
  }

  private struct Presses {
    /// When each key was written.
    var times: [Double] = []
    /// The candidate that is selected after it.
    var expected: [Int] = []
    var seconds = 0.0
    /// Seconds on a processor.
    var cpu = 0.0
    var bytes = 0
  }

  private static func pressKeys(_ program: RecordedProgram) throws -> Presses {
    // Away from the newest, so that the selection stays while candidates come.
    for _ in 0..<3 {
      try program.press("j")
      program.read(until: program.now + 0.1)
    }
    guard let selected = selection(of: program.screen) else {
      throw BenchmarkError("No selected row was found on the screen:\n\(program.screen.description)")
    }
    var presses = Presses()
    var generator = SystemRandomNumberGenerator()
    let start = program.now
    let ticks = ProcessFigures(of: program.process)?.ticks ?? 0
    let bytes = program.byteCount
    var id = selected
    for index in 0..<keys {
      // Newest first: down is the candidate before.
      let isDown = index / walk % 2 == 0
      id += isDown ? -1 : 1
      presses.expected.append(id)
      presses.times.append(try program.press(isDown ? "j" : "k"))
      program.read(until: program.now + Double.random(in: intervals, using: &generator))
    }
    presses.seconds = program.now - start
    presses.bytes = program.byteCount - bytes
    let used = (ProcessFigures(of: program.process)?.ticks ?? ticks) - ticks
    presses.cpu = Double(used) / ProcessFigures.ticksPerSecond
    program.read(until: program.now + 0.3)
    return presses
  }

  private static func report(_ name: String, _ presses: Presses, _ program: RecordedProgram) {
    var latencies: [Double] = [], sizes: [Double] = []
    program.forEachScreen { time, screen, bytes in
      guard latencies.count < presses.times.count else { return false }
      guard let selected = selection(of: screen) else { return true }
      // The key that this screen shows the effect of; those before it that had none yet have it now. Where the way
      // turns there can be two such keys: the first is taken, so that an effect comes too late rather than too early.
      let waiting = latencies.count..<min(latencies.count + walk, presses.times.count)
      guard let shown = waiting.first(where: { presses.times[$0] < time && presses.expected[$0] == selected }) else {
        return true
      }
      latencies += presses.times[latencies.count...shown].map { (time - $0) * 1000 }
      sizes.append(Double(bytes))
      return true
    }
    print(Figures.label(name, width: 14) + "key to effect  " + Figures.spread(latencies, unit: "ms"))
    print(Figures.label("", width: 14) + "bytes a frame  " + Figures.spread(sizes, unit: "B", decimals: 0))
    print(
      Figures.label("", width: 14) + "in all         \(fixed(Double(presses.bytes) / presses.seconds / 1000, 1)) kB/s, "
        + "\(fixed(presses.cpu / presses.seconds * 100, 1)) % of a processor")
    if latencies.count < presses.times.count {
      print(Figures.label("", width: 14) + "\(presses.times.count - latencies.count) keys had no effect")
    }
  }

  /// The candidate whose row of the table is selected: the number that begins a long bar of reversed cells.
  private static func selection(of screen: ScreenModel) -> Int? {
    for row in 0..<screen.rows {
      let bar = (0..<screen.columns).filter { screen[column: $0, row: row].style.attributes.contains(.reverse) }
      guard bar.count >= 20 else { continue }
      let text = bar.map { screen[column: $0, row: row].text }.joined()
      for word in text.split(separator: " ") { if let id = Int(word) { return id } }
    }
    return nil
  }
}
