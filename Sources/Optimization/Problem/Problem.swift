import LanguageModels
import Text

/// What is optimized: a space, facts for a prompt, initial solutions, reading, judging, drawing.
///
/// A problem opens no connection and knows no screen. Loss is minimized.
public protocol Problem: Sendable {
  associatedtype Solution: Hashable & Sendable

  /// As on the command line: "line".
  var name: String { get }
  /// Everything needed to make the same problem again, for the log; no secret.
  var settings: [String: JSONValue] { get }
  var objective: Objective { get }
  var space: Space { get }
  /// Facts that a prompt may use; no sentences of a particular prompt.
  var brief: Brief { get }
  var references: [Reference] { get }
  /// The data judged against, for the log; nil where there is none.
  var data: JSONValue? { get }

  func isSolved(by solution: Solution) -> Bool
  /// The first solutions of a run. `count` is at least 1; fewer may come back where the space holds no more.
  func initialSolutions(_ count: Int, using generator: inout SeededGenerator) -> [Solution]
  /// A uniform draw from the space, for `--model none`.
  func randomSolution(using generator: inout SeededGenerator) -> Solution

  /// The solution as a prompt and a person read it; nil decimals mean in full.
  func text(of solution: Solution, decimals: Int?) -> String
  func json(of solution: Solution) -> JSONValue
  /// Nil where the value is no solution of this problem.
  func solution(from json: JSONValue) -> Solution?
  /// The solution with these numbers, by parameter in the problem's order; nil where there is none.
  func solution(from numbers: [Double]) -> Solution?
  /// Two solutions are the same where their keys are equal.
  func key(of solution: Solution) -> String

  /// What a careful person reads in a reply. Never empty: a reply that holds nothing is one refusal.
  func read(_ reply: Reply, given context: ReadingContext<Solution>) -> [Reading<Solution>]
  /// What a person typed to inject: one or several solutions.
  /// - Throws: `InputError` with a sentence that says what is allowed.
  func solutions(typed text: String) throws -> [Solution]

  func evaluate(_ solution: Solution, in context: EvaluationContext) async throws -> Evaluation
  /// The problem's own space, in data coordinates.
  func picture(of state: PictureState<Solution>) -> Picture

  /// The loss at any numbers, by parameter in the problem's order: cheap and without side effects, for a map. As
  /// `evaluate` counts it, within rounding; not finite where there is none. Nil where the problem has no such function.
  var landscape: (@Sendable (_ numbers: [Double]) -> Double)? { get }
  /// The form of one answer, for servers that can be held to it; nil where free text is all there is.
  var answerForm: AnswerForm? { get }
  /// What changed from one solution to another in plain words that follow "tried": "a steeper line".
  func words(for solution: Solution, comparedWith previous: Solution) -> String
  /// The solution that a person draws from one point of the picture to another, as it would be typed; nil where the
  /// picture cannot be drawn into, or not like this.
  func typedSolution(drawnFrom start: Picture.Point, to end: Picture.Point) -> String?
}

extension Problem {
  public func solution(from numbers: [Double]) -> Solution? {
    let names = space.parameterNames
    guard !names.isEmpty, names.count == numbers.count else { return nil }
    return solution(from: .object(Dictionary(zip(names, numbers.map(JSONValue.number)), uniquingKeysWith: { $1 })))
  }

  public var landscape: (@Sendable (_ numbers: [Double]) -> Double)? { nil }

  /// An object with a number for each parameter.
  public var answerForm: AnswerForm? { NumericAnswerForm.form(for: space, name: name) }

  /// "a higher w and a lower b"
  public func words(for solution: Solution, comparedWith previous: Solution) -> String {
    let new = json(of: solution), old = json(of: previous)
    return ChangeWords.words(
      names: space.parameterNames, new: { new[$0]?.number }, old: { old[$0]?.number },
      isSame: key(of: solution) == key(of: previous))
  }

  public func typedSolution(drawnFrom start: Picture.Point, to end: Picture.Point) -> String? { nil }
}

/// What the loss is called and how it is counted.
public struct Objective: Hashable, Codable, Sendable {
  /// "mean squared error"
  public var name: String
  /// Short, for a column and an axis: "MSE".
  public var label: String
  public init(name: String, label: String) {
    self.name = name
    self.label = label
  }
}

/// Where solutions come from.
public enum Space: Hashable, Sendable {
  case numbers([NumberParameter])
}

extension Space {
  /// The names of the parameters in the problem's order; they are the keys of a solution's JSON.
  public var parameterNames: [String] {
    switch self {
    case .numbers(let parameters): parameters.map(\.name)
    }
  }
}

public struct NumberParameter: Hashable, Sendable {
  public var name: String
  /// Where uniform random proposals are drawn from; a proposal may lie outside.
  public var range: ClosedRange<Double>
  public var isInteger: Bool
  public init(name: String, range: ClosedRange<Double>, isInteger: Bool = false) {
    self.name = name
    self.range = range
    self.isInteger = isInteger
  }
}

/// Facts about a problem that any prompting may put into its own words.
public struct Brief: Hashable, Sendable {
  /// "y = w*x + b"; nil where the problem is a black box.
  public var formula: String?
  /// The parameters in order: ["w", "b"].
  public var parameters: [String]
  /// "mean squared error"
  public var lossName: String
  /// One line a data point, as the problem writes them in a prompt: "(1.5,-2.25)".
  public var dataLines: [String]
  /// The asked form of an answer, filled with place names: {"w": number, "b": number}.
  public var answerExample: String

  public init(
    formula: String?, parameters: [String], lossName: String, dataLines: [String], answerExample: String
  ) {
    self.formula = formula
    self.parameters = parameters
    self.lossName = lossName
    self.dataLines = dataLines
    self.answerExample = answerExample
  }
}

/// A known value to compare with, always named by its kind.
public struct Reference: Hashable, Codable, Sendable {
  public enum Kind: String, Codable, Sendable {
    /// What generated the data.
    case truth
    /// The exact minimum.
    case optimum
    case bestKnown = "best-known"
    case lowerBound = "lower-bound"
  }
  public var kind: Kind
  /// For people: "least squares", "truth".
  public var label: String
  public var solution: JSONValue?
  public var text: String?
  public var loss: Double
  public init(kind: Kind, label: String, solution: JSONValue?, text: String?, loss: Double) {
    self.kind = kind
    self.label = label
    self.solution = solution
    self.text = text
    self.loss = loss
  }
}

/// What judging a solution brought.
public struct Evaluation: Hashable, Sendable {
  /// Finite; lower is better. Or why there is none.
  public var loss: Result<Double, EvaluationFailure>
  /// Named values beside the loss.
  public var values: [String: Double]
  public init(loss: Double, values: [String: Double] = [:]) {
    self.loss =
      loss.isFinite
      ? .success(loss) : .failure(EvaluationFailure(code: "not-finite", reason: "The loss is \(loss)."))
    self.values = values
  }
  public init(failure: EvaluationFailure) {
    loss = .failure(failure)
    values = [:]
  }
}

public struct EvaluationFailure: Error, Hashable, Codable, Sendable {
  public var code: String
  public var reason: String
  public init(code: String, reason: String) {
    self.code = code
    self.reason = reason
  }
}

/// What an evaluation may do beside computing: report curves as they grow, and draw its own random numbers.
public struct EvaluationContext: Sendable {
  /// Values measured so far, at a position that the problem chooses (an epoch, a count).
  public var report: @Sendable (_ values: [String: Double], _ at: Double) -> Void
  public var random: SeededGenerator
  public init(
    random: SeededGenerator,
    report: @escaping @Sendable (_ values: [String: Double], _ at: Double) -> Void = { _, _ in }
  ) {
    self.random = random
    self.report = report
  }
}

/// Bad input: one sentence with what, where, which value and what is allowed.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}
