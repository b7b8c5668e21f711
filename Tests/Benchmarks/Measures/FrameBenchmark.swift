import Charts
import Dashboard
import Foundation
import Optimization
import Problems
import Text

/// What a frame takes in here, without a terminal: folding an action and drawing all cells, at 200x50 with 10,000
/// candidates.
enum FrameBenchmark {
  static let candidates = 10_000
  static let size = Size(columns: 200, rows: 50)
  static let frames = 1000

  static func run() throws {
    print("\(size.columns)x\(size.rows), \(candidates) candidates, reduced and drawn")
    var run = try Screen()
    for _ in 0..<3 { run.frame(.input(.key(KeyPress(.character("j"))))) }

    report(
      "selection moved", (0..<frames).map { run.frame(.input(.key(KeyPress(.character($0 % 2 == 0 ? "j" : "k"))))) })
    report("a token more of a reply", run.stream())
    report("a candidate more", (0..<frames).map { _ in run.frame(.events([run.nextCandidate()])) })
    report("nothing kept from before", (0..<frames / 4).map { _ in run.wholeFrame() })
    run.frame(.input(.key(KeyPress(.character("o")))))
    report("by loss, a candidate more", (0..<frames).map { _ in run.frame(.events([run.nextCandidate()])) })
    for key in "vvz" { run.frame(.input(.key(KeyPress(.character(key))))) }
    report("foresight of a step", (0..<frames).map { run.foresee(Double($0) / Double(frames)) })
    report("foresight, temperature", (0..<frames).map { run.setTemperature($0 % 2 == 0 ? 0.4 : 1.3) })
    report("foresight, selection", (0..<frames).map { _ in run.frame(.input(.key(KeyPress(.character("k"))))) })
  }

  private static func report(_ name: String, _ seconds: [Double]) {
    print(Figures.label(name, width: 26) + Figures.spread(seconds.map { $0 * 1000 }, unit: "ms", decimals: 3))
  }

  /// A screen of a run that has come far.
  private struct Screen {
    private var state: DashboardState
    private var buffer = CellBuffer(size: FrameBenchmark.size)
    private var cache = ViewCache()
    private let problem: AnyProblem
    private var generator = SeededGenerator(seed: 1)
    private var n = 0
    private var made = 0
    private var time = 0.0

    init() throws {
      let line = try LineProblem(LineSettings(.classroom))
      problem = AnyProblem(line)
      state = DashboardState(
        size: FrameBenchmark.size, problem: problem, logPath: "/tmp/run.jsonl", foresightBy: "embedded")
      let record = RunStarted.ProblemRecord(
        name: problem.name, settings: problem.settings, parameters: ["w", "b"], objective: problem.objective,
        references: problem.references, data: nil)
      let started = RunStarted(
        id: "benchmark", started: "2026-01-01T00:00:00Z", problem: record,
        settings: RunSettings(steps: 2 * FrameBenchmark.candidates), models: RunStarted.Models(optimizer: nil))
      frame(.events([next(.runStarted(started))]))
      let events = (0..<FrameBenchmark.candidates).map { _ in nextCandidate() }
      frame(.events(events))
    }

    /// Folds an action and draws; returns the seconds that took.
    @discardableResult
    mutating func frame(_ action: Action) -> Double {
      let start = ContinuousClock.now
      _ = reduce(&state, action)
      draw(state, into: &buffer, cache: &cache)
      return (ContinuousClock.now - start).seconds
    }

    /// A frame as the first one is.
    mutating func wholeFrame() -> Double {
      cache = ViewCache()
      return frame(.tick(now: time))
    }

    /// Frames while a reply of 400 words comes in, word by word.
    mutating func stream() -> [Double] {
      var reply = ReplyUnderWay(index: 0, phase: .streaming, asked: time)
      reply.first = time
      return (0..<FrameBenchmark.frames).map { index in
        if index % 400 == 0 { reply.text = "" }
        reply.text += "word "
        return frame(.progress(Progress(step: made, replies: [reply])))
      }
    }

    /// The frame in which a step's foresight is told, over the whole screen.
    mutating func foresee(_ share: Double) -> Double {
      let started = StepStarted(
        step: made, messages: [], sections: [], shown: Array(max(0, made - 20)..<made), temperature: 0.7,
        model: "embedded")
      made += 1
      let event = next(.stepStarted(started)).event
      var question: ForesightQuestion?
      for case .foresee(let asked) in reduce(&state, .events([(event, LogLocation(offset: n * 100, length: 99))])) {
        question = asked
      }
      guard let question else { return .nan }
      let components = (0..<6).map { place in
        let angle = Double(place) + share
        return ProposalDistribution.Component(
          weight: 1 / 6, mean: [angle / 3 - 1, 1 - angle / 4], spread: [0.3 + share, 0.1, 0.4 - share / 3])
      }
      let distribution = ProposalDistribution(
        parameters: ["w", "b"], center: [14, 13], frame: [[5, -3], [0, 4]], components: components, temperature: 0.5)
      return frame(.foreseen(question, .success(distribution)))
    }

    mutating func setTemperature(_ temperature: Double) -> Double {
      frame(.events([next(.steered(Steered(step: made, command: .setTemperature(temperature), source: .keyboard)))]))
    }

    mutating func nextCandidate() -> (event: LoggedEvent, location: LogLocation?) {
      let w = generator.uniform(in: -20...20), b = generator.uniform(in: -20...20)
      let event = CandidateEvent(
        id: made, step: made, index: 0, origin: .model, solution: ["w": .number(w), "b": .number(b)],
        text: "w=\(fixed(w)), b=\(fixed(b))", loss: w * w + b * b, temperature: 1)
      made += 1
      return next(.candidate(event))
    }

    private mutating func next(_ event: RunEvent) -> (event: LoggedEvent, location: LogLocation?) {
      defer { n += 1 }
      time += 0.01
      return (LoggedEvent(n: n, time: time, event: event), nil)
    }
  }
}
