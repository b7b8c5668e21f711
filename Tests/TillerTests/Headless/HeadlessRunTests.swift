import Foundation
import Optimization
import TestSupport
import Testing
import Text

/// Runs without a screen: what they print, how they end, and what their log holds.
@Suite("headless runs", .serialized, .timeLimit(.minutes(1)))
struct HeadlessRunTests {
  @Test("a line a step, a summary, status 0, and nothing on standard error")
  func lines() async throws {
    let place = try Workplace()
    let outcome = try await Program.run(["run", "--model", "none", "--steps", "3"], in: place)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.lines.prefix(4).map { $0.prefix(9) } == ["start  #0", "step 1/3 ", "step 2/3 ", "step 3/3 "])
    let labels = ["run", "ended", "best", "last", "truth", "least squares", "steps", "rejected", "log", "go on with"]
    #expect(outcome.lines.count == 4 + labels.count)
    for (line, label) in zip(outcome.lines.dropFirst(4), labels) { #expect(line.hasPrefix(label + "  ")) }
    #expect(!outcome.output.contains("\u{1B}"))
    let log = try #require(place.logs.first)
    #expect(outcome.output.contains(log))
    #expect(ending(try events(of: log)) == .steps)
  }

  @Test("with no model named the one inside the program is asked, and said to be no language model")
  func embedded() async throws {
    let place = try Workplace()
    let outcome = try await Program.run(["--steps", "3", "--headless", "--log", place.log], in: place)
    #expect(outcome.status == 0)
    #expect(
      outcome.lines.first
        == "embedded: a transformer trained to optimize in context, not a language model: it reads the pairs in the prompt "
        + "and no words")
    #expect(outcome.lines.contains { $0.hasPrefix("run ") && $0.contains("embedded") })
    let events = try events(of: place.log)
    #expect(events.candidates.filter { $0.origin == .model }.count == 3)
    let best = events.candidates.compactMap(\.loss).min(), first = events.candidates.first?.loss
    #expect(try #require(best) < (try #require(first)) / 2)
  }

  @Test("the simulated model is called simulated")
  func simulated() async throws {
    let outcome = try await Program.run(
      ["--model", "simulated", "--steps", "1", "--headless"], in: try Workplace())
    #expect(outcome.status == 0)
    #expect(outcome.lines.first == "simulated model: no language model is running")
    #expect(outcome.lines.contains { $0.hasPrefix("run ") && $0.contains("simulated") })
  }

  @Test("--json prints the events and nothing else, as the log has them")
  func json() async throws {
    let place = try Workplace()
    let outcome = try await Program.run(
      ["run", "--model", "none", "--steps", "5", "--candidates", "2", "--json", "--log", place.log], in: place)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    for (number, line) in outcome.lines.enumerated() {
      let event = try JSONValue(parsing: line)
      #expect(event["n"]?.number == Double(number))
      #expect(event["event"]?.string != nil)
    }
    let logged = String(decoding: try place.bytes(of: place.log), as: UTF8.self).split(separator: "\n")
    let printed = try outcome.lines.map { try JSONValue(parsing: $0) }
    #expect(printed == (try logged.map { try JSONValue(parsing: String($0)) }))
    #expect(ending(try events(of: place.log)) == .steps)
  }

  @Test("equal seeds give equal trajectories, others give others")
  func seeds() async throws {
    let place = try Workplace()
    var trajectories: [[String]] = []
    for (number, seed) in ["7", "7", "8"].enumerated() {
      let log = place.path + "/\(number).jsonl"
      let outcome = try await Program.run(
        ["run", "--model", "none", "--steps", "20", "--seed", seed, "--headless", "--log", log], in: place)
      #expect(outcome.status == 0)
      trajectories.append(try events(of: log).candidates.map { "\($0.id) \($0.text) \($0.loss ?? -1)" })
    }
    #expect(trajectories[0].count == 21)
    #expect(trajectories[0] == trajectories[1])
    #expect(trajectories[0] != trajectories[2])
  }

  @Test("points come from a pipe or a file, and their log holds them", arguments: ["-", "points.csv"])
  func data(source: String) async throws {
    let place = try Workplace()
    let text = "time,height\n0,1\n1,3\n2,5\n3,7\n"
    _ = try place.file("points.csv", text)
    let outcome = try await Program.run(
      ["run", "--model", "none", "--steps", "1", "--data", source, "--log", place.log], in: place, input: text)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.contains { $0.hasPrefix("least squares") && $0.contains("w=2, b=1") })
    #expect(!outcome.lines.contains { $0.hasPrefix("truth") })
    guard case .runStarted(let started)? = try events(of: place.log).first?.event else {
      Issue.record("the log has no start")
      return
    }
    #expect(started.problem.data == [[0, 1], [1, 3], [2, 5], [3, 7]])
  }

  @Test("an edited prompt is what the server gets, and the log keeps its text")
  func prompt() async throws {
    let place = try Workplace()
    let server = try answeringServer()
    defer { server.stop() }
    let printed = try await Program.run(["prompt", "classroom"], in: place)
    #expect(printed.status == 0)
    let edited = printed.output.replacing("[user]", with: "[user]\nAhoy, steer well through step {iteration}.")
    let file = try place.file("my prompt.txt", edited)
    let outcome = try await Program.run(
      asking(server, "--steps", "2", "--prompt", file, "--log", place.log), in: place)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(server.requests.all.map { $0.text.contains("Ahoy, steer well through step") } == [true, true])
    guard case .runStarted(let started)? = try events(of: place.log).first?.event else {
      Issue.record("the log has no start")
      return
    }
    #expect(started.settings.promptText == edited)
  }

  @Test("a log that exists is left alone")
  func existingLog() async throws {
    let place = try Workplace()
    let log = try place.file("run.jsonl", "somebody's notes\n")
    let outcome = try await Program.run(["run", "--model", "none", "--steps", "1", "--log", log], in: place)
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(log) && outcome.errors.contains("exists already"))
    #expect(String(decoding: try place.bytes(of: log), as: UTF8.self) == "somebody's notes\n")
  }

  @Test("a server that refuses ends the run: status 1, the cause, how to go on, and the key nowhere")
  func refused() async throws {
    let place = try Workplace()
    let key = "sk-secret-of-this-test"
    let server = try LoopbackServer { _ in .answer(401, "{\"error\":{\"message\":\"wrong key \(key) given\"}}") }
    defer { server.stop() }
    let outcome = try await Program.run(
      asking(server, "--log", place.log), in: place, environment: ["OPENAI_API_KEY": key])
    #expect(outcome.status == 1)
    #expect(server.requests.all.map { $0.headers["authorization"] } == ["Bearer \(key)"])
    #expect(outcome.errors.contains("does not accept the key in OPENAI_API_KEY"))
    #expect(outcome.errors.contains("tiller resume \(place.log)"))
    #expect(ending(try events(of: place.log)) == .failed)
    for text in [outcome.output, outcome.errors, String(decoding: try place.bytes(of: place.log), as: UTF8.self)] {
      #expect(!text.contains("secret-of-this-test"))
    }

    // Once the server takes requests, the command that was named goes on.
    let port = server.port
    server.stop()
    let mended = try LoopbackServer(port: port) { .chat(["{\"w\": \($0.number), \"b\": 2}"]) }
    defer { mended.stop() }
    let resumed = try await Program.run(
      ["resume", place.log, "--steps", "3", "--headless"], in: place, environment: ["OPENAI_API_KEY": key])
    #expect(resumed.status == 0, "\(resumed.errors)")
    let after = try events(of: place.log)
    #expect(ending(after) == .steps)
    #expect(!String(decoding: try place.bytes(of: place.log), as: UTF8.self).contains("secret-of-this-test"))
  }

  @Test("a budget that is used up ends the run: status 1 and how to go on")
  func budget() async throws {
    let place = try Workplace()
    let server = try answeringServer()
    defer { server.stop() }
    let outcome = try await Program.run(
      asking(server, "--budget-tokens", "4000", "--reply-tokens", "100", "--steps", "99", "--log", place.log), in: place
    )
    #expect(outcome.status == 1)
    #expect((2..<20).contains(server.requests.count))
    var state = RunState()
    for event in try events(of: place.log) { state.apply(event) }
    #expect(state.head.tokens.total > 2000 && state.head.tokens.total <= 4000)
    #expect(outcome.errors.contains("4000 tokens") && outcome.errors.contains("tiller resume \(place.log)"))
    #expect(ending(try events(of: place.log)) == .budget)
  }
}
