/// What a model costs, in dollars for a million tokens, as a person's settings have it.
public struct TokenPrice: Hashable, Codable, Sendable {
  public var input: Double
  public var output: Double
  /// For tokens of the input that the server had seen before; nil where they cost as much as others.
  public var cached: Double?
  /// The day that the price is of, as the person wrote it.
  public var date: String?

  public init(input: Double, output: Double, cached: Double? = nil, date: String? = nil) {
    self.input = input
    self.output = output
    self.cached = cached
    self.date = date
  }

  /// The dollars of a use.
  public func dollars(of usage: TokenUsage) -> Double {
    let seen = max(0, min(usage.cached ?? 0, usage.input))
    let total =
      Double(usage.input - seen) * input + Double(seen) * (cached ?? input) + Double(usage.output) * output
    return total / 1_000_000
  }
}
