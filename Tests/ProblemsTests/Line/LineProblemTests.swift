import Optimization
import Testing
import Text

@testable import Problems

@Suite struct LineProblemTests {
  private func classroom(seed: UInt64 = 1) throws -> LineProblem {
    try LineProblem(LineSettings(.classroom, seed: seed))
  }

  private func evaluate(_ problem: LineProblem, _ w: Double, _ b: Double) async throws -> Evaluation {
    try await problem.evaluate(
      LineSolution(w: w, b: b), in: EvaluationContext(random: SeededGenerator(seed: 1)))
  }

  // MARK: Data

  @Test func drawsTheClassroomsData() throws {
    for seed in UInt64(1)...20 {
      let problem = try classroom(seed: seed)
      #expect(problem.points.count == 35)
      #expect(problem.points.xs.allSatisfy { (-5...5).contains($0) })
      let truth = try #require(problem.truth)
      #expect((-5...5).contains(truth.w) && (-5...5).contains(truth.b))
      for number in problem.points.xs + problem.points.ys + [truth.w, truth.b] {
        #expect(number == Double(NumberFormat.fixed(number, decimals: 2)))
      }
      #expect(try classroom(seed: seed).points == problem.points)
    }
    #expect(try classroom(seed: 1).points != classroom(seed: 2).points)
  }

  @Test func drawsNoiseInProportionToTheRangeOfTheLine() throws {
    var settings = LineSettings(.classroom, seed: 4)
    settings.points = 20_000
    settings.truth = LineSolution(w: 3, b: -1)
    let problem = try LineProblem(settings)
    let variance = problem.points.sumOfSquares(of: LineSolution(w: 3, b: -1)) / 20_000
    // The range of 3x over [-5, 5] is 30.
    #expect(abs(variance.squareRoot() - 6) < 0.1)
    settings.noise = 0
    #expect(try LineProblem(settings).loss(of: LineSolution(w: 3, b: -1)) < 1e-3)
  }

  @Test func drawsDistinctStartsWithTwoDecimals() throws {
    let problem = try classroom()
    var generator = SeededGenerator(runSeed: 1, purpose: .initialSolutions)
    let starts = problem.initialSolutions(50, using: &generator)
    #expect(Set(starts).count == 50)
    for start in starts {
      #expect((-5...5).contains(start.w) && (-5...5).contains(start.b))
      #expect(start.w == Double(NumberFormat.fixed(start.w, decimals: 2)))
    }
  }

  @Test func drawsNoMoreStartsThanARangeHolds() throws {
    var settings = LineSettings(.classroom)
    settings.start = 1.5...1.5
    var generator = SeededGenerator(seed: 1)
    #expect(try LineProblem(settings).initialSolutions(4, using: &generator) == [LineSolution(w: 1.5, b: 1.5)])
    settings.start = 0.001...0.002
    let starts = try LineProblem(settings).initialSolutions(4, using: &generator)
    #expect(Set(starts).count == 4)
    #expect(starts.allSatisfy { settings.start.contains($0.w) && settings.start.contains($0.b) })
  }

  // MARK: Judging

  @Test func judgesByTheMeanOrTheSumOfSquares() async throws {
    let data = try LineData(xs: [0, 1, 2, 3, 4], ys: [1, 3, 5, 7, 10])
    var settings = LineSettings(.classroom)
    #expect(try await evaluate(LineProblem(settings, data: data), 2, 1) == Evaluation(loss: 0.2))
    settings.loss = .sum
    let sum = try LineProblem(settings, data: data)
    #expect(try await evaluate(sum, 2, 1) == Evaluation(loss: 1))
    #expect(sum.objective.label == "SSR")
  }

  @Test func failsWhereTheLossIsTooLarge() async throws {
    let evaluation = try await evaluate(classroom(), 1e200, 0)
    guard case .failure(let failure) = evaluation.loss else {
      Issue.record("\(evaluation)")
      return
    }
    #expect(failure.code == "not-finite")
    #expect(failure.reason == "The mean squared error of w=1e+200, b=0.0 is too large to be counted.")
  }

  @Test func isNeverSolvedOverTheReals() throws {
    let problem = try classroom()
    #expect(!problem.isSolved(by: try #require(problem.truth)))
  }

  // MARK: References

  @Test func knowsTheTruthAndTheLeastSquaresOptimum() throws {
    let problem = try classroom(seed: 3)
    #expect(problem.references.map(\.kind) == [.truth, .optimum])
    #expect(problem.references.map(\.label) == ["truth", "least squares"])
    let optimum = try #require(problem.references.last)
    let best = try #require(optimum.solution.flatMap { problem.solution(from: $0) })
    #expect(problem.loss(of: best) == optimum.loss)
    for (w, b) in [(1e-4, 0), (-1e-4, 0), (0, 1e-4), (0, -1e-4), (1e-4, -1e-4)] {
      #expect(problem.loss(of: LineSolution(w: best.w + w, b: best.b + b)) > optimum.loss)
    }
  }

  @Test(arguments: [0.0, 1e6, 1e9, -1e9]) func findsTheOptimumFarFromTheOrigin(offset: Double) throws {
    let xs = (0..<40).map { offset + Double($0) * 0.25 }
    let data = try LineData(xs: xs, ys: xs.map { 3 * ($0 - offset) + 0.5 })
    let line = data.leastSquares
    #expect(abs(line.w - 3) < 1e-9)
    #expect(abs(line(offset) - 0.5) < 1e-5)
  }

  @Test(arguments: [1e-170, 1e-300, 1e90]) func findsTheOptimumAtAnyScale(scale: Double) throws {
    let line = try LineData(xs: [scale, 2 * scale, 3 * scale], ys: [3, 5, 7]).leastSquares
    #expect(abs(line.w * scale - 2) < 1e-9)
    #expect(abs(line.b - 1) < 1e-9)
  }

  @Test func findsTheSlopeOfPointsOnAVerticalPairOfColumns() throws {
    let line = try LineData(xs: [0.1, 0.1, 0.1, 0.3], ys: [1, 2, 3, 4]).leastSquares
    #expect(abs(line.w - 10) < 1e-12)
  }

  @Test func refusesDataThatNoSingleLineFitsBest() {
    #expect(throws: InputError("points.csv has no points; a line needs at least two points with different x.")) {
      try LineData(xs: [], ys: [], name: "points.csv")
    }
    #expect(throws: InputError("points.csv has one point; a line needs at least two points with different x.")) {
      try LineData(xs: [1], ys: [1], name: "points.csv")
    }
    #expect(
      throws: InputError(
        "All 3 points of points.csv have x = 0.1, so no single line fits them best; at least two different x are needed."
      )
    ) { try LineData(xs: [0.1, 0.1, 0.1], ys: [1, 2, 3], name: "points.csv") }
    #expect(throws: InputError.self) { try LineData(xs: [1, .nan], ys: [1, 2]) }
  }

  // MARK: Forms

  @Test func writesSolutionsForPeopleAndForLogs() throws {
    let problem = try classroom()
    let solution = LineSolution(w: 1.25, b: -0.5)
    #expect(problem.text(of: solution, decimals: nil) == "w=1.25, b=-0.5")
    #expect(problem.text(of: solution, decimals: 1) == "w=1.2, b=-0.5")
    #expect(problem.json(of: solution) == ["w": 1.25, "b": -0.5])
    #expect(problem.solution(from: ["w": 1.25, "b": -0.5]) == solution)
    #expect(problem.key(of: solution) == "1.25,-0.5")
    #expect(problem.key(of: LineSolution(w: -0.0, b: 0)) == problem.key(of: LineSolution(w: 0, b: -0.0)))
    #expect(problem.solution(from: ["w": 1.25]) == nil)
    #expect(problem.solution(from: ["w": "1", "b": 2]) == nil)
    #expect(problem.solution(from: .array([1, 2])) == nil)
  }

  @Test func givesTheFactsForAPrompt() throws {
    let problem = try LineProblem(LineSettings(.classroom), data: LineData(xs: [1, -2.25], ys: [0.5, 3]))
    #expect(problem.brief.formula == "y=w*x+b")
    #expect(problem.brief.dataLines == ["(1.0,0.5)", "(-2.25,3.0)"])
    #expect(problem.brief.answerExample == #"{"w": number, "b": number}"#)
    #expect(try LineProblem(LineSettings(.opro)).brief.answerExample == "[w, b]")
    #expect(problem.space.parameterNames == ["w", "b"])
  }

  @Test func readsRepliesInItsForm() throws {
    let shown = ReadingContext(shown: [(id: 4, solution: LineSolution(w: 1, b: 2))])
    let readings = try classroom().read(Reply(text: "{\"w\": 1, \"b\": 2}"), given: shown)
    guard readings.count == 1, case .refused(let refusal) = readings[0] else {
      Issue.record("\(readings)")
      return
    }
    #expect(refusal.code == .duplicate && refusal.of == 4)
  }

  @Test func comesBackFromItsLog() throws {
    for preset in LinePreset.allCases {
      var settings = LineSettings(preset, seed: 5)
      settings.points = 12
      settings.noise = 0.5
      settings.start = 1...3
      settings.initial = [LineSolution(w: 1, b: 2)]
      let problem = try LineProblem(settings)
      let again = try #require(
        try ProblemCatalog.problem(named: "line", settings: problem.settings, data: problem.data) as? LineProblem)
      #expect(again.lineSettings == settings)
      #expect(again.points == problem.points)
      #expect(again.references == problem.references)
    }
    let given = try LineProblem(LineSettings(.classroom), data: LineData(xs: [1, 2, 4], ys: [1, 2, 0]))
    let again = try LineProblem(settings: given.settings, data: given.data)
    #expect(again.points == given.points)
    #expect(again.truth == nil)
    #expect(throws: InputError.self) { try LineProblem(settings: given.settings, data: nil) }
    for name in given.settings.keys where name != "data" {
      var settings = given.settings
      settings[name] = nil
      #expect(throws: InputError.self, "without \(name)") { try LineProblem(settings: settings, data: given.data) }
    }
  }

  // MARK: Pictures

  @Test func drawsTheDataTheCandidatesAndTheReferencesWhenRevealed() throws {
    let problem = try LineProblem(LineSettings(.classroom), data: LineData(xs: [-5, 5], ys: [-4, 6]))
    let candidates = [(id: 3, solution: LineSolution(w: 2, b: 1)), (id: 1, solution: LineSolution(w: 1e308, b: 0))]
    let hidden = problem.picture(of: PictureState(candidates: candidates, showsReferences: false))
    #expect(hidden.x.range == -10...10)
    #expect(hidden.y.range == -25...25)
    #expect(
      hidden.elements == [
        Picture.Element(.points([.init(x: -5, y: -4), .init(x: 5, y: 6)]), role: .data),
        Picture.Element(.line(.init(x: -10, y: -19), .init(x: 10, y: 21)), role: .candidate(3)),
      ])
    let revealed = problem.picture(of: PictureState(candidates: candidates, showsReferences: true))
    #expect(
      revealed.elements.last
        == Picture.Element(.line(.init(x: -10, y: -9), .init(x: 10, y: 11)), role: .reference(.optimum)))
  }

  @Test func givesAxesRoundEndsAroundTheData() throws {
    let opro = try LineProblem(LineSettings(.opro)).picture(of: PictureState(candidates: [], showsReferences: false))
    #expect(opro.x.range == -5...55)
    #expect(opro.y.range == -100...900)
    #expect(LineProblem.roundRange(around: 0.012...0.019).contains(0.012))
    for range in [5.0...5, 0...0, -1e99...1e100, 1e-300...2e-300, 1e15...1e15 + 1] {
      let round = LineProblem.roundRange(around: range)
      #expect(round.lowerBound < range.lowerBound && round.upperBound > range.upperBound, "\(range)")
    }
  }

  @Test func takesAxesFromDataOutsideOfThePublishedWindow() throws {
    let data = try LineData(xs: [0, 100], ys: [0, 1], xName: "hours", yName: "score")
    let picture = try LineProblem(LineSettings(.classroom), data: data)
      .picture(of: PictureState(candidates: [], showsReferences: false))
    #expect(picture.x == Picture.Axis(label: "hours", range: -10...110))
    #expect(picture.y.label == "score")
  }
}
