import Foundation
import Optimization
import TestSupport
import Testing
import Text

@Suite("race and compare without a screen")
struct RaceProgramTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func race(_ more: String...) async throws -> PipedProgram.Outcome {
    try await Program.run(
      ["race", "--model", "none", "--model", "simulated", "--steps", "3", "--log", place.path + "/r"] + more,
      in: place)
  }

  @Test("events have their lane, and each lane is a whole run with its log")
  func json() async throws {
    let race = try await race("--json")
    #expect(race.status == 0 && race.errors == "")
    let objects = try race.lines.map { try JSONValue(parsing: $0.utf8) }
    for letter in ["A", "B"] {
      let own = objects.filter { $0["lane"]?.string == letter }
      #expect(own.first?["event"]?.string == "run-started" && own.last?["event"]?.string == "run-ended")
      #expect(own.compactMap { $0["n"]?.number }.map { Int($0) } == Array(own.indices))
      #expect(ending(try events(of: place.path + "/r-\(letter.lowercased()).jsonl")) == .steps)
    }
    #expect(objects.allSatisfy { ["A", "B"].contains($0["lane"]?.string) })
  }

  @Test("lines have their lane before them, then a table, a verdict and how to look again")
  func lines() async throws {
    let race = try await race()
    #expect(race.status == 0)
    #expect(race.lines.contains { $0.hasPrefix("A  step 3/3") } && race.lines.contains { $0.hasPrefix("B  step 3/3") })
    #expect(race.lines.contains { $0.hasPrefix("A  random proposals  all steps done") })
    #expect(race.output.contains(" the lowest MSE: "))
    #expect(race.lines.last?.hasSuffix("tiller compare \(place.path)/r-a.jsonl \(place.path)/r-b.jsonl") == true)
  }

  @Test("compare prints the table, or an object a log")
  func compare() async throws {
    _ = try await race()
    let logs = [place.path + "/r-a.jsonl", place.path + "/r-b.jsonl"]
    let table = try await Program.run(["compare"] + logs, in: place)
    #expect(table.status == 0 && table.lines.count >= 3 && table.lines[0].contains("best MSE"))
    let json = try await Program.run(["compare", "--json"] + logs, in: place)
    let objects = try json.lines.map { try JSONValue(parsing: $0.utf8) }
    #expect(objects.map { $0["lane"]?.string } == ["A", "B"] && objects.map { $0["log"]?.string } == logs)
    #expect(objects.allSatisfy { $0["evaluations"]?.number == 4 })
  }

  @Test("a fork is told with the step that it left its parent at and what was changed")
  func fork() async throws {
    let parent = place.path + "/parent.jsonl", child = place.path + "/child.jsonl"
    let run = try await Program.run(
      ["run", "--model", "simulated", "--steps", "4", "--headless", "--log", parent], in: place)
    let fork = try await Program.run(
      ["fork", parent, "--step", "2", "--temperature", "0.4", "--headless", "--log", child], in: place)
    #expect(run.status == 0 && fork.status == 0, "\(fork.errors)")
    let both = try await Program.run(["compare", child, parent], in: place)
    #expect(both.lines.last == "A forked from B after step 2: temperature 0.4")
    let json = try await Program.run(["compare", "--json", child, parent], in: place)
    let objects = try json.lines.map { try JSONValue(parsing: $0.utf8) }
    #expect(objects.first?["forked"]?["step"]?.number == 2 && objects.last?["forked"] == nil)
  }

  @Test(
    "what cannot be is refused before anything starts",
    arguments: [
      (["race", "--model", "none"], "A race has 2 to 6 lanes, each with its --model; one was given."),
      (["race"] + Array(repeating: ["--model", "none"], count: 7).flatMap(\.self), "7 were given"),
      (["race", "--model", "none", "--model", "nobody:x"], "nobody"),
      (["race", "--model", "none", "--model", "recorded:/nowhere.jsonl"], "/nowhere.jsonl"),
      (["compare", "/nowhere.jsonl"], "takes 2 to 6 logs"),
      (["compare", "/nowhere.jsonl", "/neither.jsonl"], "/nowhere.jsonl"),
    ]) func refusals(_ arguments: [String], _ sentence: String) async throws
  {
    let outcome = try await Program.run(arguments, in: place)
    #expect(outcome.status == 2 && outcome.errors.contains(sentence), "\(outcome.errors)")
    #expect(outcome.output == "" && place.logs == [])
  }

  @Test("a signal ends all lanes with whole logs")
  func signal() async throws {
    let program = try Program.start(
      [
        "race", "--model", "none", "--model", "simulated:slow", "--model", "simulated:slow", "--log", place.path + "/r",
      ],
      in: place)
    try await program.line(with: "A  step 50/50")
    program.send(SIGTERM)
    let outcome = try await program.outcome()
    #expect(outcome.status == 143)
    let ends = try ["a", "b", "c"].map { ending(try events(of: place.path + "/r-\($0).jsonl")) }
    #expect(ends == [.steps, .interrupted, .interrupted])
  }

  @Test("what a person did to another run is done in every lane")
  func acts() async throws {
    let acts = try place.file(
      "acts.jsonl",
      String(decoding: try place.bytes(of: try await steeredLog()), as: UTF8.self))
    let race = try await race("--acts", acts, "--json")
    #expect(race.status == 0)
    for letter in ["a", "b"] {
      #expect(try events(of: place.path + "/r-\(letter).jsonl").commands == [.setTemperature(0.3)])
    }
  }

  /// The log of a run in which a person changed the temperature.
  private func steeredLog() async throws -> String {
    let log = place.path + "/steered.jsonl"
    let run = try await Program.run(
      ["run", "--model", "none", "--steps", "2", "--headless", "--log", log], in: place)
    #expect(run.status == 0)
    var lines = String(decoding: try place.bytes(of: log), as: UTF8.self).split(separator: "\n").map(String.init)
    let second = try #require(
      lines.firstIndex { $0.contains("\"event\":\"step-started\"") && $0.contains("\"step\":2,") })
    let steered =
      #"{"command":{"name":"temperature","temperature":0.3,"version":1},"event":"steered","n":\#(second),"source":"keyboard","step":1,"time":9}"#
    // Nothing comes behind it: only the acts are read.
    lines = lines[..<second] + [steered]
    return try place.file("steered.jsonl", lines.joined(separator: "\n") + "\n")
  }
}

extension EndToEnd {
  @Suite("a race on the screen")
  struct RaceScreenTests {
    @Test("one lane is paused and given a solution while the other goes on; both logs are whole")
    func race() async throws {
      let place = try Workplace()
      let gate = Gate()
      let server = try LoopbackServer { request in
        (request.number >= 2 ? [.wait(gate)] : []) + .chat(["{\"w\": \(request.number), \"b\": 0.5}"])
      }
      defer { server.stop() }
      let terminal = try Program.onTerminal(
        ["race", "--model", "openai:tested", "--model", "none", "--steps", "5", "--log", place.path + "/r"],
        in: place, environment: ["OPENAI_BASE_URL": server.baseURL])
      try await terminal.see("all steps done")
      try await terminal.send("1")
      try await terminal.see("keys act on lane A")
      _ = try await server.requests.first(3)
      try await terminal.send(" ")
      try await terminal.see("space resume")
      try await terminal.send("i3 4\r")
      try await terminal.see("Injected: the model sees it with the next prompt. (lane A)")
      gate.open()
      try await terminal.see("Paused by a person.")
      // Back to its start and to the newest again.
      try await terminal.send("\u{1B}[H")
      try await terminal.see("figures at step 0")
      try await terminal.send("\u{1B}[F")
      try await terminal.see("the newest again") { !$0.contains("figures at step 0") }
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)
      #expect(await terminal.screen.contains("tiller compare "))
      let logs = try ["a", "b"].map { try events(of: place.path + "/r-\($0).jsonl") }
      #expect(ending(logs[0]) == .person && ending(logs[1]) == .steps)
      #expect(logs[0].candidates.contains { $0.origin == .person } && logs[1].commands == [])
    }

    @Test("compare shows logs, goes through their steps and leaves the terminal as it was")
    func compare() async throws {
      let place = try Workplace()
      let run = try await Program.run(
        [
          "race", "--model", "none", "--model", "simulated", "--steps", "4", "--headless", "--log", place.path + "/r",
        ], in: place)
      #expect(run.status == 0)
      let logs = [place.path + "/r-a.jsonl", place.path + "/r-b.jsonl"]
      let terminal = try Program.onTerminal(["compare"] + logs, in: place, columns: 80, rows: 24)
      try await terminal.see("at the end, step 4")
      try await terminal.send("\u{1B}[D\u{1B}[D")
      try await terminal.see("figures at step 2")
      try await terminal.send("a")
      try await terminal.see("against tokens")
      try await terminal.send("?")
      try await terminal.see("All lanes as they were a step earlier.")
      try await terminal.send("?q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)
      #expect(await terminal.screen.contains("best MSE"))
    }

    @Test("compare follows a log that another program writes")
    func following() async throws {
      let place = try Workplace()
      let gate = Gate()
      let server = try LoopbackServer { request in
        (request.number >= 2 ? [.wait(gate)] : []) + .chat(["{\"w\": \(request.number), \"b\": 0.5}"])
      }
      defer { server.stop() }
      let done = try await Program.run(
        ["run", "--model", "none", "--steps", "3", "--headless", "--log", place.path + "/done.jsonl"], in: place)
      #expect(done.status == 0)
      let run = try Program.start(asking(server, "--steps", "4", "--json", "--log", place.log), in: place)
      _ = try await server.requests.first(3)
      let terminal = try Program.onTerminal(["compare", place.path + "/done.jsonl", place.log], in: place)
      try await terminal.see("the run goes on") { $0.contains("running") && $0.contains("3/4") }
      gate.open()
      try await terminal.see("its end") { !$0.contains("running") && $0.contains("4/4") }
      #expect(try await run.outcome().status == 0)
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      // What is printed is the end, not what was there at first.
      #expect(await terminal.screen.contains("4/4"))
    }
  }
}
