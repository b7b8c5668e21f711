import Foundation
import TestSupport

/// From the start of the process to its first byte, and to the end of the first frame that shows data; beside btop's,
/// in turn.
enum StartBenchmark {
  static let rounds = 20
  static let sizes = [(columns: 80, rows: 24), (columns: 200, rows: 50)]

  private struct Contestant {
    var name: String
    var path: String
    /// Whether the screen shows what the program is there for.
    var showsData: (ScreenModel) -> Bool
  }

  private struct Times {
    var first: [Double] = []
    var frame: [Double] = []
  }

  static func run() throws {
    try Program.withFolder { folder in
      // With no argument: the demo, its log in the folder for state.
      var contestants = [
        Contestant(name: "tiller", path: try Program.tiller) { $0.contains("•") }
      ]
      if FileManager.default.isExecutableFile(atPath: "/usr/bin/btop") {
        // Its first frame has empty boxes, its next the figures.
        contestants.append(Contestant(name: "btop", path: "/usr/bin/btop") { $0.contains("%") })
      } else {
        print("/usr/bin/btop is not there and is left out")
      }
      let environment = ["HOME": folder, "XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder]
      for size in sizes {
        var figures = [String: Times]()
        // The first start of each reads files and writes its settings; it is not counted.
        for round in 0...rounds {
          for contestant in contestants {
            let program = try RecordedProgram(
              contestant.path, environment: environment, columns: size.columns, rows: size.rows)
            guard let (first, frame) = firstFrame(of: program, contestant) else {
              throw BenchmarkError("\(contestant.name) showed no data:\n\(program.screen.description)")
            }
            program.end(round == 0 ? SIGTERM : SIGKILL)
            guard round > 0 else { continue }
            figures[contestant.name, default: Times()].first.append(first * 1000)
            figures[contestant.name, default: Times()].frame.append(frame * 1000)
          }
        }
        report(size, contestants.map(\.name), figures)
      }
    }
  }

  private static func report(
    _ size: (columns: Int, rows: Int), _ names: [String], _ figures: [String: Times]
  ) {
    for name in names {
      let figures = figures[name] ?? Times()
      let label = Figures.label("\(name), \(size.columns)x\(size.rows)", width: 16)
      print(label + "first byte   " + Figures.spread(figures.first, unit: "ms", decimals: 1))
      print(label + "first frame  " + Figures.spread(figures.frame, unit: "ms", decimals: 1))
    }
    guard let ours = figures["tiller"]?.frame, let theirs = figures["btop"]?.frame else { return }
    let ratios = zip(ours, theirs).map { $0 / $1 }
    print("first frame, tiller's to btop's, pair by pair: " + Figures.spread(ratios, unit: "times"))
  }

  private static func firstFrame(
    of program: RecordedProgram, _ contestant: Contestant
  ) -> (first: Double, frame: Double)? {
    var limit = 0.25
    while limit < 10, !program.isOver {
      program.read(until: limit)
      var found: Double?
      program.forEachScreen { time, screen, _ in
        if contestant.showsData(screen) { found = time }
        return found == nil
      }
      if let found, let first = program.pieces.first?.time { return (first, found) }
      limit *= 2
    }
    return nil
  }
}
