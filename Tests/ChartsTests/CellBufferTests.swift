import Charts
import TestSupport
import Testing
import Text

@Suite("Cell buffer")
struct CellBufferTests {
  @Test("writes text within an area, and says how many columns it took")
  func writes() {
    var buffer = CellBuffer(size: Size(columns: 10, rows: 2))
    let area = Area(column: 2, row: 0, columns: 6, rows: 2)
    #expect(buffer.write("abc", column: 2, row: 0, in: area) == 3)
    #expect(buffer.write("abcdefghij", column: 4, row: 1, in: area) == 4)
    #expect(buffer.write("x", column: 8, row: 0, in: area) == 0)
    #expect(buffer.write("x", column: 2, row: 2, in: area) == 0)
    #expect(buffer.write("x", column: 2, row: -1, in: area) == 0)
    #expect(buffer.text == ["  abc     ", "    abcd  "])
  }

  @Test("clips text that begins before the area")
  func clipsAtTheLeft() {
    var buffer = CellBuffer(size: Size(columns: 6, rows: 1))
    #expect(buffer.write("abcdef", column: -2, row: 0, in: buffer.area) == 6)
    #expect(buffer.text == ["cdef  "])
    buffer.fill(buffer.area)
    #expect(buffer.write("日本語", column: -1, row: 0, in: buffer.area) == 6)
    #expect(buffer.text == [" 本語 "])
  }

  @Test("makes half of a wide character at an edge a blank")
  func wideAtTheEdge() {
    var buffer = CellBuffer(size: Size(columns: 5, rows: 1), filledWith: Cell(Glyph(".")))
    #expect(buffer.write("日本", column: 0, row: 0, in: Area(columns: 3, rows: 1)) == 3)
    #expect(buffer.text == ["日 .."])
  }

  @Test("blanks the other half of a wide character that is overwritten")
  func halves() {
    for (column, expected) in [(1, " x.."), (0, "x .."), (2, "日x.")] {
      var buffer = CellBuffer(size: Size(columns: 4, rows: 1), filledWith: Cell(Glyph(".")))
      buffer.write("日", column: 0, row: 0, in: buffer.area)
      buffer.write("x", column: column, row: 0, in: buffer.area)
      #expect(buffer.text == [expected])
    }
    var buffer = CellBuffer(size: Size(columns: 4, rows: 1))
    buffer.write("日本", column: 0, row: 0, in: buffer.area)
    buffer.write("語", column: 1, row: 0, in: buffer.area)
    #expect(buffer.text == [" 語 "])
  }

  @Test("puts two marks on a base and drops the rest")
  func marks() {
    var buffer = CellBuffer(size: Size(columns: 4, rows: 1))
    #expect(buffer.write("e\u{301}\u{302}\u{303}x\u{301}", column: 0, row: 0, in: buffer.area) == 2)
    #expect(buffer[column: 0, row: 0].glyph == Glyph("e", "\u{301}", "\u{302}"))
    #expect(buffer[column: 1, row: 0].glyph == Glyph("x", "\u{301}"))
    #expect(buffer.write("\u{301}a", column: 3, row: 0, in: buffer.area) == 1)
    #expect(buffer[column: 3, row: 0].glyph == Glyph("a"))
  }

  @Test("keeps the mark of the last character that fits")
  func markAtTheEdge() {
    var buffer = CellBuffer(size: Size(columns: 2, rows: 1))
    buffer.write("ae\u{301}b", column: 0, row: 0, in: buffer.area)
    #expect(buffer[column: 1, row: 0].glyph == Glyph("e", "\u{301}"))
  }

  @Test("shows control characters as placeholders")
  func controls() {
    var buffer = CellBuffer(size: Size(columns: 4, rows: 1))
    buffer.write("a\u{1B}\u{9B}\n", column: 0, row: 0, in: buffer.area)
    #expect(buffer.text == ["a\u{FFFD}\u{FFFD}\u{FFFD}"])
  }

  @Test("reads a blank and writes nothing outside itself")
  func outside() {
    var buffer = CellBuffer(size: Size(columns: 2, rows: 1))
    for (column, row) in [(-1, 0), (2, 0), (0, -1), (0, 1), (Int.max, Int.min)] {
      buffer[column: column, row: row] = Cell(Glyph("x"))
      #expect(buffer[column: column, row: row] == Cell())
    }
    #expect(buffer.text == ["  "])
    var empty = CellBuffer(size: Size(columns: 0, rows: 0))
    empty.fill(Area(columns: 3, rows: 3))
    empty.write("abc", column: 0, row: 0, in: Area(columns: 3, rows: 3))
    empty.blit(buffer, column: 0, row: 0)
    #expect(empty.text == [])
  }

  @Test("fills, restyles and copies only the area given")
  func areas() {
    var buffer = CellBuffer(size: Size(columns: 5, rows: 3), filledWith: Cell(Glyph(".")))
    buffer.fill(Area(column: 3, row: 1, columns: 9, rows: 9), with: Cell(Glyph("#")))
    buffer.restyle(Area(column: -2, row: 0, columns: 4, rows: 1)) { $0.attributes.insert(.bold) }
    var other = CellBuffer(size: Size(columns: 3, rows: 2), filledWith: Cell(Glyph("o")))
    other[column: 0, row: 0] = Cell(Glyph("1"))
    buffer.blit(other, column: -1, row: 2)
    #expect(buffer.text == [".....", "...##", "oo.##"])
    #expect(buffer.styleMap == ["2:-+b 3:-", "5:-", "5:-"])
  }

  @Test("copies no half of a wide character")
  func blitsWide() {
    var other = CellBuffer(size: Size(columns: 4, rows: 1))
    other.write("日本", column: 0, row: 0, in: other.area)
    var buffer = CellBuffer(size: Size(columns: 4, rows: 1))
    buffer.blit(other, column: -1, row: 0)
    #expect(buffer.text == [" 本 "])
    buffer.blit(other, column: 1, row: 0)
    #expect(buffer.text == [" 日 "])
  }

  @Test("describes styles by runs")
  func styleMap() {
    var buffer = CellBuffer(size: Size(columns: 8, rows: 1))
    buffer.write("ab", column: 0, row: 0, in: buffer.area, style: Style(.direct(255, 8, 0), .bold))
    buffer.write("c", column: 2, row: 0, in: buffer.area, style: Style(.indexed(12), on: .indexed(0), [.dim, .italic]))
    #expect(buffer.styleMap == ["2:#ff0800+b 1:12/0+di 5:-"])
  }

  @Test("never holds half of a wide character, whatever is drawn into it")
  func wholeCharacters() {
    var random = SplitMix(state: 77)
    var buffer = CellBuffer(size: Size(columns: 9, rows: 3))
    var other = CellBuffer(size: Size(columns: 5, rows: 2))
    let texts = ["日本語", "a日b", "abc", "e\u{301}日", "x"]
    for _ in 0..<4000 {
      let column = Int.random(in: -3...10, using: &random)
      let row = Int.random(in: -1...3, using: &random)
      let area = Area(
        column: .random(in: -2...8, using: &random), row: .random(in: -1...2, using: &random),
        columns: .random(in: 0...9, using: &random), rows: .random(in: 0...4, using: &random))
      let text = texts[Int.random(in: texts.indices, using: &random)]
      switch Int.random(in: 0...5, using: &random) {
      case 0, 1: buffer.write(text, column: column, row: row, in: area)
      case 2: buffer.fill(area, with: Cell(Glyph("日")))
      case 3: buffer[column: column, row: row] = Cell(Glyph(Bool.random(using: &random) ? "本" : "y"))
      case 4: buffer.blit(other, column: column, row: row)
      default:
        other.write(text, column: column, row: row, in: area)
        buffer[column: column, row: row] = Cell(.continuation)
      }
      for row in 0..<3 {
        for column in 0..<9 {
          let cell = buffer[column: column, row: row]
          let next = buffer[column: column + 1, row: row]
          let isWhole = cell.glyph.isWide == (next.glyph == .continuation)
          if !isWhole || (column == 0 && cell.glyph == .continuation) {
            Issue.record("half a character at \(column), \(row): \(buffer.text)")
            return
          }
        }
      }
      #expect(buffer.text.allSatisfy { TextWidth.columns(of: $0) == 9 })
    }
  }

  @Test("has cells of 16 plain bytes")
  func layout() {
    #expect(MemoryLayout<Cell>.stride == 16)
    #expect(_isPOD(Cell.self))
  }
}
