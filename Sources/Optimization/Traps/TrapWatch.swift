import Text

/// Finds what a model falls into, from the state of its run alone: the same log gives the same traps.
///
/// A run writes a notice when a trap begins and another when it has been left; the fold of both is
/// `RunHead.activeTraps`, so that a resumed run says nothing twice. Each trap is one of the model that is asked in the newest step: with another model its
/// counts begin anew, and without one there is nobody to fall in.
public enum TrapWatch {
  /// When a trap can be told.
  public enum Moment: Hashable, Sendable {
    /// A step has begun: its prompt is known.
    case promptShown
    /// All replies of a step are settled.
    case stepDone

    var traps: [Trap] {
      switch self {
      case .promptShown: [.sharedParameter]
      case .stepDone: [.repeats, .valley, .noImprovement]
      }
    }
  }

  /// What is to be said now: which traps begin, and which have been left.
  public static func notices(for state: RunState, at moment: Moment) -> [Notice] {
    guard state.head.current?.model != nil else {
      return state.head.activeTraps.map { Notice(code: $0.trap.leftCode, text: "No model is asked any more.") }
    }
    return moment.traps.compactMap { trap in
      let active = state.head.activeTraps.first { $0.trap == trap }
      guard let text = text(of: trap, in: state) else {
        return active.map { Notice(code: trap.leftCode, text: wordsWhenLeft($0, state)) }
      }
      return active == nil ? Notice(code: trap.code, text: text) : nil
    }
  }

  private static func wordsWhenLeft(_ active: ActiveTrap, _ state: RunState) -> String {
    // What lies in the prompt is there for every model.
    active.trap == .sharedParameter || isOfModelInForce(step: active.step, in: state)
      ? active.trap.wordsWhenLeft : "Another model is asked now."
  }

  /// Whether a step asked the same model as the newest: what another one did is not laid at its door.
  private static func isOfModelInForce(step: Int, in state: RunState) -> Bool {
    state.steps.model(ofStep: step) == state.head.current?.model
  }

  /// What a person is told of a trap that the state is in; nil where it is not.
  public static func text(of trap: Trap, in state: RunState) -> String? {
    switch trap {
    case .repeats: repeats(in: state)
    case .sharedParameter: sharedParameter(in: state)
    case .valley: valley(in: state)
    case .noImprovement: noImprovement(in: state)
    }
  }

  // MARK: Repeats

  /// The last three replies, or as many as a step has, all repeat known solutions.
  private static func repeats(in state: RunState) -> String? {
    let replies = state.replies
    let needed = max(3, state.head.started?.settings.candidates ?? 1)
    guard replies.count >= needed else { return nil }
    for row in (replies.count - needed)..<replies.count {
      guard isOfModelInForce(step: Int(replies.steps[row]), in: state) else { return nil }
      switch replies.verdict(at: row) {
      case .rejected(.duplicate, _, _): continue
      case .candidate(let id, _): if !repeatsAnEarlierOne(id, in: state) { return nil }
      case .rejected, .pending: return nil
      }
    }
    return "The last \(needed) replies of the model all repeat known solutions."
  }

  /// Where repeats are judged again they become candidates.
  private static func repeatsAnEarlierOne(_ id: Int, in state: RunState) -> Bool {
    guard state.head.started?.settings.repeats == .evaluate, let row = state.trajectory.row(of: id) else {
      return false
    }
    return (0..<row).contains { state.trajectory.isSame($0, row) }
  }

  // MARK: The prompt

  /// All rows of the newest prompt, at least three, show the same value of one parameter.
  private static func sharedParameter(in state: RunState) -> String? {
    let trajectory = state.trajectory
    guard trajectory.parameters.count > 1, let shown = state.head.current?.shown, shown.count >= 3 else { return nil }
    let rows = shown.lazy.compactMap(trajectory.row(of:))
    guard let first = rows.first else { return nil }
    let decimals = state.head.prompt.decimals
    func written(_ row: Int, _ parameter: Int) -> String {
      let value = trajectory.number(at: row, parameter: parameter)
      return decimals.map { NumberFormat.fixed(value, decimals: $0) } ?? NumberFormat.shortest(value)
    }
    let shared = trajectory.parameters.indices.filter { parameter in
      let value = trajectory.number(at: first, parameter: parameter)
      let text = written(first, parameter)
      return rows.allSatisfy {
        trajectory.number(at: $0, parameter: parameter) == value
          || (decimals != nil && written($0, parameter) == text)
      }
    }
    guard let parameter = shared.first, shared.count < trajectory.parameters.count else { return nil }
    let name = trajectory.parameters[parameter]
    return "All \(shown.count) rows of the prompt have \(name)=\(written(first, parameter)): "
      + "the model cannot learn from them what \(name) does."
  }

  // MARK: The valley

  private static let valleyLength = 5
  /// Parts of the size of a parameter, and of its range in the run, that count as no error.
  private static let tolerance = 0.02
  /// How much the loss above the optimum may differ among the proposals, and which part of the optimum's own loss it
  /// must exceed to matter.
  private static let littleChange = 0.25, smallExcess = 0.01

  /// The last proposals of the model are all on the same side of the optimum, one parameter too small and the other too
  /// large, and none is much better than another.
  private static func valley(in state: RunState) -> String? {
    let trajectory = state.trajectory
    let names = trajectory.parameters
    guard names.count == 2,
      let optimum = state.head.started?.problem.references.first(where: { $0.kind == .optimum }),
      let first = optimum.solution?[names[0]]?.number, let second = optimum.solution?[names[1]]?.number
    else { return nil }
    let rows = newestRows(of: .model, valleyLength, in: trajectory)
    guard rows.count == valleyLength, rows.allSatisfy({ isOfModelInForce(step: trajectory.step(at: $0), in: state) })
    else { return nil }
    func errors(_ parameter: Int, _ best: Double) -> [Double] {
      rows.map { trajectory.number(at: $0, parameter: parameter) - best }
    }
    let firstErrors = errors(0, first), secondErrors = errors(1, second)
    let isFirstSmall = firstErrors[0] < 0
    let (small, large) = isFirstSmall ? (firstErrors, secondErrors) : (secondErrors, firstErrors)
    guard small.allSatisfy({ $0 < 0 }), large.allSatisfy({ $0 > 0 }) else { return nil }
    let excess = rows.map { trajectory.losses[$0] - optimum.loss }
    guard let least = excess.min(), let most = excess.max(), least > smallExcess * optimum.loss, least > 0,
      most - least <= littleChange * most
    else { return nil }
    for (parameter, best, errors) in [(0, first, firstErrors), (1, second, secondErrors)] {
      let limit = tolerance * scale(of: parameter, around: best, rows, in: trajectory)
      guard errors.allSatisfy({ abs($0) > limit }) else { return nil }
    }
    let (smallName, largeName) = isFirstSmall ? (names[0], names[1]) : (names[1], names[0])
    return "\(smallName) is too small while \(largeName) is too large: in the last \(valleyLength) proposals one error "
      + "makes up for the other, so the loss hardly changes."
  }

  /// The newest candidates of an origin, if all of them have a loss.
  private static func newestRows(of origin: Origin, _ count: Int, in trajectory: Trajectory) -> [Int] {
    var rows: [Int] = []
    var row = trajectory.count - 1
    while row >= 0, rows.count < count {
      if trajectory.origins[row] == origin {
        guard trajectory.losses[row].isFinite else { return [] }
        rows.append(row)
      }
      row -= 1
    }
    return rows
  }

  /// The size of a parameter here, or its range in the whole run where that is smaller, as with years.
  private static func scale(of parameter: Int, around best: Double, _ rows: [Int], in trajectory: Trajectory) -> Double
  {
    var low = Double.infinity, high = -Double.infinity
    for row in 0..<trajectory.count {
      let value = trajectory.number(at: row, parameter: parameter)
      low = min(low, value)
      high = max(high, value)
    }
    let size = rows.reduce(abs(best)) { max($0, abs(trajectory.number(at: $1, parameter: parameter))) }
    return min(size, high - low)
  }

  // MARK: No improvement

  /// As many steps as the run's patience, at least five, without a better loss.
  private static func noImprovement(in state: RunState) -> String? {
    let head = state.head
    let needed = max(5, head.started?.settings.patience ?? 0)
    guard head.step >= needed, head.improvedAtStep <= head.step - needed,
      (head.step - needed + 1...head.step).allSatisfy({ isOfModelInForce(step: $0, in: state) })
    else { return nil }
    return "No better loss for \(needed) steps."
  }
}

extension Trap {
  var wordsWhenLeft: String {
    switch self {
    case .repeats: "The model proposes something new again."
    case .sharedParameter: "The rows of the prompt no longer have one value in common."
    case .valley: "The proposals have left the valley."
    case .noImprovement: "There is a better loss again."
    }
  }
}
