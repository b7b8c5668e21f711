import Optimization
import Testing

@testable import Problems

@Suite struct LineLandscapeTests {
  private static func problems() throws -> [LineProblem] {
    let far = try LineData(xs: [2001, 2002.5, 2010, 2020], ys: [1e6, 1e6 + 3, 1e6 - 8, 1e6 + 1])
    let exact = try LineData(xs: [-1, 0, 4], ys: [-1, 1, 9])
    return [
      try LineProblem(LineSettings(.classroom, seed: 3)), try LineProblem(LineSettings(.opro, seed: 2)),
      try LineProblem(LineSettings(.classroom), data: far), try LineProblem(LineSettings(.opro), data: exact),
    ]
  }

  @Test func theMapShowsTheLossThatJudgingCounts() throws {
    var generator = SeededGenerator(seed: 5)
    for problem in try Self.problems() {
      let landscape = try #require(AnyProblem(problem).landscape)
      let best = problem.points.leastSquares
      for scale in [1e-6, 1e-3, 1, 10, 1000] {
        for _ in 0..<50 {
          let w = best.w + scale * (generator.uniform() - 0.5), b = best.b + scale * (generator.uniform() - 0.5)
          let loss = problem.loss(of: LineSolution(w: w, b: b))
          // The residuals themselves are known to a rounding of the points' size.
          let size = (problem.points.ys.map(abs).max() ?? 0) + abs(w) * (problem.points.xs.map(abs).max() ?? 0)
          let rounding = 1e-15 * size * (loss.squareRoot() + size * 1e-15) * Double(problem.points.count) * 8
          #expect(abs(landscape([w, b]) - loss) <= 1e-9 * loss + rounding, "w=\(w) b=\(b)")
        }
      }
    }
  }

  @Test func theMapIsLowestAtTheOptimum() throws {
    for problem in try Self.problems() {
      let landscape = try #require(problem.landscape)
      let best = problem.points.leastSquares
      let lowest = landscape([best.w, best.b])
      for (w, b) in [(0.1, 0), (-0.1, 0), (0, 0.1), (0, -0.1)] {
        #expect(landscape([best.w + w, best.b + b]) > lowest)
      }
    }
  }

  @Test func whatIsNoPlaceInTheMapIsInfinitelyBad() throws {
    let landscape = try #require(try LineProblem(LineSettings()).landscape)
    for numbers in [[], [1], [1, 2, 3], [.infinity, 1], [.nan, 1], [1e300, -1e300], [-.infinity, .infinity]]
      as [[Double]]
    {
      #expect(landscape(numbers) == .infinity)
    }
  }
}
