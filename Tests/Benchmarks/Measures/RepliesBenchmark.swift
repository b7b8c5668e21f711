import Foundation
import LanguageModels
import TestSupport

/// What a model's client leaves behind, and how soon a server learns that nobody waits any more.
enum RepliesBenchmark {
  private static let count = 1000
  private static let cancellations = 200
  private static let request = ModelRequest(messages: [Message(.user, "hello")])

  static func run() throws {
    for (name, usesSockets) in [("sockets", true), ("libcurl", false)] {
      try leftovers(name, usesSockets)
      let waits = try FaultForms.waiting { try await cancel(usesSockets) }
      print(Figures.label("\(name), cancelled until the server knows") + Figures.spread(waits, unit: "ms"))
    }
  }

  /// Of this process: open files, threads and its own memory.
  private struct Holdings {
    var descriptors = 0
    var threads = 0
    var bytes = 0

    init() {
      let files = FileManager.default
      descriptors = (try? files.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
      threads = (try? files.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
      bytes = ProcessFigures(of: getpid())?.anonymous ?? 0
    }
  }

  /// A thousand replies, eight at a time, of a server in a process of its own; then as many of one that fails.
  private static func leftovers(_ name: String, _ usesSockets: Bool) throws {
    let server = try ServerProcess()
    // The first ones load libraries and fill what is kept for the next.
    try ask(200, server.url, usesSockets)
    Thread.sleep(forTimeInterval: 1)
    let before = Holdings()
    try ask(count, server.url, usesSockets)
    // A connection's thread ends by itself, soon after its client was closed.
    Thread.sleep(forTimeInterval: 1)
    let after = Holdings()
    print(
      Figures.label("\(name), left by \(count) replies")
        + "\(after.descriptors - before.descriptors) descriptors, \(after.threads - before.threads) threads, "
        + Figures.megabytes(after.bytes - before.bytes))
  }

  private static func ask(_ count: Int, _ url: String, _ usesSockets: Bool) throws {
    try FaultForms.waiting {
      let model = try client(url, usesSockets)
      defer { model.close() }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<count {
          if number >= 8 { try await group.next() }
          group.addTask { _ = try await model.reply(to: request) { _ in } }
        }
        try await group.waitForAll()
      }
    }
  }

  private static func cancel(_ usesSockets: Bool) async throws -> [Double] {
    let server = try LoopbackServer { _ in .streamHead + [.piece("1"), .waitForDisconnect] }
    defer { server.stop() }
    let model = try client(server.baseURL, usesSockets)
    defer { model.close() }
    var waits: [Double] = []
    for number in 1...cancellations {
      let told = Gate()
      let task = Task { try await model.reply(to: request) { _ in told.open() } }
      try await told.opened()
      let start = ContinuousClock.now
      task.cancel()
      _ = try await server.disconnects.first(number)
      waits.append((ContinuousClock.now - start).seconds * 1000)
      _ = await task.result
    }
    return waits
  }

  private static func client(_ url: String, _ usesSockets: Bool) throws -> ChatCompletionsModel {
    try ChatCompletionsModel(
      name: "instant", address: ServerAddress(url), key: nil, keySource: nil, limits: ReplyLimits(),
      usesSockets: usesSockets)
  }
}
