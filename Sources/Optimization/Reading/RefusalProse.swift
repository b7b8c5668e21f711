/// Words with which a model declines to answer.
enum RefusalProse {
  /// In lower case; an apostrophe stands for a straight or a curly one.
  private static let phrases: [StaticString] = [
    "i cannot", "i can't", "i can not", "i could not", "i couldn't", "i am unable", "i'm unable", "i am not able",
    "i'm not able", "i won't", "i will not", "i'm sorry", "i am sorry", "i apologize", "i apologise", "as an ai",
    "unable to provide", "unable to find", "cannot provide", "can't provide", "cannot help", "can't help",
    "cannot assist", "can't assist", "cannot be improved", "not possible", "is impossible", "no such pair",
    "you cannot", "you can't",
  ]

  /// Which bytes a phrase may begin with, so that most positions are passed at one look.
  private static let firstBytes: [Bool] = {
    var isFirst = [Bool](repeating: false, count: 256)
    for phrase in phrases {
      let first = phrase.utf8Start[0]
      isFirst[Int(first)] = true
      isFirst[Int(first & ~0x20)] = true
    }
    return isFirst
  }()

  static func isFound(in reply: ReplyBytes) -> Bool {
    for position in 0..<reply.count
    where firstBytes[Int(reply.bytes[position])] && reply.isWordStart(position)
      && phrases.contains(where: { isFound($0, at: position, in: reply) })
    {
      return true
    }
    return false
  }

  private static func isFound(_ phrase: StaticString, at start: Int, in reply: ReplyBytes) -> Bool {
    phrase.withUTF8Buffer { phrase in
      var position = start
      for byte in phrase {
        let isCurly = byte == 0x27 && reply.starts(with: "\u{2019}", at: position)
        guard isCurly || ReplyBytes.lowercased(reply[position]) == byte else { return false }
        position += isCurly ? 3 : 1
      }
      return true
    }
  }
}
