import Charts
import Optimization
import Text

/// The newest words of each lane: what comes, and what came last.
enum LaneWordsView {
  static func draw(
    _ state: ComparisonState, layout: ComparisonLayout, look: Look, into buffer: inout CellBuffer
  ) {
    guard !layout.words.isEmpty, !state.lanes.isEmpty else { return }
    LanePane.draw(
      [Piece("words of the models", look.theme.title)], layout: layout, look: look, into: &buffer, area: layout.words)
    let area = layout.content(of: layout.words)
    let rows = max(1, area.rows / state.lanes.count)
    for (index, lane) in state.lanes.enumerated() {
      let lines = lines(of: lane, isPast: state.place != nil, count: rows, columns: area.columns - 3, look: look)
      for (offset, pieces) in lines.enumerated() where offset < rows {
        let row = area.row + index * rows + offset
        guard row < area.endRow else { return }
        if offset == 0 {
          buffer.write(
            lane.letter, column: area.column, row: row, in: area,
            style: LaneStyle.letter(of: index, look.theme, isSelected: state.selected == index))
        }
        buffer.write(pieces, column: area.column + 3, row: row, in: area)
      }
    }
  }

  /// Why a lane waits comes first, then what is under way, then what came, the newest last.
  private static func lines(of lane: Lane, isPast: Bool, count: Int, columns: Int, look: Look) -> [[Piece]] {
    let theme = look.theme, head = lane.shown.head
    var lines: [[Piece]] = []
    if !isPast, head.phase == .waiting || (head.phase == .paused && !head.phaseReason.isEmpty) {
      let style = theme.style(of: head.phase)
      let symbol = look.symbol(head.phase == .waiting ? .warning : .pause)
      lines.append([Piece("\(symbol) \(Words.clean(head.phaseReason))", style)])
    }
    if !isPast, let preparing = lane.progress.preparing { lines.append([Piece(Words.clean(preparing), theme.ended)]) }
    let underWay = isPast ? [] : lane.progress.replies.filter { $0.phase != .done }
    let came = head.recentReplies.suffix(max(0, count - lines.count - min(1, underWay.count)))
    lines += came.map { words(of: $0, lane, columns: columns, look: look) }
    if let reply = underWay.first(where: { $0.phase == .streaming }) ?? underWay.first {
      lines.append(words(of: reply, of: underWay.count, columns: columns, look: look))
    }
    if lines.isEmpty {
      let isAsked = head.started == nil || head.model != nil
      lines.append([Piece(isAsked ? "no reply yet" : "no model is asked: proposals are random", theme.dim)])
    }
    return lines
  }

  private static let statusColumns = 20

  private static func words(of reply: StepReply, _ lane: Lane, columns: Int, look: Look) -> [Piece] {
    let theme = look.theme, room = max(0, columns - statusColumns - 1)
    let excerpt = ReplyExcerpt(reply, columns: room)
    let isRejected = reply.rejection != nil
    let status: Piece =
      switch reply.verdict {
      case .pending: Piece("judging", theme.dim)
      case .rejected(let code, _, _, let of):
        Piece("\(look.symbol(.failed)) \(code.words)\(of.map { " of #\($0)" } ?? "")", theme.rejected)
      case .candidate(let id, _):
        if let row = lane.shown.trajectory.row(of: id), let loss = lane.shown.trajectory.loss(at: row) {
          Piece(
            "\(look.symbol(lane.shown.head.best?.id == id ? .best : .accepted)) #\(id) \(Words.lossInRow(loss))",
            lane.shown.head.best?.id == id ? theme.best : theme.accepted)
        } else {
          Piece("\(look.symbol(.failed)) #\(id) failed", theme.rejected)
        }
      }
    return [
      Piece(status.text.truncated(toColumns: statusColumns).padded(toColumns: statusColumns + 1), status.style),
      Piece(excerpt.before, isRejected ? theme.dim : theme.text),
      Piece(excerpt.marked, isRejected ? theme.rejected : theme.span),
      Piece(excerpt.after, isRejected ? theme.dim : theme.text),
    ]
  }

  private static func words(of reply: ReplyUnderWay, of count: Int, columns: Int, look: Look) -> [Piece] {
    let theme = look.theme, room = max(0, columns - statusColumns - 1)
    let more = count > 1 ? ", one of \(count)" : ""
    let (status, text): (Piece, Piece) =
      switch reply.phase {
      case .asking: (Piece("asking" + more, theme.dim), Piece(""))
      case .waiting(_, let cause, let next, let of):
        (Piece("waiting", theme.warning), Piece(Words.clean("\(cause), try \(next) of \(of) follows"), theme.warning))
      case .stopped(let cause): (Piece("given up", theme.rejected), Piece(Words.clean(cause), theme.rejected))
      case .streaming, .done:
        reply.text.isEmpty
          ? (
            Piece("thinking" + more, theme.dim),
            Piece(ReplyExcerpt.tail(of: reply.reasoning ?? "", columns: room), theme.dim)
          )
          : (
            Piece("streaming" + more, theme.ended), Piece(ReplyExcerpt.tail(of: reply.text, columns: room), theme.text)
          )
      }
    return [
      Piece(status.text.truncated(toColumns: statusColumns).padded(toColumns: statusColumns + 1), status.style), text,
    ]
  }
}
