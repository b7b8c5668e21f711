import Charts
import TestSupport
import Testing
import Text

@testable import Terminal

/// Characters of every width at the edges of panes and of the screen.
@Suite("Edges")
struct EdgeTests {
  private static let texts = [
    "汉字汉字汉字", "a汉b字c", "👍🎈👍🎈", "…─αβ·×°", "e\u{301}e\u{301}e\u{301}\u{302}", "한글\u{1161}", "a\u{20E3}汉\u{301}", "🇩🇪🇩🇪",
    "\u{1B}[31m汉\u{202E}字", "ﾊﾝｶｸ全角",
  ]

  /// A screen of dots, with a pane in the middle that texts are written to.
  private func buffer(_ text: String, column: Int, pane: Area) -> CellBuffer {
    var buffer = CellBuffer(size: Size(columns: 16, rows: 3))
    buffer.fill(buffer.area, with: Cell(Glyph(".")))
    buffer.write(DisplayText(cleaning: text), column: column, row: 1, in: pane)
    return buffer
  }

  @Test("text of a pane changes no cell beside it, wherever it begins", arguments: texts)
  @TerminalActor
  func panes(text: String) throws {
    for width in 0...7 {
      let pane = Area(column: 5, row: 0, columns: width, rows: 3)
      for column in -2...13 {
        let buffer = buffer(text, column: column, pane: pane)
        var terminal = try ModelTerminal(columns: 16, rows: 3)
        terminal.draw(buffer)
        let line = terminal.model.text
        #expect(line[0] == String(repeating: ".", count: 16) && line[2] == line[0])
        for outside in Array(0..<5) + Array(5 + width..<16) {
          #expect(terminal.model[column: outside, row: 1].text == ".", "\(text) at \(column) in \(width)")
        }
        #expect(terminal.model.shows(buffer))
      }
    }
  }

  @Test("text at the right edge of the screen does not reach the next row", arguments: texts)
  @TerminalActor
  func screenEdge(text: String) throws {
    for term in ["xterm-256color", "tmux-256color", "vt100"] {
      var terminal = try ModelTerminal(term, columns: 16, rows: 3)
      for column in 10...15 {
        let buffer = buffer(text, column: column, pane: Area(columns: 16, rows: 3))
        terminal.draw(buffer)
        #expect(terminal.model.text[2] == String(repeating: ".", count: 16))
        #expect(terminal.model.shows(buffer))
      }
    }
  }

  @Test("a wide character that a smaller screen cuts leaves a blank", arguments: [15, 14, 1])
  @TerminalActor
  func smallerScreen(columns: Int) throws {
    var buffer = CellBuffer(size: Size(columns: 16, rows: 1))
    buffer.write("汉字汉字汉字汉字", column: columns % 2 == 0 ? 1 : 0, row: 0, in: buffer.area)
    var terminal = try ModelTerminal(columns: columns, rows: 1)
    terminal.draw(buffer)
    #expect(terminal.model[column: columns - 1, row: 0].text == " ")
    #expect(terminal.model.text[0].count + terminal.model.text[0].filter { $0 != " " }.count == columns)
  }

  @Test("wide characters moved by a column leave no halves behind")
  @TerminalActor
  func moved() throws {
    for term in ["xterm-256color", "linux", "vt100"] {
      var terminal = try ModelTerminal(term, columns: 16, rows: 3)
      for column in [0, 1, 2, 1, 0, 3, -1, 4] {
        let buffer = buffer("汉a字字b👍", column: column, pane: Area(columns: 16, rows: 3))
        terminal.draw(buffer)
        #expect(terminal.model.shows(buffer), "\(term), at \(column)")
      }
    }
  }
}
