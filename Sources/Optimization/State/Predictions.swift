import Text

/// A person's own solution for a step that has not been judged yet.
public struct PendingPrediction: Hashable, Sendable {
  /// The step that it is for.
  public var step: Int
  /// As it was typed.
  public var text: String
  public init(step: Int, text: String) {
    self.step = step
    self.text = text
  }
}

/// How people did against the model.
public struct PredictionScore: Hashable, Sendable {
  /// Steps in which the person's loss was lower than that of the model's best candidate of the step.
  public var people = 0
  public var model = 0
  /// Equal losses.
  public var ties = 0
  /// Steps in which the model made no candidate: nobody gets a point.
  public var unopposed = 0
  public var judged: Int { people + model + ties + unopposed }

  public init(people: Int = 0, model: Int = 0, ties: Int = 0, unopposed: Int = 0) {
    self.people = people
    self.model = model
    self.ties = ties
    self.unopposed = unopposed
  }
}

/// What people predicted, in the order of the events, as columns.
public struct Predictions: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable { case people, model, tie, unopposed }

  public private(set) var steps: ContiguousArray<Int32> = []
  /// Infinite where judging failed.
  public private(set) var losses: ContiguousArray<Double> = []
  /// The lowest loss of the model's candidates of the step: infinite where judging all of them failed, not-a-number
  /// where there was none.
  private var opponents: ContiguousArray<Double> = []
  private var texts = TextColumn()
  /// How many numbers a solution has; 0 where it has none.
  private var width = 0
  private var numbers: ContiguousArray<Double> = []

  public init() {}

  public var count: Int { steps.count }
  public func step(at row: Int) -> Int { Int(steps[row]) }
  public func text(at row: Int) -> String { texts[row] }
  public func loss(at row: Int) -> Double? { losses[row] == .infinity ? nil : losses[row] }
  /// The lowest loss of the model's candidates of that step; nil where it has none.
  public func opponentLoss(at row: Int) -> Double? { opponents[row].isFinite ? opponents[row] : nil }
  /// The numbers of the solution by parameter; empty where it has none.
  public func numbers(at row: Int) -> ArraySlice<Double> {
    ArraySlice(numbers[row * width..<(row + 1) * width])
  }
  public func outcome(at row: Int) -> Outcome {
    let person = losses[row], model = opponents[row]
    if model.isNaN { return .unopposed }
    return person < model ? .people : person > model ? .model : .tie
  }

  /// The row of a step's prediction; the last where there are several.
  public func row(ofStep step: Int) -> Int? {
    var low = 0, high = count
    while low < high {
      let middle = (low + high) / 2
      if Int(steps[middle]) <= step { low = middle + 1 } else { high = middle }
    }
    return low > 0 && Int(steps[low - 1]) == step ? low - 1 : nil
  }

  /// What a prediction came to, in a sentence. Text of a person: not yet safe to show.
  func words(at row: Int) -> String {
    func words(_ loss: Double?) -> String { loss.map { NumberFormat.compact($0, significant: 4) } ?? "a failure" }
    let own = "The prediction \(text(at: row)) came to \(words(loss(at: row)))"
    let other = words(opponentLoss(at: row))
    return switch outcome(at: row) {
    case .people: own + " and beats the model's \(other)."
    case .model: own + "; the model's \(other) is better."
    case .tie: own + ", as much as the model's."
    case .unopposed: own + "; the model proposed nothing to compare it with."
    }
  }

  mutating func append(_ event: PredictionEvent, parameters: [String], opponent: Double?) {
    if count == 0 { width = parameters.count }
    let values = parameters.map { event.solution[$0]?.number ?? .nan }
    numbers.append(contentsOf: (0..<width).map { $0 < values.count ? values[$0] : .nan })
    steps.append(Int32(truncatingIfNeeded: event.step))
    losses.append(event.loss ?? .infinity)
    opponents.append(opponent ?? .nan)
    texts.append(event.text)
  }

  mutating func truncate(to count: Int) {
    guard count < self.count else { return }
    let surplus = self.count - count
    steps.removeLast(surplus)
    losses.removeLast(surplus)
    opponents.removeLast(surplus)
    numbers.removeLast(surplus * width)
    texts.truncate(to: count)
    if count == 0 { width = 0 }
  }
}
