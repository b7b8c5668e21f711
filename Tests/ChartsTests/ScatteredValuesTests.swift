import Charts
import TestSupport
import Testing

@Suite("Scattered values")
struct ScatteredValuesTests {
  private let frame = PlotFrame(area: Area(columns: 60, rows: 24), x: .linear(-10...10), y: .linear(-5...5))

  private func value(_ values: ContiguousArray<Double>, atX x: Double, y: Double) throws -> Double {
    let column = try #require(frame.column(of: x)), row = try #require(frame.row(of: y))
    return values[(row - frame.inner.row) * frame.inner.columns + column - frame.inner.column]
  }

  @Test("are met at their points and lie between them elsewhere")
  func interpolation() throws {
    let column = frame.inner.column + 10, row = frame.inner.row + 5
    let x = frame.xValue(atColumn: column), y = frame.yValue(atRow: row)
    let values = ScatteredValues([(x: x, y: y, value: 3), (x: -x, y: -y, value: 900)]).interpolated(in: frame)
    #expect(values.count == frame.inner.columns * frame.inner.rows)
    #expect(abs(try value(values, atX: x, y: y) - 3) < 1e-6)
    #expect(values.allSatisfy { $0 >= 3 - 1e-9 && $0 <= 900 + 1e-6 })
    let quarter = try value(values, atX: x / 2, y: y / 2), half = try value(values, atX: 0, y: 0)
    #expect(quarter < half && half < 450)
  }

  @Test("leave out what is not finite, and give nothing where nothing is known")
  func holes() {
    for points in [[], [(x: 1, y: 2, value: .infinity)], [(x: .nan, y: 2, value: 3)]]
      as [[(x: Double, y: Double, value: Double)]]
    {
      #expect(ScatteredValues(points).interpolated(in: frame).allSatisfy { $0.isNaN })
    }
    let one = ScatteredValues([(x: 0, y: 0, value: -7), (x: 1, y: 1, value: .nan)]).interpolated(in: frame)
    #expect(one.allSatisfy { abs($0 + 7) < 1e-9 })
    let huge = ScatteredValues([(x: 0, y: 0, value: -1e308), (x: 1, y: 1, value: 1e308)]).interpolated(in: frame)
    #expect(huge.allSatisfy { $0.isFinite })
  }

  @Test("are asked more coarsely where there are many, and stay within their range")
  func many() {
    var random = SplitMix(state: 9)
    let points = (0..<200).map { _ in
      (
        x: Double.random(in: -10...10, using: &random), y: Double.random(in: -5...5, using: &random),
        value: Double.random(in: 1...1e6, using: &random)
      )
    }
    let large = PlotFrame(area: Area(columns: 300, rows: 100), x: .linear(-10...10), y: .linear(-5...5))
    let values = ScatteredValues(points).interpolated(in: large)
    #expect(values.count == large.inner.columns * large.inner.rows)
    #expect(values.allSatisfy { $0 >= 1 && $0 <= 1e6 })
  }
}
