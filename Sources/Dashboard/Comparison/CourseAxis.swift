import Optimization

/// What the courses of several runs are held against.
public enum CourseAxis: String, CaseIterable, Hashable, Sendable {
  case evaluations, tokens, seconds

  var next: CourseAxis {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  /// Where each candidate lies: how many were evaluated with it; else the tokens, or the seconds without pauses, used by
  /// the end of its step. Never falling.
  func positions(of run: RunState) -> ContiguousArray<Double> {
    let trajectory = run.trajectory
    guard self != .evaluations else { return ContiguousArray((0..<trajectory.count).map { Double($0 + 1) }) }
    var positions: ContiguousArray<Double> = []
    positions.reserveCapacity(trajectory.count)
    var step: Int?
    var value = 0.0
    for row in 0..<trajectory.count {
      if trajectory.step(at: row) != step {
        step = trajectory.step(at: row)
        let use = run.use(throughStep: trajectory.step(at: row))
        value = max(value, self == .tokens ? Double(use.tokens) : use.seconds)
      }
      positions.append(value)
    }
    return positions
  }
}
