import Optimization
import Text

/// A small line through noisy points, so that screens do not change with the problems of the program.
struct SampleLine: Problem {
  struct Solution: Hashable, Sendable {
    var w: Double
    var b: Double
  }

  let points: [Picture.Point]
  let truth = Solution(w: 15, b: 14)

  init() {
    var generator = SeededGenerator(seed: 7)
    points = (0..<50).map { index in
      let x = -1 + 2 * Double(index) / 49
      return Picture.Point(x: x, y: 15 * x + 14 + generator.normal() * 2)
    }
  }

  var name: String { "line" }
  var settings: [String: JSONValue] { ["preset": "classroom"] }
  var objective: Objective { Objective(name: "mean squared error", label: "MSE") }
  var space: Space {
    .numbers([NumberParameter(name: "w", range: -20...20), NumberParameter(name: "b", range: -20...20)])
  }
  var brief: Brief {
    Brief(
      formula: "y = w*x + b", parameters: ["w", "b"], lossName: "mean squared error", dataLines: [],
      answerExample: "{\"w\": number, \"b\": number}")
  }
  var references: [Reference] {
    [
      Reference(
        kind: .optimum, label: "least squares", solution: json(of: fit), text: text(of: fit, decimals: 3),
        loss: loss(fit)),
      Reference(kind: .truth, label: "truth", solution: json(of: truth), text: "w=15 b=14", loss: loss(truth)),
    ]
  }
  var data: JSONValue? { nil }

  var fit: Solution {
    let count = Double(points.count)
    let meanX = points.reduce(0) { $0 + $1.x } / count, meanY = points.reduce(0) { $0 + $1.y } / count
    let w =
      points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
      / points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    return Solution(w: w, b: meanY - w * meanX)
  }

  func loss(_ solution: Solution) -> Double {
    points.reduce(0) { sum, point in
      let error = solution.w * point.x + solution.b - point.y
      return sum + error * error
    } / Double(points.count)
  }

  func isSolved(by solution: Solution) -> Bool { false }
  func initialSolutions(_ count: Int, using generator: inout SeededGenerator) -> [Solution] { [] }
  func randomSolution(using generator: inout SeededGenerator) -> Solution { Solution(w: 0, b: 0) }
  func text(of solution: Solution, decimals: Int?) -> String {
    guard let decimals else { return "w=\(NumberFormat.shortest(solution.w)) b=\(NumberFormat.shortest(solution.b))" }
    return
      "w=\(NumberFormat.fixed(solution.w, decimals: decimals)) b=\(NumberFormat.fixed(solution.b, decimals: decimals))"
  }
  func json(of solution: Solution) -> JSONValue { ["w": .number(solution.w), "b": .number(solution.b)] }
  func solution(from json: JSONValue) -> Solution? {
    guard let w = json["w"]?.number, let b = json["b"]?.number else { return nil }
    return Solution(w: w, b: b)
  }
  func key(of solution: Solution) -> String { text(of: solution, decimals: nil) }
  func read(_ reply: Reply, given context: ReadingContext<Solution>) -> [Reading<Solution>] { [] }

  func solutions(typed text: String) throws -> [Solution] {
    try text.split(separator: ";").map { part in
      let numbers = part.split(separator: " ").map { Double($0) }
      guard numbers.count == 2, let w = numbers[0], let b = numbers[1] else {
        throw InputError("\"\(part)\" is no solution: two numbers are needed, w and b.")
      }
      return Solution(w: w, b: b)
    }
  }

  func evaluate(_ solution: Solution, in context: EvaluationContext) async throws -> Evaluation {
    Evaluation(loss: loss(solution))
  }

  func picture(of state: PictureState<Solution>) -> Picture {
    func line(_ solution: Solution) -> Picture.Shape {
      .line(Picture.Point(x: -1, y: solution.b - solution.w), Picture.Point(x: 1, y: solution.b + solution.w))
    }
    var elements = [Picture.Element(.points(points), role: .data)]
    elements += state.candidates.map { Picture.Element(line($0.solution), role: .candidate($0.id)) }
    if state.showsReferences {
      elements.append(Picture.Element(line(fit), role: .reference(.optimum)))
      elements.append(Picture.Element(line(truth), role: .reference(.truth)))
    }
    return Picture(
      x: Picture.Axis(label: "x", range: -1...1), y: Picture.Axis(label: "y", range: -10...35), elements: elements)
  }
}
