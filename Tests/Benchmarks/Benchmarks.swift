import Foundation

/// Figures, never judged: `benchmarks [NAME …]` prints those of the named benchmarks, or of all.
///
/// Every figure is of tiller as users run it: the release build beside this executable, as a process of its own, with
/// its log on. Only `frame`, `replies`, `embedded` and `log` look inside. Build all of it first: swift build -c
/// release.
@main enum Benchmarks {
  static let all: [(name: String, run: @Sendable () throws -> Void)] = [
    ("steps", StepsBenchmark.run),
    ("keys", KeysBenchmark.run),
    ("start", StartBenchmark.run),
    ("paused", PausedBenchmark.run),
    ("memory", MemoryBenchmark.run),
    ("frame", FrameBenchmark.run),
    ("bytes", BytesBenchmark.run),
    ("replies", RepliesBenchmark.run),
    ("embedded", EmbeddedBenchmark.run),
    ("log", LogBenchmark.run),
  ]
  /// Only where they are named: they take minutes, and are tests.
  static let long: [(name: String, run: @Sendable () throws -> Void)] = [
    ("long", LongForms.run), ("long-logs", LogForms.run),
  ]

  static func main() {
    let named = CommandLine.arguments.dropFirst()
    // Hidden: this executable is the server of its benchmarks too.
    if named.first == ServerProcess.mode { ServerProcess.serve(Array(named.dropFirst())) }
    let unknown = named.filter { name in !(all + long).contains { $0.name == name } }
    guard unknown.isEmpty else {
      print(
        "Unknown: \(unknown.joined(separator: ", ")). There are: \((all + long).map(\.name).joined(separator: ", ")).")
      exit(2)
    }
    let chosen = named.isEmpty ? all : (all + long).filter { named.contains($0.name) }
    for benchmark in chosen {
      do {
        print("== \(benchmark.name) (load average \(Figures.loadAverage))")
        try benchmark.run()
        fflush(nil)
      } catch {
        print("\(benchmark.name): \(error)")
        exit(1)
      }
    }
  }
}
