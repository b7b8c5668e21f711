import Foundation
import Optimization
import TestSupport
import Testing

extension EndToEnd {
  @Suite("ways to end")
  struct EndingTests {
    /// Waits until a run is on the screen, with a reply under way that does not come.
    private func running(_ place: Workplace) async throws -> (PseudoTerminal, LoopbackServer) {
      let server = try LoopbackServer { request in
        request.number < 2 ? .chat(["{\"w\": \(request.number), \"b\": 1}"]) : [.waitForDisconnect]
      }
      let terminal = try Program.onTerminal(asking(server, "--log", place.log), in: place)
      _ = try await server.requests.first(3)
      try await terminal.see("the third step") { $0.contains("step 3/") && $0.isMouseReported }
      return (terminal, server)
    }

    @Test(
      "signals end it with the terminal restored, a summary and a whole log",
      arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130), (SIGQUIT, 131)] as [(Int32, Int32)])
    func signals(signal: Int32, status: Int32) async throws {
      let place = try Workplace()
      let (terminal, server) = try await running(place)
      defer { server.stop() }
      terminal.terminate(signal)
      #expect(try await terminal.waitForExit() == .exited(status))
      await expectRestored(terminal)
      #expect(await terminal.screen.contains("least squares"))
      let events = try events(of: place.log)
      #expect(ending(events) == .interrupted)
      #expect(events.candidates.filter { $0.origin == .model }.count == 2)
    }

    @Test("^C ends it as an interrupt")
    func controlC() async throws {
      let place = try Workplace()
      let (terminal, server) = try await running(place)
      defer { server.stop() }
      try await terminal.send("\u{3}")
      #expect(try await terminal.waitForExit() == .exited(130))
      await expectRestored(terminal)
      #expect(ending(try events(of: place.log)) == .interrupted)
    }

    @Test("a crash leaves a log that tells all but the end")
    func crash() async throws {
      let place = try Workplace()
      let (terminal, server) = try await running(place)
      defer { server.stop() }
      terminal.terminate(SIGSEGV)
      #expect(try await terminal.waitForExit() == .signalled(SIGSEGV))
      await expectRestored(terminal)
      let events = try events(of: place.log)
      #expect(ending(events) == nil)
      #expect(events.candidates.filter { $0.origin == .model }.count == 2)
    }

    @Test("a terminal that goes away ends it, with a whole log")
    func hangUp() async throws {
      let place = try Workplace()
      let (terminal, server) = try await running(place)
      defer { server.stop() }
      await terminal.close()
      #expect(try await terminal.waitForExit() == .exited(129))
      #expect(ending(try events(of: place.log)) == .interrupted)
    }

    @Test("a run that was killed goes on from its log")
    func killed() async throws {
      let place = try Workplace()
      let gate = Gate()
      let server = try LoopbackServer { request in
        (request.number == 3 ? [.wait(gate)] : []) + .chat(["{\"w\": \(request.number), \"b\": 1}"])
      }
      defer { server.stop() }
      let terminal = try Program.onTerminal(asking(server, "--steps", "6", "--log", place.log), in: place)
      _ = try await server.requests.first(4)
      terminal.terminate(SIGKILL)
      #expect(try await terminal.waitForExit() == .signalled(SIGKILL))
      let before = try events(of: place.log)
      #expect(before.candidates.filter { $0.origin == .model }.count == 3)
      #expect(ending(before) == nil)

      // As if the machine had gone down in the middle of a line.
      let whole = try place.bytes(of: place.log)
      _ = try place.file("run.jsonl", whole + Array("{\"event\":\"candid".utf8))
      gate.open()
      let outcome = try await Program.run(["resume", place.log, "--headless"], in: place)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try place.bytes(of: place.log).starts(with: whole))
      let after = try events(of: place.log)
      #expect(ending(after) == .steps)
      #expect(after.contains { if case .resumed = $0.event { true } else { false } })
      let candidates = after.candidates
      #expect(candidates.map(\.id) == Array(0..<candidates.count))
      #expect(candidates.filter { $0.origin == .model }.map(\.step) == [1, 2, 3, 4, 5, 6])
    }
  }
}
