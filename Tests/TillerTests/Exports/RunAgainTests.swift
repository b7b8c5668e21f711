import Foundation
import LanguageModels
import Optimization
import RunLog
import Settings
import TestSupport
import Testing
import Text

@testable import tiller

/// A run started again from the command that its log gives.
@Suite("running again", .serialized, .timeLimit(.minutes(1)))
struct RunAgainTests {
  /// The candidates of a log in the order of their ids.
  private func candidates(_ log: String, _ place: Workplace) throws -> [JSONValue] {
    let all: [JSONValue] = String(decoding: try place.bytes(of: log), as: UTF8.self).split(separator: "\n").compactMap {
      line in
      guard let event = try? JSONValue(parsing: String(line)), event["event"]?.string == "candidate" else { return nil }
      return [
        "id": event["id"] ?? .null, "step": event["step"] ?? .null, "solution": event["solution"] ?? .null,
        "loss": event["loss"] ?? .null, "origin": event["origin"] ?? .null,
      ]
    }
    return all.sorted { ($0["id"]?.number ?? 0) < ($1["id"]?.number ?? 0) }
  }

  /// Runs a command line as a shell does.
  private func again(_ log: String, _ place: Workplace, options: [String] = []) async throws -> (
    candidates: [JSONValue], command: String, notes: String
  ) {
    let command = try await Program.run(["command", log] + options, in: place)
    #expect(command.status == 0)
    let line = command.output.trimmingCharacters(in: .newlines)
    #expect(line.hasPrefix("tiller run line "))
    let second = place.path + "/again.jsonl"
    let shell = try PipedProgram(
      "/bin/sh", ["-c", "'\(Program.path)' \(line.dropFirst("tiller ".count)) --headless --log '\(second)'"],
      environment: place.environment(), folder: place.path, input: "")
    let outcome = try await shell.outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return (try candidates(second, place), line, command.errors)
  }

  /// Runs what a command line says, in this process and without waiting for the stand-in's pace.
  private func run(_ arguments: [String], to log: String) async throws {
    let command = try #require(try Tiller.parseAsRoot(arguments) as? RunCommand)
    var plan = try RunPlan(
      line: command.line, prompt: command.prompt, request: command.request, loop: command.loop, isAttended: false)
    if let acts = command.acts { plan.settings.acts = try ScheduledAct.acts(ofLog: acts) }
    let name = try #require(command.model.model)
    let profile = name.split(separator: ":").dropFirst().first.map(String.init)
    let model: (any LanguageModel)? =
      name == "none"
      ? nil : SimulatedModel(try profile.map { try SimulatedProfile(named: $0) } ?? .steady, pace: .immediate)
    let run = OptimizationRun(
      RunConfiguration(
        problem: plan.problem, settings: plan.settings, prompting: plan.prompting, model: model, id: "t", started: "",
        dataRecord: plan.dataRecord), sink: try RunLogWriter(creating: log))
    _ = await run.run()
  }

  @Test(
    "the same candidates",
    arguments: [
      ["--model", "simulated"], ["--model", "simulated", "--preset", "opro", "--steps", "4", "--seed", "2"],
      [
        "--model", "simulated", "--seed", "18446744073709551615", "--candidates", "3", "--temperature", "1:0.2",
        "--history", "3",
      ],
      [
        "--model", "simulated", "--initial", "1,2; -3,4.5", "--order", "best-first", "--scores", "hidden",
        "--decimals", "2",
      ],
      [
        "--truth=-1.5,2", "--noise", "0.1", "--points", "7", "--start=-2:2", "--loss", "sum", "--model", "none",
        "--steps", "9",
      ],
      ["--model", "simulated:boastful", "--repeats", "evaluate", "--patience", "4", "--until", "1e-3"],
      [
        "--model", "simulated", "--request-field", "stop=[\"a b\",\"it's\"]", "--thinking", "high", "--answers",
        "free", "--top-p", "0.5", "--data-in-prompt", "no", "--reply-tokens", "99", "--show-reasoning",
      ],
      ["--model", "simulated", "--budget-tokens", "100000", "--prompting", "opro"],
    ])
  func same(_ options: [String]) async throws {
    let place = try Workplace()
    try await run(["run", "line"] + options, to: place.log)
    let started = try RunLogReader(place.log).started
    let command = try RunCommandLine(started, acts: nil, preferences: ResolvedSettings(environment: [:]))
    #expect(command.notes.isEmpty)
    let second = place.path + "/again.jsonl"
    try await run(Array(command.words.dropFirst()), to: second)
    let wanted = try candidates(place.log, place)
    #expect(wanted.count > 1)
    #expect(try candidates(second, place) == wanted, "\(command.text)")
    // Everything else that it was started with, too.
    #expect(try RunLogReader(second).started.settings == started.settings, "\(command.text)")
  }

  @Test("data and a prompt of the person's own go into files")
  func files() async throws {
    let place = try Workplace()
    let data = try place.file("mine.csv", "x,y\n1,2\n2,3.5\n3,7\n-1,0.25\n")
    let prompt = try await Program.run(["prompt", "classroom"], in: place)
    let own = try place.file("mine.txt", prompt.output)
    let run = try await Program.run(
      [
        "run", "--headless", "--log", place.log, "--model", "simulated", "--steps", "2", "--data", data, "--prompt",
        own,
      ],
      in: place)
    #expect(run.status == 0, "\(run.errors)")
    let bare = try await Program.run(["command", place.log], in: place)
    #expect(bare.errors.contains("--files FOLDER"))
    let folder = place.path + "/it's here"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let second = try await again(place.log, place, options: ["--files", folder])
    #expect(try second.candidates == candidates(place.log, place), "\(second.command)")
    #expect(second.notes == "")
  }

  @Test("with what the person did")
  func acts() async throws {
    let place = try Workplace()
    let plain = try await Program.run(
      ["run", "--plain", "--model", "none", "--steps", "6", "--paused", "--log", place.log], in: place,
      input: "inject 1 2\nstep\ninject 3 -1; 4 2\npredict 1 1\nsteps 8\nresume\n")
    #expect(plain.status == 0, "\(plain.errors)")
    let second = try await again(place.log, place)
    #expect(second.command.contains(" --acts "))
    let wanted = try candidates(place.log, place)
    #expect(wanted.contains { $0["origin"]?.string == "person" })
    #expect(second.candidates == wanted, "\(second.command)")
  }

  @Test("words are quoted for a shell, and no byte of them steers a terminal")
  func quoting() async throws {
    let place = try Workplace()
    let name = "it's \u{1B}[31m $(x) \u{202E}\n.jsonl"
    let log = place.path + "/" + name
    let run = try await Program.run(
      ["run", "--plain", "--model", "none", "--steps", "1", "--paused", "--log", log], in: place,
      input: "inject 1 2\nresume\n")
    #expect(run.status == 0)
    let command = try await Program.run(["command", log], in: place)
    #expect(command.output.contains("--acts $'"))
    #expect(!command.output.dropLast().unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
  }
}
