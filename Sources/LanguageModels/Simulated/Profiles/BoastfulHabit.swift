import Text

/// Gives its values with a loss that it has not computed, below every one that it was shown.
struct BoastfulHabit {
  let reading: PromptReading
  private var random: SplitMix64
  private let words: SimulatedWords

  init(_ reading: PromptReading, random: SplitMix64) {
    self.reading = reading
    self.random = random
    words = SimulatedWords(reading, random: random)
  }

  mutating func answer(_ values: [Double]) -> String {
    let claim = claim()
    let answer = words.form(values)
    switch reading.form {
    case .object:
      let boasting = answer.dropLast() + ", \"loss\": \(claim)}"
      return switch random.uniform() {
      case ..<0.5: String(boasting)
      case ..<0.75: "I computed the loss of my proposal: it is \(claim), the lowest of all.\n\n\(answer)"
      default: "\(answer)\n\nWith these values the loss falls to \(claim), which cannot be improved much further."
      }
    case .brackets:
      return random.chance(0.5)
        ? "I worked it out: the new value is \(claim), lower than all above. \(answer)"
        : "Nothing above comes near \(claim), which is what these reach: \(answer)"
    // A number beside the values would make them unreadable.
    case .words: return "\(answer), which brings the loss down to next to nothing"
    }
  }

  /// A tenth to a half of the best loss; something small where none is shown.
  private mutating func claim() -> String {
    let share = 0.1 + 0.4 * random.uniform()
    guard let best = reading.ranking.first?.loss else { return NumberFormat.fixed(share / 10, decimals: 3) }
    return NumberFormat.compact(best > 0 ? best * share : best * (2 - share), significant: 4)
  }
}
