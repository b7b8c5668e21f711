/// What a model that optimizes falls into, by the code of its notice.
public enum Trap: String, CaseIterable, Codable, Hashable, Sendable {
  /// The last replies all repeat known solutions.
  case repeats
  /// All rows of the prompt have one number in common, so that nothing can be learned of it.
  case sharedParameter = "shared-parameter"
  /// One number is too small while the other is too large, and one error makes up for the other.
  case valley
  case noImprovement = "no-improvement"

  /// The code of the notice that it began.
  public var code: String { "trap-" + rawValue }
  /// The code of the notice that it has been left.
  public var leftCode: String { "trap-left-" + rawValue }
}

/// A trap that the model is in.
public struct ActiveTrap: Hashable, Sendable {
  public var trap: Trap
  /// A sentence; it gives no known answer away.
  public var text: String
  /// The step in which it was noticed.
  public var step: Int
  public init(_ trap: Trap, text: String, step: Int) {
    self.trap = trap
    self.text = text
    self.step = step
  }
}
