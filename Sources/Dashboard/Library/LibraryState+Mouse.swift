import Charts
import Text

extension LibraryState {
  /// Two presses on one run within this many seconds open it.
  static let doubleClick = 0.4

  mutating func take(_ mouse: MouseEvent, at time: Double) -> [LibraryEffect] {
    // Its numbers come from outside.
    let column = max(-1, min(mouse.column, size.columns)), row = max(-1, min(mouse.row, size.rows))
    if help != nil {
      switch mouse.kind {
      case .wheelUp: scrollHelp(by: -1)
      case .wheelDown: scrollHelp(by: 1)
      case .press: help = nil
      case .release, .drag: break
      }
      return []
    }
    // A question and a field are answered with keys; a click elsewhere must not answer them.
    guard question == nil, field == nil else { return [] }
    switch mouse.kind {
    case .wheelUp: scroll(by: -3)
    case .wheelDown: scroll(by: 3)
    case .press(button: 1): return press(column: column, row: row, at: time)
    case .press, .release, .drag: break
    }
    return []
  }

  private mutating func scroll(by lines: Int) {
    top = Table.firstVisible(selected: nil, count: rows.count, height: layout.visibleRows, current: top + lines)
  }

  private mutating func press(column: Int, row: Int, at time: Double) -> [LibraryEffect] {
    message = nil
    let area = layout.table
    guard area.contains(column: column, row: row) else { return [] }
    if row == area.row, area.rows >= 2 {
      if let column = LibraryTable.column(atScreenColumn: column, self) {
        sort(by: column == sort.column ? sort.reversed : LibrarySort(column))
      }
      return []
    }
    guard let place = LibraryTable.table(self).row(atScreenRow: row, in: area) else { return [] }
    let path = runs[rows[place]].path
    let isSecond = press?.path == path && (press.map { time - $0.time } ?? .infinity) <= Self.doubleClick
    chosen = path
    press = isSecond ? nil : Press(path: path, time: time)
    guard isSecond else { return [] }
    if let reason = reasonAgainst(.open) {
      say(reason, refused: true)
      return []
    }
    return [.request(.replay(path: path))]
  }
}
