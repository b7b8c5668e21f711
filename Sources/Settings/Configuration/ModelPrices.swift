/// What a model costs, in dollars for a million tokens.
public struct ModelPrice: Hashable, Sendable {
  public let input: Double
  public let output: Double
  /// For tokens of the input that the server had seen before; nil where they cost as much as others.
  public let cached: Double?
  /// The day that it is of, as the person wrote it.
  public let date: String?

  public init(input: Double, output: Double, cached: Double? = nil, date: String? = nil) {
    self.date = date
    self.input = input
    self.output = output
    self.cached = cached
  }

  /// The dollars of so many tokens.
  /// - Parameter cached: how many of the input's tokens are charged as seen before; at most all of them.
  public func dollars(input: Int, output: Int, cached: Int = 0) -> Double {
    let seen = max(0, min(cached, input))
    let total =
      Double(input - seen) * self.input + Double(seen) * (self.cached ?? self.input) + Double(output) * self.output
    return total / 1_000_000
  }
}

/// The prices that a person's settings name, by the names of models; a name may end in "*".
public struct ModelPrices: Hashable, Sendable {
  public let byName: [String: ModelPrice]

  public static let none = ModelPrices([:])

  public init(_ byName: [String: ModelPrice]) { self.byName = byName }

  /// The price of a model: that of exactly this name, else that of the longest beginning that is followed by "*".
  public func price(of model: String) -> ModelPrice? {
    if let price = byName[model] { return price }
    let patterns = byName.keys.filter { $0.last == "*" && model.hasPrefix($0.dropLast()) }
    return patterns.max { $0.utf8.count < $1.utf8.count }.flatMap { byName[$0] }
  }
}
