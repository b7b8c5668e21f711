import Text

/// What the colours of a gradient mean: a bar with labels at its ends.
public struct ColorBar: Hashable, Sendable {
  public enum Direction: Hashable, Sendable {
    /// The low end at the left.
    case horizontal
    /// The low end at the bottom.
    case vertical
  }

  /// Nil draws the bar in shades of characters, where there are no colours.
  public var gradient: Gradient?
  public var direction: Direction
  public var lowLabel: String
  public var highLabel: String
  public var labelStyle: Style

  public init(
    _ gradient: Gradient?, direction: Direction = .horizontal, lowLabel: String = "", highLabel: String = "",
    labelStyle: Style = .plain
  ) {
    self.gradient = gradient
    self.direction = direction
    self.lowLabel = lowLabel
    self.highLabel = highLabel
    self.labelStyle = labelStyle
  }

  private static let shades: [Unicode.Scalar] = ["░", "▒", "▓", "█"]

  private func cell(at position: Double) -> Cell {
    if let gradient { return Cell(Glyph("█"), Style(gradient.color(at: position))) }
    return Cell(Glyph(Self.shades[min(3, Int(position * 4))]), labelStyle)
  }

  public func draw(into buffer: inout CellBuffer, area: Area) {
    switch direction {
    case .horizontal: drawHorizontal(into: &buffer, area: area)
    case .vertical: drawVertical(into: &buffer, area: area)
    }
  }

  /// Labels to the left and the right of the bar, in the first row.
  private func drawHorizontal(into buffer: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    var bar = area.splitTop(1).top
    let low = TextWidth.columns(of: lowLabel)
    let high = TextWidth.columns(of: highLabel)
    if low + high + 2 + 4 <= bar.columns {
      if low > 0 {
        buffer.write(lowLabel, column: bar.column, row: bar.row, in: area, style: labelStyle)
        bar = bar.splitLeft(low + 1).rest
      }
      if high > 0 {
        buffer.write(highLabel, column: bar.endColumn - high, row: bar.row, in: area, style: labelStyle)
        bar = bar.splitRight(high + 1).rest
      }
    }
    for offset in 0..<bar.columns {
      let position = bar.columns > 1 ? Double(offset) / Double(bar.columns - 1) : 1
      buffer[column: bar.column + offset, row: bar.row] = cell(at: position)
    }
  }

  /// A bar one column wide, or two where there is room, with labels above and below.
  private func drawVertical(into buffer: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    var bar = area
    if area.rows >= 5 {
      let top = area.splitTop(1).top
      let bottom = area.splitBottom(1).bottom
      buffer.write(
        highLabel.truncated(toColumns: area.columns), column: top.column, row: top.row, in: top, style: labelStyle)
      buffer.write(
        lowLabel.truncated(toColumns: area.columns), column: bottom.column, row: bottom.row, in: bottom,
        style: labelStyle)
      bar = area.inset(rows: 1)
    }
    for offset in 0..<bar.rows {
      let position = bar.rows > 1 ? 1 - Double(offset) / Double(bar.rows - 1) : 1
      let line = Area(column: bar.column, row: bar.row + offset, columns: min(2, bar.columns), rows: 1)
      buffer.fill(line, with: cell(at: position))
    }
  }
}
