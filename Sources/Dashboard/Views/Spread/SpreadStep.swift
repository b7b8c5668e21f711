import Charts
import Optimization
import Text

/// The replies that the cloud shows: those of a step, or of a few where a step has one or two.
struct SpreadStep: Hashable, Sendable {
  /// Empty before the first.
  let steps: ClosedRange<Int>?
  private(set) var figures = StepFigures()
  private(set) var temperatures: ClosedRange<Double>?
  private(set) var sums: SpreadSums
  /// In their order.
  private(set) var replies: [Reply] = []
  /// Each place of the plane or of the strip once.
  private(set) var points: [Point] = []

  struct Reply: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case new, repeated, rejected, failed, pending }
    var kind: Kind
    /// Of the candidate that it became or repeats.
    var row: Int?
  }

  struct Point: Hashable, Sendable {
    var row: Int
    /// How often it was proposed.
    var count: Int
    /// From 0, in the order in which they were proposed.
    var place: Int
  }

  /// - Returns: nil where there is neither a reply nor a proposal.
  init?(_ state: DashboardState, measure: SpreadMeasure) {
    let run = state.run
    guard let last = Self.shown(state) else { return nil }
    let first = max(1, last - measure.pool + 1)
    steps = first...last
    sums = SpreadSums(parameters: measure.names.count)
    var places: [Int: Int] = [:]
    for step in first...last {
      if let row = run.steps.row(ofStep: step) {
        let own = run.steps.figures(at: row)
        figures.replies += own.replies
        figures.accepted += own.accepted
        figures.duplicates += own.duplicates
        figures.rejected += own.rejected
        if let temperature = run.steps.temperature(at: row) {
          temperatures =
            min(
              temperatures?.lowerBound ?? temperature, temperature)...max(
              temperatures?.upperBound ?? temperature, temperature)
        }
      }
      let replyRows = run.replyRows(ofStep: step)
      run.add(step: step, replyRows, to: &sums, measure)
      run.proposals(ofStep: step, replyRows) { row in
        if let place = places[row] {
          points[place].count += 1
        } else {
          places[row] = points.count
          points.append(Point(row: row, count: 1, place: points.count))
        }
      }
      for reply in replyRows { replies.append(Self.reply(run.replies.verdict(at: reply), run)) }
    }
  }

  /// The step of the chosen candidate where it has proposals, else the newest whose spread is known.
  private static func shown(_ state: DashboardState) -> Int? {
    let run = state.run
    func proposals(_ step: Int) -> Int {
      var count = 0
      run.proposals(ofStep: step, run.replyRows(ofStep: step)) { _ in count += 1 }
      return count
    }
    if let row = state.chosenRow {
      let step = run.trajectory.step(at: row)
      if step >= 1, proposals(step) > 0 { return step }
    }
    // The step under way waits for its second proposal, and the last one stays until then.
    let newest = (0..<3).map { run.head.step - $0 }.filter { $0 >= 1 }
    return newest.first { $0 <= run.newestSettledStep && !run.replyRows(ofStep: $0).isEmpty || proposals($0) > 1 }
      ?? newest.first { !run.replyRows(ofStep: $0).isEmpty || proposals($0) > 0 }
  }

  private static func reply(_ verdict: ReplyHistory.Verdict, _ run: RunState) -> Reply {
    switch verdict {
    case .pending: return Reply(kind: .pending, row: nil)
    case .candidate(let id, _):
      let row = run.trajectory.row(of: id)
      let isFailed = row.map { run.trajectory.loss(at: $0) == nil } ?? false
      return Reply(kind: isFailed ? .failed : .new, row: row)
    case .rejected(.duplicate, _, let of): return Reply(kind: .repeated, row: of.flatMap { run.trajectory.row(of: $0) })
    case .rejected: return Reply(kind: .rejected, row: nil)
    }
  }

  // MARK: Words

  /// "step 7 at T 0.7: 8 replies: 5 new, 2 repeats, 1 rejected", or shorter.
  func sentence(columns: Int, _ look: Look) -> [Piece] {
    guard let steps else { return [] }
    let theme = look.theme
    let new = replies.reduce(0) { $0 + ($1.kind == .new || $1.kind == .failed ? 1 : 0) }
    let styles = (
      new > 0 ? theme.accepted : theme.dim, figures.duplicates > 0 ? theme.warning : theme.dim,
      figures.rejected > 0 ? theme.rejected : theme.dim
    )
    let isOne = steps.count == 1
    let range = isOne ? "\(steps.upperBound)" : "\(steps.lowerBound) to \(steps.upperBound)"
    let temperature = temperatures.map { range in
      let low = Words.temperature(range.lowerBound), high = Words.temperature(range.upperBound)
      return "T " + (low == high ? low : "\(low) to \(high)")
    }
    let pending = replies.reduce(0) { $0 + ($1.kind == .pending ? 1 : 0) }
    func pieces(isShort: Bool) -> [Piece] {
      var pieces = [Piece((isOne ? "step " : "steps ") + range, theme.strong)]
      if let temperature { pieces += [Piece(isShort ? ", " : " at "), Piece(temperature, theme.strong)] }
      guard figures.replies > 0 else {
        let count = points.reduce(0) { $0 + $1.count }
        return pieces + [Piece(": " + Words.count(count, "proposal", "proposals"), theme.text)]
      }
      let repeats =
        isShort ? "\(figures.duplicates) rep" : Words.count(figures.duplicates, "repeat", "repeats")
      return pieces + [
        Piece(isShort ? ": " : ": \(Words.count(figures.replies, "reply", "replies")): ", theme.text),
        Piece("\(new) new", styles.0), Piece(", ", theme.text), Piece(repeats, styles.1), Piece(", ", theme.text),
        Piece("\(figures.rejected) rej" + (isShort ? "" : "ected"), styles.2),
        Piece(pending > 0 ? ", \(pending) \(isShort ? "left" : "pending")" : "", theme.dim),
      ]
    }
    let long = pieces(isShort: false)
    return long.reduce(0) { $0 + $1.columns } <= columns ? long : pieces(isShort: true)
  }

  /// "spread w 12 %, b 4.1 % of the range", or shorter.
  func spreadWords(_ measure: SpreadMeasure, columns: Int) -> String {
    let deviations = sums.deviations
    guard !deviations.isEmpty else { return "no spread" }
    let isShare = measure.widths != nil
    let words = zip(measure.names, deviations).map { "\($0) \(SpreadMeasure.words($1, isShare: isShare))" }
    let list = words.joined(separator: ", ")
    let all = "spread \(list)" + (isShare ? " of the range" : "")
    return [all, "spread \(list)", list].first { TextWidth.columns(of: $0) <= columns } ?? words[0]
  }
}
