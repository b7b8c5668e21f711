import Optimization
import Testing

@testable import Problems

/// The preset `opro` against figures of the published repetitions.
@Suite struct OproPresetTests {
  private func problem(seed: UInt64, truth: LineSolution? = nil) throws -> LineProblem {
    var settings = LineSettings(.opro, seed: seed)
    if let truth { settings.truth = truth }
    return try LineProblem(settings)
  }

  @Test(arguments: zip(1...5, [47.037719, 55.125272, 54.166294, 48.663327, 36.324914]))
  func hasThePublishedLossAtTheTruth(seed: Int, loss: Double) throws {
    for truth in [(15, 14), (17, 17), (16, 10), (3, 5), (25, 23), (2, 30), (36, -1)] {
      let line = LineSolution(w: Double(truth.0), b: Double(truth.1))
      let problem = try problem(seed: UInt64(seed), truth: line)
      #expect(abs(problem.loss(of: line) - loss) <= 0.5e-6)
    }
  }

  @Test(
    arguments: zip(
      1...5,
      [
        [(10, 13, 1_086_508), (15, 10, 836), (16, 14, 42864), (17, 18, 192741), (18, 15, 393751)],
        [(10, 18, 1_022_547), (16, 19, 57147), (18, 14, 386673), (19, 12, 667017), (19, 16, 707873)],
        [(12, 13, 390700), (14, 12, 47103), (16, 15, 46724), (17, 14, 173987), (20, 12, 1_053_402)],
        [(11, 12, 708461), (13, 13, 177405), (14, 17, 36012), (15, 11, 511), (18, 19, 425099)],
        [(12, 11, 410956), (13, 17, 157635), (14, 11, 51479), (14, 16, 38430), (15, 17, 457)],
      ])) func startsAtThePublishedPoints(seed: Int, points: [(Int, Int, Int)]) throws
  {
    let problem = try problem(seed: UInt64(seed))
    var generator = SeededGenerator(runSeed: UInt64(seed), purpose: .initialSolutions)
    let starts = problem.initialSolutions(LinePreset.opro.defaults.initialCount, using: &generator)
    #expect(starts == points.map { LineSolution(w: Double($0.0), b: Double($0.1)) })
    #expect(starts.map { Int(problem.loss(of: $0)) } == points.map(\.2))
  }

  @Test func addsThePublishedNoise() throws {
    let points = try problem(seed: 1).points
    #expect(points.xs == (1...50).map(Double.init))
    let noise = zip(points.xs, points.ys).map { $1 - (15 * $0 + 14) }
    for (value, expected) in zip(noise, [1.624345, -0.611756, -0.528172]) { #expect(abs(value - expected) <= 0.5e-6) }
  }

  @Test func roundsEverySolutionHalfToEven() throws {
    let problem = try problem(seed: 1)
    #expect(
      try problem.solutions(typed: "14.5 13.5; 15.5 -0.4") == [
        LineSolution(w: 14, b: 14), LineSolution(w: 16, b: 0),
      ])
    #expect(problem.solution(from: ["w": 14.6, "b": 14.4]) == LineSolution(w: 15, b: 14))
    let readings = problem.read(Reply(text: "[w, b] = [15.2, 13.9]"), given: ReadingContext())
    guard case .solution(let solution, span: 9..<21) = readings.first else {
      Issue.record("\(readings)")
      return
    }
    #expect(problem.text(of: solution, decimals: nil) == "w=15, b=14")
    #expect(problem.key(of: solution) == problem.key(of: LineSolution(w: 15, b: 14)))
    var settings = LineSettings(.opro)
    settings.initial = [LineSolution(w: 1.4, b: 2.6), LineSolution(w: 1, b: 3), LineSolution(w: 5, b: 5)]
    var generator = SeededGenerator(seed: 1)
    #expect(
      try LineProblem(settings).initialSolutions(9, using: &generator) == [
        LineSolution(w: 1, b: 3), LineSolution(w: 5, b: 5),
      ])
  }

  @Test func isSolvedByTheTruthAlone() throws {
    let problem = try problem(seed: 2, truth: LineSolution(w: 2, b: 30))
    #expect(problem.isSolved(by: LineSolution(w: 2, b: 30)))
    #expect(!problem.isSolved(by: LineSolution(w: 2, b: 29)))
    let given = try LineProblem(LineSettings(.opro), data: LineData(xs: [1, 2], ys: [2, 4]))
    #expect(!given.isSolved(by: LineSolution(w: 2, b: 0)))
  }

  @Test func proposesWholeNumbersAtRandomFromTheWholeBox() throws {
    let problem = try problem(seed: 1)
    var generator = SeededGenerator(seed: 9)
    var seen: Set<LineSolution> = []
    for _ in 0..<3_000 { seen.insert(problem.randomSolution(using: &generator)) }
    #expect(seen.count == 121)
    #expect(seen.allSatisfy { (10...20).contains($0.w) && (10...20).contains($0.b) })
  }

  @Test func hasThePublishedDefaults() {
    let defaults = LinePreset.opro.defaults
    #expect(defaults.steps == 500)
    #expect(defaults.candidates == 8)
    #expect(defaults.promptSettings == PromptSettings(history: 20, order: .bestLast, dataInPrompt: false, decimals: 0))
    #expect(defaults.temperature == 1)
    #expect(defaults.replyTokens == 1024)
    let settings = LineSettings(.opro)
    #expect(settings.points == 50 && settings.noise == 1 && settings.loss == .sum && settings.roundsProposals)
  }
}
