import Optimization
import Text

/// What a step brought, or what people brought beside it, in a sentence.
enum StepCaption {
  /// Of the newest settled step; nil before the first candidate.
  static func newest(_ state: DashboardState) -> Caption.Told? {
    let run = state.run
    let step = run.newestSettledStep
    if step <= 0 { return start(run) }
    let rows = run.rows(ofStep: step).filter {
      run.trajectory.step(at: $0) == step && run.trajectory.origins[$0] != .person
    }
    let refusals = refusals(ofStep: step, in: run.head)
    let times = rows.map { run.trajectory.times[$0] } + refusals.map(\.time)
    let lead = "Step \(step)"
    let refused = run.steps.figures(ofStep: step).map { $0.duplicates + $0.rejected } ?? refusals.count
    guard !rows.isEmpty else {
      return (Caption.Sentence(.bad, nothingNew(lead, refusals, count: refused)), step, times.max() ?? 0)
    }
    let sentence = sentence("\(lead): ", subject(of: rows, run), rows, refused: refused, state)
    return (sentence, step, times.max() ?? 0)
  }

  /// Of the solutions that people injected last; nil where they are not among the newest candidates.
  static func injected(_ state: DashboardState) -> Caption.Told? {
    let trajectory = state.run.trajectory
    let newest = max(0, trajectory.count - reach)..<trajectory.count
    guard let last = newest.last(where: { trajectory.origins[$0] == .person }) else { return nil }
    let happenings = state.run.head.happenings.suffix(reach)
    let asked = happenings.last { happening in
      if case .steered(.inject, _) = happening.kind { happening.time <= trajectory.times[last] } else { false }
    }
    let start = asked?.time ?? trajectory.times[last]
    // Those of one line were judged one behind the other.
    let rows = newest.filter {
      $0 <= last && trajectory.origins[$0] == .person && (trajectory.times[$0] >= start || $0 == last)
    }
    return (sentence("", "people", rows, refused: 0, state), trajectory.step(at: last), trajectory.times[last])
  }

  /// How far back is looked for what people injected.
  private static let reach = 64

  // MARK: The start

  private static func start(_ run: RunState) -> Caption.Told? {
    let rows = run.rows(ofStep: 0).filter { run.trajectory.origins[$0] == .initial }
    guard let last = rows.last else { return nil }
    let tries = rows.count == 1 ? "a first try" : "\(NumberFormat.count(rows.count)) first tries"
    let best = rows.compactMap { run.trajectory.loss(at: $0) }.min()
    let loss = best.map {
      rows.count == 1 ? "; its loss is \(Words.loss($0))" : "; the best has loss \(Words.loss($0))"
    }
    return (Caption.Sentence(.neutral, "The run starts with \(tries)\(loss ?? "")."), 0, run.trajectory.times[last])
  }

  // MARK: Tries

  private static func subject(of rows: [Int], _ run: RunState) -> String {
    switch run.trajectory.origins[rows[0]] {
    case .random: "chance"
    case .fallback: "the fallback"
    case .initial, .model, .person: "the model"
    }
  }

  private static func sentence(
    _ lead: String, _ subject: String, _ rows: [Int], refused: Int, _ state: DashboardState
  ) -> Caption.Sentence {
    let trajectory = state.run.trajectory
    let best = rows.min { trajectory.losses[$0] < trajectory.losses[$1] } ?? rows[0]
    let before = bestRow(before: best, apartFrom: rows, in: trajectory)
    let loss = trajectory.loss(at: best), old = before.flatMap { trajectory.loss(at: $0) }
    let words = words(for: best, comparedWith: before, state)
    let isBetter = loss.map { $0 < old ?? .infinity } ?? false
    let tone: EventTone = loss == nil ? .bad : isBetter ? .good : .neutral
    var text: String
    if rows.count + refused == 1 {
      text = "\(lead)\(subject) tried \(words)" + outcome(loss, old, joined: "; ")
    } else if rows.count == 1 {
      text = "\(lead)of \(refused + 1) replies 1 was tried, \(words)" + outcome(loss, old, joined: "; ")
    } else {
      let tries =
        refused == 0
        ? "\(subject) made \(NumberFormat.count(rows.count)) tries"
        : "of \(NumberFormat.count(rows.count + refused)) replies \(NumberFormat.count(rows.count)) were tried"
      text =
        loss == nil
        ? "\(lead)\(tries); none of them could be judged."
        : "\(lead)\(tries); the best (\(words)) " + bestOutcome(loss, old)
    }
    if lead.isEmpty { text = text.prefix(1).uppercased() + text.dropFirst() }
    return Caption.Sentence(tone, text)
  }

  /// "; loss fell from 14.2 to 9.8."
  private static func outcome(_ loss: Double?, _ old: Double?, joined: String) -> String {
    guard let loss else { return "\(joined)it could not be judged." }
    guard let old else { return "\(joined)its loss is \(Words.loss(loss))." }
    return loss < old
      ? "\(joined)loss fell from \(Words.loss(old)) to \(Words.loss(loss))."
      : "\(joined)loss \(Words.loss(loss)), no better than \(Words.loss(old))."
  }

  /// "brought loss from 14.2 down to 9.8."
  private static func bestOutcome(_ loss: Double?, _ old: Double?) -> String {
    guard let loss else { return "could not be judged." }
    guard let old else { return "has loss \(Words.loss(loss))." }
    return loss < old
      ? "brought loss from \(Words.loss(old)) down to \(Words.loss(loss))."
      : "has loss \(Words.loss(loss)), no better than \(Words.loss(old))."
  }

  /// The best row before another, those left out that were proposed together with it; nil where there is none.
  private static func bestRow(before row: Int, apartFrom rows: [Int], in trajectory: Trajectory) -> Int? {
    var best: Int?
    let first = rows.min() ?? row
    if first > 0, trajectory.bestSoFar[first - 1].isFinite {
      // The best so far only falls: the first row that has it is the one that brought it.
      let value = trajectory.bestSoFar[first - 1]
      var low = 0, high = first - 1
      while low < high {
        let middle = (low + high) / 2
        if trajectory.bestSoFar[middle] <= value { high = middle } else { low = middle + 1 }
      }
      best = low
    }
    let together = Set(rows)
    for other in first..<max(first, row) where !together.contains(other) {
      if trajectory.losses[other] < best.map({ trajectory.losses[$0] }) ?? .infinity { best = other }
    }
    return best
  }

  /// What a row is, as against another: "a steeper line"; its numbers where nobody can say.
  private static func words(for row: Int, comparedWith before: Int?, _ state: DashboardState) -> String {
    let trajectory = state.run.trajectory
    if let before, let problem = state.problem {
      return trajectory.parameters.isEmpty
        ? problem.words(for: trajectory.solution(at: row), comparedWith: trajectory.solution(at: before))
        : problem.words(for: Array(trajectory.numbers(at: row)), comparedWith: Array(trajectory.numbers(at: before)))
    }
    return Words.clean(trajectory.text(at: row)).truncated(toColumns: 40)
  }

  // MARK: Replies that brought nothing

  private typealias Refused = (code: Refusal.Code, of: Int?, time: Double)

  private static func refusals(ofStep step: Int, in head: RunHead) -> [Refused] {
    var refused: [Refused] = []
    for happening in head.happenings.reversed() {
      if happening.step < step { break }
      if happening.step == step, case .rejected(_?, let code, _) = happening.kind {
        refused.append((code, happening.of, happening.time))
      }
    }
    return refused
  }

  private static func nothingNew(_ lead: String, _ refusals: [Refused], count: Int) -> String {
    guard let first = refusals.first else { return "\(lead) brought nothing new." }
    if count == 1 { return "\(lead) brought nothing new: \(first.code.clause(of: first.of))." }
    var counts: [(code: Refusal.Code, count: Int)] = []
    for refused in refusals {
      if let place = counts.firstIndex(where: { $0.code == refused.code }) {
        counts[place].count += 1
      } else {
        counts.append((refused.code, 1))
      }
    }
    let parts = counts.sorted { ($1.count, $0.code.rawValue) < ($0.count, $1.code.rawValue) }
      .map { "\($0.count) \($0.code.predicate(count: $0.count))" }
    let listed =
      parts.count == 1 ? parts[0] : parts.dropLast().joined(separator: ", ") + " and " + parts[parts.count - 1]
    return "\(lead) brought nothing new: of \(count) replies \(listed)."
  }
}

extension Refusal.Code {
  /// Why a reply brought nothing, for those who know nothing of formats.
  fileprivate func clause(of repeated: Int?) -> String {
    switch self {
    case .none: "the reply held no answer"
    case .malformed: "the answer could not be read"
    case .ambiguous: "the reply held more than one answer"
    case .notFinite: "the answer held something that is no proper number"
    case .outOfRange: "the answer lay outside of what is allowed"
    case .invalid: "the answer was not one that can be tried"
    case .duplicate: repeated.map { "the model repeated #\($0)" } ?? "the model repeated an earlier try"
    case .truncated: "the reply was cut off before its answer"
    case .refused: "the model declined to answer"
    case .cancelled: "no reply came"
    }
  }

  /// The same of several: "2 repeated earlier tries".
  fileprivate func predicate(count: Int) -> String {
    switch self {
    case .none: "held no answer"
    case .malformed: "could not be read"
    case .ambiguous: "held more than one answer"
    case .notFinite: "held no proper number"
    case .outOfRange: "lay outside of what is allowed"
    case .invalid: "could not be tried"
    case .duplicate: count == 1 ? "repeated an earlier try" : "repeated earlier tries"
    case .truncated: count == 1 ? "was cut off" : "were cut off"
    case .refused: "declined to answer"
    case .cancelled: "never came"
    }
  }
}
