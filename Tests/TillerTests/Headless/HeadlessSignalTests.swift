import Foundation
import Optimization
import TestSupport
import Testing

@Suite("headless runs that are ended, and logs in use", .serialized, .timeLimit(.minutes(1)))
struct HeadlessSignalTests {
  /// A server whose reply waits for a gate.
  private func waitingServer(_ gate: Gate) throws -> LoopbackServer {
    try LoopbackServer { [.wait(gate)] + .chat(["{\"w\": \($0.number), \"b\": 0.5}"]) }
  }

  @Test("the first interrupt lets the reply under way finish")
  func interrupt() async throws {
    let place = try Workplace()
    let gate = Gate()
    let server = try waitingServer(gate)
    defer { server.stop() }
    let program = try Program.start(asking(server, "--json", "--log", place.log), in: place)
    _ = try await server.requests.first(1)
    program.send(SIGINT)
    try await program.line(with: "\"steered\"")
    gate.open()
    let outcome = try await program.outcome()
    #expect(outcome.status == 130)
    #expect(server.requests.count == 1)
    let events = try events(of: place.log)
    #expect(ending(events) == .interrupted)
    #expect(events.candidates.filter { $0.origin == .model }.count == 1)
  }

  @Test("the second interrupt ends it at once")
  func secondInterrupt() async throws {
    let place = try Workplace()
    let server = try waitingServer(Gate())
    defer { server.stop() }
    let program = try Program.start(asking(server, "--json", "--log", place.log), in: place)
    _ = try await server.requests.first(1)
    program.send(SIGINT)
    try await program.line(with: "\"steered\"")
    program.send(SIGINT)
    let outcome = try await program.outcome()
    #expect(outcome.status == 130)
    let events = try events(of: place.log)
    #expect(ending(events) == .interrupted)
    #expect(events.candidates.allSatisfy { $0.origin == .initial })
  }

  @Test("other signals end it at once, with a summary", arguments: [(SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
  func signals(signal: Int32, status: Int32) async throws {
    let place = try Workplace()
    let server = try waitingServer(Gate())
    defer { server.stop() }
    let program = try Program.start(asking(server, "--log", place.log), in: place)
    _ = try await server.requests.first(1)
    program.send(signal)
    let outcome = try await program.outcome()
    #expect(outcome.status == status)
    #expect(outcome.lines.contains { $0.hasPrefix("least squares") })
    #expect(ending(try events(of: place.log)) == .interrupted)
  }

  @Test("a log that a running program writes cannot be resumed, and is not touched")
  func logInUse() async throws {
    let place = try Workplace()
    let server = try waitingServer(Gate())
    defer { server.stop() }
    let program = try Program.start(asking(server, "--log", place.log), in: place)
    _ = try await server.requests.first(1)
    let before = try place.bytes(of: place.log)
    let second = try await Program.run(["resume", place.log, "--headless"], in: place)
    #expect(second.status == 2)
    #expect(second.output == "")
    #expect(second.errors.contains(place.log) && second.errors.contains("another"))
    #expect(try place.bytes(of: place.log) == before)
    // Looking at it is allowed.
    let replay = try await Program.run(["replay", place.log, "--headless"], in: place)
    #expect(replay.status == 0)
    #expect(replay.lines.contains { $0.hasPrefix("state ") })
    program.send(SIGTERM)
    #expect(try await program.outcome().status == 143)
  }

  @Test("a reader of the output that goes away ends the run, with a whole log")
  func brokenPipe() async throws {
    let place = try Workplace()
    let program = try PipedProgram(
      "/bin/sh", ["-c", "\"$0\" run --model none --steps 100000 --log \"$1\" | head -n 2", Program.path, place.log],
      environment: place.environment(), folder: place.path, input: "")
    let outcome = try await program.outcome()
    #expect(outcome.lines.count == 2)
    #expect(outcome.errors == "")
    let events = try events(of: place.log)
    #expect(ending(events) == .person || ending(events) == .steps)
  }

  @Test("a replay prints what the run printed")
  func replay() async throws {
    let place = try Workplace()
    let run = try await Program.run(["run", "--model", "none", "--steps", "4", "--log", place.log], in: place)
    let replay = try await Program.run(["replay", place.log], in: place)
    #expect(replay.status == 0)
    #expect(replay.output == run.output)
    #expect(replay.errors == "")
  }
}
