/// Takes from the rows nothing but how large the numbers are.
struct ScatteredHabit {
  let reading: PromptReading
  var random: SplitMix64

  init(_ reading: PromptReading, random: SplitMix64) {
    self.reading = reading
    self.random = random
  }

  /// Uniform between the largest size that the prompt shows and its negative, each value by itself.
  mutating func values() -> [Double] {
    let sizes = reading.names.indices.map { index in
      reading.trials.reduce(1) { max($0, abs($1.values[index])) }
    }
    return reading.rounded(
      sizes.map { size in (2 * random.uniform() - 1) * (reading.trials.isEmpty ? 5 : size) })
  }
}
