import Optimization
import Text

/// What a run has used and will have used at its end: dollars where a price is known for all of it, else tokens.
struct SpendingWords {
  let used: Spending
  /// What it will have used at its end; nil from its last step on, and while nothing is known.
  let end: Spending?

  init(_ head: RunHead) {
    used = head.tokens
    end = head.phase == .ended || head.step >= head.steps ? nil : head.projectedSpending
  }

  /// "$0.013", "over $0.013" where some of the tokens have no price; nil where none has one.
  var cost: String? { Words.cost(used) }

  /// "~$0.065"
  var costAtEnd: String? { end?.cost.map { Words.dollars($0, isEstimated: true) } }

  /// The end in tokens, where dollars do not tell it.
  private var endInTokens: Spending? { costAtEnd == nil ? end : nil }

  func tokens(_ part: (Spending) -> Int) -> String { Words.tokens(part(used), isEstimated: used.isEstimated) }

  /// "~20.6k"; nil where dollars tell it, or nothing does.
  func tokensAtEnd(_ part: (Spending) -> Int) -> String? {
    endInTokens.map { Words.tokens(part($0), isEstimated: true) }
  }

  /// "$0.013 of ~$0.065", or "7,412 of ~21.8k tokens"; nil before the first token.
  var brief: String? {
    guard used.total > 0 else { return nil }
    if let cost, let costAtEnd { return "\(cost) of \(costAtEnd)" }
    let tokens = "\(tokens(\.total))\(tokensAtEnd(\.total).map { " of \($0)" } ?? "") tokens"
    return [tokens, cost].compactMap { $0 }.joined(separator: ", ")
  }

  /// "7,004 in, 408 out; at the end ~20.6k in, ~1,200 out"
  var tokensInFull: String {
    let now = "\(tokens(\.input)) in, \(tokens(\.output)) out"
    guard let input = tokensAtEnd(\.input), let output = tokensAtEnd(\.output) else { return now }
    return "\(now); at the end \(input) in, \(output) out"
  }

  /// "$0.013; at the end ~$0.065"
  var costInFull: String? { cost.map { $0 + (costAtEnd.map { "; at the end \($0)" } ?? "") } }
}
