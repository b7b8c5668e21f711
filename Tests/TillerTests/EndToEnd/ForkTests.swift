import Foundation
import Optimization
import TestSupport
import Testing

extension EndToEnd {
  @Suite("forks")
  struct ForkTests {
    private static let steps = 6

    /// A run of a stand-in, and its events.
    private static func parent(in place: Workplace) async throws -> [LoggedEvent] {
      let run = try await Program.run(
        [
          "run", "--model", "simulated", "--seed", "3", "--steps", "\(steps)", "--temperature", "1", "--headless",
          "--log", place.log,
        ], in: place)
      #expect(run.status == 0)
      return try events(of: place.log)
    }

    private static func candidates(_ events: [LoggedEvent]) -> [String] {
      events.compactMap { event in
        if case .candidate(let candidate) = event.event {
          "\(candidate.id) \(candidate.step) \(candidate.text)"
        } else {
          nil
        }
      }
    }

    private static func forks(in place: Workplace) throws -> [String] {
      let folder = URL(fileURLWithPath: place.log).deletingLastPathComponent()
      return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("-fork") }
        .sorted { ($0.count, $0) < ($1.count, $1) }.map { folder.appendingPathComponent($0).path }
    }

    @Test("a fork without a change does what its parent did, and with one it goes its own way")
    func headless() async throws {
      let place = try Workplace()
      let parent = try await Self.parent(in: place)
      let before = try place.bytes(of: place.log)
      for arguments in [[], ["--temperature", "0.1", "--guidance", "Go low.", "--mask", "1", "--inject", "0.5 0.5"]] {
        let fork = try await Program.run(["fork", place.log, "--step", "3", "--headless"] + arguments, in: place)
        #expect(fork.status == 0, "\(fork.errors)")
      }
      #expect(try place.bytes(of: place.log) == before)
      let logs = try Self.forks(in: place)
      #expect(logs.count == 2)
      let same = try events(of: logs[0]), other = try events(of: logs[1])
      #expect(Self.candidates(same) == Self.candidates(parent))
      let shared = Self.candidates(parent).filter { Int($0.split(separator: " ")[1]) ?? 9 <= 3 }
      #expect(Array(Self.candidates(other).prefix(shared.count)) == shared)
      #expect(Self.candidates(other) != Self.candidates(parent))
      #expect(
        other.commands == [
          .setTemperature(0.1), .mask(ids: [1]), .setGuidance("Go low."), .inject("0.5 0.5"),
        ])
      guard case .runStarted(let started)? = other.first?.event else {
        Issue.record("a log begins with the start of its run")
        return
      }
      #expect(started.parent?.file == URL(fileURLWithPath: place.log).standardizedFileURL.path)
      let prompts = other.compactMap { event -> StepStarted? in
        if case .stepStarted(let step) = event.event { step } else { nil }
      }
      #expect(prompts.filter { $0.step > 3 }.allSatisfy { $0.temperature == 0.1 && !$0.shown.contains(1) })
    }

    @Test("what cannot be forked is refused with a sentence, and leaves nothing behind")
    func refusals() async throws {
      let place = try Workplace()
      _ = try await Self.parent(in: place)
      for (arguments, words) in [
        (["--step", "7"], "has no step 7 to fork from: allowed are 0 to 6."),
        (["--step", "2", "--mask", "9"], "--mask 9: the fork has no candidate #9."),
        (["--step", "2", "--inject", "one"], "--inject one: "),
        (["--step", "2", "--steps", "2"], "cannot end at step 2: allowed are more."),
        (["--temperature", "3"], "numbers from 0 to 2"), (["--mask", "a"], "with commas between them"),
        (["--paused"], "--paused needs somebody to go on"),
        (["--model", "gpt"], "gpt"),
      ] {
        let fork = try await Program.run(["fork", place.log, "--headless"] + arguments, in: place)
        #expect(fork.status == 2, "\(arguments)")
        #expect(fork.errors.contains(words), "\(fork.errors)")
      }
      #expect(try Self.forks(in: place).isEmpty)
    }

    @Test("f in a replay makes a run that waits, and goes on with what is changed first")
    func replayed() async throws {
      let place = try Workplace()
      let parent = try await Self.parent(in: place)
      let before = try place.bytes(of: place.log)
      let terminal = try Program.onTerminal(["replay", place.log], in: place)
      try await terminal.see("replay")
      try await terminal.send("\u{1B}[F")
      try await terminal.see("the end of the log") { $0.contains("step 6/6") && $0.contains("ended") }
      try await terminal.send(":fork 2\r")
      try await terminal.see("the fork, waiting") { $0.contains("step 2/6") && $0.contains("space resume") }
      try await terminal.send("t\u{15}0.2\r")
      try await terminal.see("Temperature 0.2 from the next request on.")
      try await terminal.send(" ")
      try await terminal.see("its end") { $0.contains("step 6/6") && $0.contains("ended") }
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)
      #expect(await terminal.screen.contains("tiller compare"))
      #expect(try place.bytes(of: place.log) == before)
      let fork = try events(of: try #require(try Self.forks(in: place).first))
      #expect(fork.commands.contains(.setTemperature(0.2)))
      let shared = Self.candidates(parent).filter { Int($0.split(separator: " ")[1]) ?? 9 <= 2 }
      #expect(Array(Self.candidates(fork).prefix(shared.count)) == shared)
    }

    @Test("f in a run ends it as q does and goes on with the fork; lines do the same")
    func live() async throws {
      let place = try Workplace()
      let terminal = try Program.onTerminal(
        ["--plain", "--model", "none", "--steps", "4", "--paused", "--log", place.log], in: place)
      try await terminal.see("help lists them")
      for step in 1...2 {
        try await terminal.send("step\n")
        try await terminal.see("step \(step) done") {
          $0.text.filter { $0.contains("The step that was asked for is done.") }.count == step
        }
      }
      try await terminal.send("fork 1\ninject 1 2\nresume\n")
      try await terminal.see("ended, all steps done")
      try await terminal.send("quit\n")
      #expect(try await terminal.waitForExit() == .exited(0))
      let parent = try events(of: place.log)
      guard case .runEnded(let ended)? = parent.last?.event else {
        Issue.record("the parent has no end")
        return
      }
      #expect(ended.reason == .person)
      let fork = try events(of: try #require(try Self.forks(in: place).first))
      #expect(fork.commands.contains(.inject("1 2")))
      #expect(Self.candidates(fork).contains { $0.contains("w=1") })
    }
  }
}
