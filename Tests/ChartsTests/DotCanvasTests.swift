import Charts
import TestSupport
import Testing

@Suite("Dot canvas")
struct DotCanvasTests {
  @Test("shows each dot of a cell by its own character", arguments: Marker.allCases)
  func dots(marker: Marker) {
    let expected: [Marker: [String]] = [
      .braille: ["⠁", "⠈", "⠂", "⠐", "⠄", "⠠", "⡀", "⢀"], .blocks: ["▘", "▝", "▖", "▗"], .ascii: ["'", "."],
    ]
    var shown: [String] = []
    for y in 0..<marker.dotsDown {
      for x in 0..<marker.dotsAcross {
        var canvas = DotCanvas(size: Size(columns: 2, rows: 2), marker: marker)
        canvas.setDot(marker.dotsAcross + x, marker.dotsDown + y, .plain)
        #expect(canvas.isSet(marker.dotsAcross + x, marker.dotsDown + y))
        var buffer = CellBuffer(size: Size(columns: 2, rows: 2))
        canvas.draw(into: &buffer, area: buffer.area)
        #expect(buffer.text[0] == "  " && buffer.text[1].first == " ")
        shown.append(String(buffer.text[1].dropFirst()))
      }
    }
    #expect(shown == expected[marker])
  }

  @Test("shows all dots of a cell together")
  func full() {
    for (marker, glyph) in [(Marker.braille, "⣿"), (.blocks, "█"), (.ascii, ":")] {
      var canvas = DotCanvas(size: Size(columns: 1, rows: 1), marker: marker)
      for x in -3..<9 {
        for y in -3..<9 { canvas.setDot(x, y, .plain) }
      }
      var buffer = CellBuffer(size: Size(columns: 1, rows: 1))
      canvas.draw(into: &buffer, area: buffer.area)
      #expect(buffer.text == [glyph])
    }
  }

  @Test("gives a cell the last style over others, and keeps the first under them")
  func layers() {
    let red = Style(.indexed(1))
    let blue = Style(.indexed(4))
    for (layer, expected) in [(DotCanvas.Layer.over, blue), (.under, red)] {
      var canvas = DotCanvas(size: Size(columns: 1, rows: 1))
      canvas.setDot(0, 0, red)
      canvas.setDot(1, 1, blue, layer)
      var buffer = CellBuffer(size: Size(columns: 1, rows: 1))
      canvas.draw(into: &buffer, area: buffer.area)
      #expect(buffer[column: 0, row: 0] == Cell(Glyph("⠑"), expected))
    }
  }

  @Test("leaves cells without dots alone and keeps the background of the others")
  func background() {
    var buffer = CellBuffer(size: Size(columns: 2, rows: 1), filledWith: Cell(Glyph("x"), Style(on: .indexed(7))))
    var canvas = DotCanvas(size: Size(columns: 2, rows: 1))
    canvas.setDot(2, 0, Style(.indexed(3)))
    canvas.draw(into: &buffer, area: buffer.area)
    #expect(buffer.text == ["x⠁"])
    #expect(buffer[column: 1, row: 0].style == Style(.indexed(3), on: .indexed(7)))
  }

  /// The definition of a line: every whole number along its longer axis, no clipping, every dot asked for.
  private func naiveLine(
    _ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, columns: Int, rows: Int
  ) -> Set<[Int]> {
    let isSteep = abs(y1 - y0) > abs(x1 - x0)
    var (a0, c0, a1, c1) = isSteep ? (y0, x0, y1, x1) : (x0, y0, x1, y1)
    if a0 > a1 || (a0 == a1 && c0 > c1) { (a0, c0, a1, c1) = (a1, c1, a0, c0) }
    let slope = a1 > a0 ? (c1 - c0) / (a1 - a0) : 0
    var dots: Set<[Int]> = []
    for along in 0..<(isSteep ? rows : columns)
    where Double(along) >= (a0 + 0.5).rounded(.down) && Double(along) <= (a1 + 0.5).rounded(.down) {
      let across = (c0 + slope * (Double(along) - a0) + 0.5).rounded(.down)
      guard across >= 0, across < Double(isSteep ? columns : rows) else { continue }
      dots.insert(isSteep ? [Int(across), along] : [along, Int(across)])
    }
    return dots
  }

  @Test("draws the same lines as a naive walk, in both directions")
  func lines() {
    var random = SplitMix(state: 99)
    for round in 0..<3000 {
      let size = Size(columns: .random(in: 1...12, using: &random), rows: .random(in: 1...6, using: &random))
      let isWhole = round % 3 == 0
      let reach = round % 2 == 0 ? 30.0 : 400.0
      let numbers = (0..<4).map { _ in
        let number = Double.random(in: -reach...reach, using: &random)
        return isWhole ? number.rounded() : number
      }
      var canvas = DotCanvas(size: size)
      canvas.line(numbers[0], numbers[1], numbers[2], numbers[3], .plain)
      var back = DotCanvas(size: size)
      back.line(numbers[2], numbers[3], numbers[0], numbers[1], .plain)
      let expected = naiveLine(
        numbers[0], numbers[1], numbers[2], numbers[3], columns: canvas.dotColumns, rows: canvas.dotRows)
      var dots: Set<[Int]> = []
      for x in 0..<canvas.dotColumns {
        for y in 0..<canvas.dotRows where canvas.isSet(x, y) { dots.insert([x, y]) }
      }
      #expect(dots == expected, "\(numbers) in \(size)")
      #expect(back == canvas)
    }
  }

  @Test("draws the visible part of lines whose ends are far away")
  func farLines() {
    var canvas = DotCanvas(size: Size(columns: 4, rows: 2))
    canvas.line(-1e300, 3, 1e300, 3, .plain)
    #expect((0..<8).allSatisfy { canvas.isSet($0, 3) })
    var diagonal = DotCanvas(size: Size(columns: 4, rows: 2))
    diagonal.line(-1e12, -1e12, 1e12, 1e12, .plain)
    #expect((0..<8).allSatisfy { diagonal.isSet($0, $0) })
    var vertical = DotCanvas(size: Size(columns: 4, rows: 2))
    vertical.line(2, -1e308, 2, 1e307, .plain)
    #expect((0..<8).allSatisfy { vertical.isSet(2, $0) })
  }

  @Test(
    "leaves out lines that have no end or no place",
    arguments: [
      [.nan, 0, 1, 1], [0, .infinity, 1, 1], [0, 0, -.infinity, 1], [0, 0, 1, .nan],
      [-1.7e308, 0, 1.7e308, 1], [1e300, 1e300, 1e301, 1e301], [-5, -5, -1, -9],
    ] as [[Double]])
  func noLines(ends: [Double]) {
    var canvas = DotCanvas(size: Size(columns: 4, rows: 2))
    canvas.line(ends[0], ends[1], ends[2], ends[3], .plain)
    #expect(canvas == DotCanvas(size: Size(columns: 4, rows: 2)))
  }

  @Test("draws vertical runs in either order and within its bounds")
  func runs() {
    var canvas = DotCanvas(size: Size(columns: 1, rows: 2))
    canvas.verticalRun(x: 0, from: 5, to: 3, .plain)
    #expect((0..<8).filter { canvas.isSet(0, $0) } == [3, 4, 5])
    canvas.verticalRun(x: 1, from: -900, to: 900, .plain)
    #expect((0..<8).allSatisfy { canvas.isSet(1, $0) })
    let before = canvas
    canvas.verticalRun(x: 2, from: 0, to: 3, .plain)
    canvas.verticalRun(x: 0, from: 90, to: 99, .plain)
    #expect(canvas == before)
  }
}
