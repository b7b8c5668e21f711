#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the stand-in comes to its next values: moves along differences of the best ones and steps around them, as in
/// differential evolution (Storn and Price, 1997) and evolution strategies. It fits no model to the losses.
struct SimulatedSearch {
  /// What it did, for the words around the answer.
  enum Move: Equatable {
    /// Nothing has a loss to go by.
    case wander
    /// The only move without chance: on from the second best through the best.
    case onward
    /// What has been tried already, once more.
    case again
    case around
    case scatter
  }

  let reading: PromptReading
  let temperature: Double
  var random: SplitMix64

  init(_ reading: PromptReading, temperature: Double, random: SplitMix64) {
    self.reading = reading
    self.temperature = max(0, temperature)
    self.random = random
  }

  /// One value for each name; the names must not be empty.
  mutating func proposal() -> (values: [Double], move: Move) {
    let ranked = reading.ranking
    guard let best = ranked.first else { return wander() }
    // Below 1 the surest answer is mostly given, at 0 always; above 1 an answer that ignores what was seen, at 2 always.
    if temperature < 1 && !random.chance(temperature) { return surest(ranked) }
    if temperature > 1 && random.chance(temperature - 1) { return scatter(ranked) }
    let known = Set(ranked.map(\.values))
    var values = best.values
    // It looks twice at what has been tried, but not for ever: models do repeat themselves.
    for _ in 0..<4 {
      values = reading.rounded(search(ranked))
      if !known.contains(values) { return (values, .around) }
    }
    return (values, .again)
  }

  private mutating func search(_ ranked: [(values: [Double], loss: Double)]) -> [Double] {
    let best = ranked[0].values
    let elite = ranked.prefix(max(4, 2 * best.count + 1)).map(\.values)
    // Mostly near the size that the best ones suggest, now and then far smaller or larger: so that the search widens
    // again where the best ones have drawn together too early.
    let stretch = exp(0.9 * random.normal())
    // The more rows there are, the less it trusts the size of the numbers alone to tell how far to go.
    let prior = pow(0.5, Double(ranked.count) / 8)
    let scale = zip(spread(of: elite), best).map { max($0, max(1.5, abs($1) / 3) * prior) * stretch }
    guard elite.count > 1 else { return stepped(best, scale, 1) }
    let other = elite[1 + random.index(below: elite.count - 1)]
    switch random.uniform() {
    case ..<0.35:
      // On beyond the better of two.
      return stepped(moved(best, from: other, to: best, by: 0.7 * stretch), scale, 0.25)
    case ..<0.6:
      let second = elite[random.index(below: elite.count)]
      return stepped(moved(best, from: other, to: second, by: 0.7 * stretch), scale, 0.25)
    default:
      return stepped(best, scale, 1)
    }
  }

  /// The answer at temperature 0: the same for the same trials, whatever the seed.
  private func surest(_ ranked: [(values: [Double], loss: Double)]) -> (values: [Double], move: Move) {
    let best = ranked[0].values
    let ahead: [Double]
    if ranked.count > 1 {
      ahead = moved(best, from: ranked[1].values, to: best, by: 0.5)
    } else {
      ahead = zip(best, spread(of: [best])).map { $0 + $1 / 2 }
    }
    let values = reading.rounded(ahead)
    return (values, ranked.contains { $0.values == values } ? .again : .onward)
  }

  private mutating func scatter(_ ranked: [(values: [Double], loss: Double)]) -> (values: [Double], move: Move) {
    // As wide as the better half lies apart, and wide in any case.
    let half = ranked.prefix(max(2, ranked.count / 2)).map(\.values)
    let centre = half[random.index(below: half.count)]
    let scale = zip(spread(of: half), centre).map { min(max($0, abs($1) / 2, 1), abs($1) + 5) }
    return (reading.rounded(stepped(centre, scale, 2)), .scatter)
  }

  private mutating func wander() -> (values: [Double], move: Move) {
    guard let last = reading.trials.last?.values else {
      return (reading.rounded(reading.names.map { _ in 3 * random.normal() }), .wander)
    }
    let scale = spread(of: reading.trials.suffix(6).map(\.values))
    return (reading.rounded(stepped(last, zip(scale, last).map { max($0, abs($1) / 4, 1) }, 1)), .wander)
  }

  // MARK: - Numbers

  private mutating func stepped(_ values: [Double], _ scale: [Double], _ factor: Double) -> [Double] {
    zip(values, scale).map { $0 + $1 * factor * random.normal() }
  }

  private func moved(_ start: [Double], from: [Double], to: [Double], by length: Double) -> [Double] {
    start.indices.map { start[$0] + length * (to[$0] - from[$0]) }
  }

  /// The standard deviation by parameter, at least the unit of the last digit; of one alone, a guess from its size.
  private func spread(of values: [[Double]]) -> [Double] {
    let unit = pow(10, -Double(reading.decimals))
    return reading.names.indices.map { index in
      let column = values.map { $0[index] }
      guard column.count > 1 else { return max(1.5, abs(column.first ?? 0) / 3) }
      let mean = column.reduce(0) { $0 + $1 / Double(column.count) }
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / Double(column.count) }
      return max(unit, variance.squareRoot())
    }
  }
}
