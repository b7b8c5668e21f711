import Optimization
import Testing

@testable import Problems

@Suite struct LineTypedTests {
  @Test(arguments: [
    "1.25 -0.5", "1.25, -0.5", "1.25,-0.5", "  1.25\t-0.5 ", "w=1.25 b=-0.5", "b = -0.5, w = 1.25", "1.25 \u{2212}0.5",
    "{\"w\": 1.25, \"b\": -0.5}", "{'b': '-0.5', 'w': 1.25,}", "125e-2 -.5", "+1.25 -0.5;",
  ]) func takesOneLineInEveryForm(text: String) throws {
    #expect(try LineSolution.list(typed: text) == [LineSolution(w: 1.25, b: -0.5)])
  }

  @Test func takesSeveralDividedBySemicolons() throws {
    #expect(
      try LineSolution.list(typed: "1 2; w=3 b=4 ;{\"w\":5,\"b\":6}") == [
        LineSolution(w: 1, b: 2), LineSolution(w: 3, b: 4), LineSolution(w: 5, b: 6),
      ])
  }

  @Test(arguments: [
    ("", "Nothing was typed"), (" ", "Nothing was typed"), (";", "Nothing was typed"),
    ("1 2;;3 4", "Part 2 of 3 is empty"),
    ("abc", "has \"abc\" where numbers for w and b are needed"),
    ("1.25", "holds one number where w and b are needed"), ("1 2 3", "holds 3 numbers"),
    ("1 two", "has \"two\" where a number for b is needed"), ("0x10 1", "has \"0x10\" where"),
    ("1 nan", "gives b the value nan; only finite"), ("-inf 1", "gives w the value -inf; only finite"),
    ("1e309 1", "which is too large"), ("w=1", "gives no b"), ("b=1", "gives no w"), ("w=1 w=2 b=3", "gives w twice"),
    ("w=1 c=2", "names \"c\"; the names are w and b"), ("w=1 2", "at \"2\""), ("w= b=2", "needed"), ("=", "at \"=\""),
    ("{\"w\": 1}", "has no \"b\""), ("{\"w\": 1, \"b\": 2", "does not end"),
    ("{\"w\": 1, \"b\": NaN}", "no finite number"),
    ("{\"w\": 1, \"b\": 2} {\"w\": 1, \"b\": 2}", "is not one JSON object"),
    ("1 2; 3", "Part 2, \"3\", holds one number"),
  ]) func saysWhatIsWrong(text: String, part: String) {
    do {
      let solutions = try LineSolution.list(typed: text)
      Issue.record("\(solutions)")
    } catch {
      #expect("\(error)".contains(part), "\(error)")
      #expect("\(error)".hasSuffix("."))
    }
  }

  @Test func takesWhateverIsTypedWithoutCrashing() {
    let parts = ["{", "}", "\"", "w", "=", ";", ",", " ", "1", "-", "nan", "é", "\n", ":", "\u{301}"]
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<3_000 {
      let count = generator.integer(in: 0...12)
      let text = (0..<count).map { _ in parts[generator.integer(in: 0...parts.count - 1)] }.joined()
      for solution in (try? LineSolution.list(typed: text)) ?? [] { #expect(solution.isFinite) }
    }
  }
}
