import Charts
import Text

/// All that is known of the selected run.
enum LibraryDetails {
  static func draw(_ state: LibraryState, look: Look, into buffer: inout CellBuffer) {
    let layout = state.layout, theme = look.theme
    guard !layout.detailsFrame.isEmpty else { return }
    let run = state.selected
    if layout.hasBorders {
      Panel(
        run?.name ?? "", lines: look.lines, borderStyle: theme.border, titleStyle: theme.title
      ).draw(into: &buffer, area: layout.detailsFrame)
    } else {
      let line = layout.detailsFrame.splitTop(1).top.inset(columns: 1)
      buffer.fill(line, with: Cell(Glyph(look.scalar(.rule)), theme.border))
      if let run {
        let title = run.name.truncated(toColumns: max(0, line.columns - 3))
        buffer.write([Piece(title, theme.title), Piece(" ")], column: line.column, row: line.row, in: line)
      }
    }
    guard let run, !layout.details.isEmpty else { return }
    let area = layout.details
    let lines =
      layout.isBeside
      ? column(run, state, look, width: area.columns) : flow(run, state, look, width: area.columns)
    for (offset, line) in lines.prefix(area.rows).enumerated() {
      buffer.write(line, column: area.column, row: area.row + offset, in: area)
    }
    let rest = area.splitTop(lines.count + 1).rest
    if let figures = run.figures { drawLosses(figures, look, into: &buffer, area: rest) }
  }

  private static func warning(_ run: LibraryRun, _ look: Look, width: Int) -> [[Piece]] {
    guard let damage = LibraryWords.damage(run) else { return [] }
    return "\(look.symbol(.warning)) \(damage)".wrapped(toColumns: width).map { [Piece($0, look.theme.warning)] }
  }

  /// One fact a line, under each other.
  private static func column(_ run: LibraryRun, _ state: LibraryState, _ look: Look, width: Int) -> [[Piece]] {
    let theme = look.theme
    let facts = facts(run, state)
    let labels = min(10, facts.map { TextWidth.columns(of: $0.label) }.max() ?? 0)
    var lines = Words.clean(run.path).wrapped(toColumns: width).map { [Piece($0, theme.dim)] }
    lines += warning(run, look, width: width)
    for fact in facts {
      let texts = fact.text.wrapped(toColumns: max(8, width - labels - 2))
      for (place, text) in texts.enumerated() {
        let label = place == 0 ? fact.label.padded(toColumns: labels) : String(repeating: " ", count: labels)
        lines.append([
          Piece(label + "  ", theme.dim), Piece(text, place == 0 && fact.label == "best" ? theme.best : theme.text),
        ])
      }
    }
    return lines
  }

  /// Facts behind each other, as many as a line takes.
  private static func flow(_ run: LibraryRun, _ state: LibraryState, _ look: Look, width: Int) -> [[Piece]] {
    let theme = look.theme
    var lines = warning(run, look, width: width)
    var line: [Piece] = []
    var used = 0
    for fact in facts(run, state) {
      let columns = TextWidth.columns(of: fact.label) + 1 + TextWidth.columns(of: fact.text)
      if used > 0, used + 2 + columns > width {
        lines.append(line)
        line = []
        used = 0
      }
      if used > 0 { line.append(Piece("  ")) }
      line += [Piece(fact.label + " ", theme.dim), Piece(fact.text, theme.text)]
      used += columns + (used > 0 ? 2 : 0)
    }
    if !line.isEmpty { lines.append(line) }
    lines.append([Piece(Words.clean(run.path), theme.dim)])
    return lines
  }

  private static func facts(_ run: LibraryRun, _ state: LibraryState) -> [LibraryRun.Fact] {
    var facts: [LibraryRun.Fact] = []
    func add(_ label: String, _ text: String?) {
      if let text, !text.isEmpty { facts.append(.init(label, text)) }
    }
    let size = LibraryWords.size(run.size)
    guard let figures = run.figures else {
      add("written", "\(LibraryDate.text(ofSeconds: run.modified)), \(size)")
      return facts
    }
    add("problem", figures.problem)
    add("model", figures.model)
    add("state", LibraryWords.standingInFull(run))
    let began = figures.started ?? run.modified
    add("started", "\(LibraryDate.text(ofSeconds: began)) (\(LibraryWords.ago(began, now: state.now)))")
    add("time", Words.clock(figures.duration))
    add("steps", "\(NumberFormat.count(figures.step)) of \(NumberFormat.count(figures.steps))")
    let id = figures.bestID.map { " #\($0)" } ?? ""
    add("best", figures.best.map { "\(figures.lossLabel) \(Words.loss($0))\(id)" })
    let rejected = figures.rejected == 0 ? "" : ", \(NumberFormat.count(figures.rejected)) rejected"
    add("candidates", NumberFormat.count(figures.candidates))
    add("replies", NumberFormat.count(figures.replies) + rejected)
    if figures.tokens.total > 0 {
      let isEstimated = figures.tokens.isEstimated
      let input = Words.tokens(figures.tokens.input, isEstimated: isEstimated)
      let output = Words.tokens(figures.tokens.output, isEstimated: isEstimated)
      add("tokens", "\(input) in, \(output) out")
      add("cost", Words.cost(figures.tokens))
    }
    if let parent = figures.parent {
      // By its id, as its file may have another name today.
      let known = state.runs.first { $0.figures?.id == parent.id }
      add(
        "fork of",
        "\(known?.name ?? LibraryRun.stem(of: parent.file)), behind event \(NumberFormat.count(parent.event))")
    }
    facts += figures.settings
    add("size", "\(size), \(Words.count(figures.events, "event", "events"))")
    return facts
  }

  /// The losses in several rows where there is room, with what the rows mean.
  private static func drawLosses(
    _ figures: LibraryRun.Figures, _ look: Look, into buffer: inout CellBuffer, area: Area
  ) {
    let line = Sparkline(figures.losses)
    guard let range = line.range, area.rows >= 4, area.columns >= 20 else { return }
    let height = min(8, area.rows - 2)
    let scale = line.isLogarithmic ? ", log scale" : ""
    buffer.write(
      "best \(figures.lossLabel) so far\(scale)".truncated(toColumns: area.columns), column: area.column,
      row: area.row, in: area, style: look.theme.dim)
    let rows = line.rows(columns: area.columns, rows: height, isASCII: look.isASCII)
    for (offset, text) in rows.enumerated() {
      buffer.write(text, column: area.column, row: area.row + 1 + offset, in: area, style: look.theme.loss)
    }
    let low = Words.loss(range.lowerBound), high = Words.loss(range.upperBound)
    let words = low == high ? low : "\(high) to \(low)"
    buffer.write(
      words.truncated(toColumns: area.columns), column: area.column, row: area.row + 1 + height, in: area,
      style: look.theme.axis)
  }
}
