import LanguageModels
import TestSupport
import Testing

@testable import EmbeddedModel

@Suite struct PromptNumbersTests {
  private func numbers(_ text: String) -> PromptNumbers { PromptNumbers([Message(.user, text)]) }

  private static let form = "Return {\"w\": number, \"b\": number}"

  @Test func pairsComeBestFirstAndOnce() {
    let numbers = numbers(
      """
      (w=2.0, b=1.5): loss=9
      (w=1.25, b=-0.5): loss=3.2
      (w=2.0, b=1.5): loss=1
      (w=4, b=-0.0)
      \(Self.form)
      """)
    #expect(numbers.names == ["w", "b"])
    #expect(numbers.pairs == [.init(values: [1.25, -0.5], loss: 3.2), .init(values: [2, 1.5], loss: 9)])
    #expect(numbers.shown == [[2, 1.5], [1.25, -0.5], [2, 1.5], [4, 0]])
    #expect(numbers.decimals == [2, 1])
    #expect(numbers.form == .object)
  }

  @Test func theGridIsThatOfTheNumbersShown() {
    #expect(numbers("w=15, b=14\nvalue:\n836\nEnd with [w, b]").resolution == [1, 1])
    #expect(numbers("w=1e-7, b=2.5e-3: loss=1").decimals == [7, 4])
    #expect(numbers("w=2.5e3, b=1e3: loss=1").decimals == [0, 0])
    // Written out in full: six digits are enough.
    #expect(numbers("w=0.30000000000000004, b=12345.678901234567: loss=1").decimals == [7, 6])
  }

  @Test func higherIsBetterWhereThePromptSaysSo() {
    let rows = "w=1, b=2: value=5\nw=2, b=2: value=9\n"
    #expect(numbers(rows + "The higher the better.").pairs.map(\.loss) == [-9, -5])
    #expect(numbers(rows).pairs.map(\.loss) == [5, 9])
    #expect(numbers(rows + "Maximize nothing, minimize the cost.").pairs.map(\.loss) == [5, 9])
  }

  @Test func lossesAreCutToWhatCanBeReckonedWith() {
    #expect(numbers("w=1, b=2: loss=1e300\nw=1, b=3: loss=-1e300").pairs.map(\.loss) == [-1e25, 1e25])
    #expect(numbers("w=1e200, b=2: loss=1\nw=1, b=3: loss=2").pairs == [.init(values: [1, 3], loss: 2)])
  }

  @Test func pointsAreReadWhereTheFormulaIsALine() {
    let points = "(1.5,2.25)\n(-0.5,1e1)\nx=1, y=2\n"
    let rows = "(w=1.0, b=2.0): loss=3\n\(Self.form)"
    let expected: [ShownPoints.Point] = [.init(x: 1.5, y: 2.25), .init(x: -0.5, y: 10), .init(x: 1, y: 2)]
    #expect(numbers("the line y=w*x+b\n" + points + rows).points == expected)
    #expect(numbers("y = b + w * x\n" + points + rows).points == expected)
    // Without the formula nobody knows what the numbers are, and a parabola is none.
    #expect(numbers(points + rows).points == [])
    #expect(numbers("y=b*x+w\n" + points + rows).points == [])
    #expect(numbers("y=w*x*x+b\n" + points + rows).points == [])
  }

  @Test func linesWithAnythingElseAreNoPoints() {
    let lines = "(1,2,3)\n(1.5)\n1.5, two\n(nan,1)\n(1e999,2)\n1 2 apples\n--,--\n(1-2,3)\n"
    #expect(numbers("y=w*x+b\n" + lines + "(w=1, b=2): loss=3\n\(Self.form)").points == [])
  }

  @Test func manyPointsAreThinnedEvenly() {
    let lines = (0..<5000).map { "(\($0),1)" }.joined(separator: "\n")
    let points = numbers("y=w*x+b\n" + lines + "\n(w=1, b=2): loss=3\n\(Self.form)").points
    #expect(points.count == 1000 && points[1].x == 5 && points[999].x == 4995)
  }

  @Test func nothingTakesItDown() {
    var random = SplitMix(state: 11)
    let pieces = [
      "w=", "b", "=", "1", "-", "1e9", "e999999999999", ".5", "{", "}", "[w, b]", "(", ",", "\n", "loss", ": ", "\"",
      "y=w*x+b", "\u{0}", "\u{1F600}", "é", "nan", "inf", "0x1p9", "1e-400", "9999999999999999999999", "value:\n",
      "w=1, b=2",
    ]
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 0..<60, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      let numbers = numbers(text)
      #expect(numbers.pairs.allSatisfy { $0.values.count == numbers.names.count && $0.loss.isFinite })
      #expect(numbers.resolution.allSatisfy { $0 > 0 })
    }
  }
}
