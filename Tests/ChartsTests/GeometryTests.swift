import Charts
import TestSupport
import Testing

@Suite("Areas")
struct GeometryTests {
  @Test("never have a negative size, however they are cut")
  func cuts() {
    var random = SplitMix(state: 1)
    for _ in 0..<2000 {
      let area = Area(
        column: .random(in: -5...5, using: &random), row: .random(in: -5...5, using: &random),
        columns: .random(in: -3...20, using: &random), rows: .random(in: -3...20, using: &random))
      let amount = Int.random(in: -5...30, using: &random)
      let top = area.splitTop(amount)
      #expect(top.top.rows + top.rest.rows == area.rows && top.top.endRow == top.rest.row)
      let bottom = area.splitBottom(amount)
      #expect(bottom.rest.rows + bottom.bottom.rows == area.rows && bottom.rest.endRow == bottom.bottom.row)
      let left = area.splitLeft(amount)
      #expect(left.left.columns + left.rest.columns == area.columns && left.left.endColumn == left.rest.column)
      let right = area.splitRight(amount)
      #expect(right.rest.columns + right.right.columns == area.columns && right.rest.endColumn == right.right.column)
      let inset = area.inset(columns: amount, rows: amount)
      #expect(inset.columns >= 0 && inset.rows >= 0)
    }
  }

  @Test("meet in what both hold")
  func intersections() {
    let area = Area(column: 2, row: 2, columns: 4, rows: 4)
    let other = Area(column: 4, row: 0, columns: 9, rows: 3)
    #expect(area.intersection(other) == Area(column: 4, row: 2, columns: 2, rows: 1))
    #expect(area.intersection(Area(column: 9, row: 9, columns: 1, rows: 1)).isEmpty)
  }
}
