import Foundation
import TestSupport

/// A program of its own that asks a server once: with an environment of its own, and free to crash.
enum AskingProgram {
  struct Outcome: Sendable {
    var status: Int32
    /// Of both its outputs.
    var output: String
  }

  static func run(_ mode: String, _ url: String, _ environment: [String: String]) async throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: BuiltProgram.path("ProcessHelper"))
    process.arguments = ["ask", mode, url]
    let kept = ProcessInfo.processInfo.environment.filter { key, _ in
      !key.lowercased().hasSuffix("_proxy") && !key.hasSuffix("_API_KEY")
    }
    process.environment = kept.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    let ended = Gate()
    process.terminationHandler = { _ in ended.open() }
    try process.run()
    let output = Collected<Data>()
    Thread.detachNewThread { output.append(pipe.fileHandleForReading.readDataToEndOfFile()) }
    let data = try await output.first(1)[0]
    try await ended.opened()
    return Outcome(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
  }
}
