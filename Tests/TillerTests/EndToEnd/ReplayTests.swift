import Foundation
import TestSupport
import Testing

extension EndToEnd {
  @Suite("a replay")
  struct ReplayTests {
    @Test("it opens a log, goes to its end, steps back and on, plays and pauses")
    func replay() async throws {
      let place = try Workplace()
      let run = try await Program.run(
        ["run", "--model", "none", "--steps", "7", "--headless", "--log", place.log], in: place)
      #expect(run.status == 0)
      let before = try place.bytes(of: place.log)
      let terminal = try Program.onTerminal(["replay", place.log], in: place)
      try await terminal.see("replay")

      try await terminal.send("\u{1B}[F")
      try await terminal.see("the end of the log") { $0.contains("step 7/7") && $0.contains("ended") }
      let best = try #require(run.lines.first { $0.hasPrefix("best") }?.split(separator: " ").dropFirst().first)
      #expect(await terminal.screen.text.prefix(2).joined().contains(" \(best)"))

      try await terminal.send("\u{1B}[D\u{1B}[D")
      let earlier = try await terminal.see("an earlier step") { screen in
        !screen.contains("step 7/7") && screen.contains("/7")
      }
      #expect(!earlier.contains("ended, all steps done"))
      try await terminal.send("\u{1B}[C\u{1B}[C")
      try await terminal.see("the last step again") { $0.contains("step 7/7") }

      try await terminal.send("\u{1B}[H")
      try await terminal.see("event 0 of ")
      // The log is of a run that took no time: playing comes to its end.
      try await terminal.send(" ")
      try await terminal.see("the end by playing") { $0.contains("step 7/7") && $0.contains("space play") }

      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)
      #expect(await terminal.screen.contains("least squares"))
      #expect(try place.bytes(of: place.log) == before)
    }

    @Test("space holds a replay and lets it go on")
    func pausing() async throws {
      let place = try Workplace()
      // A log whose second step came an hour after the first.
      let run = try await Program.run(
        ["run", "--model", "none", "--steps", "2", "--headless", "--log", place.log], in: place)
      #expect(run.status == 0)
      var lines = String(decoding: try place.bytes(of: place.log), as: UTF8.self).split(separator: "\n").map(
        String.init)
      let second = try #require(lines.lastIndex { $0.contains("\"event\":\"step-started\"") })
      for index in second..<lines.count {
        lines[index] = lines[index].replacing(#/"time":[0-9.e-]+/#, with: "\"time\":3600")
      }
      _ = try place.file("run.jsonl", lines.joined(separator: "\n") + "\n")

      let terminal = try Program.onTerminal(["replay", place.log], in: place)
      try await terminal.see("playing") { $0.contains("step 1/2") && $0.contains("space pause") }
      try await terminal.send(" ")
      try await terminal.see("space play")
      try await terminal.send(" ")
      try await terminal.see("space pause")
      try await terminal.send("J2\r")
      try await terminal.see("step 2/2")
      terminal.terminate(SIGTERM)
      #expect(try await terminal.waitForExit() == .exited(143))
      await expectRestored(terminal)
    }
  }
}
