import Charts
import TestSupport
import Testing

@Suite("Heat maps")
struct HeatMapTests {
  private let grey = Gradient((0, 0, 0), (120, 120, 120))

  private func frame(_ columns: Int, _ rows: Int) -> PlotFrame {
    PlotFrame(area: Area(columns: columns, rows: rows), x: .linear(-10...10), y: .linear(-10...10))
  }

  private func bowl(_ frame: PlotFrame, ink: HeatMap.Ink, marker: Marker = .braille) -> HeatMap {
    HeatMap(frame: frame, values: HeatMap.values(in: frame) { 1 + $0 * $0 + $1 * $1 }, ink: ink, marker: marker)
  }

  @Test("shade every cell by the value in its middle, the lowest first in the gradient")
  func shades() {
    let frame = frame(40, 20)
    let map = bowl(frame, ink: .colors(grey))
    var buffer = CellBuffer(size: Size(columns: 40, rows: 20))
    map.draw(into: &buffer)
    for row in frame.inner.row..<frame.inner.endRow {
      for column in frame.inner.column..<frame.inner.endColumn {
        let x = frame.xValue(atColumn: column), y = frame.yValue(atRow: row)
        let shade = map.levels.shade(of: 1 + x * x + y * y)
        #expect(map.shade(column: column, row: row) == shade)
        let share = Double(shade ?? -1) / Double(map.levels.count - 1)
        #expect(buffer[column: column, row: row].style.background == grey.color(at: share))
      }
    }
    #expect(Set(buffer.cells.map(\.style.background)).count <= ShadeLevels.mostShades + 1)
    #expect(map.shade(column: 0, row: 0) == nil)
  }

  @Test("need no colours: characters of growing weight, none of which is a mark or a line")
  func characters() throws {
    let frame = frame(60, 30)
    let style = Style(.standard, on: .standard, .dim)
    var buffer = CellBuffer(size: Size(columns: 60, rows: 30))
    bowl(frame, ink: .characters(style), marker: .ascii).draw(into: &buffer)
    let middle = (frame.inner.column + frame.inner.endColumn) / 2, line = (frame.inner.row + frame.inner.endRow) / 2
    let weights = (middle..<frame.inner.endColumn).map { column in
      HeatMap.characters.firstIndex { Glyph($0) == buffer[column: column, row: line].glyph } ?? -1
    }
    #expect(weights.first == 0 && zip(weights, weights.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(Set(weights).count >= 5)
    #expect(buffer[column: middle, row: line].style == style)
    #expect(Set(HeatMap.characters).isDisjoint(with: Set("ox*#>=X!|-\\/~".unicodeScalars)))
  }

  @Test("draw a line at every level, readable on its shade", arguments: [Marker.braille, .blocks])
  func contours(marker: Marker) {
    let frame = frame(60, 30)
    let map = bowl(frame, ink: .colors(grey), marker: marker)
    var buffer = CellBuffer(size: Size(columns: 60, rows: 30))
    let contours = map.draw(into: &buffer)
    #expect(contours.map(\.label) == map.levels.levels.compactMap(\.label) && contours.count > 3)
    for contour in contours.dropFirst() {
      #expect(!contour.cells.isEmpty, "\(contour.label)")
      for (column, row) in contour.cells {
        // A line runs within a cell of where its level is.
        let cells = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)].map { (column + $0.0, row + $0.1) }
        let near = cells.compactMap { map.shade(column: $0.0, row: $0.1) }
        let shade = map.levels.levels.firstIndex { $0.label == contour.label } ?? -9
        #expect((near.min() ?? 99) <= shade && (near.max() ?? -99) >= shade, "\(contour.label)")
        let cell = buffer[column: column, row: row]
        #expect(cell.glyph != .blank && cell.style.foreground != cell.style.background)
      }
    }
  }

  @Test("leave blank what has no value")
  func holes() {
    let frame = frame(40, 20)
    let values = HeatMap.values(in: frame) { x, y in x < 0 ? .nan : y < 0 ? .infinity : 1 + x * y }
    for ink in [HeatMap.Ink.colors(grey), .characters(.plain)] {
      var buffer = CellBuffer(size: Size(columns: 40, rows: 20))
      HeatMap(frame: frame, values: values, ink: ink).draw(into: &buffer)
      for row in frame.inner.row..<frame.inner.endRow {
        for column in frame.inner.column..<frame.inner.endColumn
        where !values[(row - frame.inner.row) * frame.inner.columns + column - frame.inner.column].isFinite {
          #expect(buffer[column: column, row: row] == Cell())
        }
      }
    }
    var buffer = CellBuffer(size: Size(columns: 40, rows: 20))
    for values in [[], [.nan], ContiguousArray(repeating: Double.infinity, count: 800)] as [ContiguousArray<Double>] {
      HeatMap(frame: frame, values: values, ink: .colors(grey)).draw(into: &buffer)
    }
    #expect(buffer == CellBuffer(size: Size(columns: 40, rows: 20)))
  }

  @Test("of one value have one shade and no line")
  func flat() {
    let frame = frame(30, 12)
    var buffer = CellBuffer(size: Size(columns: 30, rows: 12))
    let map = HeatMap(frame: frame, values: HeatMap.values(in: frame) { _, _ in 5 }, ink: .colors(grey))
    #expect(map.draw(into: &buffer).isEmpty)
    let inside = buffer.cells.filter { $0 != Cell() }
    #expect(Set(inside).count == 1 && inside.count == frame.inner.columns * frame.inner.rows)
  }

  @Test("asked at fewer places, agree with all of a plane and at every place that was asked")
  func stride() {
    for (columns, rows) in [(40, 20), (13, 9), (3, 2), (1, 1)] {
      let frame = frame(columns, rows)
      for stride in 1...5 {
        var asked = 0
        let values = HeatMap.values(in: frame, stride: stride) { x, y in
          asked += 1
          return 3 * x - 2 * y + 1
        }
        let all = HeatMap.values(in: frame) { x, y in 3 * x - 2 * y + 1 }
        #expect(values.count == all.count && zip(values, all).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(stride == 1 || asked <= (frame.inner.columns / stride + 2) * (frame.inner.rows / stride + 2))
      }
    }
  }

  @Test("know where they are lowest")
  func lowest() throws {
    let frame = frame(41, 21)
    let values = HeatMap.values(in: frame) { x, y in (x - 3) * (x - 3) + (y + 4) * (y + 4) }
    let lowest = try #require(HeatMap(frame: frame, values: values, ink: .colors(grey)).lowest)
    #expect(abs(frame.xValue(atColumn: lowest.column) - 3) < 0.6 && abs(frame.yValue(atRow: lowest.row) + 4) < 1.1)
    #expect(HeatMap(frame: frame, values: [.nan], ink: .colors(grey)).lowest == nil)
  }

  @Test("touch nothing outside the axes, at any size", arguments: Marker.allCases)
  func bounds(marker: Marker) {
    for columns in 0...14 {
      for rows in 0...10 {
        for ink in [HeatMap.Ink.colors(grey), .characters(.plain)] {
          let frame = PlotFrame(
            area: Area(column: 3, row: 2, columns: columns, rows: rows), x: .linear(-1e12...1e12),
            y: .linear(-1e-9...1e-9))
          let before = CellBuffer(size: Size(columns: 20, rows: 14), filledWith: Cell(Glyph("~")))
          var buffer = before
          bowl(frame, ink: ink, marker: marker).draw(into: &buffer)
          for row in 0..<14 {
            for column in 0..<20 where !frame.inner.contains(column: column, row: row) {
              #expect(buffer[column: column, row: row] == before[column: column, row: row])
            }
          }
        }
      }
    }
  }
}
