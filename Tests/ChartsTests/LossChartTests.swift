import Charts
import TestSupport
import Testing

@Suite("Loss chart")
struct LossChartTests {
  private func text(_ chart: LossChart, columns: Int, rows: Int) -> [String] {
    var buffer = CellBuffer(size: Size(columns: columns, rows: rows))
    chart.draw(into: &buffer, area: buffer.area)
    return buffer.text
  }

  @Test("shows losses, the best so far as a staircase, failures and the selection")
  func small() {
    let chart = LossChart(
      losses: [1000, 100, .infinity, 1, 10], best: [1000, 100, 100, 1, 1], yTitle: "loss", selected: 1)
    #expect(
      text(chart, columns: 24, rows: 11)
        == [
          "  loss                  ",
          "1000┤⠉⠉⠉⠉⢹              ",
          "    │    ⢸              ",
          " 100┤    ◆⠤⠤⠤⠤⠤⠤⠤⠤⠤⡄    ",
          "    │    │         ⡇    ",
          "    │    │         ⡇    ",
          "  10┤    │         ⡇   ⠐",
          "    │    │         ⡇    ",
          "   1┤    │    ×    ⣇⣀⣀⣀⣀",
          "    └┬────────┬────────┬",
          "     0        2        4",
        ])
  }

  @Test("shows, per column of dots, what a naive drawing of every loss shows")
  func binning() {
    var random = SplitMix(state: 8)
    for count in [1, 5, 60, 700, 5000] {
      let losses = ContiguousArray(
        (0..<count).map { _ in
          Int.random(in: 0...9, using: &random) == 0 ? .nan : Double.random(in: 0.001...50, using: &random)
        })
      let chart = LossChart(losses: losses)
      let area = Area(columns: 40, rows: 12)
      let frame = chart.frame(in: area)
      let marker = Marker.braille
      var expected = DotCanvas(size: frame.inner.size)
      var lows: [Int: Int] = [:]
      var highs: [Int: Int] = [:]
      for (index, loss) in losses.enumerated() where loss.isFinite {
        let x = Int(
          (frame.dotX(Double(index), dotColumns: frame.inner.columns * marker.dotsAcross) + 0.5).rounded(.down))
        let y = Int((frame.dotY(loss, dotRows: frame.inner.rows * marker.dotsDown) + 0.5).rounded(.down))
        lows[x] = max(lows[x] ?? y, y)
        highs[x] = min(highs[x] ?? y, y)
      }
      for (x, high) in highs { expected.verticalRun(x: x, from: high, to: lows[x] ?? high, .plain) }
      var buffer = CellBuffer(size: area.size)
      chart.draw(into: &buffer, area: area)
      var reference = CellBuffer(size: area.size)
      expected.draw(into: &reference, area: frame.inner)
      for row in frame.inner.row..<frame.inner.endRow {
        for column in frame.inner.column..<frame.inner.endColumn {
          let glyph = buffer[column: column, row: row].glyph
          #expect((glyph == Glyph("×") ? .blank : glyph) == reference[column: column, row: row].glyph)
        }
      }
    }
  }

  @Test("keeps its axes between round bounds")
  func bounds() {
    let range = LossChart(losses: [0.7, 130, .nan, -1, 0]).frame(in: Area(columns: 40, rows: 12)).y.range
    #expect(abs(range.lowerBound - 0.5) < 1e-9 && abs(range.upperBound - 200) < 1e-6)
    let linear = LossChart(losses: [-3, 17], kind: .linear).frame(in: Area(columns: 40, rows: 12)).y.range
    #expect(linear == -5...20)
  }

  @Test("shows nothing but axes without losses, and survives odd ones")
  func odd() {
    for losses in [[], [.nan], [0], [-1], [.infinity, .infinity], [1e308, -1e308], [.leastNonzeroMagnitude, 1e308]]
      as [ContiguousArray<Double>]
    {
      for kind in [AxisScale.Kind.linear, .logarithmic] {
        let chart = LossChart(losses: losses, best: losses, kind: kind, selected: 0)
        #expect(text(chart, columns: 30, rows: 10).count == 10)
      }
    }
    #expect(LossChart(losses: []).index(atColumn: 3, in: Area(columns: 30, rows: 10)) == nil)
  }

  @Test("places candidates by step and finds the one under the mouse")
  func steps() {
    let area = Area(columns: 40, rows: 10)
    let chart = LossChart(losses: [4, 3, 2, 1], positions: [1, 1, 2, 9])
    let frame = chart.frame(in: area)
    for (index, step) in [(2, 2.0), (3, 9.0)] {
      #expect(frame.column(of: step).flatMap { chart.index(atColumn: $0, in: area) } == index)
    }
    let byPlace = LossChart(losses: [4, 3, 2, 1])
    for index in 0..<4 {
      let column = byPlace.frame(in: area).column(of: Double(index))
      #expect(column.flatMap { byPlace.index(atColumn: $0, in: area) } == index)
    }
    #expect(byPlace.index(atColumn: -900, in: area) == 0 && byPlace.index(atColumn: 900, in: area) == 3)
  }

  @Test("asks for the style of a candidate by its index")
  func styles() {
    var buffer = CellBuffer(size: Size(columns: 3, rows: 2))
    LossChart(losses: [1, 1, 1, 1, 1, 1], yRange: 0.5...2).draw(into: &buffer, area: buffer.area) { index in
      index >= 4 ? Style(.indexed(2)) : nil
    }
    #expect(buffer.styleMap.contains("2:- 1:2"))
  }
}
