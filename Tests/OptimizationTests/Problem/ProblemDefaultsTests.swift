import Optimization
import TestSupport
import Testing

/// What a problem has that says nothing of its own.
@Suite struct ProblemDefaultsTests {
  private let problem = AnyProblem(BowlProblem())

  @Test(
    arguments: [
      ([1.0, 2.0], [1.0, 1.0], "a higher b"), ([0, 2], [1, 2], "a lower w"),
      ([2, 0], [1, 1], "a higher w and a lower b"), ([1, 1], [1, 1], "the same again"),
      ([1, 1], [], "something else"),
    ]) func changesAreNamedByTheirParameters(_ new: [Double], _ old: [Double], _ words: String)
  {
    #expect(problem.words(for: new, comparedWith: old) == words)
  }

  @Test func thereIsNoMapAndNothingToDraw() {
    #expect(problem.landscape == nil)
    #expect(problem.typedSolution(drawnFrom: (0, 0), to: (1, 1)) == nil)
  }
}
