import LanguageModels

/// How many rows of a prompt a model has room for, from what its service told of the prompt that was too long.
///
/// A prompt is its rows and what stands around them; only the rows can go. How much of the prompt they are comes from our
/// own count, for the service tells of the whole only.
struct RowRoom: Hashable {
  /// What the request would have taken, and what there is room for, in the service's own count.
  let needed: Int
  let available: Int
  /// How many of the rows there is room for: 1 or more, and fewer than there were.
  let rows: Int

  /// The part of the room that stays free: the counts of single rows are ours, and later rows may be longer.
  static let margin = 0.05
  /// The most that goes free for a reply that the service did not count, as a part of the room.
  static let mostForReply = 0.25
  /// How far the told count of a prompt may be from ours, as a factor either way: our count is within a factor of two,
  /// for all scripts.
  static let mostDisagreement = 4.0

  /// - Parameters:
  ///   - overflow: what the service told.
  ///   - shown: the rows that the prompt showed, 2 or more.
  ///   - promptTokens: our own count of the prompt.
  ///   - rowShare: the part of the prompt that its rows are, above 0 up to 1.
  ///   - replyTokens: the limit of a reply.
  /// - Returns: nil where the service told no numbers, or some that cannot be meant so: not both above 0, a prompt that
  ///   would fit, one that is far from what we count, or room for not even one row.
  init?(_ overflow: ContextOverflow?, shown: Int, promptTokens: Int, rowShare: Double, replyTokens: Int) {
    guard shown > 1, promptTokens > 0, rowShare > 0, let needed = overflow?.needed, let available = overflow?.available,
      available > 0, needed > available
    else { return nil }
    let own = Double(promptTokens), told = Double(needed), reply = Double(max(0, replyTokens))
    func disagreement(_ count: Double) -> Double { count > 0 ? max(count / own, own / count) : .infinity }
    // Some services count the reply at its limit as well: then what they tell is nearer to ours without it.
    let countsReply = disagreement(told - reply) < disagreement(told)
    let prompt = countsReply ? told - reply : told
    guard disagreement(prompt) <= Self.mostDisagreement else { return nil }
    let room = Double(available)
    let free = room * Self.margin + (countsReply ? 0 : min(reply, room * Self.mostForReply))
    let perRow = prompt * min(1, rowShare) / Double(shown)
    let fitting = (Double(shown) - (told - room + free) / perRow).rounded(.down)
    guard fitting >= 1 else { return nil }
    self.needed = needed
    self.available = available
    rows = min(Int(fitting), shown - 1)
  }
}
