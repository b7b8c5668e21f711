import Foundation
import TestSupport

/// The built program, as users run it.
enum Program {
  static let path = BuiltProgram.path("tiller")

  /// Starts the program on a terminal of its own.
  static func onTerminal(
    _ arguments: [String], in place: Workplace, columns: Int = 120, rows: Int = 36,
    environment changes: [String: String] = [:]
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      path, arguments, environment: place.environment(changes), columns: columns, rows: rows)
  }

  /// Starts the program without a terminal, its output going through pipes.
  static func start(
    _ arguments: [String], in place: Workplace, input: String = "", environment changes: [String: String] = [:]
  ) throws -> PipedProgram {
    try PipedProgram(path, arguments, environment: place.environment(changes), folder: place.path, input: input)
  }

  /// Runs the program without a terminal, to its end.
  static func run(
    _ arguments: [String], in place: Workplace, input: String = "", environment changes: [String: String] = [:]
  ) async throws -> PipedProgram.Outcome {
    try await start(arguments, in: place, input: input, environment: changes).outcome()
  }
}

/// A folder of one test's own, where its program keeps its logs; removed with it.
final class Workplace: Sendable {
  let path: String
  /// Where the test puts a log that it names.
  var log: String { path + "/run.jsonl" }

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tiller-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// All of a child's environment: nothing of the person's who runs the tests gets in but what programs need to start.
  func environment(_ changes: [String: String] = [:]) -> [String: String] {
    let needed = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH", "LLVM_PROFILE_FILE"]
    var all = ProcessInfo.processInfo.environment.filter { needed.contains($0.key) }
    all["TERM"] = "xterm-256color"
    all["LANG"] = "C.UTF-8"
    all["HOME"] = path
    all["XDG_STATE_HOME"] = path + "/state"
    // No server is looked for.
    all["TILLER_LOCAL_SERVERS"] = ""
    // After a crash at a terminal, Swift's runtime would ask the person what to look at.
    all["SWIFT_BACKTRACE"] = "enable=no"
    return all.merging(changes) { $1 }
  }

  /// Writes a file and returns its path.
  func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func bytes(of file: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file))) }

  /// The logs that the program made where nobody named one.
  var logs: [String] {
    let folder = path + "/state/tiller/runs"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { folder + "/" + $0 }
  }
}
