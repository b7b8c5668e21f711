/// Points, lines and markers in the coordinates of data.
///
/// Draw the shapes in order, the later ones over the earlier, then the plot into a buffer: axes first, then the dots,
/// then the markers.
public struct DotPlot: Hashable, Sendable {
  public let frame: PlotFrame
  private var canvas: DotCanvas
  private var markers: [PlacedMarker] = []

  private struct PlacedMarker: Hashable {
    var column: Int
    var row: Int
    var cell: Cell
  }

  public init(frame: PlotFrame, marker: Marker = .braille) {
    self.frame = frame
    canvas = DotCanvas(size: frame.inner.size, marker: marker)
  }

  /// Sets the dot of each point inside. Where `showsOutside` is set, an arrow at the edge stands for one outside.
  public mutating func points(
    _ points: [(x: Double, y: Double)], style: Style, layer: DotCanvas.Layer = .over, showsOutside: Bool = false
  ) {
    let columns = canvas.dotColumns
    let rows = canvas.dotRows
    var outside: [(x: Double, y: Double)] = []
    canvas.withPainter { painter in
      for point in points where point.x.isFinite && point.y.isFinite {
        let x = LineRun.nearest(frame.dotX(point.x, dotColumns: columns), count: columns)
        let y = LineRun.nearest(frame.dotY(point.y, dotRows: rows), count: rows)
        if x >= 0, y >= 0, x < columns, y < rows {
          painter.set(x, y, style, layer)
        } else if showsOutside {
          outside.append(point)
        }
      }
    }
    for point in outside { arrow(x: point.x, y: point.y, style: style) }
  }

  /// The whole straight line through two points, from edge to edge; on a logarithmic axis straight on the screen.
  public mutating func line(
    through first: (x: Double, y: Double), _ second: (x: Double, y: Double), style: Style,
    layer: DotCanvas.Layer = .over
  ) {
    var (x0, y0, x1, y1) = dots(first, second)
    let dx = x1 - x0
    let dy = y1 - y0
    guard dx.isFinite, dy.isFinite, x0.isFinite, y0.isFinite, dx != 0 || dy != 0 else { return }
    // Far enough to leave the canvas on both sides, wherever the points lie.
    if abs(dx) >= abs(dy) {
      let slope = dy / dx
      let (left, right) = (-1.0, Double(canvas.dotColumns))
      (x0, y0, x1, y1) = (left, y0 + (left - x0) * slope, right, y0 + (right - x0) * slope)
    } else {
      let slope = dx / dy
      let (top, bottom) = (-1.0, Double(canvas.dotRows))
      (x0, y0, x1, y1) = (x0 + (top - y0) * slope, top, x0 + (bottom - y0) * slope, bottom)
    }
    canvas.line(x0, y0, x1, y1, style, layer)
  }

  /// The straight line from one point to another.
  public mutating func segment(
    from first: (x: Double, y: Double), to second: (x: Double, y: Double), style: Style,
    layer: DotCanvas.Layer = .over
  ) {
    let (x0, y0, x1, y1) = dots(first, second)
    canvas.line(x0, y0, x1, y1, style, layer)
  }

  /// A character at a point, over all dots; outside the plot it is an arrow at the edge where that is asked for.
  public mutating func marker(
    x: Double, y: Double, glyph: Unicode.Scalar, style: Style, showsOutside: Bool = true
  ) {
    if let column = frame.column(of: x), let row = frame.row(of: y) {
      markers.append(PlacedMarker(column: column, row: row, cell: Cell(Glyph(glyph), style)))
    } else if showsOutside {
      arrow(x: x, y: y, style: style)
    }
  }

  /// An arrow at the edge, towards a point that lies outside.
  private mutating func arrow(x: Double, y: Double, style: Style) {
    let inner = frame.inner
    let across = frame.x.position(of: x)
    let up = frame.y.position(of: y)
    guard !inner.isEmpty, !across.isNaN, !up.isNaN else { return }
    let column = inner.column + Int(min(max(across, 0), 1 - 1e-9) * Double(inner.columns))
    let row = inner.row + Int(min(max(1 - up, 0), 1 - 1e-9) * Double(inner.rows))
    let arrows = frame.lines.arrows
    let glyph = up > 1 ? arrows.up : up < 0 ? arrows.down : across < 0 ? arrows.left : arrows.right
    markers.append(PlacedMarker(column: column, row: row, cell: Cell(Glyph(glyph), style)))
  }

  private func dots(
    _ first: (x: Double, y: Double), _ second: (x: Double, y: Double)
  ) -> (Double, Double, Double, Double) {
    (
      frame.dotX(first.x, dotColumns: canvas.dotColumns), frame.dotY(first.y, dotRows: canvas.dotRows),
      frame.dotX(second.x, dotColumns: canvas.dotColumns), frame.dotY(second.y, dotRows: canvas.dotRows)
    )
  }

  /// Gives the cells that have dots, then the markers, with their places in the buffer that the frame was made for.
  public func forEachCell(_ body: (_ column: Int, _ row: Int, _ cell: Cell) -> Void) {
    let inner = frame.inner
    canvas.forEachCell { column, row, cell in body(inner.column + column, inner.row + row, cell) }
    for marker in markers where inner.contains(column: marker.column, row: marker.row) {
      let fits = !marker.cell.glyph.isWide || marker.column + 1 < inner.endColumn
      if fits { body(marker.column, marker.row, marker.cell) }
    }
  }

  public func draw(into buffer: inout CellBuffer, styles: PlotFrame.Styles = PlotFrame.Styles()) {
    frame.draw(into: &buffer, styles: styles)
    canvas.draw(into: &buffer, area: frame.inner)
    for marker in markers where frame.inner.contains(column: marker.column, row: marker.row) {
      // A wide glyph at the right edge must not leave the plot.
      let fits = !marker.cell.glyph.isWide || marker.column + 1 < frame.inner.endColumn
      if fits { buffer[column: marker.column, row: marker.row] = marker.cell }
    }
  }
}
