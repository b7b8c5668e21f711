import Foundation
import TestSupport
import Testing

/// `--model llama:FILE` with a server that behaves as the file says, see `FakeLlamaServer`.
@Suite("llama.cpp's server", .timeLimit(.minutes(1))) struct LlamaServerTests {
  private let server = BuiltProgram.path("ProcessHelper")

  /// The server's process, which its replies name.
  private func servers(in log: String) throws -> Set<Int32> {
    let text = try String(contentsOfFile: log, encoding: .utf8)
    return Set(text.matches(of: #/served by (\d+)/#).compactMap { Int32($0.1) })
  }

  private func untilGone(_ process: Int32) async throws {
    while kill(process, 0) == 0 { try await Task.sleep(for: .milliseconds(5)) }
  }

  @Test func aRunStartsTheServerAndLeavesNothingOfIt() async throws {
    let place = try Workplace()
    let file = try place.file("model.gguf", "GGUF slow 2")
    let outcome = try await Program.run(
      ["run", "line", "--model", "llama:\(file)", "--llama-server", server, "--steps", "2", "--log", place.log],
      in: place)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let servers = try servers(in: place.log)
    #expect(servers.count == 1)
    for process in servers { try await untilGone(process) }
  }

  @Test func killedItLeavesNothingEvenOfAServerThatHearsNoTERM() async throws {
    let place = try Workplace()
    let file = try place.file("model.gguf", "GGUF stubborn")
    let program = try Program.start(
      [
        "run", "line", "--model", "llama:\(file)", "--llama-server", server, "--steps", "1000000", "--json", "--log",
        place.log,
      ], in: place)
    try await program.line(with: "served by")
    let servers = try servers(in: place.log)
    #expect(servers.count == 1)
    program.send(SIGKILL)
    _ = try await program.outcome()
    for process in servers { try await untilGone(process) }
  }

  @Test func aServerThatIsLeftForAnotherModelEndsAndComesBackWithIt() async throws {
    let place = try Workplace()
    let file = try place.file("model.gguf", "GGUF ready")
    let terminal = try Program.onTerminal(
      ["run", "--plain", "--paused", "--model", "llama:\(file)", "--llama-server", server, "--log", place.log],
      in: place, rows: 60)
    func starts() -> String? { try? String(contentsOfFile: file + ".starts", encoding: .utf8) }
    func step(_ number: Int) async throws {
      try await terminal.send("step\n")
      try await terminal.see("the end of step \(number)") { screen in
        screen.text.count { $0.contains("The step that was asked for is done.") } == number
      }
    }
    try await terminal.see("help lists them")
    try await step(1)
    let first = try #require(try servers(in: place.log).first)
    #expect(kill(first, 0) == 0 && starts() == "1")
    try await terminal.send("model simulated\n")
    try await terminal.see("simulated is asked from the next step on.")
    // The program goes on.
    try await untilGone(first)
    try await step(2)
    try await terminal.send("model llama:\(file)\n")
    try await terminal.see("model.gguf is asked from the next step on.")
    try await step(3)
    let second = try #require(try servers(in: place.log).subtracting([first]).first)
    #expect(kill(second, 0) == 0 && starts() == "2")
    try await terminal.send("quit\n")
    #expect(try await terminal.waitForExit() == .exited(0))
    try await untilGone(second)
  }

  @Test(arguments: ["off", "on"])
  func aServerIsStartedWithoutThinkingWhereTheRunWantsNone(_ thinking: String) async throws {
    let place = try Workplace()
    let file = try place.file("model.gguf", "GGUF ready")
    let outcome = try await Program.run(
      [
        "run", "line", "--model", "llama:\(file)", "--llama-server", server, "--steps", "1", "--thinking", thinking,
        "--log", place.log,
      ], in: place)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let arguments = try String(contentsOfFile: file + ".arguments", encoding: .utf8).split(separator: "\n")
    #expect(arguments.contains("--reasoning-budget") == (thinking == "off"))
  }

  @Test func aServerThatFailsEndsAHeadlessRunWithItsWords() async throws {
    let place = try Workplace()
    let file = try place.file("model.gguf", "GGUF fails")
    let outcome = try await Program.run(
      ["run", "line", "--model", "llama:\(file)", "--llama-server", server, "--log", place.log], in: place)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("llama_model_load: error loading model: not a model"))
  }

  @Test func whatIsWrongBeforeTheStartIsWrongUsage() async throws {
    let place = try Workplace()
    let missing = try await Program.run(["run", "line", "--model", "llama:/nowhere/m.gguf"], in: place)
    #expect(missing.status == 2)
    #expect(missing.errors.contains("the file cannot be read"))
    let file = try place.file("model.gguf", "GGUF ready")
    let program = try await Program.run(
      ["run", "line", "--model", "llama:\(file)"], in: place, environment: ["PATH": "/nowhere"])
    #expect(program.status == 2)
    #expect(program.errors.contains("which is not on the PATH"))
    #expect(place.logs == [])
  }

  @Test func aServerAtABaseURLIsUsed() async throws {
    let place = try Workplace()
    let running = try LoopbackServer { _ in .chat(["{\"w\": 1, \"b\": 2}"], model: "theirs") }
    defer { running.stop() }
    let outcome = try await Program.run(
      [
        "run", "line", "--model", "llama:any.gguf", "--base-url", running.baseURL, "--steps", "1", "--log", place.log,
      ], in: place)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(running.requests.count >= 1)
    #expect(try String(contentsOfFile: place.log, encoding: .utf8).contains("\"llama:any.gguf\""))
  }
}
