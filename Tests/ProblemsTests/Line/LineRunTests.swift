import Optimization
import Problems
import TestSupport
import Testing

/// Runs of the line with the shipped promptings.
@Suite struct LineRunTests {
  private func run(_ replies: [String], decimals: Int?) async throws -> [RunEvent] {
    var settings = LineSettings(.classroom)
    settings.initial = [LineSolution(w: 1.2345, b: -0.456)]
    let sink = MemorySink()
    let run = OptimizationRun(
      RunConfiguration(
        problem: AnyProblem(try LineProblem(settings)),
        settings: RunSettings(steps: replies.count, prompt: PromptSettings(decimals: decimals)),
        prompting: try PromptingCatalog.prompting(named: "classroom", parameters: ["w", "b"]),
        model: ScriptedModel(replies: replies), clock: ManualClock(skipsSleeps: true), id: "test", started: ""),
      sink: sink)
    _ = await run.run()
    return sink.events.all.map(\.event)
  }

  private func duplicates(_ events: [RunEvent]) -> [Int?] {
    events.compactMap { event -> Int?? in
      if case .rejected(let rejected) = event, rejected.code == .duplicate { rejected.of } else { nil }
    }
  }

  @Test func whatRepeatsARowAsThePromptShowedItIsADuplicateOfIt() async throws {
    let echo = #"{"w": 1.23, "b": -0.46}"#
    #expect(duplicates(try await run([echo], decimals: 2)) == [0])
    #expect(duplicates(try await run([echo], decimals: nil)) == [])
  }
}
