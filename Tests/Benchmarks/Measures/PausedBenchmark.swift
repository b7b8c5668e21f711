import Foundation

/// What a paused program costs: time on a processor, bytes and context switches in five seconds.
enum PausedBenchmark {
  static let seconds = 5.0

  static func run() throws {
    let server = try ServerProcess(pause: 2000, pieces: 400)
    try Program.withFolder { folder in
      let small = folder + "/small.jsonl", large = folder + "/large.jsonl"
      try Program.makeLog(large, candidates: 10_000)
      try measure(
        "simulated, 80x24", ["run", "line", "--model", "simulated", "--log", small], columns: 80, rows: 24)
      try measure(
        "10,000 candidates, 200x50",
        ["resume", large, "--steps", "20000", "--model", "openai:instant", "--base-url", server.url], columns: 200,
        rows: 50)
    }
  }

  private static func measure(_ name: String, _ arguments: [String], columns: Int, rows: Int) throws {
    let program = try RecordedProgram(try Program.tiller, arguments, columns: columns, rows: rows)
    program.read(until: 1.5)
    try program.press(" ")
    // What is under way is finished, and a sentence that says so goes after six seconds.
    try program.readUntilQuiet(seconds: 7)
    let screen = program.screen
    guard screen.text.contains(where: { $0.lowercased().contains("paused") }) else {
      throw BenchmarkError("The program is not paused:\n\(screen.description)")
    }
    let bytes = program.byteCount
    guard let before = ProcessFigures(of: program.process) else { throw BenchmarkError("There is no /proc.") }
    program.read(until: program.now + seconds)
    guard let after = ProcessFigures(of: program.process) else { throw BenchmarkError("The program has ended.") }
    let written = program.byteCount - bytes
    program.end()
    let running = after.running.flatMap { after in before.running.map { after - $0 } }
    print(
      Figures.label(name, width: 26)
        + "\(fixed(Double(after.ticks - before.ticks) / ProcessFigures.ticksPerSecond)) s CPU"
        + (running.map { " (\(fixed($0 * 1000, 3)) ms on a processor)" } ?? "")
        + ", \(written) bytes, "
        + "\(after.voluntarySwitches - before.voluntarySwitches) voluntary and "
        + "\(after.forcedSwitches - before.forcedSwitches) forced context switches in \(fixed(seconds, 0)) s")
  }
}
