import Charts
import TestSupport
import Testing

@Suite("Course chart")
struct CourseChartTests {
  private func course(
    _ letter: String, _ values: [Double], x: [Double]? = nil, shown: Int? = nil, style: Style = .plain
  ) -> CourseChart.Course {
    var best: ContiguousArray<Double> = []
    for value in values { best.append(min(best.last ?? .infinity, value)) }
    return CourseChart.Course(
      letter: letter, x: ContiguousArray(x ?? values.indices.map { Double($0 + 1) }), values: ContiguousArray(values),
      best: best, shownCount: shown, style: style, dimStyle: Style(.standard, .dim))
  }

  private func draw(_ chart: CourseChart, columns: Int = 30, rows: Int = 12) -> CellBuffer {
    var buffer = CellBuffer(size: Size(columns: columns, rows: rows))
    chart.draw(into: &buffer, area: buffer.area)
    return buffer
  }

  @Test("draws a staircase for each course with its letter at its end")
  func small() {
    let chart = CourseChart(
      courses: [course("A", [1000, 100, 10, 10]), course("B", [1000, 1000, 1000])], xRange: 0...5, yRange: 1...1000)
    let text = draw(chart).text
    #expect(text.contains { $0.contains("A") } && text.contains { $0.contains("B") })
    let rowOfA = text.firstIndex { $0.contains("A") } ?? 0, rowOfB = text.firstIndex { $0.contains("B") } ?? 0
    #expect(rowOfA > rowOfB, "the lower loss stands lower")
  }

  @Test("letters of courses that end in one place stand beside each other")
  func letters() {
    let courses = ["A", "B", "C", "D", "E", "F"].map { course($0, [100, 10]) }
    let text = draw(CourseChart(courses: courses, xRange: 0...2, yRange: 1...100)).text.joined()
    for letter in ["A", "B", "C", "D", "E", "F"] { #expect(text.contains(letter)) }
  }

  @Test("what lies behind the place that is looked at steps back")
  func behind() {
    let strong = Style(.standard, .bold)
    let chart = CourseChart(
      courses: [course("A", [100, 100, 10, 10], shown: 2, style: strong)], xRange: 0...4, yRange: 1...100)
    let buffer = draw(chart)
    let frame = chart.frame(in: buffer.area)
    func style(_ x: Double, _ y: Double) -> Style? {
      guard let column = frame.column(of: x), let row = frame.row(of: y) else { return nil }
      return buffer[column: column, row: row].style
    }
    #expect(style(1.5, 100)?.attributes == .bold)
    #expect(style(3.5, 10)?.attributes == .dim)
  }

  @Test("signs stand at the best so far of their trial")
  func signs() {
    var chart = CourseChart(courses: [course("A", [100, 10, 50])], xRange: 0...3, yRange: 1...100)
    chart.signs = [CourseChart.Sign(course: 0, row: 2, glyph: "@", style: .plain)]
    let buffer = draw(chart)
    let frame = chart.frame(in: buffer.area)
    let column = frame.column(of: 3) ?? 0, row = frame.row(of: 10) ?? 0
    #expect(buffer[column: column, row: row].glyph == Glyph("@"))
    // One that is of nothing is left out.
    chart.signs = [
      CourseChart.Sign(course: 7, row: 0, glyph: "@", style: .plain),
      CourseChart.Sign(course: 0, row: -1, glyph: "@", style: .plain),
      CourseChart.Sign(course: 0, row: 3, glyph: "@", style: .plain),
    ]
    #expect(!draw(chart).text.joined().contains("@"))
  }

  @Test("a cell means the trial of the nearest course")
  func mouse() throws {
    let chart = CourseChart(
      courses: [course("A", [100, 10, 10]), course("B", [100, 100, 100])], xRange: 0...3, yRange: 1...100)
    let area = Area(columns: 40, rows: 14)
    let frame = chart.frame(in: area)
    let column = try #require(frame.column(of: 2.5))
    let (bottom, top) = (try #require(frame.row(of: 10)), try #require(frame.row(of: 100)))
    let low = try #require(chart.trial(column: column, row: bottom, in: area))
    #expect(low.course == 0 && low.row == 1)
    let high = try #require(chart.trial(column: column, row: top, in: area))
    #expect(high.course == 1)
    #expect(chart.trial(column: 0, row: 0, in: area) == nil)
    #expect(CourseChart(courses: [], xRange: 0...1, yRange: 1...2).trial(column: 20, row: 5, in: area) == nil)
  }

  @Test("draws nothing outside, at every size and of whatever numbers")
  func bounds() {
    var random = SplitMix(state: 3)
    let odd: [Double] = [.nan, .infinity, -.infinity, 0, -1, 1e300, 5]
    for columns in 0...30 {
      for rows in [0, 1, 2, 3, 5, 9, 14] {
        let values = (0..<40).map { _ in odd.randomElement(using: &random) ?? 0 }
        var chart = CourseChart(
          courses: [course("A", values), course("B", [])], level: 3, xRange: 0...40, yRange: 0.1...100)
        chart.marker = Marker.allCases.randomElement(using: &random) ?? .ascii
        var buffer = CellBuffer(size: Size(columns: columns + 4, rows: rows + 4))
        let area = Area(column: 2, row: 2, columns: columns, rows: rows)
        chart.draw(into: &buffer, area: area)
        for row in 0..<buffer.size.rows {
          for column in 0..<buffer.size.columns where !area.contains(column: column, row: row) {
            #expect(buffer[column: column, row: row].glyph == .blank, "\(columns)x\(rows) at \(column), \(row)")
          }
        }
      }
    }
  }
}
