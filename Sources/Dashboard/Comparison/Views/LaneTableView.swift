import Charts
import Text

/// The figures of the lanes at the place that is looked at.
enum LaneTableView {
  static func draw(
    _ state: ComparisonState, layout: ComparisonLayout, look: Look, into buffer: inout CellBuffer
  ) {
    guard !layout.table.isEmpty else { return }
    let theme = look.theme
    let figures = LaneFigures.all(of: state.lanes)
    let detail = figures.contains { $0.optimum != nil } ? "10%, 1%: within so much of the optimum" : ""
    LanePane.draw(
      [Piece(state.place.map { "figures at step \($0)" } ?? "figures", theme.title)], detail: detail, layout: layout,
      look: look, into: &buffer, area: layout.table)
    let columns = LaneTable.columns(of: figures, hasPhase: state.isFollowing)
    let lowest = figures.compactMap(\.best).min()
    var styles = Table.Styles()
    styles.header = theme.dim
    styles.row = theme.text
    styles.selected = theme.selectedRow
    let table = Table(
      columns: columns.map { column in
        TableColumn(
          column.title, width: column.width, weight: column.weight, alignment: column.isNumber ? .right : .left,
          priority: column.priority)
      }, rowCount: figures.count, selectedRow: state.selected, styles: styles, lines: look.lines)
    table.draw(into: &buffer, area: layout.content(of: layout.table).inset(columns: layout.hasBorders ? 0 : 1)) { row in
      columns.enumerated().map { place, column in
        let text = column.text(figures[row])
        if place == 0 { return TableCell(text, style: LaneStyle.letter(of: row, theme)) }
        if column.title.hasPrefix("best "), figures.count > 1, state.difference == nil, figures[row].best == lowest,
          lowest != nil
        {
          return TableCell("\(look.symbol(.best)) \(text)", style: theme.best)
        }
        if column.title == "state" { return TableCell(text, style: theme.style(of: figures[row].phase)) }
        return TableCell(text)
      }
    }
  }
}
