import Charts
import TestSupport
import Testing

@Suite("Plots")
struct PlotTests {
  @Test("have axes, ticks, labels and titles around the data")
  func frame() {
    var buffer = CellBuffer(size: Size(columns: 30, rows: 10))
    let frame = PlotFrame(
      area: buffer.area, x: .linear(0...10), y: .linear(0...20), xTitle: "w", yTitle: "loss")
    frame.draw(into: &buffer)
    #expect(
      buffer.text == [
        "loss                          ",
        "20┤                           ",
        "  │                           ",
        "  │                           ",
        "10┤                           ",
        "  │                           ",
        "  │                           ",
        " 0┤                           ",
        "  └┬────────────┬─────────────",
        "   0            5            w",
      ])
    #expect(frame.inner == Area(column: 3, row: 1, columns: 27, rows: 7))
  }

  @Test("give up titles, then labels, then axes as the area shrinks, and keep room for data")
  func shrinking() {
    for columns in 1...40 {
      for rows in 1...14 {
        let area = Area(columns: columns, rows: rows)
        let frame = PlotFrame(area: area, x: .linear(0...1000), y: .linear(-1000...0), xTitle: "x", yTitle: "y")
        #expect(!frame.inner.isEmpty, "\(columns)x\(rows)")
        #expect(frame.inner.intersection(area) == frame.inner)
      }
    }
    #expect(
      PlotFrame(area: Area(columns: 3, rows: 2), x: .linear(0...1), y: .linear(0...1)).inner
        == Area(columns: 3, rows: 2))
  }

  @Test("map values to cells and back")
  func mapping() {
    let frame = PlotFrame(area: Area(column: 4, row: 2, columns: 50, rows: 20), x: .linear(-1...1), y: .linear(0...8))
    #expect(frame.column(of: -1) == frame.inner.column && frame.column(of: 1) == frame.inner.endColumn - 1)
    #expect(frame.row(of: 8) == frame.inner.row && frame.row(of: 0) == frame.inner.endRow - 1)
    #expect(frame.column(of: 1.01) == nil && frame.row(of: -0.01) == nil && frame.row(of: .nan) == nil)
    for column in frame.inner.column..<frame.inner.endColumn {
      #expect(frame.column(of: frame.xValue(atColumn: column)) == column)
    }
    for row in frame.inner.row..<frame.inner.endRow { #expect(frame.row(of: frame.yValue(atRow: row)) == row) }
  }

  @Test("put dots into the same cells as markers", arguments: Marker.allCases)
  func dotsAndMarkersAgree(marker: Marker) {
    let area = Area(columns: 23, rows: 11)
    let frame = PlotFrame(area: area, x: .linear(-3...5), y: .linear(-1...2))
    var random = SplitMix(state: 4)
    for round in 0..<300 {
      let edges: [(x: Double, y: Double)] = [(-3, -1), (5, 2), (-3, 2), (5, -1), (1, 0.5)]
      let point =
        round < edges.count
        ? edges[round] : (x: Double.random(in: -3...5, using: &random), y: Double.random(in: -1...2, using: &random))
      var plot = DotPlot(frame: frame, marker: marker)
      plot.points([point], style: Style(.indexed(9)))
      var buffer = CellBuffer(size: area.size)
      plot.draw(into: &buffer)
      let column = frame.column(of: point.x) ?? -1
      let row = frame.row(of: point.y) ?? -1
      #expect(buffer[column: column, row: row].style == Style(.indexed(9)), "\(point)")
    }
  }

  @Test("draw what lies outside as arrows at the edge")
  func arrows() {
    let frame = PlotFrame(area: Area(columns: 3, rows: 2), x: .linear(0...1), y: .linear(0...1))
    for (x, y, expected) in [
      (0.5, 9.0, [" ▲ ", "   "]), (0.5, -9, ["   ", " ▼ "]), (-9, 0.2, ["   ", "◀  "]), (9, 0.8, ["  ▶", "   "]),
      (9, 9, ["  ▲", "   "]), (.infinity, 0.8, ["  ▶", "   "]),
    ] {
      var plot = DotPlot(frame: frame)
      plot.marker(x: x, y: y, glyph: "●", style: .plain)
      var buffer = CellBuffer(size: Size(columns: 3, rows: 2))
      plot.draw(into: &buffer)
      #expect(buffer.text == expected)
    }
    var plot = DotPlot(frame: frame)
    plot.marker(x: .nan, y: 0, glyph: "●", style: .plain)
    plot.marker(x: 9, y: 0, glyph: "●", style: .plain, showsOutside: false)
    plot.points([(x: 7, y: 0)], style: .plain)
    var buffer = CellBuffer(size: Size(columns: 3, rows: 2))
    plot.draw(into: &buffer)
    #expect(buffer.text == ["   ", "   "])
  }

  @Test("draw lines through two points from edge to edge, and segments between them")
  func lines() {
    let frame = PlotFrame(area: Area(columns: 3, rows: 2), x: .linear(0...6), y: .linear(0...8))
    var plot = DotPlot(frame: frame)
    plot.line(through: (x: 2, y: 4.5), (x: 3, y: 4.5), style: .plain)
    var buffer = CellBuffer(size: Size(columns: 3, rows: 2))
    plot.draw(into: &buffer)
    #expect(buffer.text == ["⣀⣀⣀", "   "])
    var segment = DotPlot(frame: frame)
    segment.segment(from: (x: 2.5, y: 4.5), to: (x: 3.5, y: 4.5), style: .plain)
    buffer.fill(buffer.area)
    segment.draw(into: &buffer)
    #expect(buffer.text == [" ⣀ ", "   "])
    var steep = DotPlot(frame: frame)
    steep.line(through: (x: 0.5, y: 3), (x: 0.5, y: 4), style: .plain)
    steep.line(through: (x: 1, y: 1), (x: 1, y: 1), style: .plain)
    steep.line(through: (x: 1, y: .nan), (x: 1, y: 1), style: .plain)
    steep.line(through: (x: -1e308, y: 0), (x: 1e308, y: 1e300), style: .plain)
    buffer.fill(buffer.area)
    steep.draw(into: &buffer)
    #expect(buffer.text == ["⡇  ", "⡇  "])
  }
}

@Suite("Gradients")
struct GradientTests {
  /// Relative luminance of WCAG 2.
  private func luminance(_ color: Color) -> Double {
    guard case .direct(let red, let green, let blue) = color.kind else { return .nan }
    // A gamma of 2 is near enough to order colours.
    let linear = [red, green, blue].map { Double($0) / 255 * Double($0) / 255 }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  @Test("grow steadily lighter on dark backgrounds and darker on light ones")
  func monotonic() {
    let positions = stride(from: 0.0, through: 1, by: 0.02)
    let plasma = positions.map { luminance(Gradient.plasma.color(at: $0)) }
    #expect(zip(plasma, plasma.dropFirst()).allSatisfy { $0 < $1 })
    let onLight = positions.map { luminance(Gradient.plasmaOnLight.color(at: $0)) }
    #expect(zip(onLight, onLight.dropFirst()).allSatisfy { $0 > $1 })
    // Readable against black and against white at the old end.
    #expect((plasma.first ?? 0) + 0.05 > 3 * 0.05)
    #expect((onLight.first ?? 1) + 0.05 < 1.05 / 1.8)
  }

  @Test("keep to their ends outside, and to the middle between two stops")
  func mixing() {
    let gradient = Gradient((0, 0, 0), (200, 100, 50))
    #expect(gradient.color(at: -1) == .direct(0, 0, 0) && gradient.color(at: 9) == .direct(200, 100, 50))
    #expect(gradient.color(at: 0.5) == .direct(100, 50, 25))
    #expect(gradient.color(at: .nan) == .direct(0, 0, 0))
    #expect(Gradient(stops: []).color(at: 0.5) == .standard)
    #expect(Gradient(stops: [.init(0.3, 1, 2, 3), .init(0.3, 4, 5, 6)]).color(at: 0.3) == .direct(1, 2, 3))
  }

  @Test("are shown by a bar with labels")
  func bar() {
    var buffer = CellBuffer(size: Size(columns: 12, rows: 1))
    ColorBar(nil, lowLabel: "1", highLabel: "40").draw(into: &buffer, area: buffer.area)
    #expect(buffer.text == ["1 ░░▒▓▓██ 40"])
    buffer = CellBuffer(size: Size(columns: 3, rows: 1))
    ColorBar(Gradient((0, 0, 0), (8, 8, 8)), lowLabel: "1", highLabel: "40").draw(into: &buffer, area: buffer.area)
    #expect(buffer.text == ["███"])
    #expect(buffer.styleMap == ["1:#000000 1:#040404 1:#080808"])
    buffer = CellBuffer(size: Size(columns: 2, rows: 5))
    ColorBar(nil, direction: .vertical, lowLabel: "1", highLabel: "400").draw(into: &buffer, area: buffer.area)
    #expect(buffer.text == ["4…", "██", "▓▓", "░░", "1 "])
  }
}
