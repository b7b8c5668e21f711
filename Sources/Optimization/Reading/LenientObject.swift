/// An object in braces as models write them: JSON, and what careless writers make of it.
///
/// Beyond JSON it takes single and curly quotation marks, keys without any, `=` for `:`, `;` for `,`, a trailing or a
/// missing comma, comments, Markdown and LaTeX dressing, and a backslash before each mark.
struct LenientObject: Sendable {
  indirect enum Value: Sendable {
    case number(Numeral)
    /// A string or bare word that is no number.
    case text(String)
    case object(LenientObject)
    case array([Value])
  }

  var members: [(key: String, value: Value)] = []
  /// To the closing brace, or to where the form was broken.
  var span: Range<Int>
  var isClosed = false
}

extension LenientObject {
  private static let deepest = 16
  private static let longestWord = 80
  private static let longestComment = 200

  /// The object that begins at an opening brace; what was read before the form broke is kept.
  init(at start: Int, in reply: ReplyBytes, depth: Int = 0) {
    span = start..<start + 1
    var position = start + 1
    while true {
      position = Self.afterSeparators(position, in: reply)
      if reply[position] == 0x7D {
        span = start..<position + 1
        isClosed = true
        return
      }
      guard let key = Self.key(at: position, in: reply) else { break }
      position = Self.afterBlank(key.end, in: reply)
      guard reply[position] == 0x3A || reply[position] == 0x3D else { break }
      position = Self.afterBlank(position + 1, in: reply)
      guard let value = Self.value(at: position, in: reply, depth: depth) else {
        members.append((key.name, .text("")))
        break
      }
      members.append((key.name, value.value))
      position = value.end
      if !value.isComplete { break }
    }
    span = start..<max(start + 1, min(position, reply.count))
  }

  private static func afterBlank(_ position: Int, in reply: ReplyBytes) -> Int {
    var position = position
    while true {
      position = reply.afterFiller(position)
      let isLine = reply[position] == 0x23 || (reply[position] == 0x2F && reply[position + 1] == 0x2F)
      let isBlock = reply[position] == 0x2F && reply[position + 1] == 0x2A
      guard isLine || isBlock else { return position }
      var end = position + 2
      let limit = min(reply.count, end + longestComment)
      while end < limit && !(isLine ? reply[end] == 0x0A : reply[end] == 0x2A && reply[end + 1] == 0x2F) { end += 1 }
      guard end < limit || end == reply.count else { return position }
      position = isLine ? end : min(reply.count, end + 2)
    }
  }

  private static func afterSeparators(_ position: Int, in reply: ReplyBytes) -> Int {
    let first = afterBlank(position, in: reply)
    return reply[first] == 0x2C || reply[first] == 0x3B ? afterBlank(first + 1, in: reply) : first
  }

  private static func key(at position: Int, in reply: ReplyBytes) -> (name: String, end: Int)? {
    if let quoted = reply.quoted(at: position) {
      return quoted.content.count <= longestWord ? (reply.text(quoted.content), quoted.end) : ("", quoted.end)
    }
    var end = position
    while end - position < longestWord && ReplyBytes.isWord(reply[end]) { end += 1 }
    return end > position ? (reply.text(position..<end), end) : nil
  }

  /// `isComplete` is false where the text broke off within the value.
  private static func value(
    at position: Int, in reply: ReplyBytes, depth: Int
  ) -> (value: Value, end: Int, isComplete: Bool)? {
    if reply[position] == 0x7B {
      guard depth < deepest else { return nil }
      let object = LenientObject(at: position, in: reply, depth: depth + 1)
      return (.object(object), object.span.upperBound, object.isClosed)
    }
    if reply[position] == 0x5B { return array(at: position, in: reply, depth: depth) }
    if let quoted = reply.quoted(at: position) {
      let word = quoted.content.prefix(longestWord * 50)
      return (number(in: word, of: reply).map(Value.number) ?? .text(reply.text(word)), quoted.end, true)
    }
    if reply.quoteLength(at: position) > 0 { return nil }
    if let numeral = reply.numeral(at: position) {
      // JSON has no point without digits, but writers do.
      let end = reply[numeral.end] == 0x2E ? numeral.end + 1 : numeral.end
      let next = afterBlank(end, in: reply)
      if isEnd(next, in: reply) || (next > end && reply.quoteLength(at: next) > 0) {
        return (.number(numeral.numeral), end, next < reply.count)
      }
    }
    var end = position
    while end - position < longestWord, end < reply.count, !isEnd(end, in: reply), reply[end] != 0x0A { end += 1 }
    guard end > position, isEnd(end, in: reply) || reply[end] == 0x0A else { return nil }
    return (.text(reply.text(position..<end)), end, end < reply.count)
  }

  private static func isEnd(_ position: Int, in reply: ReplyBytes) -> Bool {
    switch reply[position] {
    case 0x2C, 0x3B, 0x7D, 0x5D: true
    default: position >= reply.count
    }
  }

  /// The number that is all of a string.
  private static func number(in content: Range<Int>, of reply: ReplyBytes) -> Numeral? {
    let start = reply.afterFiller(content.lowerBound)
    guard start < content.upperBound, let numeral = reply.numeral(at: start) else { return nil }
    return reply.afterFiller(numeral.end) >= content.upperBound && numeral.end <= content.upperBound
      ? numeral.numeral : nil
  }

  private static func array(
    at start: Int, in reply: ReplyBytes, depth: Int
  ) -> (value: Value, end: Int, isComplete: Bool)? {
    guard depth < deepest else { return nil }
    var values: [Value] = []
    var position = start + 1
    while true {
      position = afterSeparators(position, in: reply)
      if reply[position] == 0x5D { return (.array(values), position + 1, true) }
      guard let value = value(at: position, in: reply, depth: depth + 1), value.end > position else { break }
      values.append(value.value)
      position = value.end
      if !value.isComplete { break }
    }
    return (.array(values), min(position, reply.count), false)
  }
}
