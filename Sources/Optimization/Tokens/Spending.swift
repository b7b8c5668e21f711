import LanguageModels

/// Tokens by direction and what they cost.
public struct Spending: Hashable, Sendable {
  public var input = 0
  public var output = 0
  /// The part of the input that servers took from their caches.
  public var cached = 0
  /// Of what a price is known for.
  public var dollars = 0.0
  /// Some of the tokens have no price.
  public var isUnpriced = false
  /// Some of it is our own count, because a server told none or too little.
  public var isEstimated = false

  public init() {}

  public var total: Int { Self.sum(input, output) }

  /// A log that was edited by hand may hold any number; no run of this world comes near this one.
  static let most = 1_000_000_000_000_000

  static func sum(_ first: Int, _ second: Int) -> Int { min(max(0, first), most) + min(max(0, second), most) }

  public mutating func add(_ usage: TokenUsage, at price: TokenPrice?) {
    input = Self.sum(input, usage.input)
    output = Self.sum(output, usage.output)
    cached = Self.sum(cached, usage.cached ?? 0)
    if usage.isEstimated { isEstimated = true }
    if let price {
      dollars += price.dollars(of: usage)
    } else if Self.sum(usage.input, usage.output) > 0 {
      isUnpriced = true
    }
  }

  /// Nil where no price is known, or not for all of it.
  public var cost: Double? { isUnpriced || total == 0 ? nil : dollars }
}

/// What a run has used: in all, in the step under way or done last, and in the steps before it that its end is
/// projected from.
public struct SpendingRecord: Hashable, Sendable {
  public private(set) var run = Spending()
  public private(set) var step = Spending()
  /// Of the steps that are done, newest last, at most `kept`.
  public private(set) var steps: [Spending] = []

  static let kept = 3

  mutating func add(_ usage: TokenUsage, at price: TokenPrice?) {
    run.add(usage, at: price)
    step.add(usage, at: price)
  }

  mutating func startStep() {
    if step.total > 0 { steps.append(step) }
    if steps.count > Self.kept { steps.removeFirst() }
    step = Spending()
  }

  /// What the run will have used at its end if the steps to come are as the newest were; nil before there is one. The
  /// step under way counts as one that will be as large as those before it, or larger where it is already.
  ///
  /// - Parameter stepsLeft: that have not begun.
  public func projection(stepsLeft: Int) -> Spending? {
    let known = steps.isEmpty ? [step] : steps
    guard known.contains(where: { $0.total > 0 }) else { return nil }
    let count = Double(known.count), left = Double(max(0, stepsLeft))
    func grown(_ value: (Spending) -> Double) -> Double {
      let mean = known.map(value).reduce(0, +) / count
      return mean * left + max(0, mean - value(step))
    }
    func grownTokens(_ value: (Spending) -> Int) -> Int {
      Int(min(grown { Double(value($0)) }.rounded(), Double(Spending.most)))
    }
    var projection = run
    projection.input = Spending.sum(run.input, grownTokens(\.input))
    projection.output = Spending.sum(run.output, grownTokens(\.output))
    projection.cached = Spending.sum(run.cached, grownTokens(\.cached))
    projection.dollars += grown(\.dollars)
    projection.isUnpriced = run.isUnpriced
    projection.isEstimated = true
    return projection
  }
}
