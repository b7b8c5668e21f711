/// The text of one reply as it grows, with the reasoning that some servers leave in it taken out.
///
/// A model that thinks between `<think>` and `</think>` at the start of its reply has it kept apart where its server
/// knows the model; elsewhere the tags come as text. What follows them is the answer, byte for byte, since what is read
/// from a reply is known by its place. A template may hold the first tag, so that the reply has the second one only.
struct AnswerText {
  private enum State {
    /// Nothing but what may still become a tag.
    case start
    case thinking(end: String)
    case answer(mayHoldEnd: Bool)
  }

  private static let tags = [("<think>", "</think>"), ("<thinking>", "</thinking>")]

  /// Before a tag; a model that goes on and on with blanks is heard to the limit of its reply, at no growing cost.
  private static let mostBlanks = 4096

  private(set) var text = ""
  private(set) var reasoning = ""
  private var state = State.start
  /// The newest bytes, as long as they may be the beginning of a tag.
  private var held = ""

  var isEmpty: Bool { text.isEmpty && reasoning.isEmpty && held.isEmpty }
  var count: Int { text.utf8.count + reasoning.utf8.count + held.utf8.count }

  /// Takes in what the server itself kept apart.
  mutating func append(reasoning piece: String) {
    reasoning += piece
    // A server that does so leaves no half of a pair of tags in the text.
    if case .answer = state { state = .answer(mayHoldEnd: false) }
  }

  mutating func append(_ piece: String) {
    switch state {
    case .start: begin(held + piece)
    case .thinking(let end): think(held + piece, until: end)
    case .answer(let mayHoldEnd):
      text += piece
      if mayHoldEnd && piece.utf8.contains(UInt8(ascii: ">")) { takeOutWhatEnds(newest: piece.utf8.count) }
    }
  }

  /// Nothing follows: what was held back was no tag.
  mutating func finish() {
    switch state {
    case .start: text += held
    case .thinking: reasoning += held
    case .answer: break
    }
    held = ""
    state = .answer(mayHoldEnd: false)
  }

  private mutating func begin(_ all: String) {
    let start = all.utf8.drop { [0x20, 0x0A, 0x0D, 0x09].contains($0) }
    for (opening, end) in Self.tags where start.starts(with: opening.utf8) {
      state = .thinking(end: end)
      held = ""
      return think(String(Substring(start.dropFirst(opening.utf8.count))), until: end)
    }
    if all.utf8.count <= Self.mostBlanks, Self.tags.contains(where: { $0.0.utf8.starts(with: start) }) {
      held = all
    } else {
      held = ""
      state = .answer(mayHoldEnd: reasoning.isEmpty)
      append(all)
    }
  }

  private mutating func think(_ all: String, until end: String) {
    let utf8 = all.utf8
    if let range = Self.range(of: end, in: utf8[...]) {
      reasoning += String(Substring(utf8[..<range.lowerBound]))
      held = ""
      state = .answer(mayHoldEnd: false)
      return append(String(Substring(utf8[range.upperBound...])))
    }
    // As much as may be the beginning of the tag waits for the rest of it.
    var kept = min(end.utf8.count - 1, utf8.count)
    while kept > 0, !end.utf8.starts(with: utf8.suffix(kept)) { kept -= 1 }
    let split = utf8.index(utf8.endIndex, offsetBy: -kept)
    reasoning += String(Substring(utf8[..<split]))
    held = String(Substring(utf8[split...]))
  }

  private mutating func takeOutWhatEnds(newest count: Int) {
    for (_, end) in Self.tags {
      guard let range = Self.range(of: end, in: text.utf8.suffix(count + end.utf8.count - 1)) else { continue }
      reasoning += String(Substring(text.utf8[..<range.lowerBound]))
      text = String(Substring(text.utf8[range.upperBound...]))
      state = .answer(mayHoldEnd: false)
      return
    }
  }

  private static func range(of tag: String, in utf8: Substring.UTF8View) -> Range<String.Index>? {
    var start = utf8.startIndex
    while let opening = utf8[start...].firstIndex(of: UInt8(ascii: "<")) {
      if utf8[opening...].starts(with: tag.utf8) {
        return opening..<utf8.index(opening, offsetBy: tag.utf8.count)
      }
      start = utf8.index(after: opening)
    }
    return nil
  }
}
