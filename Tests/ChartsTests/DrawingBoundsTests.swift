import Charts
import TestSupport
import Testing

/// Everything in the room that draws into an area, with data that reaches beyond it.
private let drawings: [(name: String, draw: @Sendable (inout CellBuffer, Area) -> Void)] = [
  ("panel", { Panel("A title 日本", detail: "12/300", isFocused: true).draw(into: &$0, area: $1) }),
  ("ascii panel", { Panel("A title", detail: "state", lines: .ascii).draw(into: &$0, area: $1) }),
  (
    "paragraph",
    { Paragraph("Some words 日本語 and anextremelylongword\nand more", anchor: .end).draw(into: &$0, area: $1) }
  ),
  ("horizontal colour bar", { ColorBar(.plasma, lowLabel: "1", highLabel: "40").draw(into: &$0, area: $1) }),
  (
    "vertical colour bar",
    { ColorBar(nil, direction: .vertical, lowLabel: "one", highLabel: "日本").draw(into: &$0, area: $1) }
  ),
  (
    "table",
    { buffer, area in
      let columns = [
        TableColumn("id", width: 4, alignment: .right, priority: 2), TableColumn("日本語", width: 8, weight: 1),
        TableColumn("loss", width: 6, alignment: .center, priority: 1),
      ]
      Table(columns: columns, rowCount: 100, selectedRow: 3, firstVisibleRow: 2).draw(into: &buffer, area: area) {
        [TableCell("\($0)"), TableCell("日本語日本語", style: Style(on: .indexed(3))), TableCell("0.12345678")]
      }
    }
  ),
  (
    "dot canvas",
    { buffer, area in
      var canvas = DotCanvas(size: Size(columns: 40, rows: 20))
      for x in stride(from: -10.0, through: 90, by: 3) { canvas.line(x, -20, 80 - x, 99, .plain) }
      canvas.draw(into: &buffer, area: area)
    }
  ),
  (
    "plot",
    { buffer, area in
      let frame = PlotFrame(
        area: area, x: .linear(-1...1), y: .logarithmic(0.01...100), xTitle: "x axis", yTitle: "y axis")
      var plot = DotPlot(frame: frame)
      plot.points([(x: -3, y: 1), (x: 0, y: 1e9), (x: 0.5, y: 2), (x: .nan, y: 1)], style: .plain, showsOutside: true)
      plot.line(through: (x: -1, y: 0.01), (x: 1, y: 100), style: .plain)
      plot.segment(from: (x: -9, y: 1), to: (x: 9, y: 1), style: .plain)
      for x in stride(from: -1.0, through: 1, by: 0.25) { plot.marker(x: x, y: 1, glyph: "★", style: .plain) }
      plot.marker(x: 1, y: 1, glyph: "日", style: .plain)
      plot.draw(into: &buffer)
    }
  ),
  (
    "loss chart",
    { buffer, area in
      let losses = ContiguousArray((0..<50).map { $0 % 9 == 4 ? Double.nan : 100 / Double($0 + 1) })
      LossChart(losses: losses, best: losses, xTitle: "candidate", yTitle: "loss", selected: 7)
        .draw(into: &buffer, area: area)
    }
  ),
  (
    "loss chart of steps, linear",
    { buffer, area in
      let losses = ContiguousArray((0..<50).map { Double($0 % 9) - 4 })
      LossChart(
        losses: losses, best: losses, positions: ContiguousArray((0..<50).map { Int32($0 / 3) }), kind: .linear,
        yRange: -1...1, selected: 49, marker: .blocks, lines: .ascii
      ).draw(into: &buffer, area: area)
    }
  ),
]

@Suite("Drawings")
struct DrawingBoundsTests {
  private func expectInside(_ area: Area, of size: Size) {
    let before = CellBuffer(size: size, filledWith: Cell(Glyph("~"), Style(.indexed(200))))
    for drawing in drawings {
      var buffer = before
      drawing.draw(&buffer, area)
      for row in 0..<size.rows {
        for column in 0..<size.columns where !area.contains(column: column, row: row) {
          if buffer[column: column, row: row] != before[column: column, row: row] {
            Issue.record(
              "\(drawing.name) in \(area) changed column \(column), row \(row):\n\(buffer.text.joined(separator: "\n"))"
            )
            return
          }
        }
      }
    }
  }

  @Test(
    "touch nothing outside tiny areas",
    arguments: [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (1, 9), (9, 1), (2, 9), (9, 2), (3, 3), (4, 4), (12, 8)])
  func tiny(columns: Int, rows: Int) {
    expectInside(Area(column: 5, row: 4, columns: columns, rows: rows), of: Size(columns: 24, rows: 16))
    expectInside(Area(column: 0, row: 0, columns: columns, rows: rows), of: Size(columns: columns, rows: rows))
  }

  @Test("touch nothing outside areas that lie partly or wholly beyond the buffer")
  func partlyOutside() {
    var random = SplitMix(state: 2026)
    for _ in 0..<150 {
      let size = Size(columns: .random(in: 0...40, using: &random), rows: .random(in: 0...20, using: &random))
      let area = Area(
        column: .random(in: -20...40, using: &random), row: .random(in: -10...20, using: &random),
        columns: .random(in: 0...50, using: &random), rows: .random(in: 0...25, using: &random))
      expectInside(area, of: size)
    }
  }
}
