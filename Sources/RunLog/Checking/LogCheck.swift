import Optimization
import Text

/// Holds the events of a log, one after another, to what a run can write.
///
/// A line can be well-formed and still be wrong: lost, doubled, swapped or edited by hand. What is looked at is what
/// later readers rely on. Kinds that only a later version knows are held to their place and their time alone.
public struct LogCheck: Sendable {
  /// The place of the event that comes next.
  private(set) var place: Int
  /// Whether everything from the start of the log was seen; else only places and times are held.
  private let isWhole: Bool
  private var time = 0.0
  /// The step under way or done last.
  private(set) var step = 0
  private var repliesPerStep = 1
  private var candidates = SeenIDs()
  /// The indices of the step's replies that have come.
  private var replied: Set<Int> = []
  private var hasPrediction = false
  /// Whether the run has ended and no line says that it went on.
  private(set) var hasEnded = false

  /// - Parameter place: of the first event that it is going to see.
  public init(startingAt place: Int = 0) {
    self.place = place
    isWhole = place == 0
  }

  /// Takes an event where it can stand, which then counts for those behind it.
  ///
  /// - Returns: why it cannot stand here, as the second half of a sentence; nil where it can.
  mutating func objection(to logged: borrowing LoggedEvent) -> String? {
    if logged.n != place { return misplaced(logged.n) }
    if logged.time < time {
      return "its time, \(Self.words(logged.time)) s, is before that of the line above, \(Self.words(time)) s"
    }
    if isWhole {
      if let objection = objection(to: logged.event) { return objection }
    } else if case .runStarted = logged.event {
      return Self.secondStart
    }
    place += 1
    time = logged.time
    return nil
  }

  /// Seconds as in the log.
  static func words(_ seconds: Double) -> String { (try? JSONValue.number(seconds).canonicalText()) ?? "?" }

  /// Takes back that the run had ended, as if that line were not there.
  mutating func forgetEnd() {
    guard hasEnded else { return }
    hasEnded = false
    place -= 1
  }

  private static let secondStart = "a run starts once, and this is a second start"

  private func misplaced(_ n: Int) -> String {
    "its number is \(n) and must be \(place): "
      + (n > place
        ? "lines before it are missing, or not in order" : "it stands there twice, or lines are not in order")
  }

  // MARK: The kinds

  private mutating func objection(to event: borrowing RunEvent) -> String? {
    if hasEnded, let objection = objectionAfterEnd(to: event) { return objection }
    switch event {
    case .runStarted(let started):
      guard place == 0 else { return Self.secondStart }
      if let objection = Self.objection(to: started.settings) { return objection }
      repliesPerStep = started.settings.candidates
    case .stepStarted(let started):
      guard started.step >= max(1, step), started.step <= Self.mostSteps else {
        return "step \(started.step) cannot begin \(step == 0 ? "here" : "after step \(step)")"
      }
      if started.step != step {
        replied.removeAll(keepingCapacity: true)
        hasPrediction = false
      }
      step = started.step
    case .asked(let asked): return objection(step: asked.step, index: asked.index)
    case .retry(let retry): return objection(step: retry.step, index: retry.index)
    case .reply(let reply):
      if let objection = objection(step: reply.step, index: reply.index) { return objection }
      // Other roles may be asked several times for one reply.
      guard reply.role == "optimizer" else { return nil }
      guard replied.insert(reply.index).inserted else {
        return "reply \(reply.index) of step \(reply.step) has come before"
      }
    case .rejected(let rejected): return objection(step: rejected.step, index: rejected.index)
    case .evaluationStarted(let started):
      if let objection = objection(step: started.step, index: started.index) { return objection }
      return objection(toID: started.id)
    case .candidate(let candidate): return objection(to: candidate)
    case .prediction(let prediction):
      guard prediction.step == step, step > 0 else { return notUnderWay(prediction.step) }
      if hasPrediction { return "step \(step) has a prediction already" }
      if let objection = Self.objection(loss: prediction.loss, prediction.failure) { return objection }
      hasPrediction = true
    case .steered(let steered): if steered.step != step { return notUnderWay(steered.step) }
    case .resumed(let resumed):
      guard resumed.from == place - 1 else {
        return "it says that the run went on behind number \(resumed.from), and stands behind number \(place - 1)"
      }
      hasEnded = false
    case .runEnded: hasEnded = true
    case .measured, .ghost, .state, .notice, .unknown: break
    }
    return nil
  }

  private func objectionAfterEnd(to event: borrowing RunEvent) -> String? {
    switch event {
    case .resumed, .unknown: nil
    default: "the run had ended before it, and no line says that it went on"
    }
  }

  private mutating func objection(to candidate: CandidateEvent) -> String? {
    if let objection = objection(step: candidate.step, index: candidate.index) { return objection }
    if let objection = Self.objection(loss: candidate.loss, candidate.failure) { return objection }
    if let objection = objection(toID: candidate.id) { return objection }
    candidates.insert(candidate.id)
    return nil
  }

  /// - Parameter index: of a reply, which is of the step under way; nil for what was proposed by none, be it in an
  ///   earlier step.
  private func objection(step other: Int, index: Int?) -> String? {
    guard let index else { return other >= 0 && other <= step ? nil : notUnderWay(other) }
    guard other == step, step > 0 else { return notUnderWay(other) }
    guard index >= 0, index < repliesPerStep else {
      return "it is of reply \(index), and the replies of a step are 0 to \(repliesPerStep - 1)"
    }
    return nil
  }

  private func notUnderWay(_ other: Int) -> String {
    if other > step { return "it is of step \(other), which has not begun" }
    return "it is of step \(other), and \(step == 0 ? "no step has begun" : "step \(step) is under way")"
  }

  private func objection(toID id: Int) -> String? {
    guard (0..<Self.mostCandidates).contains(id) else { return "no candidate can have the number \(id)" }
    return candidates.contains(id) ? "candidate #\(id) is there already" : nil
  }

  private static func objection(loss: Double?, _ failure: EvaluationFailure?) -> String? {
    switch (loss, failure) {
    case (nil, nil): "it has neither a loss nor a failure"
    case (.some, .some): "it has both a loss and a failure"
    default: nil
    }
  }

  private static func objection(to settings: RunSettings) -> String? {
    let counts = [
      ("steps", settings.steps, 0...mostSteps), ("candidates", settings.candidates, 1...mostReplies),
      ("initial", settings.initial, 0...mostSteps),
      ("prompt.history", settings.prompt.history ?? 0, 0...mostSteps),
      ("prompt.decimals", settings.prompt.decimals ?? 0, 0...mostDecimals),
    ]
    return counts.first { !$0.2.contains($0.1) }.map { name, value, range in
      "the setting \(name) is \(value), and must be from \(range.lowerBound) to \(range.upperBound)"
    }
  }

  // Wider than what the command line takes; beyond them columns would not hold what they are given.
  private static let mostSteps = Int(Int32.max) - 1
  private static let mostReplies = Int(Int16.max)
  private static let mostCandidates = Int(Int32.max)
  private static let mostDecimals = 100
}

/// The numbers of candidates, which come nearly in order.
struct SeenIDs: Sendable {
  /// All below it are there.
  private var end = 0
  private var others: Set<Int> = []

  func contains(_ id: Int) -> Bool { id < end || !others.isEmpty && others.contains(id) }

  mutating func insert(_ id: Int) {
    guard id == end else {
      others.insert(id)
      return
    }
    end += 1
    while !others.isEmpty, others.remove(end) != nil { end += 1 }
  }
}
