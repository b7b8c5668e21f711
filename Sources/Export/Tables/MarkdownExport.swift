import Dashboard
import Optimization
import Text

/// A report of a run in Markdown: what it was, how it went, its tables and its picture.
public enum MarkdownExport {
  private static let mostRows = 40, mostActs = 200, cellColumns = 120

  /// - Parameter picture: where the picture is, as an address beside the report or as data; nil leaves it out.
  public static func bytes(of record: RunRecord, picture: String?) -> [UInt8] {
    var text = "# \(title(record))\n\n"
    text += Markdown.table(["", ""], facts(record))
    if let picture { text += "\n![The problem with the proposals, and the loss](\(picture))\n" }
    text += trajectory(record)
    text += steering(record)
    text += settings(record)
    return Array(text.utf8)
  }

  private static func title(_ record: RunRecord) -> String {
    let problem = record.started.problem
    let name = [problem.name, problem.settings["preset"]?.string].compactMap { $0 }.joined(separator: " ")
    return cell(name) + " with " + cell(record.started.models.optimizer?.name ?? "random proposals")
  }

  private static func facts(_ record: RunRecord) -> [[String]] {
    let head = record.state.head, started = record.started
    let label = Markdown.text(started.problem.objective.label)
    var rows = [
      ["run", Markdown.text(started.id)], ["started", Markdown.text(started.started)],
      ["objective", "\(Markdown.text(started.problem.objective.name)) (\(label))"],
      ["steps", "\(head.step) of \(head.steps)"], ["candidates", String(record.candidates.count)],
    ]
    if let best = head.best, let candidate = record.candidates.first(where: { $0.event.id == best.id })?.event {
      let words = "\(cell(candidate.text)), \(label) \(loss(best.loss)), step \(candidate.step)"
      rows.append(["best", "\\#\(best.id): \(words)"])
    }
    for reference in started.problem.references {
      rows.append([
        Markdown.text(reference.label),
        (reference.text.map { cell($0) + ", " } ?? "") + "\(label) \(loss(reference.loss))",
      ])
    }
    let tokens = head.tokens
    if tokens.total > 0 {
      rows.append(["tokens", "\(tokens.isEstimated ? "about " : "")\(tokens.input) in, \(tokens.output) out"])
    }
    let rejected = head.counts.rejected.filter { $0.value > 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
    if !rejected.isEmpty {
      rows.append(["rejected", rejected.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")])
    }
    rows.append(["seconds", NumberFormat.compact(head.time, significant: 4)])
    if let ended = head.ended {
      rows.append(["ended", ended.reason.rawValue + (ended.cause.map { ": " + cell($0) } ?? "")])
    }
    return rows
  }

  /// All candidates, or where there are many the improvements and the last.
  private static func trajectory(_ record: RunRecord) -> String {
    let all = record.candidates
    guard !all.isEmpty else { return "\n## Trajectory\n\nNo candidate was judged.\n" }
    var heading = "\n## Trajectory\n\n"
    var shown = Array(all.indices)
    if all.count > mostRows {
      var best = Double.infinity
      let improvements = all.indices.filter { index in
        guard let loss = all[index].event.loss, loss < best else { return false }
        best = loss
        return true
      }
      let last = all.indices.suffix(mostRows / 2)
      shown = Set(improvements.suffix(mostRows)).union(last).sorted()
      heading += "The improvements and the last \(last.count) of \(all.count) candidates.\n\n"
    }
    let label = Markdown.text(record.started.problem.objective.label)
    let rows = shown.map { index -> [String] in
      let event = all[index].event
      let judged = event.loss.map(loss) ?? event.failure.map { "failed: " + cell($0.reason) } ?? ""
      let mark = event.id == record.state.head.best?.id ? " ★" : ""
      return ["\\#\(event.id)\(mark)", String(event.step), event.origin.rawValue, cell(event.text), judged]
    }
    return heading + Markdown.table(["", "step", "origin", "solution", label], rows)
  }

  private static func steering(_ record: RunRecord) -> String {
    guard !record.acts.isEmpty else { return "" }
    var text = "\n## Steering\n\n"
    if record.acts.count > mostActs { text += "The first \(mostActs) of \(record.acts.count) acts.\n\n" }
    return text
      + Markdown.table(
        ["step", "act", "source"],
        record.acts.prefix(mostActs).map {
          [String($0.event.step), cell($0.event.command.sentence), $0.event.source.rawValue]
        })
  }

  private static func settings(_ record: RunRecord) -> String {
    let settings = record.started.settings, prompt = settings.prompt
    var rows = [
      ["seed", String(settings.seed)], ["replies a step", String(settings.candidates)],
      ["temperature", settings.temperature.map { NumberFormat.compact($0) } ?? "the server's own"],
      ["prompting", Markdown.text(settings.prompting)],
      ["rows in the prompt", prompt.history.map { "at most \($0)" } ?? "all"],
      ["their order", prompt.order.rawValue], ["scores", prompt.scoresShown ? "shown" : "hidden"],
      ["data in the prompt", prompt.dataInPrompt ? "yes" : "no"], ["repeats", settings.repeats.rawValue],
    ]
    if let schedule = settings.schedule {
      rows[2][1] = "\(NumberFormat.compact(schedule.from)) to \(NumberFormat.compact(schedule.to))"
    }
    return "\n## Settings\n\n" + Markdown.table(["", ""], rows)
  }

  private static func cell(_ text: String) -> String {
    Markdown.text(DisplayText(cleaning: text).string.truncated(toColumns: cellColumns))
  }

  private static func loss(_ value: Double) -> String { NumberFormat.compact(value, significant: 6) }
}
