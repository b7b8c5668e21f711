import Text

/// A box with a border and a title.
///
/// Below two rows or two columns there is no border, and the inside is the whole area.
public struct Panel: Hashable, Sendable {
  public var title: String
  /// At the right of the upper border: a position, a state. Left out first where room is short.
  public var detail: String
  public var lines: LineSet
  public var borderStyle: Style
  public var titleStyle: Style
  public var detailStyle: Style
  /// Takes the place of the border's style while the panel has the focus.
  public var focusStyle: Style
  public var isFocused: Bool

  public init(
    _ title: String = "", detail: String = "", lines: LineSet = .rounded, borderStyle: Style = .plain,
    titleStyle: Style = .plain, detailStyle: Style = .plain, focusStyle: Style = .plain, isFocused: Bool = false
  ) {
    self.title = title
    self.detail = detail
    self.lines = lines
    self.borderStyle = borderStyle
    self.titleStyle = titleStyle
    self.detailStyle = detailStyle
    self.focusStyle = focusStyle
    self.isFocused = isFocused
  }

  /// What is left inside the border.
  public static func inner(of area: Area) -> Area {
    area.columns < 2 || area.rows < 2 ? area : area.inset(columns: 1, rows: 1)
  }

  /// Draws border and titles, blanks the inside, and returns it.
  @discardableResult
  public func draw(into buffer: inout CellBuffer, area: Area) -> Area {
    let inner = Self.inner(of: area)
    guard inner != area else { return area }
    let border = isFocused ? focusStyle : borderStyle
    let right = area.endColumn - 1
    let bottom = area.endRow - 1
    buffer.fill(inner)
    let horizontal = Cell(Glyph(lines.horizontal), border)
    let vertical = Cell(Glyph(lines.vertical), border)
    buffer.fill(Area(column: area.column, row: area.row, columns: area.columns, rows: 1), with: horizontal)
    buffer.fill(Area(column: area.column, row: bottom, columns: area.columns, rows: 1), with: horizontal)
    buffer.fill(Area(column: area.column, row: area.row, columns: 1, rows: area.rows), with: vertical)
    buffer.fill(Area(column: right, row: area.row, columns: 1, rows: area.rows), with: vertical)
    buffer[column: area.column, row: area.row] = Cell(Glyph(lines.topLeft), border)
    buffer[column: right, row: area.row] = Cell(Glyph(lines.topRight), border)
    buffer[column: area.column, row: bottom] = Cell(Glyph(lines.bottomLeft), border)
    buffer[column: right, row: bottom] = Cell(Glyph(lines.bottomRight), border)
    drawTitles(into: &buffer, area: area)
    return inner
  }

  private func drawTitles(into buffer: inout CellBuffer, area: Area) {
    // A corner and one piece of border stay at each end.
    let room = Area(column: area.column + 2, row: area.row, columns: area.columns - 4, rows: 1)
    guard room.columns >= 3 else { return }
    var used = 0
    if !title.isEmpty {
      let text = " \(title.truncated(toColumns: room.columns - 2)) "
      used = buffer.write(text, column: room.column, row: room.row, in: room, style: titleStyle)
    }
    let detailColumns = TextWidth.columns(of: detail) + 2
    if !detail.isEmpty, used + detailColumns + 1 <= room.columns {
      let column = room.endColumn - detailColumns
      buffer.write(" \(detail) ", column: column, row: room.row, in: room, style: detailStyle)
    }
  }
}
