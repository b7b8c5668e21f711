/// Dots finer than cells, with one style a cell, to be drawn over a part of a buffer.
///
/// Dots count from 0 at the top left. Everything outside is left out, whatever the coordinates.
public struct DotCanvas: Hashable, Sendable {
  /// What happens to the style of a cell that has dots already.
  public enum Layer: Hashable, Sendable {
    /// The new style wins.
    case over
    /// The cell keeps its style; only an empty one takes the new.
    case under
  }

  public let size: Size
  public let marker: Marker
  private var masks: ContiguousArray<UInt8>
  private var styles: ContiguousArray<Style>

  /// - Parameter size: in cells.
  public init(size: Size, marker: Marker = .braille) {
    self.size = size
    self.marker = marker
    masks = ContiguousArray(repeating: 0, count: size.columns * size.rows)
    styles = ContiguousArray(repeating: .plain, count: size.columns * size.rows)
  }

  /// The width in dots.
  public var dotColumns: Int { size.columns * marker.dotsAcross }
  /// The height in dots.
  public var dotRows: Int { size.rows * marker.dotsDown }

  public mutating func setDot(_ x: Int, _ y: Int, _ style: Style, _ layer: Layer = .over) {
    withPainter { $0.set(x, y, style, layer) }
  }

  /// Sets the dots of one column from a row to another, in any order.
  public mutating func verticalRun(x: Int, from first: Int, to last: Int, _ style: Style, _ layer: Layer = .over) {
    guard x >= 0, x < dotColumns else { return }
    let top = max(0, min(first, last))
    let bottom = min(dotRows - 1, max(first, last))
    guard top <= bottom else { return }
    withPainter { painter in
      for y in top...bottom { painter.set(x, y, style, layer) }
    }
  }

  /// Draws a line between two points given in dots, where whole numbers are the middles of dots.
  ///
  /// Along the axis in which the line is longer there is one dot at every whole number, at the nearest dot of the
  /// other axis. Only the part inside is walked, so far away ends cost nothing; a line with an end that is not finite,
  /// or whose length overflows, is left out.
  public mutating func line(
    _ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, _ style: Style, _ layer: Layer = .over
  ) {
    guard let run = LineRun(x0, y0, x1, y1, dotColumns: dotColumns, dotRows: dotRows) else { return }
    withPainter { painter in
      if run.isSteep {
        run.forEach { along, across in painter.set(across, along, style, layer) }
      } else {
        run.forEach { along, across in painter.set(along, across, style, layer) }
      }
    }
  }

  /// Whether the cell has a dot.
  public func hasDots(column: Int, row: Int) -> Bool {
    Area(size).contains(column: column, row: row) && masks[row * size.columns + column] != 0
  }

  /// Whether the dot is set.
  public func isSet(_ x: Int, _ y: Int) -> Bool {
    guard x >= 0, y >= 0, x < dotColumns, y < dotRows else { return false }
    let cell = (y / marker.dotsDown) * size.columns + x / marker.dotsAcross
    return masks[cell] & marker.bits[(y % marker.dotsDown) * marker.dotsAcross + x % marker.dotsAcross] != 0
  }

  /// Draws the cells that have dots with the canvas's corner at that of the area, and leaves the others alone.
  /// A style without a background of its own keeps that of the cell.
  public func draw(into buffer: inout CellBuffer, area: Area) {
    let clip = area.intersection(Area(column: area.column, row: area.row, columns: size.columns, rows: size.rows))
      .intersection(buffer.area)
    buffer.withRows { rows in
      for row in clip.row..<clip.endRow {
        let first = (row - area.row) * size.columns - area.column
        for column in clip.column..<clip.endColumn where masks[first + column] != 0 {
          rows.overlay(marker.glyph(masks[first + column]), styles[first + column], column: column, row: row)
        }
      }
    }
  }

  /// Gives the cells that have dots, row by row.
  func forEachCell(_ body: (_ column: Int, _ row: Int, _ cell: Cell) -> Void) {
    for row in 0..<size.rows {
      for column in 0..<size.columns where masks[row * size.columns + column] != 0 {
        let index = row * size.columns + column
        body(column, row, Cell(marker.glyph(masks[index]), styles[index]))
      }
    }
  }

  @inline(__always)
  mutating func withPainter(_ body: (Painter) -> Void) {
    let columns = size.columns
    let dotColumns = dotColumns
    let dotRows = dotRows
    let marker = marker
    masks.withUnsafeMutableBufferPointer { masks in
      styles.withUnsafeMutableBufferPointer { styles in
        body(
          Painter(
            masks: masks, styles: styles, columns: columns, dotColumns: dotColumns, dotRows: dotRows, marker: marker))
      }
    }
  }

  /// Writes dots without copies and checks of arrays; lives only inside `withPainter`.
  struct Painter {
    let masks: UnsafeMutableBufferPointer<UInt8>
    let styles: UnsafeMutableBufferPointer<Style>
    let columns: Int
    let dotColumns: Int
    let dotRows: Int
    let acrossShift: Int
    let downShift: Int
    /// The bits of the dots of a cell, packed: eight bits each, row by row.
    let bits: UInt64

    init(
      masks: UnsafeMutableBufferPointer<UInt8>, styles: UnsafeMutableBufferPointer<Style>, columns: Int,
      dotColumns: Int, dotRows: Int, marker: Marker
    ) {
      self.masks = masks
      self.styles = styles
      self.columns = columns
      self.dotColumns = dotColumns
      self.dotRows = dotRows
      acrossShift = marker.acrossShift
      downShift = marker.downShift
      var bits: UInt64 = 0
      for bit in marker.bits.reversed() { bits = bits << 8 | UInt64(bit) }
      self.bits = bits
    }

    @inline(__always)
    func set(_ x: Int, _ y: Int, _ style: Style, _ layer: Layer) {
      guard x >= 0, y >= 0, x < dotColumns, y < dotRows else { return }
      let cell = (y >> downShift) &* columns &+ (x >> acrossShift)
      let dot = ((y & (1 << downShift &- 1)) << acrossShift) | (x & (1 << acrossShift &- 1))
      let bit = UInt8(truncatingIfNeeded: bits >> UInt64(truncatingIfNeeded: dot << 3))
      if layer == .over || masks[cell] == 0 { styles[cell] = style }
      masks[cell] |= bit
    }
  }
}
