/// Lists of numbers, `[15, 14]`, and names that are given one, `[w, b] = [15, 14]`.
struct AnswerList: Sendable {
  enum Item: Hashable, Sendable {
    /// A number, with the index of the name before it.
    case number(Numeral, name: Int?)
    /// A name by itself.
    case name(Int)
    case other
  }

  var items: [Item]
  var span: Range<Int>
  var isClosed: Bool

  /// Whether these are the names in their order: the asked form without numbers.
  func isEcho(of names: AnswerNames) -> Bool { items == (0..<names.count).map(Item.name) }

  var hasNumbers: Bool { items.contains { if case .number = $0 { true } else { false } } }

  /// The numbers in the order of the names; nil where an item is none, or one is missing, too many or at odds with
  /// the name before it.
  func numerals(for names: AnswerNames) -> [Numeral]? {
    guard isClosed && items.count == names.count else { return nil }
    var numerals: [Int: Numeral] = [:]
    let allNamed = items.allSatisfy { if case .number(_, .some) = $0 { true } else { false } }
    for (position, item) in items.enumerated() {
      guard case .number(let numeral, let name) = item, allNamed || name == nil || name == position else { return nil }
      numerals[allNamed ? name ?? position : position] = numeral
    }
    let ordered = (0..<names.count).compactMap { numerals[$0] }
    return ordered.count == names.count ? ordered : nil
  }
}

// MARK: - Reading lists

extension AnswerList {
  private static let longestOther = 60

  /// The list that begins at a bracket or parenthesis. Nil where another one begins inside, or where it has far more
  /// items than names.
  init?(at start: Int, in reply: ReplyBytes, names: AnswerNames) {
    let close: UInt8 = reply[start] == 0x5B ? 0x5D : 0x29
    var items: [Item] = []
    var position = start + 1
    while items.count <= names.count + 8 {
      position = reply.afterFiller(position)
      if reply[position] == close {
        self.init(items: items, span: start..<position + 1, isClosed: true)
        return
      }
      guard let item = Self.item(at: position, in: reply, names: names, close: close) else {
        if position < reply.count { return nil }
        self.init(items: items, span: start..<reply.count, isClosed: false)
        return
      }
      items.append(item.item)
      position = reply.afterFiller(item.end)
      if reply[position] == 0x2C || reply[position] == 0x3B { position += 1 }
    }
    return nil
  }

  private static func item(
    at start: Int, in reply: ReplyBytes, names: AnswerNames, close: UInt8
  ) -> (item: Item, end: Int)? {
    func isEnd(_ position: Int) -> Bool {
      position >= reply.count || reply[position] == 0x2C || reply[position] == 0x3B || reply[position] == close
    }
    func afterMark(_ position: Int) -> Int { reply.afterFiller(position + reply.quoteLength(at: position)) }

    var position = afterMark(start)
    var name: Int?
    if let found = names.name(at: position, in: reply) {
      let next = afterMark(reply.afterFiller(found.end))
      if isEnd(next) { return (.name(found.index), next) }
      if reply[next] == 0x3D || reply[next] == 0x3A {
        name = found.index
        position = afterMark(reply.afterFiller(next + 1))
      }
    }
    if let numeral = reply.numeral(at: position) {
      let next = afterMark(reply.afterFiller(numeral.end))
      if isEnd(next) { return (.number(numeral.numeral, name: name), next) }
    }
    var end = position
    while !isEnd(end) && end - position < longestOther {
      if reply[end] == 0x5B || reply[end] == 0x28 || reply[end] == 0x7B { return nil }
      end += 1
    }
    return end > position && isEnd(end) ? (.other, end) : nil
  }

  /// Numbers where they are expected, with or without brackets around them: after a mark, or after `[w, b] =`.
  static func expected(at start: Int, in reply: ReplyBytes, names: AnswerNames) -> (
    numerals: [Numeral], span: Range<Int>
  )? {
    if reply[start] == 0x5B || reply[start] == 0x28 {
      guard let list = AnswerList(at: start, in: reply, names: names) else {
        // [[15, 14]]
        let inner = reply.afterFiller(start + 1)
        guard inner > start, reply[inner] == 0x5B || reply[inner] == 0x28,
          let list = AnswerList(at: inner, in: reply, names: names)
        else { return nil }
        return list.numerals(for: names).map { ($0, list.span) }
      }
      return list.numerals(for: names).map { ($0, list.span) }
    }
    var numerals: [Numeral] = []
    var position = start, end = start
    for index in 0..<names.count {
      position = reply.afterFiller(position, newlines: index == 0)
      guard let numeral = reply.numeral(at: position), index + 1 < names.count || reply.endsNumeral(at: numeral.end)
      else { return nil }
      numerals.append(numeral.numeral)
      end = numeral.end
      position = reply.afterFiller(end, newlines: false)
      if index + 1 < names.count {
        guard reply[position] == 0x2C else { return nil }
        position += 1
      }
    }
    // A further number makes it a longer list.
    if reply[position] == 0x2C && reply.numeral(at: reply.afterFiller(position + 1, newlines: false)) != nil {
      return nil
    }
    let first = reply.afterFiller(start)
    return first < end ? (numerals, first..<end) : nil
  }
}

// MARK: - Pieces

extension AnswerPiece {
  /// A list of numbers as a piece.
  init(_ shape: Shape, numerals: [Numeral], names: AnswerNames, span: Range<Int>, extent: Range<Int>? = nil) {
    let values = numerals.map(\.value)
    let wrong = zip(names.names, numerals).first { $0.1 == .notFinite }
    let content: Content =
      wrong.map { .broken(.notFinite, "The value of \($0.0) is no finite number.") } ?? .values(values)
    self.init(shape, content, known: values, span: span, extent: extent)
  }

  /// The lists in brackets, and the numbers that the names are given as a list.
  ///
  /// Parentheses are read after the names only: by themselves they are points, or asides.
  static func lists(in reply: ReplyBytes, names: AnswerNames) -> [AnswerPiece] {
    var pieces: [AnswerPiece] = []
    var position = 0
    while position < reply.count {
      let start = position
      position += 1
      let isBracket = reply[start] == 0x5B
      if isBracket || reply[start] == 0x28 {
        guard let list = AnswerList(at: start, in: reply, names: names) else { continue }
        if list.isClosed && list.isEcho(of: names) {
          position = list.span.upperBound
          if let piece = assigned(after: position, extent: start, in: reply, names: names) {
            pieces.append(piece)
            position = piece.span.upperBound
          } else if isBracket {
            pieces.append(AnswerPiece(.list, .echo, span: list.span))
          }
        } else if isBracket, let piece = piece(of: list, names: names) {
          pieces.append(piece)
          position = list.span.upperBound
        }
      } else if names.count > 1, let end = afterBareNames(start, in: reply, names: names),
        let piece = assigned(after: end, extent: start, in: reply, names: names)
      {
        pieces.append(piece)
        position = piece.span.upperBound
      }
    }
    return pieces
  }

  private static func piece(of list: AnswerList, names: AnswerNames) -> AnswerPiece? {
    if let numerals = list.numerals(for: names) {
      return AnswerPiece(.list, numerals: numerals, names: names, span: list.span)
    }
    guard list.hasNumbers else { return nil }
    let reason =
      !list.isClosed
      ? "The list is not closed."
      : list.items.count == names.count
        ? "The list holds something else than a number for each of \(names.list)."
        : "The list holds \(list.items.count) item\(list.items.count == 1 ? "" : "s") where \(names.list) are needed."
    return AnswerPiece(.list, .broken(.malformed, reason), span: list.span)
  }

  /// The end of `w, b` without brackets.
  private static func afterBareNames(_ start: Int, in reply: ReplyBytes, names: AnswerNames) -> Int? {
    var position = start
    for index in 0..<names.count {
      guard let name = names.name(at: position, in: reply), name.index == index else { return nil }
      position = name.end
      if index + 1 < names.count {
        position = reply.afterFiller(position, newlines: false)
        guard reply[position] == 0x2C else { return nil }
        position = reply.afterFiller(position + 1, newlines: false)
      }
    }
    return position
  }

  /// The numbers after a sign of equality, a colon, an arrow or "is".
  private static func assigned(
    after end: Int, extent: Int, in reply: ReplyBytes, names: AnswerNames
  ) -> AnswerPiece? {
    guard let value = reply.afterAssignment(reply.afterFiller(end, newlines: false)),
      let expected = AnswerList.expected(at: reply.afterFiller(value), in: reply, names: names)
    else { return nil }
    return AnswerPiece(
      .assignment, numerals: expected.numerals, names: names, span: expected.span,
      extent: extent..<expected.span.upperBound)
  }
}

extension ReplyBytes {
  /// Past a sign that gives a value: `=`, `:`, `:=`, `≈`, an arrow, or the word "is". Nil where none stands here.
  func afterAssignment(_ position: Int) -> Int? {
    switch self[position] {
    case 0x3D: return self[position + 1] == 0x3D ? nil : position + 1
    case 0x3A: return self[position + 1] == 0x3D ? position + 2 : position + 1
    case 0x2D where self[position + 1] == 0x3E: return position + 2
    default:
      if starts(with: "≈", at: position) || starts(with: "→", at: position) { return position + 3 }
      let isWordEnd = hasWord("is", at: position) && isWordStart(position) && !Self.isWord(self[position + 2])
      return isWordEnd ? position + 2 : nil
    }
  }
}
