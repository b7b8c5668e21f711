import Optimization
import Text

/// How fast the replies come that are under way.
struct ReplySpeed: Hashable {
  /// Seconds from the request to the first text, the shortest of all; nil before there is any.
  private(set) var first: Double?
  /// By our own count, of all replies together; nil where too little has come to tell.
  private(set) var tokensPerSecond: Double?

  /// Below this time the first tokens say little.
  private static let leastSeconds = 0.5

  init(of replies: [ReplyUnderWay], now: Double) {
    var start = Double.infinity, tokens = 0
    for reply in replies where reply.phase == .streaming {
      guard let began = reply.first else { continue }
      let waited = max(0, began - reply.asked)
      first = min(first ?? waited, waited)
      start = min(start, began)
      tokens += TokenEstimate.tokens(in: reply.text) + TokenEstimate.tokens(in: reply.reasoning ?? "")
    }
    let seconds = now - start
    if tokens > 0, seconds >= Self.leastSeconds { tokensPerSecond = Double(tokens) / seconds }
  }

  /// "first text after 0.8 s, ~42 tokens/s"; empty while there is none.
  var words: String {
    let waited = first.map { "first text after " + NumberFormat.duration(seconds: $0) }
    return [waited ?? "", rateWords].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  var rateWords: String {
    guard let rate = tokensPerSecond else { return "" }
    return "~" + (rate < 10 ? NumberFormat.fixed(rate, decimals: 1) : NumberFormat.count(Int(rate.rounded())))
      + " tokens/s"
  }
}
