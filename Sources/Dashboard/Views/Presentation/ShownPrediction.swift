import Optimization
import Text

/// What people predicted, as the picture shows it until a newer step is settled.
struct ShownPrediction: Hashable, Sendable {
  var solution: JSONValue
  /// What it came to, or that judging it failed; nil until then.
  var outcome: Outcome?

  enum Outcome: Hashable, Sendable {
    case loss(Double)
    case failed
  }

  /// Whose line it is, and once it is judged its loss.
  func label(isPresentation: Bool) -> String {
    let who = isPresentation ? "people" : "you"
    return switch outcome {
    case .loss(let loss): "\(who) \(Words.loss(loss))"
    case .failed: "\(who) failed"
    case nil: who
    }
  }
}

extension RunState {
  /// The newest step whose replies are all judged or given up; 0 before the first.
  var newestSettledStep: Int {
    let wanted = head.started?.settings.candidates ?? 1
    guard head.step > 0, head.phase != .ended, let figures = steps.figures(ofStep: head.step) else { return head.step }
    let settled = figures.accepted + figures.duplicates + figures.rejected
    return settled >= wanted ? head.step : head.step - 1
  }
}

extension DashboardState {
  /// The prediction that waits to be judged, or that of the newest step; nil where there is none.
  var shownPrediction: ShownPrediction? {
    if let pending = run.head.prediction ?? run.head.predictionUnderWay {
      let proposal = try? problem?.proposals(typed: pending.text).first
      return proposal.map { ShownPrediction(solution: $0.solution) }
    }
    let predictions = run.predictions, parameters = run.trajectory.parameters
    let last = predictions.count - 1
    guard last >= 0, predictions.step(at: last) >= run.newestSettledStep else { return nil }
    let numbers = predictions.numbers(at: last)
    guard !numbers.isEmpty, numbers.count == parameters.count, numbers.allSatisfy(\.isFinite) else { return nil }
    let solution = JSONValue.object(
      Dictionary(zip(parameters, numbers.map(JSONValue.number)), uniquingKeysWith: { $1 }))
    let loss = predictions.loss(at: last)
    return ShownPrediction(solution: solution, outcome: loss.map { .loss($0) } ?? .failed)
  }

  /// People against the model, once a prediction has been judged: "people 2 : model 3".
  var scoreWords: String? {
    let score = run.head.score
    return score.judged > 0 ? "people \(score.people) : model \(score.model)" : nil
  }
}
