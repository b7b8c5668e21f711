/// Lines over a map, on the shades of their cells and readable there.
///
/// Where there are only ASCII characters a line is made of those that lean as it does.
public struct PlotPath: Sendable {
  public let frame: PlotFrame
  public let marker: Marker
  private var canvas: DotCanvas
  private var strokes: [Int: (glyph: Unicode.Scalar, style: Style)] = [:]

  public init(frame: PlotFrame, marker: Marker = .braille) {
    self.frame = frame
    self.marker = marker
    canvas = DotCanvas(size: frame.inner.size, marker: marker)
  }

  /// The straight line from one point to another; what lies outside is left out, as is a line with an end that is not
  /// finite.
  public mutating func segment(from first: (x: Double, y: Double), to second: (x: Double, y: Double), style: Style) {
    let columns = marker == .ascii ? frame.inner.columns : canvas.dotColumns
    let rows = marker == .ascii ? frame.inner.rows : canvas.dotRows
    let x0 = frame.dotX(first.x, dotColumns: columns), y0 = frame.dotY(first.y, dotRows: rows)
    let x1 = frame.dotX(second.x, dotColumns: columns), y1 = frame.dotY(second.y, dotRows: rows)
    guard marker == .ascii else { return canvas.line(x0, y0, x1, y1, style) }
    guard let run = LineRun(x0, y0, x1, y1, dotColumns: columns, dotRows: rows) else { return }
    let glyph = Self.glyph(leaning: x1 - x0, y1 - y0)
    run.forEach { along, across in
      strokes[run.isSteep ? along * columns + across : across * columns + along] = (glyph, style)
    }
  }

  /// By the steps of a line in cells, downwards; a cell is twice as high as wide.
  private static func glyph(leaning x: Double, _ y: Double) -> Unicode.Scalar {
    let height = 2 * abs(y)
    if height * 2.4 < abs(x) { return "-" }
    if abs(x) * 2.4 < height { return "|" }
    return (x > 0) == (y > 0) ? "\\" : "/"
  }

  /// - Parameter contrast: how much a line stands out from its shade at least, as `ReadableInk` counts it.
  public func draw(into buffer: inout CellBuffer, contrast: Double = 2) {
    var ink = ReadableInk(contrast: contrast)
    let inner = frame.inner
    if marker == .ascii {
      for (place, stroke) in strokes {
        let (row, column) = place.quotientAndRemainder(dividingBy: max(1, inner.columns))
        let background = buffer[column: inner.column + column, row: inner.row + row].style.background
        buffer[column: inner.column + column, row: inner.row + row] = Cell(
          Glyph(stroke.glyph), ink.style(stroke.style, on: background))
      }
      return
    }
    canvas.draw(into: &buffer, area: inner)
    for row in 0..<inner.rows {
      for column in 0..<inner.columns where canvas.hasDots(column: column, row: row) {
        let cell = buffer[column: inner.column + column, row: inner.row + row]
        buffer[column: inner.column + column, row: inner.row + row].style = ink.style(
          cell.style, on: cell.style.background)
      }
    }
  }
}
