import Optimization
import Text

/// What a table says of a lane at the place that is looked at.
public struct LaneFigures: Hashable, Sendable {
  /// What it took to come near the optimum.
  public struct Reached: Hashable, Sendable {
    public var evaluations: Int
    public var tokens: Int
  }

  public var letter: String
  /// The model, numbered where two are the same; safe to show.
  public var name: String
  public var logName: String
  /// Of the objective; safe to show.
  public var label: String
  public var best: Double?
  public var bestID: Int?
  public var evaluations: Int
  /// Nil where no optimum is known.
  public var optimum: Double?
  public var tenth: Reached?
  public var hundredth: Reached?
  public var duplicates: Int
  /// For another reason.
  public var rejected: Int
  public var step: Int
  public var steps: Int
  /// Without pauses.
  public var seconds: Double
  public var tokens: Spending
  public var phase: RunHead.Phase
  public var ended: RunEnded.Reason?

  init(_ lane: Lane, name: String) {
    let run = lane.shown, head = run.head
    letter = lane.letter
    self.name = name
    logName = lane.logName
    label = head.started.map { Words.clean($0.problem.objective.label) } ?? "loss"
    best = head.best?.loss
    bestID = head.best?.id
    evaluations = run.trajectory.count
    optimum = run.optimum
    func reached(_ share: Reach.Share) -> Reached? {
      run.firstRow(within: share).map { row in
        Reached(evaluations: row + 1, tokens: run.use(throughStep: run.trajectory.step(at: row)).tokens)
      }
    }
    tenth = reached(.tenth)
    hundredth = reached(.hundredth)
    duplicates = head.counts.rejected[.duplicate] ?? 0
    rejected = head.counts.rejectedInAll - duplicates
    step = head.step
    steps = head.steps
    seconds = head.activeSeconds
    tokens = head.tokens
    phase = head.phase
    ended = head.ended?.reason
  }

  public static func all(of lanes: [Lane]) -> [LaneFigures] {
    zip(lanes, lanes.names).map { LaneFigures($0, name: $1) }
  }

  /// "running", "ended, all steps done"
  var phaseWords: String {
    switch phase {
    case .idle: "starting"
    case .waiting: "waiting for you"
    case .running, .paused: phase.rawValue
    case .ended: ended?.words ?? "ended"
    }
  }
}

extension LaneFigures {
  /// For programs: numbers in full, nothing rounded; absent figures are null.
  public func json(log: String, departure: Departure?) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { $0.isFinite ? .number($0) : .null } ?? .null }
    func reached(_ reached: Reached?) -> JSONValue {
      reached.map { ["evaluations": .number(Double($0.evaluations)), "tokens": .number(Double($0.tokens))] } ?? .null
    }
    var object: [String: JSONValue] = [
      "lane": .string(letter), "log": .string(log), "model": .string(name), "objective": .string(label),
      "best": number(best), "candidate": number(bestID.map(Double.init)),
      "evaluations": .number(Double(evaluations)), "optimum": number(optimum), "within10": reached(tenth),
      "within1": reached(hundredth), "duplicates": .number(Double(duplicates)),
      "rejected": .number(Double(rejected)), "step": .number(Double(step)), "steps": .number(Double(steps)),
      "seconds": number(seconds),
      "tokens": [
        "input": .number(Double(tokens.input)), "output": .number(Double(tokens.output)),
        "estimated": .bool(tokens.isEstimated),
      ],
      "cost": number(tokens.cost), "state": .string(phase.rawValue),
    ]
    if let ended { object["ended"] = .string(ended.rawValue) }
    if let departure {
      object["forked"] = [
        "from": .string(departure.parent ?? departure.file), "step": .number(Double(departure.step)),
        "changes": .array(departure.changes.map { .string(Words.command($0)) }),
      ]
    }
    return .object(object)
  }
}
