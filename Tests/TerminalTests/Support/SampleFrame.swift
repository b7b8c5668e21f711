import Charts
import Text

/// A screen full of what a dashboard shows: a picture of braille in many colours, a chart, a table with a selection,
/// words as they come, and a footer. Whole frames for measuring, without a dashboard.
struct SampleFrame {
  var selected = 12
  var firstRow = 40
  var step = 7
  /// The line in the picture, and its colour.
  var slope = 0.4
  var lineColor = Color.direct(255, 170, 60)
  var words = 30
  var typed = ""
  var hasHelp = false
  /// Colours by their components, or the terminal's own.
  var isDirect = true

  private static let text =
    "The loss fell after the slope rose, so I try a steeper line with a smaller intercept and look at the two best pairs again "

  func draw(columns: Int = 200, rows: Int = 50) -> CellBuffer {
    var buffer = CellBuffer(size: Size(columns: columns, rows: rows))
    let picture = Area(column: 0, row: 1, columns: columns / 2, rows: rows - 14)
    let right = Area(column: columns / 2, row: 1, columns: columns - columns / 2, rows: rows - 14)
    let (chart, table) = right.splitTop(right.rows / 2)
    header(&buffer, columns)
    box(&buffer, picture, "picture")
    draw(points: picture.inset(columns: 2, rows: 2), &buffer)
    box(&buffer, chart, "loss")
    draw(chart: chart.inset(columns: 2, rows: 2), &buffer)
    box(&buffer, table, "trajectory")
    draw(table: table.inset(columns: 1, rows: 1), &buffer)
    let replies = Area(column: 0, row: rows - 13, columns: columns, rows: 12)
    box(&buffer, replies, "reply")
    draw(words: replies.inset(columns: 2, rows: 1), &buffer)
    buffer.write(
      "space pause  s step  t temperature  i inject  g guidance  ? help  q quit  \(typed)", column: 0, row: rows - 1,
      in: buffer.area, style: Style(.direct(150, 150, 160)))
    if hasHelp { help(&buffer, Area(buffer.size).inset(columns: columns / 5, rows: rows / 6)) }
    return buffer
  }

  private func color(_ red: UInt8, _ green: UInt8, _ blue: UInt8, _ index: UInt8) -> Color {
    isDirect ? .direct(red, green, blue) : .indexed(index)
  }

  private func header(_ buffer: inout CellBuffer, _ columns: Int) {
    let style = Style(color(230, 230, 240, 15), on: color(30, 34, 50, 4), .bold)
    buffer.fill(Area(columns: columns, rows: 1), with: Cell(.blank, style))
    buffer.write(
      " tiller  line  step \(step)/50  temperature 0.80  best 3.14\(step)  elapsed 0:0\(step % 10)", column: 0, row: 0,
      in: buffer.area, style: style)
  }

  private func box(_ buffer: inout CellBuffer, _ area: Area, _ title: String) {
    let style = Style(color(90, 100, 120, 8))
    let bar = String(repeating: "─", count: max(0, area.columns - 2))
    buffer.write("┌" + bar + "┐", column: area.column, row: area.row, in: area, style: style)
    buffer.write("└" + bar + "┘", column: area.column, row: area.endRow - 1, in: area, style: style)
    for row in area.row + 1..<area.endRow - 1 {
      buffer.write("│", column: area.column, row: row, in: area, style: style)
      buffer.write("│", column: area.endColumn - 1, row: row, in: area, style: style)
    }
    buffer.write(" \(title) ", column: area.column + 2, row: area.row, in: area, style: Style(style.foreground, .bold))
  }

  private func draw(points area: Area, _ buffer: inout CellBuffer) {
    var state: UInt64 = 11
    for index in 0..<area.columns {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let row = area.row + Int(state >> 40) % area.rows
      let shade = UInt8(55 + index * 2 % 200)
      let glyph = Glyph(Unicode.Scalar(0x2801 + UInt32(state >> 33) % 254) ?? "?")
      buffer[column: area.column + index, row: row] = Cell(
        glyph, Style(color(shade, 120, 255 - shade, UInt8(17 + index % 200))))
    }
    for index in 0..<area.columns {
      let height = Int(Double(index) * slope * Double(area.rows) / Double(area.columns))
      let glyph = Glyph(Unicode.Scalar(0x2800 + UInt32(1 + index % 255)) ?? "?")
      buffer[column: area.column + index, row: area.endRow - 1 - min(height, area.rows - 1)] = Cell(
        glyph, Style(lineColor, .bold))
    }
  }

  private func draw(chart area: Area, _ buffer: inout CellBuffer) {
    for index in 0..<area.columns {
      let value = 1 / (1 + Double(index + step) / 12)
      let row = area.row + Int((1 - value) * Double(area.rows - 1))
      let shade = UInt8(40 + index * 200 / area.columns)
      buffer[column: area.column + index, row: row] = Cell(
        Glyph("⣀"), Style(color(shade, 200, 255 - shade, UInt8(20 + index % 36))))
    }
  }

  private func draw(table area: Area, _ buffer: inout CellBuffer) {
    for line in 0..<area.rows {
      let number = firstRow + line
      let isSelected = number == firstRow + selected
      let back: Color = isSelected ? color(60, 70, 110, 236) : .standard
      let row = area.row + line
      buffer.fill(
        Area(column: area.column, row: row, columns: area.columns, rows: 1), with: Cell(.blank, Style(on: back)))
      let texts = [
        ("\(number)", color(140, 140, 150, 8)), ("model", color(120, 200, 255, 6)),
        ("w = \(Double(number * 37 % 100) / 10)", .standard), ("b = \(Double(number * 13 % 90) / 10)", .standard),
        ("\(Double(number * 7919 % 10_000) / 100)", color(255, UInt8(number * 5 % 200), 90, UInt8(196 + number % 30))),
      ]
      for (index, (text, foreground)) in texts.enumerated() {
        buffer.write(
          text, column: area.column + 1 + index * 14, row: row, in: area,
          style: Style(foreground, on: back, isSelected ? .bold : []))
      }
    }
  }

  private func draw(words area: Area, _ buffer: inout CellBuffer) {
    let all = Self.text.split(separator: " ")
    let text = (0..<words).map { String(all[$0 % all.count]) }.joined(separator: " ")
    for (row, line) in text.wrapped(toColumns: area.columns).enumerated() {
      buffer.write(line, column: area.column, row: area.row + row, in: area)
    }
  }

  private func help(_ buffer: inout CellBuffer, _ area: Area) {
    buffer.fill(area)
    box(&buffer, area, "help")
    for line in 0..<area.rows - 2 {
      buffer.write(
        "key \(line)", column: area.column + 2, row: area.row + 1 + line, in: area, style: Style(.standard, .bold))
      buffer.write("what this key does, in a sentence", column: area.column + 16, row: area.row + 1 + line, in: area)
    }
  }

  /// What a person or a run does next, each from a frame like this one; the small ones move inside one pane.
  static let changes: [(name: String, isSmall: Bool, change: @Sendable (inout SampleFrame) -> Void)] = [
    ("selection down", true, { $0.selected += 1 }),
    ("table scrolls", false, { $0.firstRow += 1 }),
    ("line changes colour", false, { $0.lineColor = .direct(90, 220, 120) }),
    ("line turns", false, { $0.slope += 0.05 }),
    (
      "new step", false,
      {
        $0.step += 1
        $0.firstRow += 1
        $0.slope += 0.02
        $0.words += 3
      }
    ),
    ("three words", true, { $0.words += 3 }),
    ("one letter typed", true, { $0.typed += "x" }),
    ("help opens", false, { $0.hasHelp = true }),
  ]
}
