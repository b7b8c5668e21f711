import Charts
import Optimization

/// How the losses of several runs come onto one axis.
///
/// Where all have the same objective, as they are. Else each as a part of the loss that its run began with, so that all
/// begin at 1; and where one of those is not positive, as the distance from it.
enum LossMeasure: Hashable, Sendable {
  case shared(label: String)
  case partOfFirst
  case changeFromFirst

  init(_ lanes: [Lane]) {
    let objectives = lanes.compactMap { $0.run.head.started?.problem.objective }
    guard let first = objectives.first, objectives.contains(where: { $0 != first }) else {
      self = .shared(label: objectives.first.map { Words.clean($0.label) } ?? "loss")
      return
    }
    let isPositive = lanes.allSatisfy { lane in
      lane.run.trajectory.count == 0 || Self.first(of: lane.run).map { $0 > 0 } == true
    }
    self = isPositive ? .partOfFirst : .changeFromFirst
  }

  /// The title of the axis.
  var title: String {
    switch self {
    case .shared(let label): label
    case .partOfFirst: "loss, first = 1"
    case .changeFromFirst: "loss less the first"
    }
  }

  /// The lowest loss of the initial solutions; the first loss where there is none.
  static func first(of run: RunState) -> Double? {
    var lowest = Double.infinity
    for row in run.rows(ofStep: 0) { lowest = min(lowest, run.trajectory.losses[row]) }
    if lowest < .infinity { return lowest }
    return run.trajectory.losses.first { $0 < .infinity }
  }

  /// A loss of a run on the axis.
  func value(_ loss: Double, in run: RunState) -> Double {
    switch self {
    case .shared: loss
    case .partOfFirst: loss / (Self.first(of: run) ?? 1)
    case .changeFromFirst: loss - (Self.first(of: run) ?? 0)
    }
  }

  func values(_ losses: ContiguousArray<Double>, of run: RunState) -> ContiguousArray<Double> {
    switch self {
    case .shared: return losses
    case .partOfFirst:
      let first = Self.first(of: run) ?? 1
      return ContiguousArray(losses.map { $0 / first })
    case .changeFromFirst:
      let first = Self.first(of: run) ?? 0
      return ContiguousArray(losses.map { $0 - first })
    }
  }
}
