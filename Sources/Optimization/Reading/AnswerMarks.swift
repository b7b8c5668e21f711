/// Places where a reply says that its answer follows: `\boxed{…}`, "answer:", "the answer is", `<answer>`, a heading.
struct AnswerMark: Sendable {
  /// Where the mark begins.
  var start: Int
  /// Where the answer is looked for.
  var region: Range<Int>
}

extension AnswerMark {
  private static let longestBox = 1_000

  /// The marks in order. A region ends where the next mark begins; that of a box with its brace.
  static func all(in reply: ReplyBytes) -> [AnswerMark] {
    var marks: [AnswerMark] = []
    var position = 0
    while position < reply.count {
      let byte = reply[position]
      if byte == 0x5C && reply.starts(with: "\\boxed{", at: position) {
        let start = position + 7
        marks.append(AnswerMark(start: position, region: start..<endOfBox(start, in: reply)))
        position = start
      } else if byte | 0x20 == 0x61, let content = contentOfWord(position, in: reply) {
        marks.append(AnswerMark(start: position, region: content))
        position = content.lowerBound
      } else {
        position += 1
      }
    }
    for index in marks.indices.dropLast() {
      let region = marks[index].region
      let end = min(region.upperBound, marks[index + 1].start)
      marks[index].region = region.lowerBound..<max(region.lowerBound, end)
    }
    return marks
  }

  private static func endOfBox(_ start: Int, in reply: ReplyBytes) -> Int {
    var depth = 1, position = start
    while position < min(reply.count, start + longestBox) {
      if reply[position] == 0x7B { depth += 1 }
      if reply[position] == 0x7D { depth -= 1 }
      if depth == 0 { return position }
      position += 1
    }
    return position
  }

  /// What follows the word "answer" where it announces something.
  private static func contentOfWord(_ start: Int, in reply: ReplyBytes) -> Range<Int>? {
    guard reply.hasWord("answer", at: start) && reply.isWordStart(start) else { return nil }
    let end = start + 6
    guard !ReplyBytes.isWord(reply[end]) else { return nil }
    if reply[end] == 0x3E && reply[start - 1] == 0x3C { return end + 1..<reply.count }
    let next = reply.afterFiller(end + reply.quoteLength(at: end), newlines: false)
    if let content = reply.afterAssignment(next) {
      let word = reply.afterFiller(content)
      // "The answer is not …" announces nothing.
      if reply.hasWord("not", at: word) && !ReplyBytes.isWord(reply[word + 3]) { return nil }
      let colon = reply[word] == 0x3A ? word + 1 : content
      return colon..<reply.count
    }
    return reply[next] == 0x0A && isHeading(start, in: reply) ? next..<reply.count : nil
  }

  /// Whether the word stands alone on its line, after the signs of a heading and "final" at most.
  private static func isHeading(_ start: Int, in reply: ReplyBytes) -> Bool {
    var position = start
    func skipSigns() {
      while [0x20, 0x23, 0x2A, 0x5F].contains(reply[position - 1]) { position -= 1 }
    }
    skipSigns()
    if reply.hasWord("final", at: position - 5) {
      position -= 5
      skipSigns()
    }
    return position == 0 || reply[position - 1] == 0x0A
  }
}
