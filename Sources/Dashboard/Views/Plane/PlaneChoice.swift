import Optimization

/// The candidates that the plane shows.
struct PlaneChoice: Hashable {
  /// Rows of the trajectory in drawing order: older ones first, the best last.
  private(set) var rows: [Int] = []
  /// Of the proposals among them.
  private(set) var steps: ClosedRange<Int> = 0...0
  /// Whether older ones are left out.
  private(set) var isCut = false
  /// The way that was taken, in the order of time: the best proposal of each step.
  private(set) var way: [Int] = []

  /// How many are shown at most.
  private(set) var most = mostCandidates

  /// More would hide each other.
  static let mostCandidates = 300
  /// From the back of a room fewer are told apart.
  static let mostCandidatesLarge = 60
  private static let mostInitial = 20

  init(_ state: DashboardState) {
    self = state.shownPlaneContent == .foresight ? PlaneChoice(ofPromptIn: state) : PlaneChoice(ofRunIn: state)
  }

  private init(ofRunIn state: DashboardState) {
    let trajectory = state.run.trajectory
    // A log of a later version may hold solutions of another form.
    guard trajectory.count > 0, trajectory.parameters.count == 2 else { return }
    most = state.arrangement.isPresentation ? Self.mostCandidatesLarge : Self.mostCandidates
    let first = max(0, trajectory.count - most)
    isCut = first > 0
    let initial = (0..<min(first, Self.mostInitial)).filter { trajectory.origins[$0] == .initial }
    let pinned = state.run.head.pinned.compactMap { trajectory.row(of: $0) }.filter { $0 < first }.sorted()
    let best = state.run.head.best?.row
    rows = (initial + pinned + Array(first..<trajectory.count)).filter { $0 != best }
    if let best { rows.append(best) }
    let proposed = (first..<trajectory.count).filter { trajectory.origins[$0] != .initial }
    if let low = proposed.map({ trajectory.step(at: $0) }).min(),
      let high = proposed.map({ trajectory.step(at: $0) }).max()
    {
      steps = low...high
    }
    for row in proposed where trajectory.origins[row] != .person && trajectory.loss(at: row) != nil {
      if let last = way.last, trajectory.step(at: last) == trajectory.step(at: row) {
        if trajectory.losses[row] < trajectory.losses[last] { way[way.count - 1] = row }
      } else {
        way.append(row)
      }
    }
  }

  /// What the prompt of the step showed, what it did not because it is masked, and what came of it.
  private init(ofPromptIn state: DashboardState) {
    let trajectory = state.run.trajectory, head = state.run.head
    guard let current = head.current, (1...2).contains(trajectory.parameters.count) else { return }
    let proposed = head.trajectoryRows(ofStep: current.step, trajectory)
    let masked = head.masked.compactMap { trajectory.row(of: $0) }.sorted()
    let shown = current.shown.compactMap { trajectory.row(of: $0) }.sorted()
    let best = head.best?.row
    var seen: Set<Int> = []
    rows = (masked.suffix(Self.mostCandidatesLarge) + shown.suffix(most) + proposed.suffix(most)).filter {
      $0 != best && seen.insert($0).inserted
    }
    if let best, shown.contains(best) || proposed.contains(best) { rows.append(best) }
    let steps = rows.filter { trajectory.origins[$0] != .initial }.map { trajectory.step(at: $0) }
    self.steps = min(steps.min() ?? current.step, current.step)...current.step
  }
}

extension RunHead {
  /// The rows that came of a step's replies.
  fileprivate func trajectoryRows(ofStep step: Int, _ trajectory: Trajectory) -> [Int] {
    var rows: [Int] = []
    var row = trajectory.count - 1
    while row >= 0, trajectory.step(at: row) >= step {
      if trajectory.step(at: row) == step, trajectory.origins[row] != .person { rows.append(row) }
      row -= 1
    }
    return rows.reversed()
  }
}
