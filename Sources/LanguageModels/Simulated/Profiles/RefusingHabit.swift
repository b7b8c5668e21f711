/// Declines six times in ten.
struct RefusingHabit {
  let reading: PromptReading
  private var random: SplitMix64

  init(_ reading: PromptReading, random: SplitMix64) {
    self.reading = reading
    self.random = random
  }

  /// Nil where it answers after all.
  mutating func refusal(_ values: [Double]) -> String? {
    guard random.chance(0.6) else { return nil }
    let names = reading.names.joined(separator: " and ")
    let refusals = [
      "I'm sorry, but I cannot work out better values of \(names) from what is given here.",
      "As an AI language model I have no means of evaluating the function, so I am unable to propose values that are "
        + "certain to be better.",
      "It is not possible to find lower values: the best ones above are already as good as they can be.",
      "I can't help with that. A numerical library would serve you better than I do.",
      "I will not guess. Please run a proper solver and come back with its result.",
      // Values all the same, which no careful reader takes from someone who declines.
      "I cannot say whether this is any better, but \(SimulatedWords(reading, random: random).named(values)) comes to "
        + "mind.",
    ]
    return refusals[random.index(below: refusals.count)]
  }
}
