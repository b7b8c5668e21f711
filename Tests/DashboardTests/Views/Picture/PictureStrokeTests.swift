import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

/// That lines can be told apart without their colours.
@Suite struct PictureStrokeTests {
  private func frame(columns: Int = 60, rows: Int = 20) -> PlotFrame {
    PlotFrame(area: Area(columns: columns, rows: rows), x: .linear(-1...1), y: .linear(-10...35))
  }

  private func drawn(
    _ stroke: PictureStroke, _ first: (Double, Double) = (-1, 0), _ second: (Double, Double) = (1, 25),
    marker: Marker = .braille, frame: PlotFrame? = nil
  ) -> CellBuffer {
    var plot = DotPlot(frame: frame ?? self.frame(), marker: marker)
    stroke.draw(
      through: Picture.Point(x: first.0, y: first.1), Picture.Point(x: second.0, y: second.1), style: .plain,
      look: Look(theme: .standard, marker: marker), into: &plot)
    var buffer = CellBuffer(size: Size(columns: plot.frame.area.columns, rows: plot.frame.area.rows))
    plot.draw(into: &buffer)
    return buffer
  }

  /// Dots of braille inside the axes.
  private func dots(_ buffer: CellBuffer) -> Int {
    buffer.cells.reduce(0) { sum, cell in
      let value = cell.glyph.scalars.first?.value ?? 0
      return sum + ((0x2800...0x28FF).contains(value) ? (value - 0x2800).nonzeroBitCount : 0)
    }
  }

  @Test func aThickLineHasItsRowsOfDots() {
    let one = dots(drawn(.solid)), three = dots(drawn(.thick(3)))
    #expect(one > 80)
    #expect(Double(three) > 2.8 * Double(one) && Double(three) < 3.2 * Double(one))
    // A steep one grows to its sides.
    let steep = dots(drawn(.solid, (0, -10), (0.05, 35))), wide = dots(drawn(.thick(3), (0, -10), (0.05, 35)))
    #expect(Double(wide) > 2.8 * Double(steep))
  }

  @Test func brokenLinesHaveFewerDotsEachInItsMeasure() {
    let solid = dots(drawn(.solid)), dashed = dots(drawn(.dashed(rows: 1))), dotted = dots(drawn(.dotted))
    #expect(dashed < solid * 3 / 4 && dashed > solid / 3)
    #expect(dotted < solid / 2 && dotted > solid / 12)
  }

  @Test func aSteepLineIsBrokenAsOftenForItsLengthAsAFlatOne() {
    for stroke in [PictureStroke.dashed(rows: 1), .dotted] {
      let share =
        Double(dots(drawn(stroke, (-0.02, -10), (0.02, 35)))) / Double(dots(drawn(.solid, (-0.02, -10), (0.02, 35))))
      #expect(share > 0.1 && share < 0.8)
    }
  }

  @Test func everyMarkerTellsThemApart() {
    for marker in Marker.allCases {
      let strokes: [PictureStroke] = [
        .solid, .thick(2), .dashed(rows: 1), .dotted, .people(rows: 1, isBroken: false),
        .people(rows: 1, isBroken: true),
      ]
      let drawings = strokes.map { drawn($0, marker: marker).text }
      for first in drawings.indices {
        for second in drawings.indices where first < second {
          #expect(drawings[first] != drawings[second], "\(marker): \(strokes[first]), \(strokes[second])")
        }
      }
    }
  }

  @Test func peopleHaveTheirSignOnTheLine() {
    let buffer = drawn(.people(rows: 1, isBroken: true))
    let signs = buffer.cells.count { $0.glyph == Glyph("▸") }
    #expect((2...8).contains(signs))
    #expect(drawn(.people(rows: 1, isBroken: false), marker: .ascii).cells.contains { $0.glyph == Glyph(">") })
  }

  @Test func whatIsOutsideOrNoLineDrawsNothing() {
    let lines: [((Double, Double), (Double, Double))] = [
      ((-1, 90), (1, 99)), ((0.5, 3), (0.5, 3)), ((.nan, 0), (1, 1)), ((0, 0), (.infinity, 1)), ((5, 0), (5, 1)),
      ((-1, -1e300), (1, 1e300)),
    ]
    for stroke in [PictureStroke.solid, .thick(3), .dashed(rows: 1), .dotted, .people(rows: 2, isBroken: true)] {
      for (first, second) in lines.dropLast() { #expect(dots(drawn(stroke, first, second)) == 0) }
      // So steep that it is a stroke upwards, or nothing.
      _ = drawn(stroke, lines[5].0, lines[5].1)
    }
  }

  @Test func everySizeIsDrawn() {
    for columns in 0...12 {
      for rows in 0...8 {
        for stroke in [PictureStroke.thick(3), .dashed(rows: 1), .dotted, .people(rows: 2, isBroken: true)] {
          _ = drawn(stroke, frame: frame(columns: columns, rows: rows))
        }
      }
    }
  }

  @Test func aVisibleLineIsMeasuredInColumns() {
    let frame = PlotFrame(area: Area(columns: 3, rows: 2), x: .linear(0...1), y: .linear(0...1))
    let inner = frame.inner
    let across = VisibleLine(through: Picture.Point(x: 0.2, y: 0.5), Picture.Point(x: 0.4, y: 0.5), in: frame)
    #expect(across.map { abs($0.columns - Double(inner.columns)) < 1e-9 } == true)
    let up = VisibleLine(through: Picture.Point(x: 0.5, y: 0), Picture.Point(x: 0.5, y: 0.1), in: frame)
    #expect(up.map { abs($0.columns - 2 * Double(inner.rows)) < 1e-9 } == true)
    #expect(up?.point(atColumns: 0).y == 0 && up.map { abs($0.point(atColumns: $0.columns).y - 1) < 1e-9 } == true)
    #expect(VisibleLine(through: Picture.Point(x: 2, y: 0), Picture.Point(x: 2, y: 1), in: frame) == nil)
  }
}
