/// Which of the solutions in a reply is its answer: the rules of `NumericAnswerReader`.
struct AnswerChoice {
  private let reply: ReplyBytes
  private let names: AnswerNames
  private let form: NumericAnswerReader.Form
  private let adjust: ([Double]) -> [Double]
  private let shown: ShownSolutions
  /// In the asked form, or in one as plain.
  private let asked: [AnswerPiece]
  /// Lists in brackets where an object was asked for.
  private let unasked: [AnswerPiece]
  private let named: [AnswerPiece]

  init(
    reply: ReplyBytes, names: AnswerNames, form: NumericAnswerReader.Form, adjust: @escaping ([Double]) -> [Double],
    shown: ShownSolutions
  ) {
    self.reply = reply
    self.names = names
    self.form = form
    self.adjust = adjust
    self.shown = shown
    let objects = AnswerPiece.objects(in: reply, names: names)
    let lists = AnswerPiece.lists(in: reply, names: names)
    let isAsked: (AnswerPiece) -> Bool = { $0.shape == .assignment || form == .brackets }
    let taken = Self.sorted(objects + lists.filter(isAsked))
    asked = taken
    unasked = lists.filter { !isAsked($0) && $0.values != nil }
    named = NamedPairs.pieces(in: reply, names: names, outside: Self.merged(taken.map(\.extent)))
  }

  private static func sorted(_ pieces: [AnswerPiece]) -> [AnswerPiece] {
    pieces.sorted { $0.extent.lowerBound < $1.extent.lowerBound }
  }

  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges {
      if let last = merged.last, range.lowerBound < last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  func answer() -> Result<AnswerPiece, Refusal> {
    if let marked = markedAnswer() { return marked }
    if let answer = answer(among: asked) { return answer }
    if let answer = answerInText() { return answer }
    if let piece = wholeReply() { return .success(piece) }
    return .failure(nothingRead())
  }

  // MARK: Marks

  private func markedAnswer() -> Result<AnswerPiece, Refusal>? {
    // From the last on; the pieces of a region are passed once.
    var askedEnd = asked.count, namedEnd = named.count
    for mark in AnswerMark.all(in: reply).reversed() {
      let region = mark.region
      let asked = pieces(of: asked, in: region, upTo: &askedEnd)
      let named = pieces(of: named, in: region, upTo: &namedEnd)
      let first = reply.afterFiller(region.lowerBound)
      let start = first + reply.quoteLength(at: first)
      if start < region.upperBound, let expected = AnswerList.expected(at: start, in: reply, names: names),
        expected.span.upperBound <= region.upperBound
      {
        return .success(AnswerPiece(.list, numerals: expected.numerals, names: names, span: expected.span))
      }
      let found = Self.sorted(asked + named).filter { !$0.isEcho }
      if let next = found.first, isQuiet(region.lowerBound..<max(region.lowerBound, next.extent.lowerBound)) {
        return .success(next)
      }
      if let answer = answer(among: asked) ?? onlyOne(of: named) { return answer }
    }
    return nil
  }

  /// The pieces inside a region, taken from the end; `end` is where those that begin behind the region begin.
  private func pieces(of all: [AnswerPiece], in region: Range<Int>, upTo end: inout Int) -> [AnswerPiece] {
    var pieces: [AnswerPiece] = []
    while end > 0 && all[end - 1].span.lowerBound >= region.lowerBound {
      if all[end - 1].span.upperBound <= region.upperBound { pieces.append(all[end - 1]) }
      end -= 1
    }
    return pieces.reversed()
  }

  // MARK: The asked form

  private func answer(among pieces: [AnswerPiece]) -> Result<AnswerPiece, Refusal>? {
    let whole = pieces.filter { $0.values != nil }
    let broken = pieces.filter { $0.failure != nil }
    let different = distinct(whole)
    guard let first = different.first else {
      return (broken.first { $0.failure?.code == .notFinite } ?? broken.last).map { .success($0) }
    }
    if different.count == 1 {
      // A broken proposal of something else is a second answer.
      if broken.contains(where: { $0.contradicts(first.values ?? []) }) { return .failure(ambiguous(first)) }
      return .success(first)
    }
    if let last = whole.last, isAtEnd(last), isAlone(last), distinct(whole.filter(isAlone)).count == 1 {
      return .success(last)
    }
    let shown = shown.values
    let new = different.filter { $0.values.map { !shown.contains(adjust($0)) } ?? false }
    return new.count == 1 ? .success(new[0]) : .failure(ambiguous(different[different.count - 1]))
  }

  /// The first of each solution.
  private func distinct(_ pieces: [AnswerPiece]) -> [AnswerPiece] {
    var seen: Set<[Double]> = []
    return pieces.filter { piece in piece.values.map { seen.insert(adjust($0)).inserted } ?? false }
  }

  private func ambiguous(_ piece: AnswerPiece) -> Refusal {
    Refusal(.ambiguous, "The reply holds several different solutions and marks none as its answer.", span: piece.span)
  }

  // MARK: Running text

  private func onlyOne(of pieces: [AnswerPiece]) -> Result<AnswerPiece, Refusal>? {
    let different = distinct(pieces)
    guard let first = different.first else { return pieces.last.map { .success($0) } }
    return different.count == 1 ? .success(first) : .failure(ambiguous(different[different.count - 1]))
  }

  private func answerInText() -> Result<AnswerPiece, Refusal>? {
    guard let answer = onlyOne(of: named), case .success(let piece) = answer, let values = piece.values else {
      return onlyOne(of: named)
    }
    let same = named.filter { $0.values == values }
    if hasDigits(outside: same.map(\.span)) {
      return .failure(
        Refusal(
          .ambiguous,
          "The reply names values of \(names.list) among other numbers, and nothing marks them as its answer.",
          span: piece.span))
    }
    if RefusalProse.isFound(in: reply) {
      return .failure(Refusal(.refused, "The model declines to answer.", span: piece.span))
    }
    return answer
  }

  /// Whether a digit lies outside of the ranges, which are sorted.
  private func hasDigits(outside ranges: [Range<Int>]) -> Bool {
    var position = 0
    for range in ranges + [reply.count..<reply.count] {
      if position < range.lowerBound, reply.bytes[position..<range.lowerBound].contains(where: ReplyBytes.isDigit) {
        return true
      }
      position = max(position, range.upperBound)
    }
    return false
  }

  // MARK: The whole reply

  /// A reply of nothing but the numbers.
  private func wholeReply() -> AnswerPiece? {
    guard form == .brackets else { return nil }
    var start = afterFence(reply.afterFiller(0))
    start += reply.quoteLength(at: start)
    guard let expected = AnswerList.expected(at: start, in: reply, names: names),
      isQuiet(expected.span.upperBound..<reply.count)
    else { return nil }
    return AnswerPiece(.list, numerals: expected.numerals, names: names, span: expected.span)
  }

  private func nothingRead() -> Refusal {
    if let list = unasked.last {
      return Refusal(
        .malformed, "The reply gives a list where \(form.example(of: names.names)) was asked for.", span: list.span)
    }
    if RefusalProse.isFound(in: reply) {
      return Refusal(.refused, "The model declines to answer.")
    }
    if asked.contains(where: { $0.isEcho && $0.shape == .object }) {
      return Refusal(.malformed, "The reply repeats the asked form without numbers.")
    }
    let hasLetters = reply.bytes.contains { ReplyBytes.isLetter($0) || $0 >= 0x80 }
    if !hasLetters && reply.bytes.contains(where: ReplyBytes.isDigit) {
      return Refusal(
        .malformed, "The reply holds numbers, but not in the asked form \(form.example(of: names.names)).")
    }
    return Refusal(.none, "The reply gives no values of \(names.list).")
  }

  // MARK: Quiet

  /// Whether a range holds nothing to read: blanks, punctuation, and the language of a fence.
  private func isQuiet(_ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = reply[position]
      if byte == 0x60 {
        position = afterFence(position)
        if position > range.upperBound { return false }
        continue
      }
      if ReplyBytes.isWord(byte) || Self.brackets.contains(byte) { return false }
      position += 1
    }
    return true
  }

  private static let brackets = Array("()[]{}".utf8)

  /// Past backticks and, where there are three, the name of a language.
  private func afterFence(_ start: Int) -> Int {
    var position = start
    while reply[position] == 0x60 { position += 1 }
    guard position >= start + 3 || (start >= 3 && reply.starts(with: "```", at: start - 3)) else {
      return max(position, start)
    }
    while ReplyBytes.isLetter(reply[position]) { position += 1 }
    return reply.afterSpaces(position)
  }

  /// Whether nothing to read stands before or behind it on its lines.
  private func isAlone(_ piece: AnswerPiece) -> Bool {
    var start = piece.extent.lowerBound
    while start > 0 && reply[start - 1] != 0x0A && !isLoud(reply[start - 1]) { start -= 1 }
    // The language of a fence that begins on the same line.
    if start >= 4 && reply.hasWord("json", at: start - 4) && reply[start - 5] == 0x60 { start = 0 }
    var end = piece.extent.upperBound
    while end < reply.count && reply[end] != 0x0A && !isLoud(reply[end]) { end += 1 }
    return (start == 0 || reply[start - 1] == 0x0A) && (end == reply.count || reply[end] == 0x0A)
  }

  private func isLoud(_ byte: UInt8) -> Bool { ReplyBytes.isWord(byte) || Self.brackets.contains(byte) }

  private func isAtEnd(_ piece: AnswerPiece) -> Bool { isQuiet(piece.extent.upperBound..<reply.count) }
}
