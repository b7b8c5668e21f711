import Foundation
import Text

/// Resident memory, now and at its largest, with many candidates: a run without a screen that makes them, a screen that
/// goes on from their log, one that watches them being made, and a replay.
enum MemoryBenchmark {
  static let candidates = 100_000
  private static let size = (columns: 200, rows: 50)

  static func run() throws {
    // A reply in two seconds: enough to live, too slow to matter.
    let server = try ServerProcess(pause: 10_000, pieces: 200)
    try Program.withFolder { folder in
      let log = folder + "/run.jsonl"
      // A prompt of all that was tried would be larger than any model reads, and be the most of what is measured.
      let making = [
        "--model", "none", "--steps", "\(candidates)", "--repeats", "evaluate", "--history", "50", "--log",
      ]
      let headless = try RecordedProgram(
        try Program.tiller, ["run", "line", "--headless"] + making + [log], columns: 80, rows: 24)
      var last: ProcessFigures?
      while !headless.isOver {
        if let figures = ProcessFigures(of: headless.process), figures.resident > 0 { last = figures }
        headless.read(until: headless.now + 0.002)
      }
      guard let last else { throw BenchmarkError("The run without a screen could not be measured.") }
      report("headless, at its end", last)

      try onScreen(
        "screen, resumed",
        ["resume", log, "--steps", "\(candidates * 2)", "--model", "openai:instant", "--base-url", server.url])
      try onScreen("screen, all made while watched", ["run", "line"] + making + [folder + "/watched.jsonl"])
      try onScreen("replay", ["replay", log], keys: "G\u{1B}[F")
    }
  }

  private static func onScreen(_ name: String, _ arguments: [String], keys: String = "") throws {
    let program = try RecordedProgram(try Program.tiller, arguments, columns: size.columns, rows: size.rows)
    if !keys.isEmpty {
      program.read(until: 1)
      try program.press(keys)
    }
    // The picture says how many there are: "newest 300 of 100,001".
    let all = " of " + NumberFormat.count(candidates).dropLast(2)
    while !program.screen.contains(all) {
      guard program.now < 60, !program.isOver else {
        throw BenchmarkError("\(name): not all candidates are there:\n\(program.screen.description)")
      }
      program.read(until: program.now + 0.1)
    }
    let ready = program.now
    // A person looks around: the order by loss, pages, a selection.
    for key in ["o", "j", "j", "\u{1B}[6~", "o", "k"] {
      try program.press(key)
      program.read(until: program.now + 0.3)
    }
    program.read(until: program.now + 2)
    guard let figures = ProcessFigures(of: program.process) else { throw BenchmarkError("\(name) has ended.") }
    program.end()
    report(name, figures, ", all shown after \(fixed(ready, 1)) s")
  }

  private static func report(_ name: String, _ figures: ProcessFigures, _ more: String = "") {
    print(
      Figures.label(name, width: 32) + "now \(Figures.megabytes(figures.resident)) "
        + "(\(Figures.megabytes(figures.anonymous)) of it its own), at most \(Figures.megabytes(figures.peak))" + more)
  }
}
