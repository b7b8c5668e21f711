/// Values given by name in running text: `w=15, b=14`, `w is 15 and b is 14`, one a line.
enum NamedPairs {
  private struct Assignment {
    var name: Int
    /// Nil where what follows is no plain number, as in `w = 1/2`.
    var numeral: Numeral?
    var span: Range<Int>
  }

  /// What may lie between two values of one solution, in bytes.
  private static let longestGap = 60

  /// The solutions in the order of the text, outside of the given ranges, which are sorted.
  ///
  /// Values belong together while only blanks, punctuation and "and" or "with" lie between. Where no values do, and
  /// the text gives each name one value in all, those are one solution.
  static func pieces(in reply: ReplyBytes, names: AnswerNames, outside taken: [Range<Int>]) -> [AnswerPiece] {
    let assignments = assignments(in: reply, names: names, outside: taken)
    var groups: [[Assignment]] = []
    for assignment in assignments {
      if let last = groups.last, let end = last.last?.span.upperBound,
        !last.contains(where: { $0.name == assignment.name }),
        last.count < names.count, isJoint(end..<assignment.span.lowerBound, in: reply)
      {
        groups[groups.count - 1].append(assignment)
      } else {
        groups.append([assignment])
      }
    }
    if !groups.contains(where: { $0.count == names.count }), let scattered = scattered(assignments, names: names) {
      groups = [scattered]
    }
    return groups.map { piece(of: $0, names: names) }
  }

  private static func assignments(
    in reply: ReplyBytes, names: AnswerNames, outside taken: [Range<Int>]
  ) -> [Assignment] {
    var assignments: [Assignment] = []
    var position = 0
    var next = 0
    while position < reply.count {
      while next < taken.count && taken[next].upperBound <= position { next += 1 }
      if next < taken.count && taken[next].contains(position) {
        position = taken[next].upperBound
        continue
      }
      if let assignment = assignment(at: position, in: reply, names: names) {
        assignments.append(assignment)
        position = assignment.span.upperBound
      } else {
        position += 1
      }
    }
    return assignments
  }

  private static func assignment(at start: Int, in reply: ReplyBytes, names: AnswerNames) -> Assignment? {
    guard let name = names.name(at: start, in: reply) else { return nil }
    var position = name.end + reply.quoteLength(at: name.end)
    guard let value = reply.afterAssignment(reply.afterFiller(position, newlines: false)) else { return nil }
    position = reply.afterFiller(value, newlines: false)
    position = reply.afterFiller(position + reply.quoteLength(at: position), newlines: false)
    guard let numeral = reply.numeral(at: position) else { return nil }
    let isPlain = reply.endsNumeral(at: numeral.end)
    return Assignment(name: name.index, numeral: isPlain ? numeral.numeral : nil, span: start..<numeral.end)
  }

  private static func isJoint(_ gap: Range<Int>, in reply: ReplyBytes) -> Bool {
    guard gap.count <= longestGap else { return false }
    var position = gap.lowerBound
    while position < gap.upperBound {
      if reply.isWordStart(position) {
        if reply.hasWord("and", at: position) && !ReplyBytes.isWord(reply[position + 3]) {
          position += 3
          continue
        }
        if reply.hasWord("with", at: position) && !ReplyBytes.isWord(reply[position + 4]) {
          position += 4
          continue
        }
      }
      if ReplyBytes.isDigit(reply[position]) || ReplyBytes.isLetter(reply[position]) { return false }
      position += 1
    }
    return true
  }

  /// The values of a text that gives each name one value, however far apart.
  private static func scattered(_ assignments: [Assignment], names: AnswerNames) -> [Assignment]? {
    guard names.count > 1 else { return nil }
    var first: [Int: Assignment] = [:]
    for assignment in assignments {
      if let known = first[assignment.name] {
        guard known.numeral == assignment.numeral else { return nil }
      } else {
        first[assignment.name] = assignment
      }
    }
    return first.count == names.count ? first.values.sorted { $0.span.lowerBound < $1.span.lowerBound } : nil
  }

  private static func piece(of group: [Assignment], names: AnswerNames) -> AnswerPiece {
    let span = (group.first?.span.lowerBound ?? 0)..<(group.last?.span.upperBound ?? 0)
    var numerals = [Numeral?](repeating: nil, count: names.count)
    var given: Set<Int> = []
    for assignment in group {
      numerals[assignment.name] = assignment.numeral
      given.insert(assignment.name)
    }
    if let missing = (0..<names.count).first(where: { !given.contains($0) }) {
      let reason = "The reply gives no \(names.names[missing]) beside \(names.names[group.first?.name ?? 0])."
      return AnswerPiece(.named, .broken(.malformed, reason), known: numerals.map { $0?.value }, span: span)
    }
    if let unread = numerals.firstIndex(of: nil) {
      let reason = "The value of \(names.names[unread]) is no plain number."
      return AnswerPiece(.named, .broken(.malformed, reason), known: numerals.map { $0?.value }, span: span)
    }
    return AnswerPiece(.named, numerals: numerals.compactMap { $0 }, names: names, span: span)
  }
}
