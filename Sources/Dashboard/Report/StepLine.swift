import Optimization
import Text

/// One line a step for those who watch without a screen.
public enum StepLine {
  /// The step that is under way or done last; 0 for the initial solutions.
  ///
  /// "step 12/50  T 0.7  #13 w=1.2 b=3.4  MSE 1.234  best 1.1 #9  5,232 of ~21.8k tokens  1.3 s"
  public static func line(for run: RunState) -> String {
    let head = run.head
    var parts = [head.step == 0 ? "start" : "step \(head.step)/\(head.steps)"]
    if head.step > 0, let temperature = head.current?.temperature {
      parts.append("T \(Words.temperature(temperature))")
    }
    let label = head.started.map { Words.clean($0.problem.objective.label) } ?? "loss"
    let rows = lastRows(of: run)
    let losses = run.trajectory.losses
    if let best = rows.min(by: { losses[$0] < losses[$1] }) {
      let text = Words.clean(run.trajectory.text(at: best))
      let loss = run.trajectory.loss(at: best).map { "\(label) \(Words.loss($0))" } ?? "could not be judged"
      parts.append("#\(run.trajectory.id(at: best)) \(text)  \(loss)")
      if rows.count > 1 { parts.append("best of \(rows.count)") }
    }
    let rejected = head.step == 0 ? [] : head.recentReplies.filter { $0.step == head.step }.compactMap(\.rejection)
    if rejected.count == 1 {
      parts.append("rejected, \(rejected[0].code.words): \(Words.clean(rejected[0].reason))")
    } else if rejected.count > 1 {
      parts.append("\(rejected.count) rejected: " + rejected.map(\.code.words).tally)
    }
    if let best = head.best { parts.append("best \(Words.loss(best.loss)) #\(best.id)") }
    if head.step > 0, let spending = SpendingWords(head).brief { parts.append(spending) }
    if head.step > 0, let seconds = head.recentReplies.filter({ $0.step == head.step }).map(\.seconds).max() {
      parts.append(NumberFormat.duration(seconds: seconds))
    }
    return parts.joined(separator: "  ")
  }

  /// The rows of the newest step, those that a person injected included.
  private static func lastRows(of run: RunState) -> [Int] {
    var rows: [Int] = []
    var row = run.trajectory.count - 1
    while row >= 0, run.trajectory.step(at: row) == run.head.step {
      rows.append(row)
      row -= 1
    }
    return rows.reversed()
  }
}

extension StepReply {
  var rejection: (code: Refusal.Code, reason: String)? {
    if case .rejected(let code, let reason, _, _) = verdict { (code, reason) } else { nil }
  }
}

extension [String] {
  /// "2 duplicate, 1 malformed": the most frequent first.
  var tally: String {
    var counts: [String: Int] = [:]
    for word in self { counts[word, default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }
      .joined(separator: ", ")
  }
}
