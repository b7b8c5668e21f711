import Charts
import Dashboard
import LanguageModels
import Optimization
import Text

/// Two numbers with any loss, with or without a landscape.
struct TwoNumbers: Problem {
  struct Solution: Hashable, Sendable {
    var u: Double
    var v: Double
  }

  var loss: @Sendable (Double, Double) -> Double = { u, v in 1 + (u - 2) * (u - 2) + (v + 3) * (v + 3) }
  var hasLandscape = true
  var optimum = Solution(u: 2, v: -3)

  var name: String { "two numbers" }
  var settings: [String: JSONValue] { [:] }
  var objective: Objective { Objective(name: "height", label: "height") }
  var space: Space {
    .numbers([NumberParameter(name: "u", range: -10...10), NumberParameter(name: "v", range: -10...10)])
  }
  var brief: Brief {
    Brief(formula: nil, parameters: ["u", "v"], lossName: "height", dataLines: [], answerExample: "")
  }
  var references: [Reference] {
    [Reference(kind: .optimum, label: "lowest", solution: json(of: optimum), text: nil, loss: 1)]
  }
  var data: JSONValue? { nil }
  var landscape: (@Sendable ([Double]) -> Double)? {
    guard hasLandscape else { return nil }
    let loss = loss
    return { numbers in numbers.count == 2 ? loss(numbers[0], numbers[1]) : .nan }
  }

  func isSolved(by solution: Solution) -> Bool { false }
  func initialSolutions(_ count: Int, using generator: inout SeededGenerator) -> [Solution] { [] }
  func randomSolution(using generator: inout SeededGenerator) -> Solution { optimum }
  func text(of solution: Solution, decimals: Int?) -> String { "u=\(solution.u), v=\(solution.v)" }
  func json(of solution: Solution) -> JSONValue { ["u": .number(solution.u), "v": .number(solution.v)] }
  func solution(from json: JSONValue) -> Solution? {
    guard let u = json["u"]?.number, let v = json["v"]?.number else { return nil }
    return Solution(u: u, v: v)
  }
  func key(of solution: Solution) -> String { text(of: solution, decimals: nil) }
  func read(_ reply: Reply, given context: ReadingContext<Solution>) -> [Reading<Solution>] { [] }
  func solutions(typed text: String) throws -> [Solution] {
    let numbers = text.split(separator: " ").compactMap { Double($0) }
    guard numbers.count == 2 else { throw InputError("Two numbers are needed.") }
    return [Solution(u: numbers[0], v: numbers[1])]
  }
  func evaluate(_ solution: Solution, in context: EvaluationContext) async throws -> Evaluation {
    Evaluation(loss: loss(solution.u, solution.v))
  }
  func picture(of state: PictureState<Solution>) -> Picture {
    Picture(x: Picture.Axis(label: "u", range: -10...10), y: Picture.Axis(label: "v", range: -10...10), elements: [])
  }
}

/// A run whose every candidate a test places.
struct PlaneRun {
  let problem: TwoNumbers
  var state: DashboardState
  private var n = 0
  private(set) var time = 0.0
  private(set) var nextID = 0
  private(set) var step = 0
  private var index = 0

  init(
    _ problem: TwoNumbers = TwoNumbers(), size: Size = Size(columns: 120, rows: 36), replies: Int = 8,
    parameters: [String] = ["u", "v"], theme: Theme = .standard, isKnown: Bool = true
  ) {
    self.problem = problem
    let erased = AnyProblem(problem)
    state = DashboardState(size: size, problem: isKnown ? erased : nil, theme: theme)
    emit(
      .runStarted(
        RunStarted(
          id: "plane", started: "2026-11-21T09:00:00Z",
          problem: RunStarted.ProblemRecord(
            name: problem.name, settings: [:], parameters: parameters, objective: problem.objective,
            references: erased.references, data: nil),
          settings: RunSettings(steps: 50, candidates: replies, temperature: 0.7),
          models: RunStarted.Models(optimizer: nil))))
  }

  mutating func emit(_ event: RunEvent) {
    time += 0.1
    _ = reduce(&state, .events([(LoggedEvent(n: n, time: time, event: event), nil)]))
    n += 1
  }

  mutating func press(_ keys: Character...) {
    for key in keys { _ = reduce(&state, .input(.key(KeyPress(.character(key))))) }
  }

  /// Opens the plane, or the spread, over the whole screen.
  mutating func open(_ key: Character, zoomed: Bool = true) {
    press(key)
    if zoomed, !state.arrangement.isZoomed { press("z") }
  }

  mutating func startStep(temperature: Double? = 0.7, shown: [Int] = []) {
    step += 1
    index = 0
    emit(
      .stepStarted(
        StepStarted(step: step, messages: [], sections: [], shown: shown, temperature: temperature, model: nil)))
  }

  mutating func candidate(_ u: Double, _ v: Double, origin: Origin = .model, loss: Double? = nil, fails: Bool = false) {
    let isReply = origin == .model
    if isReply {
      emit(.reply(ReplyEvent(step: step, index: index, attempt: 1, role: "optimizer", text: "\(u) \(v)", seconds: 1)))
    }
    let solution = TwoNumbers.Solution(u: u, v: v)
    let judged = fails ? nil : loss ?? problem.loss(u, v)
    emit(
      .candidate(
        CandidateEvent(
          id: nextID, step: origin == .initial ? 0 : step, index: isReply ? index : nil, origin: origin,
          solution: problem.json(of: solution), text: problem.text(of: solution, decimals: nil),
          loss: judged.flatMap { $0.isFinite ? $0 : nil },
          failure: judged.map(\.isFinite) == true ? nil : EvaluationFailure(code: "not-finite", reason: "Too large."),
          temperature: state.run.head.temperature)))
    nextID += 1
    if isReply { index += 1 }
  }

  mutating func rejected(_ code: Refusal.Code, of: Int? = nil) {
    reply()
    judged(code, of: of)
  }

  /// A reply that is not judged yet.
  mutating func reply() {
    emit(.reply(ReplyEvent(step: step, index: index, attempt: 1, role: "optimizer", text: "again", seconds: 1)))
  }

  mutating func judged(_ code: Refusal.Code, of: Int? = nil) {
    emit(.rejected(Rejected(step: step, index: index, refusal: Refusal(code, "It is not taken.", of: of))))
    index += 1
  }

  func drawn(_ markers: Marker = .braille) -> CellBuffer {
    var buffer = CellBuffer(size: state.size), cache = ViewCache()
    draw(state, markers: markers, into: &buffer, cache: &cache)
    return buffer
  }
}

extension CellBuffer {
  func holds(_ text: String) -> Bool { self.text.contains { $0.contains(text) } }
}
