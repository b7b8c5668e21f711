import TestSupport
import Testing
import Text

@testable import Charts

@Suite("Wrapped lines")
struct WrappedLinesTests {
  private func lines(_ text: String, _ columns: Int) -> [String] {
    let lines = StyledLines(text, columns: columns)
    return (0..<lines.lines.count).map { lines.shown(line: $0).string }
  }

  @Test("end at newlines and behind the last blanks that fit")
  func words() {
    #expect(lines("", 5) == [""])
    #expect(lines("one", 5) == ["one"])
    #expect(lines("one two three", 5) == ["one ", "two ", "three"])
    #expect(lines("one two three", 8) == ["one two ", "three"])
    #expect(lines("one two", 7) == ["one two"])
    #expect(lines("a\n\nb\n", 5) == ["a", "", "b", ""])
    #expect(lines("a\r\nb\rc", 5) == ["a", "b␍c"])
    // Exactly full, with a carriage return that is not seen.
    #expect(lines("abcde\r\nf", 5) == ["abcde", "f"])
  }

  @Test("break a word only where it is wider than a line")
  func longWords() {
    #expect(lines("abcdefgh", 3) == ["abc", "def", "gh"])
    #expect(lines("ab cdefgh", 4) == ["ab ", "cdef", "gh"])
    #expect(lines("    abcdefgh", 6) == ["    ab", "cdefgh"])
    #expect(lines("   x", 2) == ["   ", "x"])
    #expect(lines("ab    ", 3) == ["ab    "])
  }

  @Test("part characters of two columns anywhere, but never one from its marks")
  func wide() {
    #expect(lines("字字字", 4) == ["字字", "字"])
    #expect(lines("ab字字", 4) == ["ab字", "字"])
    #expect(lines("ab字字", 3) == ["ab", "字", "字"])
    #expect(lines("word字", 5) == ["word", "字"])
    #expect(lines("e\u{301}e\u{301}e\u{301}", 2) == ["e\u{301}e\u{301}", "e\u{301}"])
    #expect(lines("字", 1) == ["字"])
  }

  @Test("show what could steer a terminal as placeholders that have their columns")
  func hostile() {
    #expect(lines("\u{1B}[2J\tx", 4) == ["␛[2J", "␉x"])
    #expect(lines("a\u{202E}\u{200B}b", 3) == ["a��", "b"])
    #expect(lines("a" + String(repeating: "\u{301}", count: 49) + "b", 3) == ["a\u{301}\u{301}�b"])
  }

  @Test("are laid out faster for ASCII, and alike")
  func shortcuts() {
    var generator = SplitMix(state: 3)
    for _ in 0..<400 {
      let alphabet = Array("ab   cd\n,.\u{9}")
      let text = String(
        (0..<Int.random(in: 0...120, using: &generator)).map { _ in
          alphabet.randomElement(using: &generator) ?? "x"
        })
      let columns = Int.random(in: 1...14, using: &generator)
      #expect(
        WrappedLines(text, columns: columns) == WrappedLines(text, columns: columns, takesShortcuts: false),
        "\(text.utf8.map { $0 }) \(columns)")
    }
  }

  @Test("hold every byte once, in order, and none is wider than asked for")
  func whole() {
    var generator = SplitMix(state: 4)
    let pieces = [
      "a", "bc ", "  ", "\n", "\r\n", "字", "e\u{301}", "\u{301}\u{301}\u{301}", "\u{200D}", "👩\u{200D}👧", "👍🏽", "🏽🏽",
      "❤\u{FE0F}", "\u{FE0F}", "\u{202E}", "\u{E0041}", "\u{E000}\u{301}", "\u{1160}", "한", "\u{34F}", "\t", "\u{1B}",
      "long-word-that-does-not-fit", "\u{85}", "1\u{FE0F}\u{20E3}",
    ]
    for _ in 0..<600 {
      let text = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }.joined()
      let columns = Int.random(in: 2...20, using: &generator)
      let styled = StyledLines(text, columns: columns)
      var next = 0
      for line in 0..<styled.lines.count {
        let bytes = styled.lines.bytes(ofLine: line)
        #expect(bytes.lowerBound == next)
        next = bytes.upperBound
        #expect(styled.lines.line(atByte: bytes.lowerBound) == line || bytes.isEmpty)
        let ink = styled.shown(line: line).string.reversed().drop { $0 == " " }
        #expect(TextWidth.columns(of: String(ink.reversed())) <= columns, "\(text.utf8.map { $0 }) \(columns)")
      }
      #expect(next == text.utf8.count)
    }
  }

  @Test("find the line of a byte, and the lines of a range")
  func places() {
    let lines = WrappedLines("one two three\nfour", columns: 5)
    #expect((0..<lines.count).map(lines.bytes(ofLine:)) == [0..<4, 4..<8, 8..<14, 14..<18])
    #expect([-3, 0, 3, 4, 13, 14, 99].map(lines.line(atByte:)) == [0, 0, 0, 1, 2, 3, 3])
    #expect(lines.lines(ofBytes: 0..<18) == 0..<4)
    #expect(lines.lines(ofBytes: 4..<8) == 1..<2)
    #expect(lines.lines(ofBytes: 5..<5) == 1..<2)
    #expect(WrappedLines("", columns: 0).columns == 1)
  }
}

@Suite("Styled lines")
struct StyledLinesTests {
  private let bold = Style(.standard, on: .standard, .bold)

  private func drawn(
    _ text: String, bold ranges: [Range<Int>], columns: Int, rows: Int, from first: Int = 0
  ) -> CellBuffer {
    var buffer = CellBuffer(size: Size(columns: columns, rows: rows), filledWith: Cell(Glyph(".")))
    StyledLines(text, columns: columns).draw(into: &buffer, area: buffer.area, from: first) { byte in
      if let range = ranges.first(where: { $0.contains(byte) }) { return (bold, range.upperBound) }
      return (.plain, ranges.map(\.lowerBound).filter { $0 > byte }.min() ?? .max)
    }
    return buffer
  }

  @Test("carry the styles of their bytes over a break")
  func styles() {
    let buffer = drawn("one two three", bold: [4..<10], columns: 7, rows: 3)
    #expect(buffer.text == ["one two", "three..", "......."])
    #expect(buffer.styleMap == ["4:- 3:-+b", "2:-+b 5:-", "7:-"])
  }

  @Test("are drawn from any line on, and nothing beyond the last")
  func scrolled() {
    #expect(drawn("a\nb\nc", bold: [], columns: 2, rows: 2, from: 1).text == ["b.", "c."])
    #expect(drawn("a\nb\nc", bold: [], columns: 2, rows: 2, from: 9).text == ["..", ".."])
    #expect(drawn("a\nb\nc", bold: [], columns: 2, rows: 2, from: -9).text == ["a.", "b."])
    #expect(drawn("a\nb", bold: [], columns: 0, rows: 0).text == [])
  }

  /// A style that begins in the middle of a character, or between it and its marks, begins behind them.
  @Test("part no character")
  func boundaries() {
    let buffer = drawn("字e\u{301}x", bold: [1..<3, 4..<7], columns: 5, rows: 1)
    #expect(buffer.text == ["字e\u{301}x."])
    #expect(buffer.styleMap == ["3:- 1:-+b 1:-"])
  }

  @Test("survive styles that do not move on")
  func standstill() {
    var buffer = CellBuffer(size: Size(columns: 4, rows: 1))
    StyledLines("abc", columns: 4).draw(into: &buffer, area: buffer.area, from: 0) { _ in (.plain, 0) }
    #expect(buffer.text == ["abc "])
  }

  @Test("tell the byte at a column")
  func bytes() {
    let lines = StyledLines("字e\u{301}x\ny", columns: 9)
    #expect((0...5).map { lines.byte(atColumn: $0, ofLine: 0) } == [0, 0, 3, 6, 6, 6])
    #expect(lines.byte(atColumn: 0, ofLine: 1) == 8)
    #expect(lines.byte(atColumn: 0, ofLine: 7) == 9)
  }
}

@Suite("A scrollbar")
struct ScrollbarTests {
  private func drawn(count: Int, first: Int, rows: Int) -> String {
    var buffer = CellBuffer(size: Size(columns: 1, rows: rows))
    Scrollbar(count: count, first: first).draw(into: &buffer, area: buffer.area)
    return buffer.text.joined()
  }

  @Test("shows which part is seen, and is at an end only where nothing more is to be seen there")
  func handle() {
    #expect(drawn(count: 4, first: 0, rows: 4) == "    ")
    #expect(drawn(count: 8, first: 0, rows: 4) == "┃┃││")
    #expect(drawn(count: 8, first: 4, rows: 4) == "││┃┃")
    #expect(drawn(count: 8, first: 99, rows: 4) == "││┃┃")
    #expect(drawn(count: 1000, first: 1, rows: 4) == "│┃││")
    #expect(drawn(count: 1000, first: 995, rows: 4) == "││┃│")
    #expect(drawn(count: 9, first: 0, rows: 0) == "")
  }
}
