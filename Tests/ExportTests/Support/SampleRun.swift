import Export
import Foundation
import LanguageModels
import Optimization
import Problems
import RunLog
import TestSupport
import Text

/// Logs for the tests of exports, each in a folder of its own that goes with it.
final class SampleRun: Sendable {
  let folder: String
  var log: String { folder + "/run.jsonl" }

  private init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("tiller-export-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// What is in the folder beside the log.
  var others: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0 != "run.jsonl" }.sorted()
  }

  func record(upToStep last: Int? = nil) throws -> RunRecord { try RunRecord(try RunLogReader(log), upToStep: last) }

  static func known(_ started: RunStarted) -> AnyProblem? {
    (try? ProblemCatalog.problem(
      named: started.problem.name, settings: started.problem.settings, data: started.problem.data)).map {
        AnyProblem(erasing: $0)
      }
  }

  /// A run of the line problem by the simulated model.
  static func line(steps: Int = 8, candidates: Int = 1) async throws -> SampleRun {
    let sample = try SampleRun()
    let preset = LinePreset.classroom
    let problem = AnyProblem(try LineProblem(LineSettings(preset, seed: 1)))
    let settings = RunSettings(
      steps: steps, candidates: candidates, prompt: preset.defaults.promptSettings, attended: false)
    let run = OptimizationRun(
      RunConfiguration(
        problem: problem, settings: settings,
        prompting: try PromptingCatalog.prompting(named: "classroom", parameters: ["w", "b"]),
        model: SimulatedModel(pace: .immediate), clock: ManualClock(), id: "sample", started: "2026-11-21T18:00:00Z"),
      sink: try RunLogWriter(creating: sample.log))
    _ = await run.run()
    return sample
  }

  /// A log of events as they are given.
  static func events(_ events: [RunEvent], problem: RunStarted.ProblemRecord = .words) async throws -> SampleRun {
    let sample = try SampleRun()
    let writer = try RunLogWriter(creating: sample.log)
    let started = RunEvent.runStarted(
      RunStarted(
        id: "hand", started: "2026-11-21T18:00:00Z", problem: problem, settings: RunSettings(steps: 3),
        models: .init(optimizer: ModelIdentity(name: Hostile.text, kind: .server))))
    for (n, event) in ([started] + events).enumerated() {
      _ = writer.append(LoggedEvent(n: n, time: Double(n), event: event))
    }
    await writer.finish()
    return sample
  }
}

extension RunStarted.ProblemRecord {
  /// A problem that the program does not know, whose solutions are text.
  static let words = RunStarted.ProblemRecord(
    name: "slogans " + Hostile.text, settings: ["preset": .string(Hostile.text)], parameters: [],
    objective: Objective(name: "cost " + Hostile.text, label: "cost"),
    references: [
      Reference(kind: .bestKnown, label: Hostile.text, solution: nil, text: Hostile.text, loss: 0.5)
    ], data: nil)
}

/// Text that does harm where it is not expected.
enum Hostile {
  static let text =
    "=cmd|' /C calc'!A1<script>alert(1)</script>]]>&lt;\"'\u{1B}[2J\u{1B}]52;c;AAAA\u{7}\u{202E}evil\u{2066}\u{0}\r\n"
    + "| [x](javascript:alert(1)) ![i](http://x.y) **b** `c` www.evil.example"
  static let starts = ["=1+1", "+1-2", "-cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n@x"]
  static let long = String(repeating: "<&\"=", count: 250_000)
}
