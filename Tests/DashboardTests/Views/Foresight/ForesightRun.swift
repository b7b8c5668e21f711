import Charts
import LanguageModels
import Optimization
import Text

@testable import Dashboard

/// One number with a parabola as its loss.
struct OneNumber: Problem {
  var name: String { "one number" }
  var settings: [String: JSONValue] { [:] }
  var objective: Objective { Objective(name: "height", label: "height") }
  var space: Space { .numbers([NumberParameter(name: "u", range: -10...10)]) }
  var brief: Brief { Brief(formula: nil, parameters: ["u"], lossName: "height", dataLines: [], answerExample: "") }
  var references: [Reference] { [] }
  var data: JSONValue? { nil }
  func isSolved(by solution: Double) -> Bool { false }
  func initialSolutions(_ count: Int, using generator: inout SeededGenerator) -> [Double] { [] }
  func randomSolution(using generator: inout SeededGenerator) -> Double { 0 }
  func text(of solution: Double, decimals: Int?) -> String { "u=\(solution)" }
  func json(of solution: Double) -> JSONValue { ["u": .number(solution)] }
  func solution(from json: JSONValue) -> Double? { json["u"]?.number }
  func key(of solution: Double) -> String { "\(solution)" }
  func read(_ reply: Reply, given context: ReadingContext<Double>) -> [Reading<Double>] { [] }
  func solutions(typed text: String) throws -> [Double] { [] }
  func evaluate(_ solution: Double, in context: EvaluationContext) async throws -> Evaluation {
    Evaluation(loss: solution * solution)
  }
  func picture(of state: PictureState<Double>) -> Picture {
    Picture(x: Picture.Axis(label: "u", range: -10...10), y: Picture.Axis(label: "", range: 0...1), elements: [])
  }
}

/// A run in a log, whose foresights a test tells.
struct ForesightRun {
  let parameters: [String]
  var state: DashboardState
  private var n = 0
  private(set) var nextID = 0
  private(set) var step = 0
  private let model: String?
  /// What was asked and is not answered, the newest last.
  private(set) var asked: [ForesightQuestion] = []

  init(
    parameters: [String] = ["u", "v"], size: Size = Size(columns: 120, rows: 36), foreseer: String? = "embedded",
    model: String? = "embedded", theme: Theme = .standard, mode: DashboardState.Mode = .live
  ) {
    self.parameters = parameters
    self.model = model
    let problem = parameters.count == 1 ? AnyProblem(OneNumber()) : AnyProblem(TwoNumbers())
    state = DashboardState(
      size: size, problem: problem, mode: mode, logPath: "/tmp/run.jsonl", foresightBy: foreseer, theme: theme)
    emit(
      .runStarted(
        RunStarted(
          id: "foresight", started: "2026-11-21T09:00:00Z",
          problem: RunStarted.ProblemRecord(
            name: problem.name, settings: [:], parameters: parameters, objective: problem.objective,
            references: problem.references, data: nil),
          settings: RunSettings(steps: 50, candidates: 4, temperature: 0.7),
          models: RunStarted.Models(optimizer: model.map { ModelIdentity(name: $0, kind: .server) }))))
  }

  mutating func send(_ action: Action) {
    for case .foresee(let question) in reduce(&state, action) { asked.append(question) }
  }

  mutating func emit(_ event: RunEvent) {
    let location = LogLocation(offset: n * 100, length: 90)
    send(.events([(LoggedEvent(n: n, time: Double(n) / 10, event: event), location)]))
    n += 1
  }

  mutating func press(_ keys: Character...) {
    for key in keys { send(.input(.key(KeyPress(.character(key))))) }
  }

  /// Opens the foresight, over the whole screen.
  mutating func open() {
    press("v")
    if parameters.count == 2 { press("v") }
    press("z")
  }

  mutating func startStep(temperature: Double? = 0.7, shown: [Int] = []) {
    step += 1
    emit(
      .stepStarted(
        StepStarted(
          step: step, messages: [Message(.user, "step \(step)")], sections: [], shown: shown, temperature: temperature,
          model: model)))
  }

  mutating func candidate(_ values: Double..., origin: Origin = .model) {
    let fields = Dictionary(uniqueKeysWithValues: zip(parameters, values.map { JSONValue.number($0) }))
    emit(
      .candidate(
        CandidateEvent(
          id: nextID, step: origin == .initial ? 0 : step, index: origin == .model ? 0 : nil, origin: origin,
          solution: .object(fields), text: "\(values)", loss: values.reduce(0) { $0 + $1 * $1 }, temperature: 0.7)))
    nextID += 1
  }

  /// Answers all that was asked.
  mutating func tell(_ distribution: ProposalDistribution?) {
    let questions = asked
    asked = []
    for question in questions { send(.foreseen(question, .success(distribution))) }
  }

  func drawn(_ markers: Marker = .braille, depth: ColorDepth = .direct) -> CellBuffer {
    var buffer = CellBuffer(size: state.size), cache = ViewCache()
    draw(state, markers: markers, depth: depth, into: &buffer, cache: &cache)
    return buffer
  }

  /// The axes of the open plane.
  var frame: PlotFrame? { PlaneView.frame(state, in: PlaneParts(state.layout.content(of: .plane)).plot) }

  /// How many cells inside the axes have a shade.
  func shadedCells(depth: ColorDepth = .direct) -> Int {
    guard let frame else { return 0 }
    let buffer = drawn(depth: depth)
    var count = 0
    for row in frame.inner.row..<frame.inner.endRow {
      for column in frame.inner.column..<frame.inner.endColumn {
        let cell = buffer[column: column, row: row]
        let isCharacter = HeatMap.characters.dropFirst().contains { cell.glyph == Glyph($0) }
        if depth == .direct ? cell.style.background != .standard : isCharacter { count += 1 }
      }
    }
    return count
  }

  /// Round Gaussians over two parameters, or one, at places near zero.
  static func round(
    _ places: [(x: Double, y: Double, weight: Double)] = [(0, 0, 1)], width: Double = 1, parameters: Int = 2
  ) -> ProposalDistribution {
    ProposalDistribution(
      parameters: ["u", "v"].prefix(parameters).map { $0 }, center: [0, 0].prefix(parameters).map { $0 },
      frame: parameters == 1 ? [[100]] : [[100, 0], [0, 100]],
      components: places.map { place in
        ProposalDistribution.Component(
          weight: place.weight, mean: [place.x / 100, place.y / 100].prefix(parameters).map { $0 },
          spread: parameters == 1 ? [width / 100] : [width / 100, 0, width / 100])
      }, temperature: 1)
  }
}
