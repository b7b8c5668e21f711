import Charts
import Optimization
import Text

/// One reply in full: its verdict, what it took, its text with the characters that were read, and below them what else
/// was rejected.
enum ReplyView {
  /// The text of a reply, broken to a width: made once, and kept while it is shown.
  struct Base: Sendable {
    var reasoning: StyledLines
    var text: StyledLines

    init(_ reply: ShownReply, columns: Int) {
      reasoning = StyledLines(reply.reasoning, columns: columns)
      text = StyledLines(reply.text, columns: columns)
    }

    func isOf(_ reply: ShownReply, columns: Int) -> Bool {
      text.lines.columns == max(1, columns) && text.text == reply.text && reasoning.text == reply.reasoning
    }
  }

  static func draw(
    _ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer, cache: inout ViewCache
  ) {
    guard layout.shows(.reply) else { return }
    guard let reply = ShownReply(state) else {
      let title = state.shownReplyName.map { "reply of step \($0.step)" } ?? "reply"
      let area = PaneFrame.draw(.reply, title: title, state, layout: layout, look: look, into: &buffer)
      let (text, style) = reasonForNothing(state, look: look)
      let (top, foot) = area.splitTop(RejectedReplies.tally(state.run.head) == nil ? area.rows : min(area.rows, 2))
      Paragraph(text, style: style).draw(into: &buffer, area: top)
      RejectedReplies.draw(state, look: look, into: &buffer, area: foot)
      return
    }
    let title = ReplyFacts.title(reply, state)
    let detail = WordFrame.fitting(ReplyFacts.details(reply, state), beside: title, .reply, layout)
    let area = PaneFrame.draw(.reply, title: title, detail: detail, state, layout: layout, look: look, into: &buffer)
    let columns = ReplyLines.textColumns(of: area)
    let base: Base
    if let known = cache.reply, known.isOf(reply, columns: columns) {
      base = known
    } else {
      base = Base(reply, columns: columns)
      cache.reply = base
    }
    let lines = ReplyLines(reply, base, state, area: area, look: look)
    drawHead(lines, into: &buffer)
    let top = Self.top(reply, base, lines, state)
    for row in 0..<lines.body.rows { draw(line: top + row, onRow: row, reply, base, lines, look: look, into: &buffer) }
    Scrollbar(count: lines.count, first: top, lines: look.plotLines, style: look.theme.border)
      .draw(into: &buffer, area: lines.bar)
    RejectedReplies.draw(state, look: look, into: &buffer, area: lines.foot)
  }

  /// Which reply the pane shows from which line on.
  struct Position: Hashable {
    var reply: ReplyName
    var top: Int
    /// The furthest that it can be scrolled.
    var lastTop: Int
    var isUnderWay: Bool
  }

  /// Nil where no reply is shown.
  static func position(_ state: DashboardState) -> Position? {
    let area = state.layout.content(of: .reply)
    guard let reply = ShownReply(state) else { return nil }
    let base = Base(reply, columns: ReplyLines.textColumns(of: area))
    let lines = ReplyLines(reply, base, state, area: area, look: Look(theme: state.theme, marker: .braille))
    return Position(
      reply: reply.name, top: top(reply, base, lines, state), lastTop: lines.lastTop, isUnderWay: reply.isUnderWay)
  }

  private static func top(_ reply: ShownReply, _ base: Base, _ lines: ReplyLines, _ state: DashboardState) -> Int {
    if let scroll = state.words.replyScroll, scroll.reply == reply.name {
      return max(0, min(scroll.top, lines.lastTop))
    }
    return reply.isUnderWay ? lines.lastTop : opening(reply, base, lines)
  }

  /// The line from which on what was read is seen: the first where that is enough, else one that leaves some of what
  /// comes before it.
  private static func opening(_ reply: ShownReply, _ base: Base, _ lines: ReplyLines) -> Int {
    guard let span = reply.span, let first = lines.line(ofByte: span.lowerBound, base),
      let last = lines.line(ofByte: span.upperBound - 1, base), last >= lines.body.rows
    else { return 0 }
    let before = max(0, min(lines.body.rows / 3, lines.body.rows - (last - first + 1)))
    return max(0, min(first - before, lines.lastTop))
  }

  private static func reasonForNothing(_ state: DashboardState, look: Look) -> (String, Style) {
    let theme = look.theme
    if state.run.head.started != nil, state.run.head.model == nil {
      return ("no model is asked: proposals are random", theme.dim)
    }
    guard let name = state.shownReplyName else { return ("no reply yet", theme.dim) }
    if let reason = state.words.failures[.reply(name)] {
      return ("This reply cannot be read: \(Words.clean(reason))", theme.rejected)
    }
    return (state.words.awaited.contains(.reply(name)) ? "reading…" : "This reply is in no log.", theme.dim)
  }

  private static func drawHead(_ lines: ReplyLines, into buffer: inout CellBuffer) {
    for (row, pieces) in lines.facts.prefix(lines.head.rows).enumerated() {
      buffer.write(pieces, column: lines.head.column, row: lines.head.row + row, in: lines.head)
    }
  }

  private static func draw(
    line: Int, onRow row: Int, _ reply: ShownReply, _ base: Base, _ lines: ReplyLines, look: Look,
    into buffer: inout CellBuffer
  ) {
    let theme = look.theme, area = lines.body
    switch lines[line] {
    case .heading(let word):
      let line = Area(column: area.column, row: area.row + row, columns: area.columns, rows: 1)
      WordFrame.heading(word, look: look, into: &buffer, area: line)
    case .note(let note): buffer.write(note, column: area.column, row: area.row + row, in: area, style: theme.dim)
    case .reasoning(let line):
      base.reasoning.draw(line: line, into: &buffer, column: area.column, row: area.row + row, in: area) { _ in
        (theme.dim, .max)
      }
    case .text(let line):
      let span = reply.span
      let plain = reply.isRejected ? theme.dim : theme.text
      base.text.draw(line: line, into: &buffer, column: area.column, row: area.row + row, in: area) { byte in
        guard let span, byte < span.upperBound else { return (plain, .max) }
        if byte < span.lowerBound { return (plain, span.lowerBound) }
        return (reply.isRejected ? theme.rejected : theme.span, span.upperBound)
      }
    case nil: break
    }
  }
}

/// What stands where in the pane of a reply: facts above, the text, and below it what else was rejected.
struct ReplyLines {
  enum Line: Hashable {
    case heading(String)
    case note(String)
    case reasoning(line: Int)
    case text(line: Int)
  }

  let facts: [[Piece]]
  let head: Area
  let body: Area
  let bar: Area
  let foot: Area
  /// Lines of the body, seen or not.
  let count: Int
  private let reasoningLines: Int
  private let isEmpty: Bool

  var lastTop: Int { max(0, count - body.rows) }

  static func textColumns(of area: Area) -> Int { WordColumns.ofReply(area).text.columns }

  init(_ reply: ShownReply, _ base: ReplyView.Base, _ state: DashboardState, area: Area, look: Look) {
    isEmpty = reply.text.isEmpty && !reply.isUnderWay
    reasoningLines = reply.reasoning.isEmpty ? 0 : base.reasoning.lines.count
    let textLines = isEmpty ? 1 : reply.text.isEmpty ? 0 : base.text.lines.count
    count = reasoningLines > 0 ? reasoningLines + (textLines > 0 ? 2 : 1) + textLines : textLines
    facts = Self.facts(reply, state, area: area, look: look)
    let gap = area.rows >= 12 && !facts.isEmpty ? 1 : 0
    let columns = WordColumns.ofReply(area)
    let rest: Area
    (head, rest) = columns.whole.splitTop(min(facts.count, area.rows) + gap)
    let (words, foot) = rest.splitTop(rest.rows - Self.footRows(rest: rest, bodyLines: count, state))
    self.foot = foot
    body = words.intersection(columns.text)
    bar = words.intersection(columns.bar)
  }

  /// The line of the body that shows a byte of the text; nil where the text has no such byte.
  func line(ofByte byte: Int, _ base: ReplyView.Base) -> Int? {
    guard !isEmpty, byte >= 0, byte < base.text.text.utf8.count else { return nil }
    let line = base.text.lines.lines(ofBytes: byte..<byte + 1).lowerBound
    return (reasoningLines > 0 ? reasoningLines + 2 : 0) + line
  }

  subscript(line: Int) -> Line? {
    guard line >= 0, line < count else { return nil }
    var offset = line
    if reasoningLines > 0 {
      if offset == 0 { return .heading("thinking") }
      if offset <= reasoningLines { return .reasoning(line: offset - 1) }
      if offset == reasoningLines + 1 { return .heading("reply") }
      offset -= reasoningLines + 2
    }
    return isEmpty ? .note("(an empty reply)") : .text(line: offset)
  }

  /// The verdict and the figures in as many rows as the pane can spare.
  private static func facts(_ reply: ShownReply, _ state: DashboardState, area: Area, look: Look) -> [[Piece]] {
    let columns = WordColumns.ofReply(area).whole.columns
    var facts: [[Piece]] = []
    if let verdict = ReplyFacts.verdict(reply, state, look: look) {
      let most = area.rows >= 20 ? 4 : area.rows >= 7 ? 2 : 1
      let lines = verdict.text.wrapped(toColumns: columns)
      facts = lines.prefix(most).map { [Piece($0, verdict.style)] }
      if lines.count > most, let last = facts.last?.first {
        facts[most - 1] = [Piece((last.text + " …").truncated(toColumns: columns), last.style)]
      }
    }
    let most = area.rows >= 16 ? 3 : area.rows >= 10 ? 2 : area.rows >= 4 ? 1 : 0
    let figures = ReplyFacts.figures(reply, isShort: most < 2, look: look)
    return facts + ReplyFacts.lines(figures, columns: columns, atMost: most, look: look)
  }

  /// What the text leaves, and a little more where the pane is high.
  private static func footRows(rest: Area, bodyLines: Int, _ state: DashboardState) -> Int {
    guard RejectedReplies.tally(state.run.head) != nil else { return 0 }
    let least = rest.rows >= 16 ? 4 : rest.rows >= 5 ? 1 : 0
    let spare = max(least, rest.rows - bodyLines - 1)
    return min(spare, 1 + RejectedReplies.newest(max(0, spare - 1), of: state.run).count)
  }
}
