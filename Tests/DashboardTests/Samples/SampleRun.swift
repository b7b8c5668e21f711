import Charts
import Dashboard
import LanguageModels
import Optimization
import Text

/// Writes the events of a run, as a run would, and folds them into the state of a screen.
struct SampleRun {
  let line = SampleLine()
  var state: DashboardState
  private var n = 0
  private(set) var time = 0.0
  private var nextID = 0
  private var generator: SeededGenerator
  private(set) var events: [LoggedEvent] = []
  let candidates: Int
  /// Whether prompts have a place in a log, and show the newest pairs.
  private let hasLog: Bool
  private(set) var step = 0

  init(
    size: Size = Size(columns: 120, rows: 36), candidates: Int = 1, steps: Int = 50, simulated: Bool = true,
    mode: DashboardState.Mode = .live, foreseer: String? = nil, seed: UInt64 = 1
  ) {
    self.candidates = candidates
    hasLog = foreseer != nil
    generator = SeededGenerator(seed: seed)
    let notice = simulated ? "simulated model: no language model is running" : nil
    state = DashboardState(
      size: size, problem: AnyProblem(line), mode: mode, logPath: "/home/ada/.local/state/tiller/run-1.jsonl",
      modelNotice: notice, foresightBy: foreseer)
    let model =
      simulated
      ? ModelIdentity(name: "simulated", kind: .simulated, notice: notice)
      : ModelIdentity(name: "openai:qwen2.5-coder-0.5b", kind: .server, address: "http://127.0.0.1:8080/v1")
    let problem = AnyProblem(line)
    emit(
      .runStarted(
        RunStarted(
          id: "sample", started: "2026-11-21T09:00:00Z",
          problem: RunStarted.ProblemRecord(
            name: problem.name, settings: problem.settings, parameters: ["w", "b"], objective: problem.objective,
            references: problem.references, data: nil),
          settings: RunSettings(steps: steps, candidates: candidates, temperature: 0.7),
          models: RunStarted.Models(optimizer: model))))
  }

  mutating func emit(_ event: RunEvent, after seconds: Double = 0) {
    time += seconds
    let logged = LoggedEvent(n: n, time: time, event: event)
    n += 1
    events.append(logged)
    send(.events([(logged, hasLog ? LogLocation(offset: n * 100, length: 90) : nil)]))
    send(.tick(now: time))
  }

  @discardableResult
  mutating func send(_ action: Action) -> [Effect] { reduce(&state, action) }

  @discardableResult
  mutating func press(_ keys: KeyPress...) -> [Effect] { keys.flatMap { send(.input(.key($0))) } }

  mutating func type(_ text: String) { for character in text { press(KeyPress(.character(character))) } }

  mutating func candidate(
    _ solution: SampleLine.Solution, step: Int, index: Int? = nil, origin: Origin, span: Span? = nil
  ) {
    emit(
      .candidate(
        CandidateEvent(
          id: nextID, step: step, index: index, origin: origin, solution: line.json(of: solution),
          text: line.text(of: solution, decimals: nil), loss: line.loss(solution),
          temperature: origin == .model ? state.run.head.temperature : nil, span: span)))
    nextID += 1
  }

  mutating func initial(_ count: Int = 3) {
    for _ in 0..<count {
      candidate(
        SampleLine.Solution(w: rounded(generator.uniform(in: -20...20)), b: rounded(generator.uniform(in: -20...20))),
        step: 0, origin: .initial)
    }
  }

  private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  mutating func startStep() {
    step += 1
    emit(
      .stepStarted(
        StepStarted(
          step: step, messages: [Message(.user, String(repeating: "pair ", count: 120))], sections: [],
          shown: hasLog ? Array(max(0, nextID - 8)..<nextID) : [], temperature: state.run.head.temperature,
          model: hasLog ? state.run.head.model?.name : nil)), after: 0.05)
  }

  /// A solution that comes nearer with the steps.
  mutating func proposal() -> SampleLine.Solution {
    let spread = 18 / (1 + Double(step) * 0.35)
    return SampleLine.Solution(
      w: rounded(15 + generator.normal() * spread), b: rounded(14 + generator.normal() * spread * 0.7))
  }

  /// One whole step; every seventh reply repeats the best.
  mutating func performStep(seconds: Double = 1.2) {
    startStep()
    for index in 0..<candidates {
      let solution = proposal()
      let lead = index % 2 == 0 ? "" : "The slope looks too small, so I try a steeper line.\n"
      let answer = "{\"w\": \(NumberFormat.shortest(solution.w)), \"b\": \(NumberFormat.shortest(solution.b))}"
      let text = lead + answer
      emit(
        .reply(
          ReplyEvent(
            step: step, index: index, attempt: 1, role: "optimizer", text: text,
            usage: TokenUsage(input: 412, output: 24),
            seconds: seconds)), after: seconds / Double(candidates))
      let span = Span(lead.utf8.count..<text.utf8.count)
      if (step + index) % 7 == 6, let best = state.run.head.best {
        let refusal = Refusal(
          .duplicate, "\(state.run.trajectory.text(at: best.row)) is already in the trajectory as #\(best.id).",
          span: span.range, of: best.id)
        emit(.rejected(Rejected(step: step, index: index, refusal: refusal)))
      } else {
        candidate(solution, step: step, index: index, origin: .model, span: span)
      }
    }
  }

  mutating func steer(_ command: Command) {
    emit(.steered(Steered(step: step, command: command, source: .keyboard)), after: 0.4)
  }
}

extension KeyPress {
  static func character(_ character: Character) -> KeyPress { KeyPress(.character(character)) }
  static func control(_ character: Character) -> KeyPress { KeyPress(.character(character), .control) }
}
