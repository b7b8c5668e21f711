import Optimization
import Testing

@testable import Problems

@Suite struct LineSettingsTests {
  private func reason(_ preset: LinePreset = .classroom, seed: UInt64 = 1, _ change: (inout LineSettings) -> Void)
    -> String
  {
    var settings = LineSettings(preset, seed: seed)
    change(&settings)
    do {
      _ = try LineProblem(settings)
      return "accepted"
    } catch { return "\(error)" }
  }

  @Test func refusesNumbersOutOfRange() {
    #expect(reason { _ in } == "accepted")
    #expect(reason { $0.points = 1 } == "The number of points is 1; allowed are 2 to 1000000.")
    #expect(reason { $0.points = 1_000_001 }.contains("1000001"))
    #expect(reason { $0.noise = -0.1 } == "The noise is -0.1; allowed are numbers from 0 to 1e+100.")
    #expect(reason { $0.noise = .nan }.contains("nan"))
    #expect(reason { $0.truth = LineSolution(w: .infinity, b: 0) }.contains("inf"))
    #expect(reason { $0.start = -1e300...0 }.contains("1e+300"))
    #expect(reason { $0.initial = [LineSolution(w: 1e101, b: 0)] }.contains("1e+101"))
    #expect(reason { $0.initial = [] }.contains("empty"))
    #expect(reason(.opro) { $0.start = 0.2...0.8 }.contains("holds no whole number"))
    #expect(reason(.opro, seed: 42_949_673) { _ in }.contains("0 to 42949672"))
    #expect(reason(.opro, seed: 42_949_672) { _ in } == "accepted")
    #expect(reason(seed: .max) { _ in } == "accepted")
  }

  @Test func namesThePresets() throws {
    #expect(try LinePreset(named: "opro") == .opro)
    #expect(throws: InputError("Unknown preset \"opra\"; the presets of the problem line are classroom, opro.")) {
      try LinePreset(named: "opra")
    }
  }

  @Test func hasTheClassroomsDefaults() {
    let defaults = LinePreset.classroom.defaults
    #expect(defaults.steps == 50 && defaults.candidates == 1 && defaults.initialCount == 1)
    #expect(defaults.promptSettings == PromptSettings(history: nil, order: .asMade, decimals: nil))
    #expect(defaults.temperature == nil && defaults.rejectsRepeats)
    let settings = LineSettings(.classroom)
    #expect(settings.points == 35 && settings.noise == 0.2 && settings.start == -5...5 && settings.loss == .mean)
  }

  @Test func listsTheProblems() {
    #expect(ProblemCatalog.names == ["line"])
    #expect(throws: InputError("Unknown problem \"lines\"; the problems are: line.")) {
      try ProblemCatalog.problem(named: "lines", settings: [:], data: nil)
    }
  }
}
