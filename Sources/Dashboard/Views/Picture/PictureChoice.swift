import Optimization

/// The rows of the trajectory that the picture draws, in drawing order.
struct PictureChoice: Hashable, Sendable {
  var rows: [Int] = []
  /// Of the proposals among them.
  var steps: ClosedRange<Int> = 0...0
  /// Whether older ones are left out.
  var isCut = false

  /// At most so many proposals are drawn; more would hide each other.
  static let mostProposals = 300
  /// From the back of a room, fewer are told apart.
  static let mostProposalsLarge = 12
  private static let mostInitial = 20, mostPinned = 20

  init() {}

  init(from state: DashboardState) {
    let trajectory = state.run.trajectory
    guard trajectory.count > 0 else { return }
    let isLarge = state.arrangement.isPresentation
    let most = isLarge ? Self.mostProposalsLarge : Self.mostProposals
    var seen: Set<Int> = []
    var newest: [Int] = [], initial: [Int] = []
    var row = trajectory.count - 1
    while row >= 0, newest.count + (isLarge ? initial.count : 0) < most {
      let isInitial = trajectory.origins[row] == .initial
      if !isInitial || initial.count < Self.mostInitial,
        seen.insert(Self.identity(of: row, in: trajectory)).inserted
      {
        if isInitial { initial.append(row) } else { newest.append(row) }
      }
      row -= 1
    }
    isCut = row >= 0
    if isCut, !isLarge {
      // The first ones are a landmark, however far the run has come.
      for row in 0..<min(row + 1, Self.mostInitial) where trajectory.origins[row] == .initial { initial.append(row) }
    }
    let best = state.run.head.best?.row
    let steps = newest.map { trajectory.step(at: $0) }
    self.steps = (steps.min() ?? 0)...(steps.max() ?? 0)
    // Older below newer; the best over all but the newest.
    rows = (initial + newest.dropFirst().reversed()).filter { $0 != best }
    if !state.run.head.pinned.isEmpty {
      // What is always in the prompt is always in the picture, below the proposals that are newer.
      let drawn = Set(rows + newest)
      let pinned = state.run.head.pinned.compactMap { trajectory.row(of: $0) }.sorted()
      rows = pinned.suffix(Self.mostPinned).filter { !drawn.contains($0) && $0 != best } + rows
    }
    if let best, best != newest.first { rows.append(best) }
    if let last = newest.first { rows.append(last) }
  }

  private static func identity(of row: Int, in trajectory: Trajectory) -> Int {
    var hasher = Hasher()
    if trajectory.parameters.isEmpty {
      hasher.combine(trajectory.text(at: row))
    } else {
      for number in trajectory.numbers(at: row) { hasher.combine(number) }
    }
    return hasher.finalize()
  }
}

extension PictureChoice {
  /// The proposals drawn, with their solutions, as a problem draws them.
  func known(in trajectory: Trajectory) -> [AnyProblem.Known] {
    rows.map { (id: trajectory.id(at: $0), solution: trajectory.solution(at: $0)) }
  }

  /// The newest proposal that is drawn; nil before the first.
  func newest(in trajectory: Trajectory) -> Int? { rows.last { trajectory.origins[$0] != .initial } }
}
