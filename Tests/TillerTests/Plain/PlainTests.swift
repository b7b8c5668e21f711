import Foundation
import Optimization
import TestSupport
import Testing

extension EndToEnd {
  @Suite("plain mode")
  struct PlainTests {
    @Test("what happens is told in lines without a sequence, and commands are taken as lines")
    func lines() async throws {
      let place = try Workplace()
      let server = try LoopbackServer { request in .chat(["{\"w\": \(request.number), \"b\": 0.5}"]) }
      defer { server.stop() }
      let terminal = try Program.onTerminal(
        asking(server, "--plain", "--paused", "--log", place.log), in: place)
      try await terminal.see("help lists them")
      try await terminal.send("step\n")
      try await terminal.see("one step (plain)")
      try await terminal.send("temperature 1.5\n")
      try await terminal.see("Temperature 1.5 from the next request on.")
      try await terminal.send("temperature hot\n")
      try await terminal.see("is no temperature: allowed are 0 to 2")
      try await terminal.send("inject 1 2\n")
      try await terminal.see("Injected: the model sees it with the next prompt.")
      try await terminal.send("guidance\n")
      try await terminal.see("guidance needs TEXT")
      try await terminal.send("guidance go higher\n")
      try await terminal.see("until it is removed")
      try await terminal.send("mask #0\n")
      try await terminal.see("The model no longer sees #0.")
      try await terminal.send("step\n")
      try await terminal.see("step 1/")
      try await terminal.send("status\n")
      try await terminal.see("guidance: go higher")
      try await terminal.send("prompt 2\n")
      try await terminal.see("End of the prompt.")
      try await terminal.send("reply 1\n")
      try await terminal.see("End of the reply.")
      try await terminal.send("tempreature 1\n")
      try await terminal.see("the nearest is temperature")
      try await terminal.send("quit\n")
      #expect(try await terminal.waitForExit() == .exited(0))
      let output = await terminal.output
      #expect(!output.contains(0x1B), "no sequence that a screen reader would spell out")
      let events = try events(of: place.log)
      #expect(events.commands.contains(.setGuidance("go higher")) && events.commands.contains(.mask(ids: [0])))
      let prompts = events.compactMap { event -> StepStarted? in
        if case .stepStarted(let step) = event.event { step } else { nil }
      }
      #expect(prompts.last?.shown.contains(0) == false)
      #expect(prompts.last?.messages.contains { $0.text.contains("go higher") } == true)
    }

    @Test("the model changes with a line, and one that is unknown is refused in a sentence")
    func model() async throws {
      let place = try Workplace()
      let terminal = try Program.onTerminal(
        ["--plain", "--paused", "--model", "none", "--log", place.log], in: place)
      try await terminal.see("help lists them")
      try await terminal.send("model\n")
      try await terminal.see("model needs MODEL")
      try await terminal.send("model gpt\n")
      try await terminal.see("model \"gpt\" is unknown")
      try await terminal.send("model simulated:sticky\n")
      try await terminal.see("simulated:sticky is asked from the next step on.")
      try await terminal.send("status\n")
      try await terminal.see("simulated:sticky;")
      try await terminal.send("quit\n")
      #expect(try await terminal.waitForExit() == .exited(0))
      #expect(try events(of: place.log).commands.contains { $0.name == "model" })
    }

    @Test("a dumb terminal gets lines by itself")
    func dumbTerminal() async throws {
      let place = try Workplace()
      let terminal = try Program.onTerminal(
        ["run", "--model", "none", "--steps", "3"], in: place, environment: ["TERM": "dumb"])
      try await terminal.see("all steps done")
      try await terminal.send("list best\n")
      try await terminal.see("random: w=")
      try await terminal.send("quit\n")
      #expect(try await terminal.waitForExit() == .exited(0))
      #expect(await !terminal.output.contains(0x1B))
    }

    @Test("commands through a pipe; after the last the run goes to its end")
    func pipe() async throws {
      let place = try Workplace()
      let outcome = try await Program.run(
        ["run", "--model", "none", "--steps", "4", "--paused", "--plain"], in: place, input: "steps 6\nresume\n")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("The run ends at step 6.") && outcome.hasLine("steps", "6 of 6"))
    }

    @Test("a log is told again and steered by lines")
    func replay() async throws {
      let place = try Workplace()
      let log = place.log
      _ = try await Program.run(["run", "--model", "none", "--steps", "5", "--log", log], in: place)
      let terminal = try Program.onTerminal(["replay", log, "--plain"], in: place)
      try await terminal.see("help lists them")
      try await terminal.send("to-end\n")
      try await terminal.see("all steps done")
      try await terminal.send("mask #1\n")
      try await terminal.see("this is a replay")
      try await terminal.send("quit\n")
      #expect(try await terminal.waitForExit() == .exited(0))
    }
  }
}
