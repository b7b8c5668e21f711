import Foundation
import TestSupport

/// A program that reads and writes pipes.
final class PipedProgram: Sendable {
  struct Outcome: Sendable {
    /// The exit status; for a signal, 128 and its number.
    var status: Int32
    var output: String
    var errors: String
    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// The lines of standard output as they come.
  let lines = Collected<String>()
  let process: Int32
  private let output = Collected<String>()
  private let errors = Collected<String>()
  private let status = Collected<Int32>()

  init(
    _ program: String, _ arguments: [String], environment: [String: String], folder: String, input: String
  ) throws {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: program)
    child.arguments = arguments
    child.environment = environment
    child.currentDirectoryURL = URL(fileURLWithPath: folder)
    let stdin = Pipe(), stdout = Pipe(), stderr = Pipe()
    child.standardInput = stdin
    child.standardOutput = stdout
    child.standardError = stderr
    child.terminationHandler = { [status] child in
      status.append(child.terminationReason == .exit ? child.terminationStatus : 128 + child.terminationStatus)
    }
    try child.run()
    process = child.processIdentifier
    Self.read(stdout.fileHandleForReading, lines: lines, whole: output)
    Self.read(stderr.fileHandleForReading, lines: nil, whole: errors)
    // The program may end without reading it.
    signal(SIGPIPE, SIG_IGN)
    try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try? stdin.fileHandleForWriting.close()
  }

  deinit { if status.count == 0 { kill(process, SIGKILL) } }

  func send(_ signal: Int32) { kill(process, signal) }

  /// Returns once a line of standard output holds this text.
  func line(with text: String) async throws {
    var count = 1
    while try await !lines.first(count)[count - 1].contains(text) { count += 1 }
  }

  /// Waits for the end.
  func outcome() async throws -> Outcome {
    Outcome(
      status: try await status.first(1)[0], output: try await output.first(1)[0],
      errors: try await errors.first(1)[0])
  }

  /// Reads to the end on a thread of its own.
  private static func read(_ handle: FileHandle, lines: Collected<String>?, whole: Collected<String>) {
    Thread.detachNewThread {
      var all = Data()
      var line = Data()
      while case let part = handle.availableData, !part.isEmpty {
        all += part
        guard let lines else { continue }
        for byte in part {
          guard byte == UInt8(ascii: "\n") else {
            line.append(byte)
            continue
          }
          lines.append(String(decoding: line, as: UTF8.self))
          line.removeAll(keepingCapacity: true)
        }
      }
      try? handle.close()
      whole.append(String(decoding: all, as: UTF8.self))
    }
  }
}
