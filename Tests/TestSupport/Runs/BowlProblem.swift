import Optimization
import Text

/// A problem small enough for tests to compute by head: the loss of (w, b) is w² + b².
///
/// A reply is read when it is `w b` and nothing else. The pair (0, 0) solves it.
public struct BowlProblem: Problem {
  public struct Solution: Hashable, Sendable {
    public var w: Double
    public var b: Double
    public init(w: Double, b: Double) {
      self.w = w
      self.b = b
    }
  }

  /// Called before each evaluation, for tests that hold one up.
  public var beforeEvaluation: @Sendable (Solution) async throws -> Void

  public init(beforeEvaluation: @escaping @Sendable (Solution) async throws -> Void = { _ in }) {
    self.beforeEvaluation = beforeEvaluation
  }

  public var name: String { "bowl" }
  public var settings: [String: JSONValue] { [:] }
  public var objective: Objective { Objective(name: "squared distance", label: "loss") }
  public var space: Space {
    .numbers([NumberParameter(name: "w", range: -10...10), NumberParameter(name: "b", range: -10...10)])
  }
  public var brief: Brief {
    Brief(
      formula: nil, parameters: ["w", "b"], lossName: "squared distance", dataLines: [],
      answerExample: #"{"w": number, "b": number}"#)
  }
  public var references: [Reference] {
    [Reference(kind: .optimum, label: "optimum", solution: ["w": 0, "b": 0], text: "w=0.0, b=0.0", loss: 0)]
  }
  public var data: JSONValue? { nil }

  public func isSolved(by solution: Solution) -> Bool { solution == Solution(w: 0, b: 0) }

  public func initialSolutions(_ count: Int, using generator: inout SeededGenerator) -> [Solution] {
    (0..<count).map { _ in randomSolution(using: &generator) }
  }

  public func randomSolution(using generator: inout SeededGenerator) -> Solution {
    Solution(w: Double(generator.integer(in: 1...10)), b: Double(generator.integer(in: 1...10)))
  }

  public func text(of solution: Solution, decimals: Int?) -> String { "w=\(solution.w), b=\(solution.b)" }
  public func json(of solution: Solution) -> JSONValue { ["w": .number(solution.w), "b": .number(solution.b)] }
  public func solution(from json: JSONValue) -> Solution? {
    guard let w = json["w"]?.number, let b = json["b"]?.number else { return nil }
    return Solution(w: w, b: b)
  }
  public func key(of solution: Solution) -> String { "\(solution.w),\(solution.b)" }

  public func read(_ reply: Reply, given context: ReadingContext<Solution>) -> [Reading<Solution>] {
    let numbers = reply.text.split(separator: " ").compactMap { Double($0) }
    guard numbers.count == 2, numbers.allSatisfy(\.isFinite) else {
      return [.refused(Refusal(.none, "There is no pair in the reply."))]
    }
    let solution = Solution(w: numbers[0], b: numbers[1])
    if let shown = context.shown.first(where: { $0.solution == solution }) {
      return [.refused(Refusal(.duplicate, "The pair was shown as #\(shown.id).", of: shown.id))]
    }
    return [.solution(solution, span: 0..<reply.text.utf8.count)]
  }

  public func solutions(typed text: String) throws -> [Solution] {
    try text.split(separator: ";").map { part in
      let numbers = part.split(separator: " ").compactMap { Double($0) }
      guard numbers.count == 2 else { throw InputError("\"\(part)\" is no pair: type two numbers.") }
      return Solution(w: numbers[0], b: numbers[1])
    }
  }

  public func evaluate(_ solution: Solution, in context: EvaluationContext) async throws -> Evaluation {
    try await beforeEvaluation(solution)
    return Evaluation(loss: solution.w * solution.w + solution.b * solution.b)
  }

  public func picture(of state: PictureState<Solution>) -> Picture {
    Picture(
      x: Picture.Axis(label: "w", range: -10...10), y: Picture.Axis(label: "b", range: -10...10),
      elements: state.candidates.map {
        Picture.Element(
          .points([Picture.Point(x: $0.solution.w, y: $0.solution.b)]), role: .candidate($0.id))
      })
  }
}

/// A prompting that lists what it is shown, a line a row, and the guidance.
public struct ListingPrompting: Prompting {
  public init() {}
  public var name: String { "listing" }
  public var asksForAnswerForm: Bool { true }
  public func metaPrompt(for context: PromptingContext) -> MetaPrompt {
    var lines = context.rows.map { "\($0.text) loss=\($0.loss)" }
    if let guidance = context.guidance { lines.append("guidance: \(guidance)") }
    let text = lines.joined(separator: "\n")
    return MetaPrompt(
      messages: [.init(.user, "step \(context.step)\n" + text)], sections: [], shown: context.rows.map(\.id))
  }
}
