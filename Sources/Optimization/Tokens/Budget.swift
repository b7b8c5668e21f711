/// What a run may use before it pauses; nil is without limit.
public struct Budget: Hashable, Codable, Sendable {
  public var tokens: Int?
  /// Dollars.
  public var cost: Double?
  /// Of running, without the pauses.
  public var seconds: Double?

  public init(tokens: Int? = nil, cost: Double? = nil, seconds: Double? = nil) {
    self.tokens = tokens
    self.cost = cost
    self.seconds = seconds
  }

  public enum Kind: String, Codable, CaseIterable, Sendable {
    case tokens, cost, seconds
    /// Of the notice that this budget has paused the run.
    var noticeCode: String { self == .tokens ? "budget" : "budget-\(rawValue)" }
  }

  public var isUnlimited: Bool { tokens == nil && cost == nil && seconds == nil }
}

/// How often each budget has paused a run: going on grants that budget once more.
public struct BudgetPauses: Hashable, Sendable {
  public private(set) var tokens = 0
  public private(set) var cost = 0
  public private(set) var seconds = 0

  public subscript(kind: Budget.Kind) -> Int {
    switch kind {
    case .tokens: tokens
    case .cost: cost
    case .seconds: seconds
    }
  }

  mutating func count(_ kind: Budget.Kind) {
    switch kind {
    case .tokens: tokens += 1
    case .cost: cost += 1
    case .seconds: seconds += 1
    }
  }
}
