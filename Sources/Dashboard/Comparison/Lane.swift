import Optimization
import Text

/// One of the runs that are compared or race each other.
public struct Lane: Sendable {
  /// "A" to "F".
  public let letter: String
  /// Its log, as the person named it.
  public let logPath: String
  /// Nil where this program does not know the problem: then there is no picture.
  public let problem: AnyProblem?
  /// The fold of all that came.
  public internal(set) var run: RunState
  /// The run as it was at the place that is looked at; nil while the newest is.
  public internal(set) var earlier: RunState?
  /// What is under way; overwritten, never folded.
  public internal(set) var progress = Progress()
  /// Where it left the run that it was forked from; nil where it was not, or that is not known yet.
  public internal(set) var departure: Departure?
  /// What it is called before its run began.
  let givenName: String
  /// Changes whenever the run is at another place, so that a count of candidates alone is no key of a cache.
  var generation = 0

  public init(
    letter: String, logPath: String, problem: AnyProblem?, run: RunState = RunState(), name: String = "",
    departure: Departure? = nil
  ) {
    self.letter = letter
    self.logPath = logPath
    self.problem = problem
    self.run = run
    self.departure = departure
    givenName = Words.clean(name)
  }

  /// The most lanes that one screen tells apart.
  public static let most = 6
  public static let letters = ["A", "B", "C", "D", "E", "F"]

  /// The run at the place that is looked at.
  public var shown: RunState { earlier ?? run }

  /// The model that it began with; safe to show.
  var model: String {
    if run.head.started == nil, !givenName.isEmpty { return givenName }
    return run.head.model == nil ? "random proposals" : Words.model(run.head)
  }

  /// The name of its log without folder and ending; safe to show.
  var logName: String {
    let file = logPath.split(separator: "/").last.map(String.init) ?? logPath
    return Words.clean(file.hasSuffix(".jsonl") ? String(file.dropLast(6)) : file)
  }

  var hasEnded: Bool { run.head.phase == .ended }
}

extension [Lane] {
  /// The models by lane, numbered where two are the same.
  var names: [String] {
    let models = map(\.model)
    return indices.map { index in
      let twins = indices.filter { models[$0] == models[index] }
      guard twins.count > 1, let place = twins.firstIndex(of: index) else { return models[index] }
      return "\(models[index]) \(place + 1)"
    }
  }

  /// The step that the longest of them has come to. A log that was edited by hand may name any.
  var lastStep: Int {
    reduce(0) { last, lane in Swift.max(last, Swift.min(lane.run.head.step, OptimizationRun.mostSteps)) }
  }
}
