import Testing

@testable import Dashboard

@Suite struct TimelineScaleTests {
  @Test(arguments: [(2, 0), (2, 1), (3, 7), (40, 39), (40, 40), (118, 232), (118, 100_003), (200, 12)])
  func columnsAndPlacesAgree(_ columns: Int, _ count: Int) {
    let scale = TimelineScale(columns: columns, count: count)
    #expect(scale.column(of: 0) == 0)
    if count > 0 { #expect(scale.column(of: count) == columns - 1) }
    guard count > 0 else { return }
    // The ranges of the columns follow one another over all places, and each begins and ends with places of its column.
    var next = 0
    for column in 0..<columns {
      let places = scale.places(of: column)
      #expect(places.lowerBound == next, "column \(column)")
      next = places.upperBound
      #expect([places.first, places.last].allSatisfy { $0.map(scale.column(of:)) ?? column == column })
      if count >= columns {
        #expect(scale.column(of: scale.place(of: column)) == column)
        #expect(places.contains(scale.place(of: column)))
      }
    }
    #expect(next == count + 1)
  }

  @Test func aLineOfOneColumnIsNoScale() {
    let scale = TimelineScale(columns: 1, count: 9)
    #expect(scale.column(of: 5) == 0 && scale.place(of: 0) == 0 && scale.places(of: 0) == 0..<10)
  }

  @Test(arguments: [(0, 10, 1), (10, 10, 1), (11, 10, 2), (21, 10, 5), (51, 10, 10), (101, 10, 20), (12_500, 29, 500)])
  func ticksStandApart(_ steps: Int, _ ticks: Int, _ interval: Int) {
    #expect(TimelineBase.interval(steps: steps, ticks: ticks) == interval)
  }
}
