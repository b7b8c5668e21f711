import Charts
import Optimization
import Text

/// The formats that a run can be taken along in, and the name of the file.
enum ExportView {
  static func draw(_ panel: ExportPanel, _ state: DashboardState, look: Look, into buffer: inout CellBuffer) {
    let parts = Parts(panel, state), theme = look.theme
    let writes: OverlayBox.Hint = ("enter", "writes"), leaves: OverlayBox.Hint = ("esc", "leaves")
    _ = OverlayBox.draw(
      "export", detail: "\(panel.chosen + 1) of \(ExportPanel.formats.count)",
      hints: [[("up down", "format"), writes, leaves], [writes, leaves], [leaves]], look: look, into: &buffer,
      area: parts.box)
    for (offset, format) in ExportPanel.formats.dropFirst(parts.top).prefix(parts.list.rows).enumerated() {
      let line = Area(column: parts.list.column, row: parts.list.row + offset, columns: parts.list.columns, rows: 1)
      let isChosen = parts.top + offset == panel.chosen
      if isChosen { buffer.fill(line, with: Cell(.blank, theme.selectedRow)) }
      func style(_ usual: Style) -> Style { isChosen ? theme.selectedRow : usual }
      let mark = isChosen ? look.symbol(.person) : " "
      buffer.write(
        [
          Piece(mark + " ", style(theme.dim)), Piece(format.rawValue.padded(toColumns: 10), style(theme.strong)),
          Piece(format.words, style(theme.text)),
        ], column: line.column, row: line.row, in: line)
    }
    let label = "file "
    buffer.write([Piece(label, theme.dim)], column: parts.line.column, row: parts.line.row, in: parts.line)
    let start = parts.line.column + label.count
    FieldText.draw(
      panel.field, look: look, into: &buffer,
      area: Area(column: start, row: parts.line.row, columns: parts.line.endColumn - start, rows: parts.line.rows))
    for (offset, text) in parts.complaint.enumerated() {
      let lead = offset == 0 ? look.symbol(.warning) + " " : "  "
      buffer.write(
        [Piece(lead + text, theme.warning)], column: parts.complaintArea.column, row: parts.complaintArea.row + offset,
        in: parts.complaintArea)
    }
  }

  /// The place in the list of the row under a cell of the screen.
  static func place(at cell: ScreenCell, _ panel: ExportPanel, _ state: DashboardState) -> Int? {
    let parts = Parts(panel, state)
    guard parts.list.contains(column: cell.column, row: cell.row) else { return nil }
    let place = parts.top + cell.row - parts.list.row
    return ExportPanel.formats.indices.contains(place) ? place : nil
  }

  /// Where everything lies.
  private struct Parts {
    let box: Area
    let line: Area
    let list: Area
    let complaint: [String]
    let complaintArea: Area
    let top: Int

    init(_ panel: ExportPanel, _ state: DashboardState) {
      let size = state.size, layout = state.layout
      let first = layout.header.endRow, last = max(first, layout.footer.row)
      let width = min(size.columns, 68)
      let lines = panel.complaint.map { Words.clean($0).wrapped(toColumns: max(1, width - 6)) } ?? []
      complaint = Array(lines.prefix(3))
      let wanted = ExportPanel.formats.count + 2 + complaint.count + 2
      box = Area(
        column: (size.columns - width) / 2, row: first, columns: width, rows: min(wanted, max(0, last - first)))
      let inside = Panel.inner(of: box).inset(columns: 1)
      let rest: Area
      (line, rest) = inside.splitTop(1)
      (complaintArea, list) = rest.splitTop(complaint.count + 1)
      top = OverlayBox.top(chosen: panel.chosen, count: ExportPanel.formats.count, rows: list.rows)
    }
  }
}
