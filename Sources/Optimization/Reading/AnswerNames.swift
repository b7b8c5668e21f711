/// The names of a solution's numbers as replies write them.
struct AnswerNames: Sendable {
  let names: [String]
  private let spellings: [[UInt8]]
  /// "W" stands for w unless there is a name that differs in case alone.
  private let ignoresCase: Bool

  init(_ names: [String]) {
    self.names = names
    ignoresCase = Set(names.map { $0.lowercased() }).count == names.count
    let ignoresCase = ignoresCase
    spellings = names.map { name in name.utf8.map { ignoresCase ? ReplyBytes.lowercased($0) : $0 } }
  }

  var count: Int { names.count }
  /// "w and b", for sentences.
  var list: String {
    names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }

  /// The index of the name that is all of a key, blanks and dressing apart.
  func index(ofKey key: String) -> Int? {
    var bytes = Array(key.utf8)
    let isFiller: (UInt8) -> Bool = { ReplyBytes.isSpace($0) || ReplyBytes.isDressing($0) }
    while let last = bytes.last, isFiller(last) { bytes.removeLast() }
    bytes = Array(bytes.drop(while: isFiller))
    if ignoresCase { bytes = bytes.map(ReplyBytes.lowercased) }
    return spellings.firstIndex(of: bytes)
  }

  /// The name that stands at a position as a word of its own, and where it ends.
  func name(at position: Int, in reply: ReplyBytes) -> (index: Int, end: Int)? {
    guard reply.isWordStart(position) else { return nil }
    for (index, spelling) in spellings.enumerated() {
      var length = 0
      while length < spelling.count {
        let byte = reply[position + length]
        guard spelling[length] == (ignoresCase ? ReplyBytes.lowercased(byte) : byte) else { break }
        length += 1
      }
      let end = position + length
      if length == spelling.count && length > 0 && !ReplyBytes.isWord(reply[end]) { return (index, end) }
    }
    return nil
  }
}
