import Foundation
import TestSupport
import Testing

extension EndToEnd {
  @Suite("a foresight")
  struct ForesightTests {
    @Test("v and v again: where the model means to propose, with every step and with the temperature")
    func live() async throws {
      let place = try Workplace()
      let terminal = try Program.onTerminal(
        ["--paused", "--model", "embedded", "--temperature", "0.5", "--seed", "4"], in: place)
      try await terminal.see("paused")
      try await terminal.send("vv")
      try await terminal.see("No prompt yet")
      try await terminal.send("s")
      try await terminal.see("the first step") { $0.contains("step 1, T 0.5") && $0.contains("middle half w") }
      try await terminal.send("]]]")
      try await terminal.see("the temperature at once") { $0.contains("T 0.8, asked 0.5") }
      try await terminal.see("the end of the step") { $0.contains("The step that was asked for") }
      try await terminal.send("s")
      try await terminal.see("the next step") { $0.contains("step 2, T 0.8") }
      #expect(await terminal.screen.contains("where embedded means to propose"))
      try await terminal.send("v")
      try await terminal.see("no plane") { !$0.contains("means to propose") }
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
    }

    @Test("a replay of another model's run says whose it is, at every step")
    func replay() async throws {
      let place = try Workplace()
      let run = try await Program.run(
        ["run", "--model", "simulated", "--steps", "6", "--headless", "--log", place.log], in: place)
      #expect(run.status == 0)
      let terminal = try Program.onTerminal(["replay", place.log], in: place)
      try await terminal.see("replay")
      try await terminal.send("\u{1B}[Fvvz")
      let last = try await terminal.see("the last step") { $0.contains("step 6, T") && $0.contains("middle half w") }
      #expect(last.contains("where embedded would propose") && last.contains("not simulated, which is asked here"))
      try await terminal.send("\u{1B}[D\u{1B}[D")
      try await terminal.see("an earlier step") { $0.contains("step 4, T") || $0.contains("step 5, T") }
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
    }
  }
}
