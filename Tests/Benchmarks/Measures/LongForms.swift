import CTerminal
import Charts
import Dashboard
import DashboardSupport
import Foundation
import TestSupport

/// The long forms of the tests: what nobody waits for in a suite. Each prints what it did and ends the program with a
/// fault where it finds one.
enum LongForms {
  static let actions = 100_000
  static let seeds: [UInt64] = [11, 12, 13, 14]
  /// Seconds of keys at random on a real pseudo-terminal.
  static let seconds = 60.0

  static func run() throws {
    try everySize()
    // A crash must not take what was printed along.
    fflush(nil)
    try fuzz()
    fflush(nil)
    try terminalFuzz()
    fflush(nil)
    try FaultForms.run()
    fflush(nil)
    try LogForms.run()
  }

  /// A frame of a screen that is full of things, at every size up to 240 by 70, and some beyond.
  static func everySize() throws {
    var fuzzer = try Fuzzer(seed: 9)
    for _ in 0..<3000 { fuzzer.act() }
    let start = ContinuousClock.now
    var frames = 0
    var sizes = [(500, 500), (65_535, 1), (1, 65_535), (0, 0), (1000, 200)]
    for columns in 0...240 { for rows in 0...70 { sizes.append((columns, rows)) } }
    for (columns, rows) in sizes {
      fuzzer.resize(Size(columns: columns, rows: rows))
      // Not always the same panes.
      fuzzer.act()
      fuzzer.resize(Size(columns: columns, rows: rows))
      if let fault = fuzzer.frame() { throw BenchmarkError("\(columns)x\(rows): \(fault)") }
      frames += 1
    }
    print("\(frames) sizes drawn, none with a fault, in \(fixed((ContinuousClock.now - start).seconds, 1)) s")
  }

  /// Actions at random with a frame at each.
  static func fuzz() throws {
    for seed in seeds {
      var fuzzer = try Fuzzer(seed: seed, isReplay: seed % 2 == 0, largest: 220)
      let start = ContinuousClock.now
      for action in 1...actions {
        fuzzer.act()
        if let fault = fuzzer.frame() { throw BenchmarkError("seed \(seed), action \(action): \(fault)") }
        if action % 10_000 == 0, !fuzzer.escapes() {
          throw BenchmarkError("seed \(seed), action \(action): esc does not lead out")
        }
      }
      let seconds = (ContinuousClock.now - start).seconds
      print("seed \(seed): \(actions) actions with a frame each, no fault, \(fixed(Double(actions) / seconds, 0))/s")
    }
  }

  /// The program itself on a pseudo-terminal: keys, mouse, pastes, broken sequences and sizes at random, for a minute;
  /// then it must still leave by q and give the terminal back.
  static func terminalFuzz() throws {
    try Program.withFolder { folder in
      let program = try RecordedProgram(
        try Program.tiller, ["run", "--model", "simulated", "--steps", "1000000", "--log", folder + "/run.jsonl"],
        environment: ["TILLER_LOCAL_SERVERS": "", "TILLER_CONFIG": ""], columns: 120, rows: 36)
      var random = SplitMix(state: 77)
      var typed = 0, resizes = 0
      program.read(until: 1)
      while program.now < seconds {
        let bytes = input(&random)
        typed += bytes.count
        try program.press(bytes)
        if Int.random(in: 0..<12, using: &random) == 0 {
          program.resize(
            columns: Int.random(in: 0...300, using: &random), rows: Int.random(in: 0...90, using: &random))
          resizes += 1
        }
        program.read(until: program.now + Double.random(in: 0.001...0.02, using: &random))
        if program.isOver { throw BenchmarkError("the program ended after \(typed) bytes") }
      }
      program.resize(columns: 120, rows: 36)
      // A paste whose end is still due would take what is typed now.
      try program.press("\u{1B}[201~")
      // Out of whatever is open, and away.
      for _ in 0..<30 {
        try program.press("\u{1B}")
        program.read(until: program.now + 0.05)
      }
      try program.press("q")
      let limit = program.now + 10
      while !program.isOver, program.now < limit { program.read(until: program.now + 0.1) }
      guard program.isOver else { throw BenchmarkError("q did not lead out") }
      let modes = program.lastModes
      guard modes.isDisjoint(with: [1049, 1000, 1002, 1006, 2004, 2026]), modes.contains(25) else {
        throw BenchmarkError("the terminal was left in the modes \(modes.sorted())")
      }
      print("\(fixed(seconds, 0)) s on a pseudo-terminal: \(typed) bytes typed, \(resizes) sizes, left by q, restored")
    }
  }

  /// Never q, control-c, control-z or control-backslash: these end or stop it, as they should.
  private static func input(_ random: inout SplitMix) -> String {
    let pieces = [
      "j", "k", "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}[5~", "\u{1B}[6~", "\t", "\u{1B}[Z", "z", "L",
      "p", "r",
      "v", "d", "P", "T", ":", "?", "o", "R", "x", "*", "u", "h", "O", "}", "{", "a", ")", "(", " ", "s", "[", "]", "+",
      "-", "c",
      "\u{1B}[<0;20;10M", "\u{1B}[<32;40;12M", "\u{1B}[<0;40;12m", "\u{1B}[<64;30;9M", "\u{1B}[<65;30;9M",
      "\u{1B}[<0;99999;99999M", "\u{1B}[<0;-3;1M", "\u{1B}[200~1 2\n3 4\u{1B}[201~", "\u{1B}[200~", "\u{1B}[201~",
      "\u{1B}", "\u{1B}O",
      "\u{1B}[1;5", "i1 2\r", "e3 4\r", "t0.5\r", "gtry more\r", "/loss<50\r", "é", "字", "\u{0}", "\u{7F}", "\r",
    ]
    return (0...Int.random(in: 0...3, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }
}
