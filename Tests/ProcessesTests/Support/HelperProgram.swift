import CProcesses
import Foundation
import Processes
import TestSupport

/// The program in Tests/ProcessHelper.
enum HelperProgram {
  static let path = BuiltProgram.path("ProcessHelper")
  /// After a crash Swift's runtime would take its time to tell about it.
  static let environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }

  /// Starts it under supervision, of itself.
  static func start(
    _ arguments: [String], input: ProcessPlan.Input = .nothing, output: ProcessPlan.Output = .lastLines,
    grace: Duration = .milliseconds(200)
  ) async throws -> SupervisedProcess {
    let plan = ProcessPlan(
      path, arguments, environment: environment, input: input, output: output, grace: grace)
    return try await SupervisedProcess.start(plan, supervisor: path)
  }

  /// Starts it by itself, as a shell does: what it does about its children is its own affair.
  static func startAlone(_ arguments: [String]) throws -> Int32 {
    var words = ([path] + arguments).map { strdup($0) }
    words.append(nil)
    var variables = environment.map { strdup("\($0.key)=\($0.value)") }
    variables.append(nil)
    defer { (words + variables).forEach { free($0) } }
    var process: Int32 = 0
    guard process_spawn(path, words, variables, [-1, -1, 2, -1, -1], &process) == 0 else { throw POSIXError(.EIO) }
    return process
  }

  /// Waits for the end of a program that was started alone.
  static func ended(_ process: Int32) async {
    _ = await onThread { process_reap(process) }
  }

  /// The result of what waits, on a thread that may: those of tasks are few.
  static func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }
}
