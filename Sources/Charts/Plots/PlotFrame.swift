import Text

/// The axes of a plot: where they lie in an area, and how values become dots and cells.
///
/// Where the area is small the titles go first, then the labels, then the axes.
public struct PlotFrame: Hashable, Sendable {
  public struct Styles: Hashable, Sendable {
    public var axis: Style
    public var label: Style
    public var title: Style
    public init(axis: Style = .plain, label: Style = .plain, title: Style = .plain) {
      self.axis = axis
      self.label = label
      self.title = title
    }
  }

  public let area: Area
  /// The cells inside the axes.
  public let inner: Area
  public let x: AxisScale
  public let y: AxisScale
  public let xTitle: String
  public let yTitle: String
  public var lines: LineSet

  private let hasTitleRow: Bool
  private let hasBottomAxis: Bool
  private let hasBottomLabels: Bool
  private let hasLeftAxis: Bool
  private let yTicks: [Tick]
  private let yLabelColumns: Int

  public init(
    area: Area, x: AxisScale, y: AxisScale, xTitle: String = "", yTitle: String = "", lines: LineSet = .plain
  ) {
    self.area = area
    self.x = x
    self.y = y
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.lines = lines
    hasTitleRow = !yTitle.isEmpty && area.rows >= 8 && area.columns >= 12
    hasBottomAxis = area.rows >= 4 && area.columns >= 3
    hasBottomLabels = area.rows >= 5 && area.columns >= 10
    let rows = area.rows - (hasTitleRow ? 1 : 0) - (hasBottomAxis ? 1 : 0) - (hasBottomLabels ? 1 : 0)
    // A label about every third row, in a low plot every second, and never on two neighbouring ones.
    let ticks = y.ticks(maximumCount: max(2, rows < 10 ? (rows + 1) / 2 : (rows + 2) / 3))
    let labelColumns = ticks.reduce(0) { max($0, TextWidth.columns(of: $1.label)) }
    let hasLeftLabels = rows >= 3 && labelColumns > 0 && area.columns >= labelColumns + 11
    hasLeftAxis = area.columns >= 4 && area.rows >= 3
    yLabelColumns = hasLeftLabels ? labelColumns : 0
    yTicks = hasLeftAxis ? ticks : []
    let left = yLabelColumns + (hasLeftAxis ? 1 : 0)
    inner = Area(
      column: area.column + left, row: area.row + (hasTitleRow ? 1 : 0), columns: area.columns - left, rows: rows)
  }

  // MARK: Values, dots and cells

  /// Rounding keeps values at the upper bound on the last dot.
  private static let almostOne = 1 - 1e-9

  /// The middle of the dot at a value is a whole number; from 0 at the left.
  public func dotX(_ value: Double, dotColumns: Int) -> Double {
    x.position(of: value) * Self.almostOne * Double(dotColumns) - 0.5
  }

  /// From 0 at the top.
  public func dotY(_ value: Double, dotRows: Int) -> Double {
    (1 - y.position(of: value)) * Self.almostOne * Double(dotRows) - 0.5
  }

  /// The column of the screen at a value of x, or nil where it lies outside.
  public func column(of value: Double) -> Int? {
    let position = x.position(of: value)
    guard position >= 0, position <= 1, inner.columns > 0 else { return nil }
    return inner.column + Int(position * Self.almostOne * Double(inner.columns))
  }

  /// The row of the screen at a value of y, or nil where it lies outside.
  public func row(of value: Double) -> Int? {
    let position = y.position(of: value)
    guard position >= 0, position <= 1, inner.rows > 0 else { return nil }
    return inner.row + Int((1 - position) * Self.almostOne * Double(inner.rows))
  }

  /// The value of x in the middle of a column of the screen, as for the mouse.
  public func xValue(atColumn column: Int) -> Double {
    x.value(at: (Double(column) - Double(inner.column) + 0.5) / Double(max(1, inner.columns)))
  }

  /// The value of y in the middle of a row of the screen.
  public func yValue(atRow row: Int) -> Double {
    y.value(at: 1 - (Double(row) - Double(inner.row) + 0.5) / Double(max(1, inner.rows)))
  }

  // MARK: Drawing

  /// Draws axes, ticks, labels and titles; the inside is left alone.
  public func draw(into buffer: inout CellBuffer, styles: Styles = Styles()) {
    guard !area.isEmpty else { return }
    if hasTitleRow {
      let row = Area(column: area.column, row: area.row, columns: area.columns, rows: 1)
      let text = yTitle.truncated(toColumns: area.columns)
      // Above its axis where it is short, else from the left edge.
      let column = max(area.column, inner.column - 1 - TextWidth.columns(of: text) / 2)
      buffer.write(text, column: min(column, inner.column), row: row.row, in: row, style: styles.title)
    }
    if hasLeftAxis { drawLeftAxis(into: &buffer, styles: styles) }
    if hasBottomAxis { drawBottomAxis(into: &buffer, styles: styles) }
  }

  private func drawLeftAxis(into buffer: inout CellBuffer, styles: Styles) {
    let column = inner.column - 1
    let line = Area(column: column, row: inner.row, columns: 1, rows: inner.rows)
    buffer.fill(line, with: Cell(Glyph(lines.vertical), styles.axis))
    var taken: Int?
    for tick in yTicks {
      guard let row = row(of: tick.value), taken.map({ row < $0 }) ?? true else { continue }
      taken = row
      buffer[column: column, row: row] = Cell(Glyph(lines.tickLeft), styles.axis)
      if yLabelColumns > 0 {
        let text = tick.label.leftPadded(toColumns: yLabelColumns)
        buffer.write(text, column: area.column, row: row, in: area, style: styles.label)
      }
    }
  }

  private func drawBottomAxis(into buffer: inout CellBuffer, styles: Styles) {
    let row = inner.endRow
    let line = Area(column: inner.column, row: row, columns: inner.columns, rows: 1)
    buffer.fill(line, with: Cell(Glyph(lines.horizontal), styles.axis))
    if hasLeftAxis { buffer[column: inner.column - 1, row: row] = Cell(Glyph(lines.axisCorner), styles.axis) }
    let labels = Area(column: area.column, row: row + 1, columns: area.columns, rows: 1)
    var end = labels.endColumn
    if hasBottomLabels, !xTitle.isEmpty {
      let width = TextWidth.columns(of: xTitle)
      // The tick labels need the most of the row.
      if width * 3 + 8 <= labels.columns {
        buffer.write(xTitle, column: end - width, row: labels.row, in: labels, style: styles.title)
        end -= width + 2
      }
    }
    var free = labels.column
    for tick in xTicks() {
      guard let column = column(of: tick.value) else { continue }
      let width = TextWidth.columns(of: tick.label)
      let start = min(max(column - width / 2, labels.column), labels.endColumn - width)
      // A tick without a label would be read as the neighbour's.
      let fits = start >= free && start + width <= end
      if fits || !hasBottomLabels { buffer[column: column, row: row] = Cell(Glyph(lines.tickDown), styles.axis) }
      guard fits, hasBottomLabels else { continue }
      buffer.write(tick.label, column: start, row: labels.row, in: labels, style: styles.label)
      free = start + width + 1
    }
  }

  /// As many as their labels leave room for.
  private func xTicks() -> [Tick] {
    var count = max(2, inner.columns / 6)
    while count > 2 {
      let ticks = x.ticks(maximumCount: count)
      let widest = ticks.reduce(1) { max($0, TextWidth.columns(of: $1.label)) }
      if ticks.count * (widest + 3) <= inner.columns + 3 { return ticks }
      count -= 1
    }
    return x.ticks(maximumCount: 2)
  }
}
