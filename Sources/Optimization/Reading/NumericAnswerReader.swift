import LanguageModels

/// Reads the numbers of a solution in a reply: what a careful person would read, and nothing else.
///
/// What can be read:
/// 1. A reply that its token limit cut off, or that a content filter withheld, is not read at all. Thinking sections
///    are cut first.
/// 2. After the last mark of an answer that has a solution after it (`\boxed{…}`, "answer:", "the answer is",
///    `<answer>`), the solution that follows the mark at once, in any form, is the answer; else the only one there.
/// 3. Without a mark, solutions in the asked form count first. These are objects that have the names as keys (in a
///    fence, with single quotation marks, numbers as strings, further keys, a trailing comma, inside another object),
///    `[w, b] = [15, 14]`, and lists like `[15, 14]` where brackets were asked for. Equal ones are one. Where they
///    differ, the one that stands on lines of its own at the end is the answer, if no other stands so; else the only
///    one that is not an echo of the history; else the reply is ambiguous.
/// 4. `w=15, b=14` in running text is read only where the reply holds this solution and no other number, and does not
///    decline to answer.
/// 5. Where brackets were asked for, a reply that is nothing but the numbers, `15, 14`, is read.
///
/// What is refused: numbers that are not finite; keys given twice that disagree; a missing key or one that is no
/// number; a solution equal to a shown one, in full or as it was shown, as a duplicate of its id. The asked form repeated without numbers is
/// passed over.
///
/// The time is linear in the length of the reply, whatever it holds.
public struct NumericAnswerReader: Sendable {
  /// The form in which an answer is asked for.
  public enum Form: String, CaseIterable, Codable, Sendable {
    /// {"w": number, "b": number}
    case object
    /// [w, b]
    case brackets

    /// The form filled with place names, for a prompt.
    public func example(of names: [String]) -> String {
      switch self {
      case .object: "{" + names.map { "\"\($0)\": number" }.joined(separator: ", ") + "}"
      case .brackets: "[" + names.joined(separator: ", ") + "]"
      }
    }
  }

  private let names: AnswerNames
  private let form: Form
  private let adjust: @Sendable ([Double]) -> [Double]

  /// - Parameters:
  ///   - names: of the numbers, in order; at least one, no two equal.
  ///   - adjust: what the problem makes of the numbers before anything else, such as rounding.
  public init(
    names: [String], form: Form = .object, adjust: @escaping @Sendable ([Double]) -> [Double] = { $0 }
  ) {
    self.names = AnswerNames(names)
    self.form = form
    self.adjust = adjust
  }

  /// The numbers of a reply in the order of the names, with the bytes of its raw text that they were read from.
  ///
  /// - Parameters:
  ///   - shown: the solutions that the prompt showed.
  ///   - decimals: how many of their numbers' decimals it showed; nil where all.
  public func read(
    _ text: String, finish: FinishReason, shown: [(id: Int, values: [Double])], decimals: Int? = nil
  ) -> Reading<[Double]> {
    let shown = ShownSolutions(entries: shown, decimals: decimals)
    switch finish {
    case .length: return .refused(Refusal(.truncated, "The reply was cut off by its limit of tokens."))
    case .filtered: return .refused(Refusal(.refused, "The service withheld the reply by its content filter."))
    case .stop, .other: break
    }
    var reply = ReplyBytes(text)
    if reply.afterSpaces(0) == reply.count { return .refused(Refusal(.none, "The reply is empty.")) }
    for range in ThinkingSections.ranges(in: reply) {
      for position in range { reply.bytes[position] = 0x0A }
    }
    if reply.afterSpaces(0) == reply.count {
      return .refused(Refusal(.none, "The reply holds thinking only, and no answer after it."))
    }
    switch AnswerChoice(reply: reply, names: names, form: form, adjust: adjust, shown: shown).answer() {
    case .failure(let refusal): return .refused(refusal)
    case .success(let piece): return judged(piece, shown: shown)
    }
  }

  private func judged(_ piece: AnswerPiece, shown: ShownSolutions) -> Reading<[Double]> {
    guard let values = piece.values else {
      let failure = piece.failure ?? (.none, "The reply repeats the asked form without numbers.")
      return .refused(Refusal(failure.code, failure.reason, span: piece.span))
    }
    let adjusted = adjust(values)
    guard adjusted.allSatisfy(\.isFinite) else {
      return .refused(Refusal(.notFinite, "The values of \(names.list) are not all finite.", span: piece.span))
    }
    if let same = shown.first(like: adjusted) {
      let what = same.isRounded ? "rounded as the prompt showed it" : "which the prompt showed"
      let reason = "The reply repeats candidate \(same.id), \(what)."
      return .refused(Refusal(.duplicate, reason, span: piece.span, of: same.id))
    }
    return .solution(adjusted, span: piece.span)
  }
}
