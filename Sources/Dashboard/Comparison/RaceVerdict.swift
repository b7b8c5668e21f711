import Optimization
import Text

/// How a race ended, in a sentence or two.
enum RaceVerdict {
  /// Nil while one of them goes on. Safe to show.
  static func words(_ lanes: [Lane]) -> String? {
    guard !lanes.isEmpty, lanes.allSatisfy(\.hasEnded) else { return nil }
    let label = lanes.first?.run.head.started.map { Words.clean($0.problem.objective.label) } ?? "loss"
    let losses = lanes.map { $0.run.head.best?.loss ?? .infinity }
    guard let lowest = losses.min(), lowest < .infinity else { return "No lane has found a solution that was judged." }
    let winners = lanes.indices.filter { losses[$0] == lowest }.map { lanes[$0].letter }
    var sentences: [String] = []
    if winners.count == 1, let winner = lanes.firstIndex(where: { $0.letter == winners[0] }) {
      let row = lanes[winner].run.head.best.map { $0.row + 1 } ?? 0
      let others = lanes.indices.filter { $0 != winner }.map {
        "\(lanes[$0].letter) \(losses[$0] < .infinity ? Words.loss(losses[$0]) : "nothing")"
      }
      let rest = others.isEmpty ? "" : "; " + others.joined(separator: ", ")
      sentences.append(
        "\(winners[0]) has the lowest \(label): \(Words.loss(lowest)) at evaluation \(NumberFormat.count(row))\(rest).")
    } else {
      sentences.append("\(list(winners)) tie with a \(label) of \(Words.loss(lowest)).")
    }
    sentences += [first(lanes, within: .hundredth) ?? first(lanes, within: .tenth)].compactMap { $0 }
    sentences += lanes.compactMap { lane in
      guard let ended = lane.run.head.ended, ended.reason == .failed else { return nil }
      return "\(lane.letter) failed: \(Words.clean(ended.cause ?? "no reason was given"))"
    }
    return sentences.joined(separator: " ")
  }

  private static func first(_ lanes: [Lane], within share: Reach.Share) -> String? {
    let rows = lanes.map { $0.run.firstRow(within: share) }
    guard let least = rows.compactMap(\.self).min() else { return nil }
    let letters = lanes.indices.filter { rows[$0] == least }.map { lanes[$0].letter }
    let name = share == .tenth ? "10 %" : "1 %"
    return
      "\(list(letters)) came within \(name) of the optimum first, after \(Words.count(least + 1, "evaluation", "evaluations"))."
  }

  private static func list(_ letters: [String]) -> String {
    letters.count < 2
      ? letters.first ?? "" : letters.dropLast().joined(separator: ", ") + " and " + letters[letters.count - 1]
  }
}
