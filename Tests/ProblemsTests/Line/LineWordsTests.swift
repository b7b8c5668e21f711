import Optimization
import Testing

@testable import Problems

@Suite struct LineWordsTests {
  /// In the classroom's picture a slope of 1 rises by two fifths of the height, and 0.5 is a hundredth of it.
  @Test(
    arguments: [
      ((2.0, 1.0), (1.0, 1.0), "a steeper line"), ((1, 1), (2, 1), "a flatter line"),
      ((4, 1), (1, 1), "a much steeper line"), ((1, 1), (4, 1), "a much flatter line"),
      ((1.01, 1), (1, 1), "a slightly steeper line"), ((-2, 1), (-1, 1), "a steeper line"),
      ((-1, 1), (-2, 1), "a flatter line"), ((1, 1), (0, 1), "a steeper line"), ((0, 1), (1, 1), "a level line"),
      ((0, 4), (1, 1), "a level, higher line"), ((1.001, 3), (1, 1), "a higher line"),
      ((1.001, -3), (1, 1), "a lower line"), ((1.001, 40), (1, 1), "a much higher line"),
      ((1.001, 1.2), (1, 1), "a slightly higher line"), ((2, 0), (1, 1), "a steeper, lower line"),
      ((2, 40), (1, 1), "a steeper, much higher line"), ((1, 3), (2, 1), "a flatter, higher line"),
      ((1, 3), (1, 1), "the same slope, higher"), ((1, 0), (1, 1), "the same slope, lower"),
      ((1, 1.1), (1, 1), "the same slope, slightly higher"), ((1, -40), (1, 1), "the same slope, much lower"),
      ((-1, 1), (1, 1), "a falling line instead of a rising one"),
      ((1, 5), (-1, 1), "a rising line instead of a falling one, higher"), ((1, 1), (1, 1), "the same line again"),
    ] as [((Double, Double), (Double, Double), String)])
  func wordsSayWhatOneSees(_ new: (Double, Double), _ old: (Double, Double), _ words: String) throws {
    let problem = AnyProblem(try LineProblem(LineSettings(.classroom)))
    #expect(problem.words(for: [new.0, new.1], comparedWith: [old.0, old.1]) == words)
    #expect(
      problem.words(
        for: ["w": .number(new.0), "b": .number(new.1)], comparedWith: ["w": .number(old.0), "b": .number(old.1)])
        == words)
  }

  @Test func linesThatOverflowAreStillPutIntoWords() throws {
    let problem = AnyProblem(try LineProblem(LineSettings()))
    #expect(problem.words(for: [1e308, -1e308], comparedWith: [-1e308, 1e308]).isEmpty == false)
    #expect(problem.words(for: [1], comparedWith: [1, 2]) == "something else")
    #expect(problem.words(for: .null, comparedWith: ["w": 1, "b": 2]) == "something else")
  }
}

@Suite struct LineDrawnTests {
  private func drawn(
    _ start: (x: Double, y: Double), _ end: (x: Double, y: Double), _ settings: LineSettings = LineSettings(),
    data: LineData? = nil
  ) throws -> String? {
    AnyProblem(try LineProblem(settings, data: data)).typedSolution(drawnFrom: start, to: end)
  }

  @Test func aDragIsTheLineThroughItsEnds() throws {
    #expect(try drawn((-5, -5.5), (5, 4.5)) == "w=1 b=-0.5")
    #expect(try drawn((0, 2), (3, 2.9)) == "w=0.3 b=2")
    #expect(try drawn((3, 2.9), (0, 2)) == "w=0.3 b=2")
    #expect(try drawn((-1, 4), (1, 4)) == "w=0 b=4")
  }

  @Test func anUprightDragIsNoLine() throws {
    #expect(try drawn((1, 2), (1, 9)) == nil)
    #expect(try drawn((1, 2), (1, 2)) == nil)
    #expect(try drawn((.nan, 2), (1, 2)) == nil)
    #expect(try drawn((0, -1e308), (1, 1e308)) == nil)
  }

  @Test func whereWholeNumbersAreProposedTheyAreDrawn() throws {
    #expect(try drawn((0, 14.3), (10, 165), LineSettings(.opro)) == "w=15 b=15")
  }

  @Test func whatWasDrawnCanBeTypedAndPassesWhereItWasDrawn() throws {
    var generator = SeededGenerator(seed: 2)
    let years = try LineData(xs: [1990, 2000, 2020], ys: [3e-7, 5e-7, 4e-7])
    for data in [nil, years] {
      let problem = try LineProblem(LineSettings(), data: data)
      let x = problem.xAxis.range, y = problem.yAxis.range
      let width = x.upperBound - x.lowerBound, height = y.upperBound - y.lowerBound
      for _ in 0..<100 {
        let start = (x: x.lowerBound + width * generator.uniform(), y: y.lowerBound + height * generator.uniform())
        let end = (x: x.lowerBound + width * generator.uniform(), y: y.lowerBound + height * generator.uniform())
        guard abs(end.x - start.x) > width / 100 else { continue }
        let text = try #require(AnyProblem(problem).typedSolution(drawnFrom: start, to: end))
        let line = try #require(try problem.solutions(typed: text).first)
        // A hundredth of the picture is less than a cell.
        #expect(abs(line(start.x) - start.y) < height / 100, "\(text)")
        #expect(abs(line(end.x) - end.y) < height / 100, "\(text)")
      }
    }
  }

  @Test func aLineOfThePictureSaysWhichCandidateItIs() throws {
    let problem = AnyProblem(try LineProblem(LineSettings()))
    let picture = problem.picture(of: [(7, ["w": 1, "b": 2]), (3, ["w": 0, "b": 2])], showsReferences: false)
    #expect(picture.elements.map(\.role) == [.data, .candidate(7), .candidate(3)])
  }
}
