import Text

/// Puts the stand-in's values into the form that the prompt asks for, with a sentence before them as models like to do.
struct SimulatedWords {
  let reading: PromptReading
  var random: SplitMix64

  init(_ reading: PromptReading, random: SplitMix64) {
    self.reading = reading
    self.random = random
  }

  mutating func answer(_ values: [Double], _ move: SimulatedSearch.Move) -> String {
    let answer = form(values)
    guard reading.isStrict else { return sentence(move) + " " + answer }
    // Told to say nothing else, models mostly obey.
    switch random.uniform() {
    case ..<0.92: return answer
    case ..<0.96 where reading.form == .object: return "```json\n\(answer)\n```"
    default: return sentence(move) + "\n" + answer
    }
  }

  /// The values alone, as the prompt asks for them.
  func form(_ values: [Double]) -> String {
    switch reading.form {
    case .object: object(values)
    case .brackets: "[" + numbers(values).joined(separator: ", ") + "]"
    case .words: named(values)
    }
  }

  func object(_ values: [Double]) -> String {
    "{" + zip(reading.names, numbers(values)).map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
  }

  /// As the rows of a prompt have them: `w=1.25, b=-0.5`.
  func named(_ values: [Double]) -> String {
    zip(reading.names, numbers(values)).map { "\($0)=\($1)" }.joined(separator: ", ")
  }

  /// With the digits that the prompt shows.
  func numbers(_ values: [Double]) -> [String] { values.map { text($0, reading.decimals) } }

  /// Without numbers, which a reader could take for the answer.
  private mutating func sentence(_ move: SimulatedSearch.Move) -> String {
    let sentences: [String] =
      switch move {
      case .wander:
        [
          "I cannot see how good the earlier values were, so this is a guess.",
          "No losses are shown to me, so I simply try something.",
        ]
      case .onward:
        [
          "The loss fell from the second best values to the best ones, so I go on in that direction.",
          "The best values point a way, and I follow it a little further.",
        ]
      case .again: ["I would stay with what has worked before."]
      case .around:
        [
          "The best values so far lie close together, so I look near them.",
          "Comparing the best rows with the others, I move a little the way the loss falls.",
          "The lowest losses share a direction, so I try the next values along it.",
          "I keep what the best rows have in common and change the rest.",
        ]
      case .scatter:
        [
          "Something quite different might be worth a try.",
          "I leave the beaten track here.",
        ]
      }
    return sentences[random.index(below: sentences.count)]
  }

  /// With so many digits after the point, and never "-0".
  private func text(_ value: Double, _ decimals: Int) -> String {
    guard abs(value) < 1e15 else { return "\(value)" }
    return NumberFormat.fixed(value == 0 ? 0 : value, decimals: decimals)
  }
}
