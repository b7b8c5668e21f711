import Optimization
import Text

/// How far proposals lie from each other.
///
/// Of every parameter the standard deviation of the proposals, √(Σ (x - mean)² / n), is divided by the width of the range
/// that uniform proposals are drawn from; the spread is the root mean square of these over the parameters. A reply that
/// repeats a candidate counts with that candidate's numbers: a model that says the same again and again has no spread.
/// Where the problem names no range the deviations stay as they are, and where a solution has no numbers the loss takes
/// their place.
struct SpreadMeasure: Hashable, Sendable {
  /// Of the parameters, or of the loss alone.
  var names: [String]
  /// What each is counted from, so that squares stay small.
  var centers: [Double]
  /// Nil where no range is known.
  var widths: [Double]?
  /// So many steps are taken together, since one or two replies have no spread.
  var pool: Int

  init(_ state: DashboardState) {
    let parameters = state.run.trajectory.parameters
    let replies = max(1, state.run.head.started?.settings.candidates ?? 1)
    pool = replies >= 4 ? 1 : (Self.fewestPooled + replies - 1) / replies
    names = parameters.isEmpty ? ["loss"] : parameters.map(Words.clean)
    centers = names.map { _ in 0 }
    guard case .numbers(let space)? = state.problem?.space, space.map(\.name) == parameters else { return }
    let ranges = space.map { ($0.range.lowerBound, $0.range.upperBound - $0.range.lowerBound) }
    guard ranges.allSatisfy({ $0.1 > 0 && $0.1.isFinite }) else { return }
    centers = ranges.map { $0.0 + $0.1 / 2 }
    widths = ranges.map(\.1)
  }

  private static let fewestPooled = 8

  var isOfLoss: Bool { names == ["loss"] && widths == nil }

  /// One of a parameter: "12 %" of its range, or the deviation itself.
  static func words(_ value: Double, isShare: Bool) -> String {
    guard value.isFinite else { return "–" }
    return isShare ? NumberFormat.compact(value * 100, significant: 2) + " %" : NumberFormat.compact(value)
  }
}

/// Sums that deviations are made of; those of several steps add up.
struct SpreadSums: Hashable, Sendable {
  private(set) var count = 0
  private var sums: [Double]
  private var squares: [Double]

  init(parameters: Int) {
    sums = Array(repeating: 0, count: parameters)
    squares = sums
  }

  mutating func reset() {
    count = 0
    for place in sums.indices {
      sums[place] = 0
      squares[place] = 0
    }
  }

  mutating func add(_ measure: SpreadMeasure, _ value: (_ parameter: Int) -> Double) {
    for place in sums.indices where !value(place).isFinite { return }
    count += 1
    for place in sums.indices {
      let distance = (value(place) - measure.centers[place]) / (measure.widths?[place] ?? 1)
      sums[place] += distance
      squares[place] += distance * distance
    }
  }

  static func += (left: inout SpreadSums, right: SpreadSums) {
    left.count += right.count
    for place in left.sums.indices {
      left.sums[place] += right.sums[place]
      left.squares[place] += right.squares[place]
    }
  }

  /// One a parameter; empty for fewer than two proposals.
  var deviations: [Double] {
    count >= 2 ? sums.indices.map { variance($0).squareRoot() } : []
  }

  /// Not-a-number for fewer than two proposals.
  var spread: Double {
    guard count >= 2 else { return .nan }
    var variances = 0.0
    for place in sums.indices { variances += variance(place) }
    return (variances / Double(sums.count)).squareRoot()
  }

  private func variance(_ place: Int) -> Double {
    let mean = sums[place] / Double(count), square = squares[place] / Double(count)
    let variance = square - mean * mean
    // Rounding leaves a little where all are equal.
    return variance > square * 1e-13 ? variance : 0
  }
}

extension RunState {
  /// What the replies of a step proposed, or the draws of a run without a model: rows of the trajectory, those that were
  /// repeated among them as often as they were.
  ///
  /// - Parameter replyRows: those of the step.
  func proposals(ofStep step: Int, _ replyRows: Range<Int>, _ body: (_ row: Int) -> Void) {
    let rows = rows(ofStep: step)
    for row in rows where trajectory.step(at: row) == step {
      switch trajectory.origins[row] {
      case .model, .random, .fallback: body(row)
      case .initial, .person: break
      }
    }
    for reply in replyRows {
      // In a log that is none of ours one may be called a repeat of what came steps later.
      if case .rejected(.duplicate, _, let of?) = replies.verdict(at: reply), let row = trajectory.row(of: of),
        row < rows.upperBound
      {
        body(row)
      }
    }
  }

  /// The rows of a step's replies, in the order of their index.
  ///
  /// - Parameter guess: where they may begin.
  func replyRows(ofStep step: Int, guess: Int = 0) -> Range<Int> {
    let count = replies.count
    func isBefore(_ row: Int) -> Bool { Int(replies.steps[row]) < step }
    let isRight = (guess == 0 || isBefore(guess - 1)) && (guess == count || !isBefore(guess))
    var low = isRight ? guess : 0, high = isRight ? guess : count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < count, Int(replies.steps[end]) == step { end += 1 }
    return low..<end
  }

  /// Adds a step's proposals to the sums.
  func add(step: Int, _ replyRows: Range<Int>, to sums: inout SpreadSums, _ measure: SpreadMeasure) {
    let isOfLoss = measure.isOfLoss
    proposals(ofStep: step, replyRows) { row in
      sums.add(measure) { isOfLoss ? trajectory.losses[row] : trajectory.number(at: row, parameter: $0) }
    }
  }
}

/// The spread at every step, kept while steps come: only what is new is counted.
struct SpreadFigures: Hashable, Sendable {
  private var generation: Int
  private let measure: SpreadMeasure
  /// One a row of the run's steps; not-a-number where there are fewer than two proposals.
  private(set) var spreads: ContiguousArray<Float> = []
  /// Of the newest steps, as many as are taken together; the last of them may still get replies.
  private var newest: [SpreadSums] = []

  init(_ state: DashboardState, measure: SpreadMeasure) {
    generation = state.generation
    self.measure = measure
    update(state)
  }

  /// Whether they are those of a state, or of an earlier one of the same run.
  func fit(_ state: DashboardState, _ measure: SpreadMeasure) -> Bool {
    generation == state.generation && measure == self.measure && spreads.count <= state.run.steps.count
  }

  mutating func update(_ state: DashboardState) {
    let run = state.run
    if !spreads.isEmpty {
      spreads.removeLast()
      newest.removeLast()
    }
    var replies = 0..<0
    for row in spreads.count..<run.steps.count {
      let step = run.steps.step(at: row)
      replies = run.replyRows(ofStep: step, guess: replies.upperBound)
      var sums: SpreadSums
      if newest.count == measure.pool {
        sums = newest.removeFirst()
        sums.reset()
      } else {
        sums = SpreadSums(parameters: measure.names.count)
      }
      run.add(step: step, replies, to: &sums, measure)
      newest.append(sums)
      if measure.pool > 1 {
        for other in newest.dropLast() { sums += other }
      }
      spreads.append(Float(sums.spread))
    }
  }
}
