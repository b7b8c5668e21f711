import Foundation
import TestSupport
import Testing

extension EndToEnd {
  @Suite("terminals that can show no screen, and no terminal")
  struct TerminalKindTests {
    @Test("a kind of terminal that nobody knows: a sentence, status 2, no log", arguments: ["nonesuch-terminal"])
    func kind(name: String) async throws {
      let place = try Workplace()
      let terminal = try Program.onTerminal(["run", "--model", "none"], in: place, environment: ["TERM": name])
      #expect(try await terminal.waitForExit() == .exited(2))
      await expectUntouched(terminal, saying: "\"\(name)\"")
      #expect(place.logs == [])
    }

    @Test("TERM not set: a sentence, status 2, no log")
    func noKind() async throws {
      let place = try Workplace()
      let terminal = try PseudoTerminal(
        "/usr/bin/env", ["-u", "TERM", Program.path, "run", "--model", "none"], environment: place.environment())
      #expect(try await terminal.waitForExit() == .exited(2))
      await expectUntouched(terminal, saying: "TERM is not set")
      #expect(place.logs == [])
    }

    @Test("standard output is no terminal: lines in place of a screen, though there is a terminal")
    func pipedOutput() async throws {
      let place = try Workplace()
      let script = "\"$0\" run --model none --steps 2 | cat; echo done"
      let terminal = try PseudoTerminal("/bin/sh", ["-c", script, Program.path], environment: place.environment())
      try await terminal.see("done")
      #expect(try await terminal.waitForExit() == .exited(0))
      #expect(await terminal.screen.contains("step 2/2"))
      #expect(await !terminal.output.contains(0x1B))
    }

    @Test("standard input is a pipe with data: the screen comes all the same, and keys work")
    func pipedInput() async throws {
      let place = try Workplace()
      let script = "printf '0,1\\n1,3\\n2,5\\n' | \"$0\" run --model none --paused --data -"
      let terminal = try PseudoTerminal("/bin/sh", ["-c", script, Program.path], environment: place.environment())
      try await terminal.see("paused")
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)
      #expect(await terminal.screen.text.contains { $0.contains("least squares") && $0.contains("w=2, b=1") })
    }

    /// Nothing but a sentence was written.
    private func expectUntouched(_ terminal: PseudoTerminal, saying sentence: String) async {
      let output = await terminal.output
      #expect(!output.contains(0x1B), "\(String(decoding: output, as: UTF8.self))")
      #expect(String(decoding: output, as: UTF8.self).hasPrefix("tiller: "))
      #expect(await terminal.screen.description.contains(sentence))
      #expect(await terminal.isCooked)
    }
  }
}
