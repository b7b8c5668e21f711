import LanguageModels
import Optimization
import Problems
import TestSupport
import Testing

@testable import EmbeddedModel

/// What the embedded model does with the real prompts, in whole runs. How good it is on average is measured elsewhere;
/// these are a few runs that it must not lose.
@Suite(.timeLimit(.minutes(1))) struct EmbeddedRunTests {
  private struct Outcome {
    var ended: RunEnded
    var candidates: [CandidateEvent]
    var rejected: [Rejected]
    var steps: Int
    /// The loss of the best possible line.
    var optimum: Double

    var best: Double { candidates.compactMap(\.loss).min() ?? .infinity }
  }

  private func run(
    _ preset: LinePreset, steps: Int, seed: UInt64, temperature: Double?, hidesPoints: Bool = false,
    hidesScores: Bool = false
  ) async throws -> Outcome {
    let defaults = preset.defaults
    let problem = AnyProblem(try LineProblem(LineSettings(preset, seed: seed)))
    var prompt = defaults.promptSettings
    if hidesPoints { prompt.dataInPrompt = false }
    if hidesScores { prompt.scoresShown = false }
    let sink = MemorySink()
    let run = OptimizationRun(
      RunConfiguration(
        problem: problem,
        settings: RunSettings(
          steps: steps, candidates: defaults.candidates, initial: defaults.initialCount, prompt: prompt,
          prompting: defaults.promptingName, temperature: temperature, seed: seed,
          request: RequestSettings(replyTokens: defaults.replyTokens), attended: false),
        prompting: try PromptingCatalog.prompting(
          named: defaults.promptingName, parameters: problem.space.parameterNames),
        model: EmbeddedModel(pace: .atOnce), clock: ManualClock(skipsSleeps: true), id: "test", started: ""), sink: sink
    )
    let ended = await run.run()
    let events = sink.events.all.map(\.event)
    return Outcome(
      ended: ended,
      candidates: events.compactMap { event in if case .candidate(let candidate) = event { candidate } else { nil } },
      rejected: events.compactMap { event in if case .rejected(let rejected) = event { rejected } else { nil } },
      steps: events.count { event in if case .stepStarted = event { true } else { false } },
      optimum: problem.references.first { $0.kind == .optimum }?.loss ?? .nan)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func theBlackBoxOfWholeNumbersIsSolvedInAFewSteps(_ seed: UInt64) async throws {
    let outcome = try await run(.opro, steps: 25, seed: seed, temperature: 1)
    #expect(outcome.ended.reason == .solved, "\(outcome.best) of \(outcome.optimum)")
    #expect(outcome.rejected.allSatisfy { $0.code == .duplicate })
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func aLineIsFittedInAFewStepsWhereThePointsAreShown(_ seed: UInt64) async throws {
    let outcome = try await run(.classroom, steps: 8, seed: seed, temperature: nil)
    #expect(outcome.best < 1.05 * outcome.optimum, "\(outcome.best) of \(outcome.optimum)")
    #expect(outcome.rejected.isEmpty)
  }

  @Test func aLineIsFittedFromItsLossesAlone() async throws {
    var ratios: [Double] = []
    for seed in 1...3 as ClosedRange<UInt64> {
      let outcome = try await run(.classroom, steps: 25, seed: seed, temperature: 0.5, hidesPoints: true)
      ratios.append(outcome.best / outcome.optimum)
    }
    #expect(ratios.sorted()[1] < 1.1, "\(ratios)")
  }

  @Test func withoutLossesItDoesNotFindTheLine() async throws {
    var ratios: [Double] = []
    for seed in 1...3 as ClosedRange<UInt64> {
      let outcome = try await run(
        .classroom, steps: 12, seed: seed, temperature: 0.5, hidesPoints: true, hidesScores: true)
      ratios.append(outcome.best / outcome.optimum)
    }
    #expect(ratios.sorted()[1] > 1.3, "\(ratios)")
  }

  @Test func withoutTemperatureNothingIsRepeated() async throws {
    let classroom = try await run(.classroom, steps: 15, seed: 2, temperature: 0)
    #expect(classroom.rejected.isEmpty)
    let opro = try await run(.opro, steps: 25, seed: 2, temperature: 0)
    // What the history of twenty rows has dropped may come again.
    #expect(opro.ended.reason == .solved, "\(opro.best) of \(opro.optimum)")
  }
}
