/// An act of steering that a run does by itself at a place of its own course, as a person did in another run.
public struct ScheduledAct: Hashable, Codable, Sendable {
  /// The step under way or done last.
  public var step: Int
  /// How many of the step's replies are settled before it.
  public var settled: Int
  public var command: Command
  /// The replies of the step that were given up with it, by their index; absent where none was.
  public var givenUp: [Int]?

  public init(step: Int, settled: Int, command: Command, givenUp: [Int]? = nil) {
    self.step = step
    self.settled = settled
    self.command = command
    self.givenUp = givenUp
  }

  /// The code of a notice that says why an act could not be done.
  public static let leftOutCode = "act-left-out"
}

/// Finds in the events of a run what a person did to it and when.
///
/// Pauses and single steps are left out: they change when something happens, not what. So is the end by a signal, which
/// nobody meant for another run.
public struct ActCollector: Sendable {
  public private(set) var acts: [ScheduledAct] = []
  private var step = 0
  private var settled: Set<Int> = []

  public init() {}

  public mutating func take(_ event: RunEvent) {
    switch event {
    case .stepStarted(let started) where started.step != step:
      step = started.step
      settled = []
    // It has its id from here on, and what comes between is given the next.
    case .evaluationStarted(let started) where started.step == step:
      if let index = started.index { settled.insert(index) }
    case .rejected(let rejected) where rejected.step == step:
      guard let index = rejected.index else { return }
      settled.insert(index)
      if rejected.code == .cancelled { giveUp(index) }
    case .steered(let steered): take(steered)
    default: break
    }
  }

  private mutating func take(_ steered: Steered) {
    switch steered.command {
    case .pause, .resume, .step: return
    case .end: if steered.source == .signal { return }
    default: break
    }
    acts.append(ScheduledAct(step: step, settled: settled.count, command: steered.command))
  }

  /// A reply that did not come because of the last act that gives replies up.
  private mutating func giveUp(_ index: Int) {
    let cause = acts.lastIndex { act in
      guard act.step == step else { return false }
      switch act.command {
      case .cancelStep, .end: return true
      default: return false
      }
    }
    if let cause { acts[cause].givenUp = (acts[cause].givenUp ?? []) + [index] }
  }
}
