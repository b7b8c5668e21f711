import Charts
import Optimization
import Text

/// The model's words as they come: one row a reply, those of the step under way first of all.
enum RepliesView {
  /// One row.
  enum Entry: Hashable {
    case underWay(step: Int, ReplyUnderWay)
    case done(StepReply)

    var isUnderWay: Bool { if case .underWay = self { true } else { false } }
  }

  static func draw(_ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer) {
    guard layout.shows(.replies) else { return }
    let pane = PaneFrame.draw(
      .replies, title: "replies", detail: detail(state, columns: layout[.replies].columns - 14), state, layout: layout,
      look: look, into: &buffer)
    let (notice, area) = drawNotice(state, look: look, into: &buffer, area: pane)
    let entries = entries(for: state, count: area.rows)
    if entries.isEmpty, !notice, area.rows > 0 {
      let text =
        state.run.head.started != nil && state.run.head.model == nil
        ? "no model is asked: proposals are random" : "no reply yet"
      buffer.write(text, column: area.column, row: area.row, in: area, style: look.theme.dim)
    }
    let candidates = state.run.head.started?.settings.candidates ?? 1
    for (offset, entry) in entries.enumerated() {
      let line = Area(column: area.column, row: area.row + offset, columns: area.columns, rows: 1)
      draw(entry, state, hasIndex: candidates > 1, look: look, into: &buffer, line: line)
    }
  }

  /// What is under way in as many words as there is room for.
  private static func detail(_ state: DashboardState, columns: Int) -> String {
    let counts = counts(state)
    let speed = ReplySpeed(of: state.progress.replies, now: state.now)
    let choices = [speed.words, speed.rateWords].map { words in
      [counts, words].filter { !$0.isEmpty }.joined(separator: ", ")
    }
    return choices.first { TextWidth.columns(of: $0) <= columns } ?? counts
  }

  private static func counts(_ state: DashboardState) -> String {
    var coming = 0, waiting = 0, stopped = 0
    for reply in state.progress.replies {
      switch reply.phase {
      case .asking, .streaming: coming += 1
      case .waiting: waiting += 1
      case .stopped: stopped += 1
      case .done: break
      }
    }
    if state.progress.preparing != nil, let since = state.preparingSince {
      return "getting ready for " + Words.clock(max(0, state.now - since))
    }
    return [(coming, "coming"), (waiting, "waiting"), (stopped, "given up")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  /// Above the replies, in full: while the run waits for the person, the cause; while a model makes itself ready, what it
  /// waits for. Whether there is one, and what is left.
  private static func drawNotice(
    _ state: DashboardState, look: Look, into buffer: inout CellBuffer, area: Area
  ) -> (Bool, Area) {
    guard let (text, style) = notice(state, look: look) else { return (false, area) }
    let lines = text.wrapped(toColumns: area.columns).prefix(max(1, area.rows - 1))
    for (offset, line) in lines.enumerated() {
      buffer.write(line, column: area.column, row: area.row + offset, in: area, style: style)
    }
    return (true, area.splitTop(lines.count).rest)
  }

  private static func notice(_ state: DashboardState, look: Look) -> (String, Style)? {
    let head = state.run.head
    if head.phase == .waiting, !head.phaseReason.isEmpty {
      return ("\(look.symbol(.warning)) \(Words.clean(head.phaseReason))", look.theme.waiting)
    }
    return state.progress.preparing.map { (Words.clean($0), look.theme.ended) }
  }

  /// Oldest first, so many at most; what is under way is left out last.
  static func entries(for state: DashboardState, count: Int) -> [Entry] {
    guard count > 0 else { return [] }
    let recent = state.run.head.recentReplies, step = state.progress.step
    let known = Set(recent.filter { $0.step == step }.map(\.index))
    let underWay = state.progress.replies.filter { !known.contains($0.index) }
      .map { Entry.underWay(step: step, $0) }
    var entries = recent.map { Entry.done($0) } + underWay
    entries.sort { key($0) < key($1) }
    var surplus = entries.count - count
    if surplus <= 0 { return entries }
    entries.removeAll { entry in
      guard surplus > 0, !entry.isUnderWay else { return false }
      surplus -= 1
      return true
    }
    return Array(entries.suffix(count))
  }

  private static func key(_ entry: Entry) -> (Int, Int) {
    switch entry {
    case .underWay(let step, let reply): (step, reply.index)
    case .done(let reply): (reply.step, reply.index)
    }
  }

  /// The reply in a row of the screen; nil where there is none, or none that has come.
  static func reply(at cell: ScreenCell, _ state: DashboardState, _ layout: Layout) -> ReplyName? {
    let area = layout.content(of: .replies)
    let entries = entries(for: state, count: area.rows)
    let place = cell.row - area.row
    guard state.run.head.phase != .waiting, state.progress.preparing == nil, entries.indices.contains(place),
      case .done(let reply) = entries[place]
    else {
      return nil
    }
    return ReplyName(step: reply.step, index: reply.index)
  }

  // MARK: A row

  private static func draw(
    _ entry: Entry, _ state: DashboardState, hasIndex: Bool, look: Look, into buffer: inout CellBuffer, line: Area
  ) {
    let (step, index) = key(entry)
    let name = hasIndex ? "\(step).\(index + 1)" : "\(step)"
    let nameWidth = max(hasIndex ? 5 : 3, String(state.run.head.steps).count + (hasIndex ? 2 : 0))
    let statusWidth = line.columns >= 60 ? 19 : 14
    let status = status(of: entry, state, isShort: statusWidth < 19, look: look)
    buffer.write(
      [
        Piece(name.leftPadded(toColumns: nameWidth) + " ", look.theme.dim),
        Piece(status.text.truncated(toColumns: statusWidth), status.style),
      ], column: line.column, row: line.row, in: line)
    // Blanks have no style: where there are no colours it may be a line below them.
    var column = line.column + nameWidth + statusWidth + 2
    var line = line
    if case .done(let reply) = entry, line.columns >= Self.ampleColumns {
      let facts = Self.facts(of: reply)
      line = line.splitRight(TextWidth.columns(of: facts) + 2).rest
      buffer.write(facts, column: line.endColumn + 2, row: line.row, in: buffer.area, style: look.theme.dim)
    }
    let room = line.endColumn - column
    guard room > 0 else { return }
    switch entry {
    case .underWay(_, let reply):
      let pieces = words(of: reply, now: state.now, columns: room, look: look)
      buffer.write(pieces, column: column, row: line.row, in: line)
    case .done(let reply):
      let excerpt = ReplyExcerpt(reply, columns: room)
      let marked = reply.rejection == nil ? look.theme.span : look.theme.rejected
      let plain = reply.rejection == nil ? look.theme.text : look.theme.dim
      column = buffer.write(
        [Piece(excerpt.before, plain), Piece(excerpt.marked, marked), Piece(excerpt.after, plain)], column: column,
        row: line.row, in: line)
      if let rejection = reply.rejection, rejection.code != .duplicate, line.endColumn - column >= 16 {
        let reason = "  \(Words.clean(rejection.reason))".truncated(toColumns: line.endColumn - column)
        buffer.write(reason, column: column, row: line.row, in: line, style: look.theme.text)
      }
    }
  }

  /// From there on a reply's own words leave room for what it took.
  private static let ampleColumns = 100

  /// How long a reply took, and its length in tokens.
  private static func facts(of reply: StepReply) -> String {
    let seconds = NumberFormat.duration(seconds: reply.seconds).leftPadded(toColumns: 7)
    let tokens = reply.usage.map { Words.tokens($0.output, isEstimated: false) + " tokens" } ?? ""
    return seconds + tokens.leftPadded(toColumns: 13)
  }

  private static func status(of entry: Entry, _ state: DashboardState, isShort: Bool, look: Look) -> Piece {
    let theme = look.theme
    switch entry {
    case .underWay(_, let reply):
      // Who only follows a log has no clock of the run.
      let seconds =
        state.replay?.isFollowing == true ? "" : " " + NumberFormat.duration(seconds: max(0, state.now - reply.asked))
      switch reply.phase {
      case .asking: return Piece("asking" + seconds, theme.dim)
      case .streaming: return Piece("streaming" + (isShort ? "" : seconds), theme.ended)
      case .waiting: return Piece("waiting", theme.warning)
      case .stopped: return Piece("given up", theme.rejected)
      case .done: return Piece("judging", theme.dim)
      }
    case .done(let reply):
      switch reply.verdict {
      case .pending: return Piece("judging", theme.dim)
      case .rejected(let code, _, _, let of):
        let of = of.map { " of #\($0)" } ?? ""
        return Piece("\(look.symbol(.failed)) \(code.words)\(of)", theme.rejected)
      case .candidate(let id, _):
        let trajectory = state.run.trajectory
        guard let row = trajectory.row(of: id), let loss = trajectory.loss(at: row) else {
          return Piece("\(look.symbol(.failed)) #\(id) failed", theme.rejected)
        }
        let isBest = state.run.head.best?.id == id
        let name = "#\(id)".padded(toColumns: String(trajectory.count).count + 1)
        return Piece(
          "\(look.symbol(isBest ? .best : .accepted)) \(name)  \(Words.lossInRow(loss))",
          isBest ? theme.best : theme.accepted)
      }
    }
  }

  /// What has come, its end in view; or why nothing has.
  private static func words(of reply: ReplyUnderWay, now: Double, columns: Int, look: Look) -> [Piece] {
    let theme = look.theme
    switch reply.phase {
    case .waiting(let until, let cause, let next, let of):
      let wait = max(0, until - now).rounded(.up)
      let text = "\(cause), next try in \(Int(min(wait, 1e9))) s, \(next) of \(of)"
      return [Piece(Words.clean(text), theme.warning)]
    case .stopped(let cause): return [Piece(Words.clean(cause), theme.rejected)]
    case .asking, .streaming, .done:
      if reply.text.isEmpty, let reasoning = reply.reasoning, !reasoning.isEmpty {
        return [
          Piece("thinking: ", theme.dim), Piece(ReplyExcerpt.tail(of: reasoning, columns: columns - 10), theme.dim),
        ]
      }
      if reply.text.isEmpty, reply.attempt > 1 { return [Piece("try \(reply.attempt)", theme.warning)] }
      return [Piece(ReplyExcerpt.tail(of: reply.text, columns: columns), theme.text)]
    }
  }
}
