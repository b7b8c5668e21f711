import Foundation
import TestSupport

/// What a key costs in bytes, beside the fewest bytes that the same change of cells needs (`IdealDifference`), with
/// many candidates and the run paused, so that nothing but the key changes the screen.
enum BytesBenchmark {
  static let candidates = 10_000
  static let size = (columns: 200, rows: 50)
  private static let times = 8

  /// Keys in the order in which they are pressed, and what each is called.
  private static let keys: [(name: String, key: String)] = [
    ("select the next row", "j"), ("select the row before", "k"), ("a page down", "\u{1B}[6~"), ("best first", "o"),
    ("newest first", "o"), ("reveal", "R"), ("hide", "R"), ("open the palette", ":"), ("a letter in it", "m"),
    ("the next found", "\u{1B}[B"), ("close it", "\u{1B}"), ("the next pane", "\t"), ("the next pane", "\t"),
    ("prompt", "p"), ("scroll it", "\u{1B}[6~"), ("close it", "p"), ("plane", "v"), ("closer", ")"), ("close it", "v"),
    ("spread", "d"), ("close it", "d"), ("open a field", "i"), ("a letter in it", "7"), ("leave it", "\u{1B}"),
    ("help", "?"), ("scroll it", "j"), ("close it", "?"), ("layout", "L"), ("layout", "L"), ("layout", "L"),
  ]

  static func run() throws {
    try Program.withFolder { folder in
      let log = folder + "/run.jsonl"
      try Program.makeLog(log, candidates: candidates)
      let program = try RecordedProgram(
        try Program.tiller, ["replay", log], columns: size.columns, rows: size.rows)
      program.read(until: 1)
      // To the end, where nothing moves by itself.
      try program.press("\u{1B}[F")
      try program.readUntilQuiet(seconds: 1)
      var costs: [(name: String, bytes: Int, ideal: Int, cells: Int)] = []
      for _ in 0..<times {
        for (name, key) in keys {
          let before = program.screen
          let written = program.byteCount
          try program.press(key)
          try program.readUntilQuiet(seconds: 0.12)
          let after = program.screen
          var vocabulary = IdealDifference.Vocabulary()
          // Not to be relied on: many that call themselves xterm have no REP.
          vocabulary.repeats = false
          let ideal = IdealDifference(from: before, to: after, vocabulary: vocabulary)
          costs.append((name, program.byteCount - written, ideal.bytes, ideal.changedCells))
          if key == "\u{1B}" { try program.readUntilQuiet(seconds: 0.1) }
        }
      }
      program.end()
      print("\(size.columns)x\(size.rows), \(candidates + 1) candidates, paused; \(costs.count) keys")
      var names: [String] = []
      for cost in costs where !names.contains(cost.name) { names.append(cost.name) }
      for name in names {
        let own = costs.filter { $0.name == name && $0.ideal > 0 }
        guard !own.isEmpty else { continue }
        let bytes = own.map { Double($0.bytes) }, ratios = own.map { Double($0.bytes) / Double($0.ideal) }
        print(
          Figures.label(name, width: 22)
            + "\(fixed(bytes.quantile(0.5), 0)) B in the median, \(fixed(bytes.quantile(1), 0)) at most; "
            + "\(fixed(ratios.quantile(0.5))) of the ideal, \(fixed(ratios.quantile(1))) at most; "
            + "\(fixed(own.map { Double($0.cells) }.quantile(0.5), 0)) cells")
      }
      let ratios = costs.filter { $0.ideal > 0 }.map { Double($0.bytes) / Double($0.ideal) }
      print(Figures.label("all, of the ideal", width: 22) + Figures.spread(ratios, unit: ""))
    }
  }
}
