import Foundation
import TestSupport

@testable import LanguageModels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A model file that tells the fake server how to behave, in a folder of its own.
final class FakeModelFile: Sendable {
  static let helper = BuiltProgram.path("ProcessHelper")
  private let folder: String
  let name = "model.gguf"
  var path: String { folder + "/" + name }

  init(_ behaviour: String) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("llama-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write(behaviour)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ behaviour: String) throws {
    try "GGUF \(behaviour)".write(toFile: path, atomically: true, encoding: .utf8)
  }

  func settings(
    slots: Int = 4, isThinkingOff: Bool = false, patience: Duration = .seconds(60)
  ) throws -> LlamaServerSettings {
    var settings = try LlamaServerSettings(
      file: path, program: Self.helper, slots: slots, isThinkingOff: isThinkingOff,
      environment: ProcessInfo.processInfo.environment, patience: patience)
    settings.pause = .milliseconds(5)
    settings.supervisor = Self.helper
    return settings
  }

  /// How often a server was started with it.
  var starts: Int {
    (try? String(contentsOfFile: path + ".starts", encoding: .utf8)).flatMap { Int($0) } ?? 0
  }

  /// What the last server was started with.
  var arguments: [String] {
    ((try? String(contentsOfFile: path + ".arguments", encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
  }

  /// Returns once the server is gone that gave this reply.
  func ended(_ reply: String) async throws {
    guard let process = reply.split(separator: " ").last.flatMap({ Int32($0) }) else { throw POSIXError(.ESRCH) }
    while kill(process, 0) == 0 { try await Task.sleep(for: .milliseconds(5)) }
  }
}
