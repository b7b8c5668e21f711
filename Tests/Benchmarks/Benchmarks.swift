import Foundation

/// Figures, never judged: `benchmarks [NAME …]` prints those of the named benchmarks, or of all.
///
/// Every figure is of tiller as users run it: the release build beside this executable, as a process of its own, with
/// its log on.
@main enum Benchmarks {
  static let all: [(name: String, run: @Sendable () throws -> Void)] = [
    ("steps", StepsBenchmark.run)
  ]

  static func main() {
    let named = CommandLine.arguments.dropFirst()
    let unknown = named.filter { name in !all.contains { $0.name == name } }
    guard unknown.isEmpty else {
      print("Unknown: \(unknown.joined(separator: ", ")). There are: \(all.map(\.name).joined(separator: ", ")).")
      exit(2)
    }
    for benchmark in all where named.isEmpty || named.contains(benchmark.name) {
      do {
        print("== \(benchmark.name)")
        try benchmark.run()
      } catch {
        print("\(benchmark.name): \(error)")
        exit(1)
      }
    }
  }
}
