import Charts
import TestSupport
import Testing

@Suite("Marks over a map")
struct PlotMarksTests {
  private let frame = PlotFrame(area: Area(columns: 40, rows: 16), x: .linear(0...10), y: .linear(0...10))
  private func blank() -> CellBuffer { CellBuffer(size: Size(columns: 40, rows: 16)) }

  @Test("stand where the axes put their points, and at the edge as arrows where they lie outside")
  func places() throws {
    for (x, y, side) in [
      (5.0, 5.0, PlotFrame.Place.Side.inside), (0, 0, .inside), (10, 10, .inside), (-1, 5, .left), (11, 5, .right),
      (5, 11, .above), (5, -1, .below), (-5, 20, .above), (1e300, 5, .right), (.infinity, 5, .right),
      (5, -.infinity, .below),
    ] {
      let place = try #require(frame.place(x: x, y: y))
      #expect(place.side == side && frame.inner.contains(column: place.column, row: place.row), "\(x) \(y)")
      if side == .inside { #expect(place.column == frame.column(of: x) && place.row == frame.row(of: y)) }
      var buffer = blank(), marks = PlotMarks(frame: frame)
      marks.mark("o", at: place, style: .plain, into: &buffer)
      let glyph = buffer[column: place.column, row: place.row].glyph
      #expect(side == .inside ? glyph == Glyph("o") : glyph == frame.arrow(towards: side).map { Glyph($0) })
    }
    #expect(frame.place(x: .nan, y: 1) == nil && frame.place(x: 1, y: .nan) == nil)
    let none = PlotFrame(area: Area(columns: 0, rows: 0), x: .linear(0...1), y: .linear(0...1))
    #expect(none.place(x: 0, y: 0) == nil)
  }

  @Test("keep the shade of their cell and are told from it")
  func shades() throws {
    var buffer = blank(), marks = PlotMarks(frame: frame)
    let ground = Color.direct(90, 90, 220), own = Style(.direct(95, 95, 215), on: .standard, .bold)
    buffer.fill(buffer.area, with: Cell(.blank, Style(.standard, on: ground)))
    let place = try #require(frame.place(x: 3, y: 3))
    marks.mark("o", at: place, style: own, into: &buffer)
    marks.label("here", beside: place, style: own, into: &buffer)
    for column in place.column..<place.column + 5 {
      let style = buffer[column: column, row: place.row].style
      #expect(style.background == ground && style.foreground != own.foreground && style.attributes == .bold)
    }
  }

  @Test("have labels that cover no mark and no other label, and stay inside")
  func labels() throws {
    var random = SplitMix(state: 5)
    for _ in 0..<60 {
      var buffer = blank(), marks = PlotMarks(frame: frame)
      let points = (0..<12).map { _ in
        (x: Double.random(in: -1...11, using: &random), y: Double.random(in: -1...11, using: &random))
      }
      let places = points.compactMap { frame.place(x: $0.x, y: $0.y) }
      for place in places { marks.mark("o", at: place, style: .plain, into: &buffer) }
      let marked = Set(places.map { [$0.column, $0.row] })
      var taken: [Area] = []
      for (index, place) in places.enumerated() {
        let before = buffer
        guard let area = marks.label("n\(index)", beside: place, style: .plain, into: &buffer) else {
          #expect(buffer == before)
          continue
        }
        #expect(area.intersection(frame.inner) == area)
        #expect(!(area.column..<area.endColumn).contains { marked.contains([$0, area.row]) })
        for other in taken { #expect(other.intersection(area).isEmpty) }
        taken.append(area)
        #expect(buffer.text[area.row].contains("n\(index)"))
      }
      #expect(!taken.isEmpty)
    }
  }

  @Test("are given up where there is no room")
  func noRoom() throws {
    var buffer = blank(), marks = PlotMarks(frame: frame)
    let place = try #require(frame.place(x: 5, y: 5))
    let wide = String(repeating: "w", count: 60)
    #expect(marks.label(wide, beside: place, style: .plain, into: &buffer) == nil)
    #expect(marks.label("", beside: place, style: .plain, into: &buffer) == nil)
    #expect(
      marks.label("w", onOneOf: [(column: 0, row: 0), (column: -5, row: 9)], style: .plain, into: &buffer) == nil)
    #expect(buffer == blank())
    #expect(marks.label("日本", beside: place, style: .plain, into: &buffer)?.columns == 4)
  }

  @Test("of many give way to an important label, others never do")
  func covering() throws {
    var crowded = blank(), marks = PlotMarks(frame: frame)
    let middle = try #require(frame.place(x: 5, y: 5))
    for column in frame.inner.column..<frame.inner.endColumn {
      for row in frame.inner.row..<frame.inner.endRow {
        let place = try #require(frame.place(x: frame.xValue(atColumn: column), y: frame.yValue(atRow: row)))
        marks.mark(".", at: place, style: .plain, isOneOfMany: column < middle.column, into: &crowded)
      }
    }
    #expect(marks.label("name", beside: middle, style: .plain, into: &crowded) == nil)
    let area = try #require(marks.label("name", beside: middle, style: .plain, coversMany: true, into: &crowded))
    #expect(area.endColumn == middle.column)
    #expect(marks.label("next", beside: middle, style: .plain, coversMany: true, into: &crowded) != area)
  }

  @Test("are joined by lines of dots, or of characters that lean as they do", arguments: Marker.allCases)
  func paths(marker: Marker) {
    var buffer = blank(), path = PlotPath(frame: frame, marker: marker)
    path.segment(from: (0, 0), to: (10, 10), style: Style(.indexed(200)))
    path.segment(from: (.nan, 0), to: (10, 10), style: .plain)
    path.segment(from: (-1e300, 5), to: (1e300, 5), style: .plain)
    path.draw(into: &buffer)
    var drawn = 0
    for row in 0..<16 {
      for column in 0..<40 where buffer[column: column, row: row] != Cell() {
        #expect(frame.inner.contains(column: column, row: row))
        drawn += 1
      }
    }
    #expect(drawn >= frame.inner.rows)
    if marker == .ascii {
      let glyphs = Set(buffer.cells.map(\.glyph)).subtracting([.blank])
      #expect(glyphs == [Glyph("/"), Glyph("-")])
    }
  }
}
