import TestSupport
import Testing

@Suite("The screen model")
struct ScreenModelTests {
  private func model(_ text: String, columns: Int = 10, rows: Int = 4) -> ScreenModel {
    var model = ScreenModel(columns: columns, rows: rows)
    model.feed(text.utf8)
    return model
  }

  @Test("writes, wraps only before the next character, and scrolls")
  func wraps() {
    #expect(model("0123456789").cursorRow == 0)
    #expect(model("0123456789\r\nab").description == "0123456789\nab\n\n")
    #expect(model("0123456789ab").description == "0123456789\nab\n\n")
    #expect(model("a\r\nb\r\nc\r\nd\r\ne").description == "b\nc\nd\ne")
  }

  @Test(
    "moves",
    arguments: [
      ("\u{1B}[2;3Hx", "\n  x\n\n"), ("\u{1B}[3dx", "\n\nx\n"), ("ab\u{1B}[Dx", "ax\n\n\n"),
      ("\u{1B}[4Cx", "    x\n\n\n"),
      ("\u{1B}[5Gx", "    x\n\n\n"), ("\u{1B}[2Bx\u{1B}[Ay", "\n y\nx\n"), ("a\tx", "a       x\n\n\n"),
      ("a\u{1B}[99;99Hx", "a\n\n\n         x"), ("\u{1B}7abc\u{1B}8x", "xbc\n\n\n"), ("ab\u{8}x", "ax\n\n\n"),
    ])
  func moves(text: String, expected: String) {
    #expect(model(text).description == expected)
  }

  @Test(
    "erases, inserts and deletes",
    arguments: [
      ("abcdef\u{1B}[3G\u{1B}[K", "ab\n\n\n"), ("abcdef\u{1B}[3G\u{1B}[1K", "   def\n\n\n"),
      ("abcdef\u{1B}[2G\u{1B}[2X", "a  def\n\n\n"), ("abcdef\u{1B}[2G\u{1B}[2P", "adef\n\n\n"),
      ("abcdef\u{1B}[2G\u{1B}[2@", "a  bcdef\n\n\n"), ("a\r\nb\r\nc\u{1B}[2H\u{1B}[L", "a\n\nb\nc"),
      ("a\r\nb\r\nc\u{1B}[2H\u{1B}[M", "a\nc\n\n"), ("a\r\nb\r\nc\u{1B}[2H\u{1B}[J", "a\n\n\n"),
      ("x\u{1B}[5b", "xxxxxx\n\n\n"), ("\u{1B}[2;3ra\r\nb\r\nc\r\nd", "a\nc\nd\n"),
      ("ab\u{1B}[4h\rX\u{1B}[4l", "Xab\n\n\n"),
      ("a\r\nb\u{1B}[1;1H\u{1B}M", "\na\nb\n"),
    ])
  func edits(text: String, expected: String) {
    #expect(model(text).description == expected)
  }

  @Test("keeps wide characters and marks whole")
  func wide() {
    let wide = model("汉字e\u{301}|")
    #expect(wide.text[0] == "汉字e\u{301}|    ")
    #expect(wide[column: 1, row: 0].text == "" && wide[column: 4, row: 0].text == "e\u{301}")
    #expect(model("汉\u{1B}[2Gx").text[0].hasPrefix(" x"))
    #expect(model("汉\u{1B}[1Gx").text[0].hasPrefix("x "))
    #expect(model("012345678汉").description == "012345678\n汉\n\n")
  }

  @Test("keeps colours and attributes for each cell")
  func styles() {
    let screen = model(
      "\u{1B}[1;38;5;200;44ma\u{1B}[22;39mb\u{1B}[38;2;1;2;3mc\u{1B}[38:2::4:5:6md\u{1B}[me\u{1B}[97mf")
    #expect(screen[column: 0, row: 0].style.foreground == .indexed(200))
    #expect(screen[column: 0, row: 0].style.background == .indexed(4))
    #expect(screen[column: 0, row: 0].style.attributes == .bold)
    #expect(screen[column: 1, row: 0].style.foreground == .standard)
    #expect(screen[column: 1, row: 0].style.attributes == [])
    #expect(screen[column: 2, row: 0].style.foreground == .direct(red: 1, green: 2, blue: 3))
    #expect(screen[column: 3, row: 0].style.foreground == .direct(red: 4, green: 5, blue: 6))
    #expect(screen[column: 4, row: 0].style == ScreenCell.Style())
    #expect(screen[column: 5, row: 0].style.foreground == .indexed(15))
  }

  @Test("the other screen comes and goes without a trace")
  func alternate() {
    var screen = model("shell$ ")
    screen.feed("\u{1B}[?1049h\u{1B}[?25l\u{1B}[Hprogram".utf8)
    #expect(screen.isAlternate && !screen.isCursorVisible && screen.contains("program"))
    screen.feed("\u{1B}[?25h\u{1B}[?1049l".utf8)
    #expect(screen.description == "shell$\n\n\n" && screen.cursorColumn == 7)
  }

  @Test("bytes may be cut anywhere, and what is unknown is noted")
  func cut() {
    let text = "é汉\u{1B}[2;3H⣿\u{1B}[1;31mx\u{1B}]0;title\u{7}y\u{1B}[?2026h\u{1B}[?2026l"
    let whole = model(text)
    var pieces = ScreenModel(columns: 10, rows: 4)
    for byte in text.utf8 { pieces.feed([byte]) }
    #expect(pieces.text == whole.text && pieces.modes == whole.modes && pieces.frames == 1)
    #expect(whole.unknown == [])
    #expect(model("\u{1B}[5y\u{1B}[?4711h").unknown == ["CSI 5y", "mode 4711"])
  }
}
