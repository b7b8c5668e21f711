import Optimization
import Text

/// What is printed when the program has ended: the same for the screen and for headless runs.
public enum Summary {
  /// - Parameters:
  ///   - logPath: nil where the run kept no log.
  ///   - commands: how to go on with the log, as `["tiller replay PATH"]`; see `replayCommand`.
  public static func lines(for run: RunState, logPath: String? = nil, commands: [String] = []) -> [String] {
    let head = run.head
    guard let started = head.started else { return ["The run did not start."] }
    var lines: [(label: String, text: String)] = []
    lines.append(("run", "\(Words.problem(started.problem)), \(Words.model(head))"))
    lines.append((head.phase == .ended ? "ended" : "state", Words.clean(ending(of: head))))
    let label = Words.clean(started.problem.objective.label)
    if let best = head.best { lines.append(("best", candidate(best.row, of: run, label))) }
    if run.trajectory.count > 0 { lines.append(("last", candidate(run.trajectory.count - 1, of: run, label))) }
    for reference in started.problem.references {
      let text = reference.text.map { Words.clean($0) + "  " } ?? ""
      lines.append((Words.clean(reference.label), "\(text)\(label) \(Words.loss(reference.loss))"))
    }
    lines.append(("steps", "\(head.step) of \(head.steps); \(candidates(head))"))
    if head.model != nil || head.tokens.total > 0 {
      let words = SpendingWords(head)
      lines.append(("tokens", words.tokensInFull))
      if let cost = words.costInFull {
        let date = head.model?.price?.date.map { ", with the prices of \(Words.clean($0))" } ?? ""
        lines.append(("cost", cost + date))
      }
    }
    lines.append(("rejected", rejections(head)))
    if let logPath { lines.append(("log", Words.clean(logPath))) }
    for (index, command) in commands.enumerated() {
      lines.append((index == 0 ? "go on with" : "", Words.clean(command)))
    }
    let width = lines.map { TextWidth.columns(of: $0.label) }.max() ?? 0
    return lines.map { $0.label.padded(toColumns: width) + "  " + $0.text }
  }

  /// The command that shows a log again.
  public static func replayCommand(_ path: String) -> String { "tiller replay \(Words.shellQuoted(path))" }

  private static func ending(of head: RunHead) -> String {
    if let ended = head.ended { return Words.joined(ended.reason.words, ended.cause ?? "") }
    return Words.joined(head.phase.rawValue, head.phaseReason)
  }

  private static func candidate(_ row: Int, of run: RunState, _ label: String) -> String {
    let trajectory = run.trajectory
    let loss = trajectory.loss(at: row).map { "\(label) \(Words.loss($0))" } ?? "could not be judged"
    let origin = trajectory.origins[row].rawValue
    return "#\(trajectory.id(at: row))  \(Words.clean(trajectory.text(at: row)))  \(loss)  "
      + "step \(trajectory.step(at: row)), \(origin)"
  }

  private static func candidates(_ head: RunHead) -> String {
    let origins = Origin.allCases.compactMap { origin in
      head.counts.origins[origin].map { "\(NumberFormat.count($0)) \(origin.rawValue)" }
    }
    let total = head.counts.origins.values.reduce(0, +)
    let parts = origins.isEmpty ? "" : " (\(origins.joined(separator: ", ")))"
    return Words.count(total, "candidate", "candidates") + parts
  }

  private static func rejections(_ head: RunHead) -> String {
    let counts = head.counts.rejected.filter { $0.value > 0 }
    guard !counts.isEmpty else { return "none" }
    let parts = counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
      .map { "\(NumberFormat.count($0.value)) \($0.key.words)" }
    return "\(NumberFormat.count(head.counts.rejectedInAll)): \(parts.joined(separator: ", "))"
  }
}
