import Foundation

/// The release build of tiller, beside this executable.
enum Program {
  private static var executable: URL {
    #if os(Linux)
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    #else
      URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    #endif
  }

  /// This program.
  static var own: String { executable.path }

  static var tiller: String {
    get throws {
      let path = executable.deletingLastPathComponent().appendingPathComponent("tiller").path
      guard FileManager.default.isExecutableFile(atPath: path) else {
        throw BenchmarkError("There is no tiller beside this program: swift build -c release first.")
      }
      return path
    }
  }

  static func comparison(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Comparison/\(name)").path
  }

  /// A folder for logs that goes away.
  static func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = NSTemporaryDirectory() + "tiller-benchmark-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }

  /// Makes the log of a run with so many proposals, all random, and its one initial solution.
  static func makeLog(_ path: String, candidates: Int) throws {
    let run = try Measured.run(
      try tiller,
      [
        "run", "line", "--headless", "--model", "none", "--steps", "\(candidates)", "--repeats", "evaluate", "--log",
        path,
      ])
    guard run.status == 0 else { throw BenchmarkError("No log was made, status \(run.status): \(run.output)") }
  }
}
