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
