import Foundation
import RunLog
import TestSupport
import Testing

extension EndToEnd {
  @Suite("the library")
  struct LibraryScreenTests {
    private func makeRun(_ place: Workplace, steps: Int, _ more: String...) async throws {
      let arguments = ["run", "--model", "none", "--steps", "\(steps)", "--headless"] + more
      #expect(try await Program.run(arguments, in: place).status == 0)
    }

    @Test("it lists runs, changes their files and takes that back, and shows what comes meanwhile")
    func files() async throws {
      let place = try Workplace()
      let terminal = try Program.onTerminal(["runs"], in: place)
      try await terminal.see("There is no run yet.")
      try await makeRun(place, steps: 3)
      try await terminal.see("the first run") { screen in
        screen.contains("1 run ") && screen.contains("all steps") && !screen.contains("another Tiller")
      }

      try await terminal.send("R\u{15}lecture\r")
      try await terminal.see("Renamed to lecture.")
      #expect(place.logs.map { LogFolder.stem(of: $0) } == ["lecture"])
      try await terminal.send("u")
      try await terminal.see("again.")
      #expect(place.logs.count == 1 && !place.logs[0].hasSuffix("lecture.jsonl"))

      try await terminal.send("d")
      try await terminal.see("y delete")
      try await terminal.send("y")
      try await terminal.see("There is no run yet.")
      #expect(place.logs.isEmpty)
      try await terminal.send("u\u{1B}[15~")
      try await terminal.see("3/3")
      #expect(place.logs.count == 1)

      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)
    }

    @Test("a run that comes is listed by itself, a run is opened, and the library is there again behind it")
    func opening() async throws {
      let place = try Workplace()
      try await makeRun(place, steps: 4)
      let terminal = try Program.onTerminal(["runs", "--sort", "steps", "--reverse"], in: place)
      try await terminal.see("by steps, turned round")
      try await terminal.see("4/4")
      try await makeRun(place, steps: 7)
      try await terminal.see("the second run") { $0.contains("7/7") && $0.contains("2 runs") }
      try await terminal.send("/steps>5\r")
      try await terminal.see("the filter") { $0.contains("/steps>5") && !$0.contains("4/4") }
      try await terminal.send("\r")
      try await terminal.see("the replay") { $0.contains("replay") && $0.contains("space p") }
      try await terminal.send("q")
      try await terminal.see("the library as it was left") { $0.contains("/steps>5") && $0.contains("7/7") }
      terminal.terminate(SIGTERM)
      #expect(try await terminal.waitForExit() == .exited(143))
      await expectRestored(terminal)
    }
  }
}
