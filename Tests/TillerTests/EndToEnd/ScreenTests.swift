import Foundation
import Optimization
import TestSupport
import Testing

extension EndToEnd {
  @Suite("the screen")
  struct ScreenTests {
    @Test("m changes the model, and a new run asks the one that was asked last")
    func model() async throws {
      let terminal = try Program.onTerminal(
        ["--paused", "--model", "none", "--seed", "4"], in: try Workplace())
      try await terminal.see("seed 4")
      try await terminal.send("m")
      try await terminal.see("model: none")
      try await terminal.send("\u{15}simulated:sticky\r")
      try await terminal.see("simulated:sticky is asked from the next step on.")
      try await terminal.see("simulated model (sticky)")
      try await terminal.send("n")
      #expect(try await terminal.see("seed 5").contains("simulated model (sticky)"))
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
    }

    @Test("without arguments: data, a model that says what it is, and a summary after q")
    func firstRun() async throws {
      let place = try Workplace()
      let terminal = try Program.onTerminal([], in: place, columns: 80, rows: 24)
      let screen = try await terminal.see("the data and the first candidate") { screen in
        screen.contains("embedded: a transformer, not a language model") && screen.contains("initial")
          && screen.description.unicodeScalars.count { (0x2801...0x28FF).contains($0.value) } > 20
      }
      #expect(screen.isAlternate && !screen.isCursorVisible && screen.isMouseReported)
      #expect(screen.contains("space pause") && screen.contains("q quit") && screen.contains("? help"))
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)
      let summary = await terminal.screen
      let log = try #require(place.logs.first)
      for label in ["best", "last", "truth", "least squares", "steps", "tokens", "log", "go on with"] {
        #expect(summary.text.contains { $0.hasPrefix(label + " ") }, "\(label)")
      }
      // A long path wraps on a narrow terminal.
      #expect(summary.text.joined().contains(log))
      #expect(summary.text.joined().contains("tiller resume "))
      #expect(ending(try events(of: log)) == .person)
    }

    @Test("keys: a step, solutions of one's own, a temperature, help, reveal, pause and resume")
    func keys() async throws {
      let place = try Workplace()
      let gate = Gate()
      let server = try LoopbackServer { request in
        (request.number == 3 ? [.wait(gate)] : []) + .chat(["{\"w\": \(request.number), \"b\": 0.5}"])
      }
      defer { server.stop() }
      let terminal = try Program.onTerminal(
        asking(server, "--paused", "--log", place.log), in: place)
      try await terminal.see("paused")

      try await terminal.send("s")
      try await terminal.see("one step") { $0.contains("step 1/") && $0.text[0].contains("paused") }

      try await terminal.send("i1 2\r")
      try await terminal.see("what was injected") { screen in
        screen.text.contains { $0.contains("person") && $0.contains("1.000") && $0.contains("2.000") }
      }

      try await terminal.send("t")
      try await terminal.see("0 to 2; empty leaves it to the server")
      try await terminal.send("1.5\r")
      try await terminal.see("T 1.5")

      try await terminal.send("?")
      try await terminal.see("Do one step and pause")
      try await terminal.send("?")
      try await terminal.see("no help") { !$0.contains("Do one step and pause") }

      #expect(await !terminal.screen.contains("least squares"))
      try await terminal.send("R")
      try await terminal.see("least squares")

      try await terminal.send(" ")
      _ = try await server.requests.first(4)
      try await terminal.see("running") { $0.text[0].contains("running") && $0.contains("step 4/") }
      try await terminal.send(" ")
      try await terminal.see("pausing")
      gate.open()
      try await terminal.see("paused") { $0.text[0].contains("paused") }
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)

      let events = try events(of: place.log)
      #expect(
        events.commands == [
          .step, .inject("1 2"), .setTemperature(1.5), .resume, .pause, .end(immediately: true),
        ])
      #expect(events.candidates.contains { $0.origin == .person && $0.text.hasPrefix("w=1") })
      let temperatures = events.candidates.filter { $0.origin == .model }.map(\.temperature)
      #expect(temperatures.first == .some(nil) && temperatures.dropFirst().allSatisfy { $0 == 1.5 })
    }

    @Test("space pauses: the reply under way is kept, and no further one is asked for")
    func pausing() async throws {
      let place = try Workplace()
      let gate = Gate()
      let server = try LoopbackServer { request in
        request.number == 0 ? [.wait(gate)] + .chat(["{\"w\": 3, \"b\": 4}"]) : .chat(["{\"w\": 0, \"b\": 0}"])
      }
      defer { server.stop() }
      let terminal = try Program.onTerminal(asking(server, "--log", place.log), in: place)
      _ = try await server.requests.first(1)
      try await terminal.see("asking")
      try await terminal.send(" ")
      try await terminal.see("pausing")
      gate.open()
      try await terminal.see("paused") { $0.text[0].contains("paused") && $0.contains("step 1/") }
      try await terminal.see("3.000")
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      #expect(server.requests.count == 1)
      let texts = try events(of: place.log).candidates.filter { $0.origin == .model }.map(\.text)
      #expect(texts == ["w=3.0, b=4.0"])
    }

    @Test("it fills every size, says calmly where one is too small, and comes back")
    func sizes() async throws {
      let place = try Workplace()
      let terminal = try Program.onTerminal(["run", "--model", "none", "--paused"], in: place, columns: 80, rows: 24)
      try await terminal.see("paused")
      try await terminal.see("the keys at the foot") { $0.text[23].contains("quit") }

      await terminal.resize(columns: 200, rows: 60)
      try await terminal.see("the whole of a large terminal") { screen in
        screen.text[59].contains("quit") && screen.text.contains { !$0.dropFirst(190).allSatisfy { $0 == " " } }
      }
      await terminal.resize(columns: 20, rows: 5)
      let small = try await terminal.see("a calm message") { $0.description.contains("Tiller needs") }
      #expect(small.description.contains("20x5") && !small.contains("quit"))

      await terminal.resize(columns: 80, rows: 24)
      try await terminal.see("the screen again") { screen in
        screen.text[23].contains("quit") && screen.contains("paused") && !screen.description.contains("Tiller needs")
      }
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)
    }

    @Test("a terminal that takes nothing for a while then shows the newest")
    func slowTerminal() async throws {
      let place = try Workplace()
      let gate = Gate()
      let server = try LoopbackServer { request in
        request.number == 1 ? [.wait(gate)] + .chat(["{\"w\": 3, \"b\": 4}"]) : [.waitForDisconnect]
      }
      defer { server.stop() }
      let terminal = try Program.onTerminal(asking(server, "--log", place.log), in: place, columns: 80, rows: 24)
      try await terminal.see("asking")
      // Nobody reads while a frame comes that is more than the terminal holds, nor while the run goes on. That the step
      // was cancelled tells that the frame was drawn.
      await terminal.resize(columns: 500, rows: 150)
      try await terminal.send("c")
      _ = try await server.disconnects.first(1)
      _ = try await server.requests.first(2)
      gate.open()
      _ = try await server.requests.first(3)
      try await terminal.see("the third step") { $0.contains("step 3/") && $0.contains("3.000") }
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)
    }
  }
}
