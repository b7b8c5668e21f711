import Text

/// Thinks at length before it answers with the same few numbers as others.
struct ChattyHabit {
  let reading: PromptReading
  private var random: SplitMix64

  init(_ reading: PromptReading, random: SplitMix64) {
    self.reading = reading
    self.random = random
  }

  /// - Parameter thinking: how much of it; told not to, it thinks aloud in its answer, as such models do.
  mutating func reply(_ values: [Double], thinking: Thinking?) -> SimulatedReply {
    let words = SimulatedWords(reading, random: random)
    let answer = words.form(values)
    let sentences =
      switch thinking {
      case .off, .low: 10
      case nil, .on, .medium: 20
      case .high: 40
      }
    let thoughts = thoughts(values, sentences)
    switch thinking {
    case .off: return SimulatedReply(text: "\(thoughts)\n\n\(answer)")
    case nil where random.chance(0.5): return SimulatedReply(text: "<think>\n\(thoughts)\n</think>\n\n\(answer)")
    default: return SimulatedReply(text: answer, reasoning: thoughts)
    }
  }

  /// What it looks at, in paragraphs, ending with what it decides.
  private mutating func thoughts(_ values: [Double], _ count: Int) -> String {
    let words = SimulatedWords(reading, random: random)
    let isPlain = reading.form == .words
    var sentences = ["Let me go through this slowly, there is no hurry."]
    for trial in reading.ranking.prefix(4) where !isPlain {
      let loss = NumberFormat.compact(trial.loss, significant: 4)
      sentences.append("With \(words.named(trial.values)) it came to \(loss).")
    }
    var left: [String] = []
    while sentences.count < count {
      if left.isEmpty { left = musings }
      sentences.append(left.remove(at: random.index(below: left.count)))
    }
    // A number beside the values would make them unreadable where they stand in plain words.
    sentences.append(isPlain ? "So I have made up my mind." : "So I settle on \(words.named(values)).")
    return stride(from: 0, to: sentences.count, by: 5)
      .map { sentences[$0..<min($0 + 5, sentences.count)].joined(separator: " ") }
      .joined(separator: "\n\n")
  }

  private var musings: [String] {
    let names = reading.names
    let first = names[0]
    let last = names[names.count - 1]
    return [
      "Wait, perhaps I am going too fast.",
      "If I raise \(first) a little, the loss may fall, or it may not: the rows do not say.",
      "Hmm, what happens when \(last) goes the other way?",
      "Let me compare the best row with the one before it once more.",
      "The two of them do not differ by much, which may mean something.",
      "On the other hand, one row proves nothing.",
      "I could try to fit a curve to the losses in my head, but I would surely slip.",
      "Then again, a larger step would tell me more than a small one.",
      "No, that would throw away what has been gained.",
      "Let me check the direction again: down is better here.",
      "Is \(first) perhaps already where it should be? That is hard to tell.",
      "Suppose for a moment that it is, and only \(last) is left to move.",
      "Alternatively, both could be wrong in ways that cancel out.",
      "I keep coming back to the same thought, so there may be something in it.",
      "Actually, let me reconsider that from the beginning.",
      "It would help to know how steep it is around here.",
    ]
  }
}
