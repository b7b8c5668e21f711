/// Says what was said before: a row of the prompt once more, or the best one with a single value changed a little, so
/// that all rows come to share the others.
struct StickyHabit {
  let reading: PromptReading
  let temperature: Double
  var random: SplitMix64

  init(_ reading: PromptReading, temperature: Double, random: SplitMix64) {
    self.reading = reading
    self.temperature = max(0, temperature)
    self.random = random
  }

  /// Always at temperature 0, 7 in 10 at 1, 4 in 10 at 2, and never less than 1 in 4.
  private var repetition: Double { max(0.25, 1 - 0.3 * temperature) }

  mutating func proposal() -> (values: [Double], move: SimulatedSearch.Move) {
    // With no rows to repeat, the same ones come to its mind each time.
    guard let last = reading.trials.last?.values else { return (reading.names.indices.map { Double($0 + 1) }, .wander) }
    let best = reading.ranking.first?.values ?? last
    if random.chance(repetition) { return (random.chance(0.5) ? last : best, .again) }
    var values = best
    let place = values.count - 1
    values[place] += max(1, abs(values[place]) / 5) * random.normal()
    return (reading.rounded(values), .again)
  }
}
