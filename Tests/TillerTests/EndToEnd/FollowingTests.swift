import Foundation
import Optimization
import TestSupport
import Testing

extension EndToEnd {
  @Suite("a log that another program writes")
  struct FollowingTests {
    /// A run on a terminal of its own whose nth reply waits for its gate, and a server that answers it.
    private func writer(_ place: Workplace, gates: [Gate]) async throws -> (PseudoTerminal, LoopbackServer) {
      let server = try LoopbackServer { request in
        let gate: [ServerStep] = gates.indices.contains(request.number) ? [.wait(gates[request.number])] : []
        return gate + .chat(["{\"w\": \(request.number), \"b\": 0.5}"], model: "tested")
      }
      let terminal = try Program.onTerminal(asking(server, "--steps", "6", "--log", place.log), in: place)
      try await terminal.see("the first step") { $0.contains("step 1/6") && $0.isMouseReported }
      return (terminal, server)
    }

    @Test("is shown as it comes; going back works meanwhile; a writer that is killed is said")
    func screen() async throws {
      let place = try Workplace()
      let gates = (0..<7).map { _ in Gate() }
      let (writer, server) = try await writer(place, gates: gates)
      defer { server.stop() }
      gates[0].open()
      try await writer.see("step 2/6")

      let watcher = try Program.onTerminal(["replay", place.log], in: place)
      try await watcher.see("the end of the log") {
        $0.contains("written by another Tiller") && $0.contains("step 2/6") && $0.contains("asking")
      }
      gates[1].open()
      try await watcher.see("what came") { $0.contains("step 3/6") && $0.contains("asking") }
      // Nothing is drawn while nothing comes.
      try await watcher.waitForQuiet()
      let bytes = await watcher.output.count
      try await watcher.waitForQuiet(.milliseconds(300))
      #expect(await watcher.output.count == bytes)

      try await watcher.send("\u{1B}[D\u{1B}[D")
      try await watcher.see("an earlier step") { $0.contains("step 1/6") && $0.contains("live at the end") }
      gates[2].open()
      try await writer.see("step 4/6")
      try await watcher.see("still the earlier step, of a longer log") {
        $0.contains("step 1/6") && $0.contains("live at the end")
      }
      try await watcher.send("\u{1B}[F")
      try await watcher.see("the end again") { $0.contains("step 4/6") && $0.contains("written by another Tiller") }

      writer.terminate(SIGKILL)
      _ = try await writer.waitForExit()
      try await watcher.see("is gone, in the middle of the run")
      try await watcher.see("an ordinary replay") { !$0.contains("written by another") && $0.contains("event ") }
      try await watcher.send("q")
      #expect(try await watcher.waitForExit() == .exited(0))
      await expectRestored(watcher)
    }

    @Test("is printed until the run ends, where that is asked for; else what is there")
    func lines() async throws {
      let place = try Workplace()
      let gates = [Gate()]
      let (writer, server) = try await writer(place, gates: gates)
      defer { server.stop() }
      let now = try await Program.run(["replay", place.log, "--json"], in: place)
      #expect(now.status == 0 && now.lines.count > 1)
      #expect(!now.output.contains("run-ended"))

      let following = try Program.start(["replay", place.log, "--json", "--follow"], in: place)
      try await following.line(with: "asked")
      gates[0].open()
      let whole = try await following.outcome()
      #expect(whole.status == 0, "\(whole.errors)")
      #expect(whole.lines.last?.contains("run-ended") == true)
      #expect(whole.output == String(decoding: try place.bytes(of: place.log), as: UTF8.self))
      try await writer.send("q")
      _ = try await writer.waitForExit()
    }

    @Test("whose writer is killed ends the lines with a sentence and status 1")
    func killed() async throws {
      let place = try Workplace()
      let (writer, server) = try await writer(place, gates: [Gate()])
      defer { server.stop() }
      let following = try Program.start(["replay", place.log, "--json", "--follow"], in: place)
      // That somebody writes the log is found before its first line.
      try await following.line(with: "asked")
      writer.terminate(SIGKILL)
      _ = try await writer.waitForExit()
      let outcome = try await following.outcome()
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("is gone, in the middle of the run"))
      #expect(outcome.output == String(decoding: try place.bytes(of: place.log), as: UTF8.self))
    }

    @Test("is told line by line in the plain mode")
    func plain() async throws {
      let place = try Workplace()
      let gates = (0..<6).map { _ in Gate() }
      let (writer, server) = try await writer(place, gates: gates)
      defer { server.stop() }
      gates[0].open()
      try await writer.see("step 2/6")
      let watcher = try Program.onTerminal(["replay", place.log, "--plain"], in: place)
      try await watcher.see("live, written by another Tiller")
      gates[1].open()
      try await watcher.see("the line of the step that is over") { $0.contains("step 2/6  #2 ") }
      try await watcher.send("jump 1\n")
      try await watcher.see("step 1 of 6")
      try await watcher.send("jump 44\n")
      try await watcher.see("There is no step 44")
      try await watcher.send("quit\n")
      #expect(try await watcher.waitForExit() == .exited(0))
      try await writer.send("q")
      _ = try await writer.waitForExit()
    }
  }
}
