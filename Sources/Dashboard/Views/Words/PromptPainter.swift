import Charts
import Optimization
import Text

/// Draws the lines of a prompt: each part in its own style, marks in the margin, the selected row as a bar.
struct PromptPainter {
  let state: DashboardState
  let look: Look
  let base: PromptView.Base
  let columns: WordColumns

  private var theme: Theme { look.theme }

  func draw(line: Int, onRow row: Int, into buffer: inout CellBuffer) {
    let screenRow = columns.text.row + row
    switch base.lines[line] {
    case .heading(let message):
      let area = Area(
        column: columns.marks.column, row: screenRow, columns: columns.marks.columns + columns.text.columns, rows: 1)
      WordFrame.heading(base.lines.blocks[message].heading, look: look, into: &buffer, area: area)
    case .text(let message, let line): draw(message, line, screenRow: screenRow, into: &buffer)
    case nil: break
    }
  }

  private func draw(_ message: Int, _ line: Int, screenRow: Int, into buffer: inout CellBuffer) {
    let text = base.lines.blocks[message].text
    let bytes = text.lines.bytes(ofLine: line)
    let parts = base.parts.parts(ofMessage: message, in: bytes)
    let selected = state.chosenID.flatMap { id in parts.first { $0.candidate == id } }
    let isNew = base.changes?.isNew(message: message, byte: bytes.lowerBound) == true
    // A bar of one colour is found at a glance; where the line shows more than this row, only the row itself is one.
    let isBar = selected != nil && parts.count == 1
    let used = text.draw(
      line: line, into: &buffer, column: columns.text.column, row: screenRow, in: columns.text
    ) { byte in
      let (part, end) = base.parts.part(ofMessage: message, atByte: byte)
      if isBar { return (.plain, .max) }
      if let part, part == selected { return (selectedStyle(.plain), end) }
      return (style(of: part, isNew: isNew), end)
    }
    if isNew { mark("+", theme.changed, at: 0, screenRow, into: &buffer) }
    if let part = parts.first(where: { bytes.contains($0.from) }), let (symbol, style) = mark(of: part) {
      mark(symbol, style, at: 1, screenRow, into: &buffer)
    }
    if isBar {
      let bar = Area(
        column: columns.marks.column, row: screenRow, columns: columns.marks.columns + columns.text.columns, rows: 1)
      buffer.restyle(bar) { $0 = selectedStyle($0) }
    } else if selected == nil, let part = parts.first(where: { $0.isFirstOfItsKind && bytes.contains($0.from) }) {
      label(part, behind: used, screenRow, into: &buffer)
    }
  }

  private func selectedStyle(_ style: Style) -> Style {
    var style = style
    let selected = theme.selectedRow
    if selected.foreground != .standard { style.foreground = selected.foreground }
    if selected.background != .standard { style.background = selected.background }
    style.attributes.formUnion(selected.attributes)
    return style
  }

  // MARK: Styles

  private func style(of part: PromptParts.Part?, isNew: Bool) -> Style {
    let style: Style =
      switch part?.kind {
      case .data: theme.dim
      case .row: part?.candidate.map(style(ofCandidate:)) ?? theme.text
      case .guidance: theme.guidance
      case .instructions: theme.text
      case .system, .brief, .exemplar, .feedback, nil: theme.text
      }
    return isNew ? changed(style) : style
  }

  /// As the candidate's line in the picture.
  private func style(ofCandidate id: Int) -> Style {
    let trajectory = state.run.trajectory
    if state.run.head.masked.contains(id) { return theme.mask }
    guard let row = trajectory.row(of: id) else { return theme.text }
    if row == state.run.head.best?.row { return theme.best }
    let steps = 0...max(1, trajectory.steps.last.map(Int.init) ?? 1)
    return LineStyles.style(ofRow: row, in: trajectory, steps: steps, look: look)
  }

  private func changed(_ style: Style) -> Style {
    var style = style
    style.attributes.formUnion(theme.changed.attributes)
    if style.foreground == .standard { style.foreground = theme.changed.foreground }
    return style
  }

  // MARK: The margin

  private func mark(of part: PromptParts.Part) -> (String, Style)? {
    if part.kind == .guidance { return (look.symbol(.person), theme.guidance) }
    guard let id = part.candidate else { return nil }
    if state.run.head.masked.contains(id) { return (look.symbol(.masked), theme.mask) }
    if state.run.head.pinned.contains(id) { return (look.symbol(.pinned), theme.pin) }
    return nil
  }

  private func mark(_ symbol: String, _ style: Style, at column: Int, _ row: Int, into buffer: inout CellBuffer) {
    guard column < columns.marks.columns else { return }
    // A line under a sign would only make it harder to see.
    var style = style
    if style.attributes.contains(.underline) { style.attributes = [.bold] }
    buffer.write(symbol, column: columns.marks.column + column, row: row, in: columns.marks, style: style)
  }

  /// What a part is, at the right where its first line leaves room.
  private func label(_ part: PromptParts.Part, behind used: Int, _ row: Int, into buffer: inout CellBuffer) {
    let text: String
    switch part.kind {
    // The heading says so, or it goes without saying.
    case .system, .brief: return
    case .row: text = Words.count(base.parts.rowCount, "row", "rows")
    case .data, .exemplar, .feedback, .guidance, .instructions: text = part.kind.rawValue
    }
    let width = TextWidth.columns(of: text)
    guard used + 2 + width <= columns.text.columns else { return }
    buffer.write(text, column: columns.text.endColumn - width, row: row, in: columns.text, style: theme.dim)
  }
}
