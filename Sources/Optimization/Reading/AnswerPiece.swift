/// A part of a reply that looks like a solution.
struct AnswerPiece: Sendable {
  enum Shape: Sendable {
    /// {"w": 1, "b": 2}
    case object
    /// The numbers of `[w, b] = [1, 2]`.
    case assignment
    /// [1, 2]
    case list
    /// w=1, b=2
    case named
  }

  enum Content: Sendable {
    case values([Double])
    /// The asked form without numbers in it.
    case echo
    case broken(Refusal.Code, String)
  }

  var shape: Shape
  var content: Content
  /// What is known of each number, in order; NaN for what is not finite.
  var known: [Double?]
  var span: Range<Int>
  /// With what belongs to it before its numbers, such as `[w, b] =`.
  var extent: Range<Int>

  init(_ shape: Shape, _ content: Content, known: [Double?] = [], span: Range<Int>, extent: Range<Int>? = nil) {
    self.shape = shape
    self.content = content
    self.known = known
    self.span = span
    self.extent = extent ?? span
    if case .values(let values) = content { self.known = values }
  }

  var values: [Double]? { if case .values(let values) = content { values } else { nil } }
  var isEcho: Bool { if case .echo = content { true } else { false } }
  var failure: (code: Refusal.Code, reason: String)? {
    if case .broken(let code, let reason) = content { (code, reason) } else { nil }
  }

  /// Whether what is known here differs from a solution: then this is a second proposal, however broken.
  func contradicts(_ values: [Double]) -> Bool {
    zip(known, values).contains { known, value in known.map { $0 != value } ?? false }
  }
}

// MARK: - Objects

extension AnswerPiece {
  /// The objects of a reply that have a name among their keys; those inside other objects and arrays too.
  static func objects(in reply: ReplyBytes, names: AnswerNames) -> [AnswerPiece] {
    var pieces: [AnswerPiece] = []
    var position = 0
    while let start = reply.bytes[position...].firstIndex(of: 0x7B) {
      // \boxed{w = 1} is a mark, and what it holds no object.
      if reply.hasWord("boxed", at: start - 5) {
        position = start + 1
        continue
      }
      let object = LenientObject(at: start, in: reply)
      collect(object, names: names, into: &pieces)
      // What broke may hold a whole one further in; what was collected from its parts is not collected twice.
      let lastFound = pieces.last.map { $0.span.lowerBound >= start ? $0.span.upperBound : 0 } ?? 0
      position = object.isClosed ? object.span.upperBound : max(start + 1, lastFound)
    }
    return pieces
  }

  private static func collect(_ object: LenientObject, names: AnswerNames, into pieces: inout [AnswerPiece]) {
    if object.members.contains(where: { names.index(ofKey: $0.key) != nil }) {
      pieces.append(AnswerPiece(object, names: names))
      return
    }
    for member in object.members { collect(member.value, names: names, into: &pieces) }
  }

  private static func collect(_ value: LenientObject.Value, names: AnswerNames, into pieces: inout [AnswerPiece]) {
    switch value {
    case .object(let object): collect(object, names: names, into: &pieces)
    case .array(let values): for value in values { collect(value, names: names, into: &pieces) }
    case .number, .text: break
    }
  }

  private init(_ object: LenientObject, names: AnswerNames) {
    var given = [[LenientObject.Value]](repeating: [], count: names.count)
    for member in object.members {
      if let index = names.index(ofKey: member.key) { given[index].append(member.value) }
    }
    let numerals = given.map { values in
      values.compactMap { if case .number(let numeral) = $0 { numeral } else { nil } }
    }
    let known = numerals.map { $0.last?.value }
    func piece(_ content: Content) -> AnswerPiece { AnswerPiece(.object, content, known: known, span: object.span) }
    func malformed(_ reason: String) -> AnswerPiece { piece(.broken(.malformed, reason)) }

    guard object.isClosed else {
      self = malformed("The object is broken or not closed.")
      return
    }
    if numerals.allSatisfy(\.isEmpty) && given.joined().allSatisfy(\.isPlaceholder) {
      self = piece(.echo)
      return
    }
    for (index, values) in given.enumerated() {
      let name = names.names[index]
      guard let first = values.first else {
        self = malformed("The object has no \"\(name)\"; it needs \(names.list).")
        return
      }
      guard numerals[index].count == values.count, let numeral = numerals[index].first else {
        self = malformed("The object's \"\(name)\" is \(first.description), not a number.")
        return
      }
      if Set(numerals[index]).count > 1 {
        self = malformed("The object gives \"\(name)\" more than once with different values.")
        return
      }
      if numeral == .notFinite {
        self = piece(.broken(.notFinite, "The object's \"\(name)\" is no finite number."))
        return
      }
    }
    self = piece(.values(numerals.compactMap { $0.first?.value }))
  }
}

extension LenientObject.Value {
  /// What a form has in the place of a number: a word without digits, or the type that a schema asks for.
  fileprivate var isPlaceholder: Bool {
    switch self {
    case .text(let text): !text.utf8.contains(where: ReplyBytes.isDigit)
    case .object(let object): object.members.contains { $0.key == "type" }
    case .number, .array: false
    }
  }

  /// For a sentence.
  fileprivate var description: String {
    switch self {
    case .number: "a number"
    case .text(let text): "\"\(text.prefix(40))\""
    case .object: "an object"
    case .array: "a list"
    }
  }
}
