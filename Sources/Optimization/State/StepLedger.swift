/// What a run had used when each of its steps began, as columns whose rows are those of `StepHistory`.
///
/// Kept by step and not by candidate, so that the order in which the replies of a step arrive changes nothing.
public struct StepLedger: Hashable, Sendable {
  private var tokens: ContiguousArray<Int> = []
  private var seconds: ContiguousArray<Double> = []

  public init() {}

  public var count: Int { tokens.count }
  /// Tokens in and out of the steps before this one.
  public func tokens(at row: Int) -> Int { tokens[row] }
  /// Seconds that the run had been running, without its pauses.
  public func seconds(at row: Int) -> Double { seconds[row] }

  mutating func append(tokens: Int, seconds: Double) {
    self.tokens.append(tokens)
    self.seconds.append(seconds)
  }

  mutating func truncate(to count: Int) {
    guard count < self.count else { return }
    tokens.removeLast(tokens.count - count)
    seconds.removeLast(seconds.count - count)
  }
}

extension RunState {
  /// What a run had used when it had done a step, or has used until now where that is under way.
  public struct Use: Hashable, Sendable {
    /// In and out.
    public var tokens: Int
    /// Without pauses.
    public var seconds: Double
  }

  /// - Parameter step: 0 for the initial solutions; what lies beyond the last counts as the last.
  public func use(throughStep step: Int) -> Use {
    let next = steps.firstRow(behindStep: step)
    guard next < ledger.count else { return Use(tokens: head.tokens.total, seconds: head.activeSeconds) }
    return Use(tokens: ledger.tokens(at: next), seconds: ledger.seconds(at: next))
  }
}
