import Optimization
import Text

/// Fitting y = w*x + b to points: two numbers, a loss from the squared residuals, a known optimum.
public struct LineProblem: Problem {
  public typealias Solution = LineSolution

  public let lineSettings: LineSettings
  public let points: LineData
  /// The line that generated the data; nil where the data came from a person.
  public let truth: LineSolution?
  public let brief: Brief
  public let references: [Reference]
  private let reader: NumericAnswerReader
  let xAxis: Picture.Axis
  let yAxis: Picture.Axis

  /// - Parameter data: points of a person's own; nil draws those of the preset.
  /// - Throws: `InputError` for settings out of range and for data that no single line fits best.
  public init(_ settings: LineSettings, data: LineData? = nil) throws {
    try settings.check()
    lineSettings = settings
    if let data {
      points = data
      truth = nil
    } else {
      let drawn = try LineData.drawn(for: settings)
      points = drawn.data
      truth = drawn.truth
    }
    brief = Brief(
      formula: "y=w*x+b", parameters: Self.names, lossName: Self.objective(of: settings).name,
      dataLines: zip(points.xs, points.ys).map { "(\(NumberFormat.shortest($0)),\(NumberFormat.shortest($1)))" },
      answerExample: settings.answerForm.example(of: Self.names))
    reader = NumericAnswerReader(names: Self.names, form: settings.answerForm) { values in
      let solution = settings.adjusted(LineSolution(w: values[0], b: values[1]))
      return [solution.w, solution.b]
    }
    (xAxis, yAxis) = Self.axes(for: points, preset: settings.preset)
    references = Self.references(points: points, truth: truth, settings: settings)
  }

  /// The problem that a log describes by its `settings` and `data`.
  ///
  /// Drawn data are drawn again where the log has none.
  /// - Throws: `InputError` that names what is missing or wrong.
  public init(settings: [String: JSONValue], data: JSONValue?) throws {
    let lineSettings = try LineSettings(json: settings)
    let isDrawn = settings["data"]?.string != "given"
    let given = isDrawn ? nil : try LineData(json: data ?? .null, name: "the data of the problem line")
    try self.init(lineSettings, data: given)
  }

  static let names = ["w", "b"]

  public var name: String { "line" }

  public var settings: [String: JSONValue] {
    var settings = lineSettings.json
    settings["data"] = truth == nil ? "given" : "drawn"
    return settings
  }

  public var data: JSONValue? { points.json }

  public var objective: Objective { Self.objective(of: lineSettings) }

  private static func objective(of settings: LineSettings) -> Objective {
    switch settings.loss {
    case .mean: Objective(name: "mean squared error", label: "MSE")
    case .sum: Objective(name: "sum of squared residuals", label: "SSR")
    }
  }

  public var space: Space {
    .numbers(
      Self.names.map {
        NumberParameter(name: $0, range: lineSettings.start, isInteger: lineSettings.roundsProposals)
      })
  }

  /// Where whole numbers are proposed, the one that generated the data ends the run; over the reals nothing does.
  public func isSolved(by solution: LineSolution) -> Bool {
    lineSettings.roundsProposals && solution == truth
  }

  public func initialSolutions(_ count: Int, using generator: inout SeededGenerator) -> [LineSolution] {
    lineSettings.initialSolutions(count, using: &generator)
  }

  public func randomSolution(using generator: inout SeededGenerator) -> LineSolution {
    lineSettings.drawnSolution(using: &generator)
  }

  /// The loss of a line: not finite where it overflows.
  public func loss(of solution: LineSolution) -> Double {
    let sum = points.sumOfSquares(of: solution)
    return lineSettings.loss == .sum ? sum : sum / Double(points.count)
  }

  public func evaluate(_ solution: LineSolution, in context: EvaluationContext) async throws -> Evaluation {
    let loss = loss(of: solution)
    if loss.isFinite { return Evaluation(loss: loss) }
    let reason = "The \(objective.name) of \(text(of: solution, decimals: nil)) is too large to be counted."
    return Evaluation(failure: EvaluationFailure(code: "not-finite", reason: reason))
  }

  private static func references(points: LineData, truth: LineSolution?, settings: LineSettings) -> [Reference] {
    func reference(_ kind: Reference.Kind, _ label: String, _ solution: LineSolution) -> Reference? {
      let sum = points.sumOfSquares(of: solution)
      let loss = settings.loss == .sum ? sum : sum / Double(points.count)
      guard loss.isFinite else { return nil }
      // Six digits are enough to read; the solution itself is exact.
      let words = zip(names, [solution.w, solution.b])
        .map { "\($0)=\(NumberFormat.compact($1, significant: 6))" }.joined(separator: ", ")
      return Reference(kind: kind, label: label, solution: solution.json, text: words, loss: loss)
    }
    return [
      truth.flatMap { reference(.truth, "truth", $0) },
      reference(.optimum, "least squares", points.leastSquares),
    ].compactMap { $0 }
  }
}

extension LineProblem {
  public func text(of solution: LineSolution, decimals: Int?) -> String {
    Self.text(of: solution, decimals ?? (lineSettings.roundsProposals ? 0 : nil))
  }

  private static func text(of solution: LineSolution, _ decimals: Int?) -> String {
    func text(_ value: Double) -> String {
      decimals.map { NumberFormat.fixed(value, decimals: $0) } ?? NumberFormat.shortest(value)
    }
    return "w=\(text(solution.w)), b=\(text(solution.b))"
  }

  public func json(of solution: LineSolution) -> JSONValue { solution.json }

  public func solution(from json: JSONValue) -> LineSolution? {
    LineSolution(json: json).map(lineSettings.adjusted)
  }

  public func solution(from numbers: [Double]) -> LineSolution? {
    guard numbers.count == 2, numbers.allSatisfy(\.isFinite) else { return nil }
    return lineSettings.adjusted(LineSolution(w: numbers[0], b: numbers[1]))
  }

  public func key(of solution: LineSolution) -> String {
    "\(NumberFormat.shortest(solution.w)),\(NumberFormat.shortest(solution.b))"
  }

  public func read(_ reply: Reply, given context: ReadingContext<LineSolution>) -> [Reading<LineSolution>] {
    let shown = context.shown.map { (id: $0.id, values: [$0.solution.w, $0.solution.b]) }
    switch reader.read(reply.text, finish: reply.finish, shown: shown, decimals: context.decimals) {
    case .solution(let values, let span): return [.solution(LineSolution(w: values[0], b: values[1]), span: span)]
    case .refused(let refusal): return [.refused(refusal)]
    }
  }

  public func solutions(typed text: String) throws -> [LineSolution] {
    try LineSolution.list(typed: text).map(lineSettings.adjusted)
  }

  public func picture(of state: PictureState<LineSolution>) -> Picture {
    func line(_ solution: LineSolution, role: Picture.Role) -> Picture.Element? {
      let left = Picture.Point(x: xAxis.range.lowerBound, y: solution(xAxis.range.lowerBound))
      let right = Picture.Point(x: xAxis.range.upperBound, y: solution(xAxis.range.upperBound))
      // A line that is too steep for numbers cannot be drawn.
      return left.y.isFinite && right.y.isFinite ? Picture.Element(.line(left, right), role: role) : nil
    }
    var elements = [
      Picture.Element(.points(zip(points.xs, points.ys).map { Picture.Point(x: $0, y: $1) }), role: .data)
    ]
    elements += state.candidates.compactMap { line($0.solution, role: .candidate($0.id)) }
    if state.showsReferences {
      elements += references.compactMap { reference in
        reference.solution.flatMap { LineSolution(json: $0) }.flatMap { line($0, role: .reference(reference.kind)) }
      }
    }
    return Picture(x: xAxis, y: yAxis, elements: elements)
  }
}
