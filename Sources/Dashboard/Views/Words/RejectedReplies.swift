import Charts
import Optimization
import Text

/// The rejected replies of a run: by cause with counts, and the newest one by one.
enum RejectedReplies {
  /// "rejected 14: 9 duplicate, 3 no answer, 2 malformed"; nil where there are none.
  static func tally(_ head: RunHead) -> String? {
    let counts = head.counts.rejected.filter { $0.value > 0 }
      .sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    guard !counts.isEmpty else { return nil }
    let causes = counts.map { "\(NumberFormat.count($0.value)) \($0.key.words)" }.joined(separator: ", ")
    return "rejected \(NumberFormat.count(head.counts.rejectedInAll)): \(causes)"
  }

  /// The newest first, so many at most; those long ago have lost their reasons to the log.
  static func newest(_ count: Int, of run: RunState) -> [(name: ReplyName, words: String)] {
    guard count > 0 else { return [] }
    var found: [(name: ReplyName, words: String)] = []
    var reasons: [ReplyName: String] = [:]
    for reply in run.head.recentReplies {
      if let rejection = reply.rejection {
        reasons[ReplyName(step: reply.step, index: reply.index)] = Words.clean(rejection.reason)
      }
    }
    for row in run.replies.steps.indices.reversed().prefix(rowsLookedAt) where found.count < count {
      guard case .rejected(let code, _, let of) = run.replies.verdict(at: row) else { continue }
      let name = ReplyName(step: Int(run.replies.steps[row]), index: Int(run.replies.indices[row]))
      let cause = of.map { "\(code.words) of #\($0)" } ?? code.words
      // That a solution is known already needs no sentence more.
      found.append((name, of == nil ? Words.joined(cause, reasons[name] ?? "") : cause))
    }
    return found
  }

  /// A frame does not search a long run for its last rejection.
  private static let rowsLookedAt = 1000

  /// Draws the tally as a heading and below it the newest.
  static func draw(_ state: DashboardState, look: Look, into buffer: inout CellBuffer, area: Area) {
    guard area.rows > 0, let tally = tally(state.run.head) else { return }
    let (top, list) = area.splitTop(1)
    WordFrame.heading(tally, look: look, into: &buffer, area: top)
    let hasIndex = (state.run.head.started?.settings.candidates ?? 1) > 1
    let rejected = newest(list.rows, of: state.run)
    let names = rejected.map { hasIndex ? "\($0.name.step).\($0.name.index + 1)" : "\($0.name.step)" }
    let width = names.map(\.count).max() ?? 0
    for (offset, reply) in rejected.enumerated() {
      let row = list.row + offset
      let end = buffer.write(
        [
          Piece(names[offset].leftPadded(toColumns: width) + " ", look.theme.dim),
          Piece(look.symbol(.failed) + " ", look.theme.rejected),
        ], column: list.column, row: row, in: list)
      buffer.write(
        reply.words.truncated(toColumns: max(0, list.endColumn - end)), column: end, row: row, in: list,
        style: look.theme.text)
    }
  }
}
