import Charts
import TestSupport
import Testing
import Text

@testable import Terminal

/// Everything that opens a screen: there is one at a time in a process.
@Suite("On a terminal", .serialized, .timeLimit(.minutes(1)))
enum OnTerminal {}

extension OnTerminal {
  /// A screen on a pseudo-terminal whose person is the test.
  @TerminalActor
  struct Setting {
    let terminal: InProcessTerminal
    let screen: TerminalScreen

    init(
      columns: Int = 80, rows: Int = 24, term: String = "xterm-256color",
      _ change: (inout TerminalOptions) -> Void = { _ in }
    ) throws {
      terminal = try InProcessTerminal(columns: columns, rows: rows)
      var options = TerminalOptions()
      options.terminalName = term
      options.isColorRefused = false
      options.colorTerm = nil
      options.path = terminal.path
      options.capturesStandardError = false
      options.takesOverSignals = false
      change(&options)
      screen = try TerminalScreen(options)
    }

    /// Draws, and returns how many bytes that took.
    @discardableResult
    func draw(_ buffer: CellBuffer) -> Int {
      screen.draw(buffer)
      return terminal.read().count
    }

    /// A frame in which every cell differs from its neighbours and from those of the next frame.
    func busyBuffer(_ frame: Int) -> CellBuffer {
      var buffer = CellBuffer(size: screen.size)
      for index in 0..<screen.size.columns * screen.size.rows {
        let glyph = Glyph(Unicode.Scalar(UInt32(0x2801 + (index * 7 + frame * 31) % 255)) ?? "?")
        buffer[column: index % screen.size.columns, row: index / screen.size.columns] = Cell(
          glyph, Style(.indexed(UInt8((index + frame) % 256))))
      }
      return buffer
    }

    func buffer(_ text: String, style: Style = .plain) -> CellBuffer {
      var buffer = CellBuffer(size: screen.size)
      for (row, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        buffer.write(line, column: 0, row: row, in: buffer.area, style: style)
      }
      return buffer
    }
  }

  @TerminalActor
  @Suite("the screen")
  struct ScreenTests {
    @Test("shows a buffer, on the other screen, with the cursor hidden, in one synchronized frame")
    func shows() throws {
      let setting = try Setting()
      setting.terminal.read()
      setting.draw(setting.buffer("Tiller\n  steers ⣿⡇ 汉字 é|end\n├─ x"))
      let model = setting.terminal.screen
      #expect(model.text[0].hasPrefix("Tiller   "))
      #expect(model.text[1].hasPrefix("  steers ⣿⡇ 汉字 é|end   "))
      #expect(model.text[2].hasPrefix("├─ x"))
      #expect(model.isAlternate && !model.isCursorVisible && model.isMouseReported)
      #expect(model.modes.isSuperset(of: [1002, 1006, 2004]))
      #expect(model.frames == 1)
      #expect(model.unknown == [])
      #expect(!setting.terminal.isCooked)
      setting.screen.close()
    }

    @Test(
      "gives the terminal back", arguments: ["xterm-256color", "tmux-256color", "screen-256color", "xterm", "linux"])
    func closes(term: String) throws {
      let setting = try Setting(term: term)
      let wasCooked = setting.terminal.isCooked
      setting.draw(setting.buffer("x", style: Style(.indexed(1), on: .indexed(4), .bold)))
      setting.screen.close()
      setting.screen.close()
      setting.screen.draw(setting.buffer("late"))
      setting.terminal.read()
      let model = setting.terminal.screen
      #expect(!wasCooked && setting.terminal.isCooked)
      #expect(model.isCursorVisible && !model.isAlternate && !model.isMouseReported)
      #expect(model.modes.isDisjoint(with: [1006, 2004, 2026]))
      #expect(!model.contains("x") && !model.contains("late"))
    }

    @Test("writes nothing for a buffer that is shown already, and little for one changed cell")
    func incremental() throws {
      let setting = try Setting(columns: 200, rows: 50)
      let lines = (0..<50).map { row in String(repeating: "row \(row) of cells ", count: 12).prefix(200) }
      var buffer = setting.buffer(lines.joined(separator: "\n"))
      #expect(setting.draw(buffer) > 9_000)
      #expect(setting.draw(buffer) == 0)
      buffer[column: 100, row: 25] = Cell(Glyph("#"))
      let bytes = setting.draw(buffer)
      #expect((1...12).contains(bytes), "\(bytes) bytes")
      #expect(setting.terminal.screen[column: 100, row: 25].text == "#")
      #expect(setting.terminal.screen.text[25].count == 200)
      setting.screen.close()
    }

    @Test(
      "any sequence of frames leaves what the last one shows", arguments: ["xterm-256color", "tmux-256color", "linux"])
    func frames(term: String) throws {
      let setting = try Setting(columns: 40, rows: 12, term: term)
      var state: UInt64 = 7
      func random(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
      }
      let glyphs: [Unicode.Scalar] = ["a", "b", " ", "⣿", "─", "汉", "字", "é", "█"]
      var buffer = CellBuffer(size: setting.screen.size)
      for _ in 0..<150 {
        for _ in 0..<random(60) {
          let mark: Unicode.Scalar? = random(8) == 0 ? "\u{301}" : nil
          let style = Style(
            random(2) == 0 ? .standard : .indexed(UInt8(random(8))), on: .standard, random(4) == 0 ? .bold : [])
          buffer[column: random(40), row: random(12)] = Cell(Glyph(glyphs[random(glyphs.count)], mark), style)
        }
        setting.draw(buffer)
        let model = setting.terminal.screen
        for row in 0..<12 {
          let expected = (0..<40).map { buffer[column: $0, row: row].glyph.scalars.map { String($0) }.joined() }
            .joined()
          #expect(model.text[row].unicodeScalars.elementsEqual(expected.unicodeScalars))
          let areStylesRight = (0..<40).allSatisfy { column in
            let cell = buffer[column: column, row: row]
            let style = model[column: column, row: row].style
            let color: ScreenCell.Color =
              if case .indexed(let index) = cell.style.foreground.kind { .indexed(index) } else { .standard }
            let attributes: ScreenCell.Attributes = cell.style.attributes == .bold ? .bold : []
            return cell.glyph == .blank || style.foreground == color && style.attributes == attributes
          }
          #expect(areStylesRight)
        }
      }
      #expect(setting.terminal.screen.unknown == [])
      setting.screen.close()
    }

    @Test("characters that ncurses would give another width never move their neighbours")
    func widths() throws {
      let setting = try Setting(columns: 20, rows: 6)
      var buffer = CellBuffer(size: setting.screen.size)
      // Control, private, unassigned, and marks that are none.
      for (row, scalar) in (["\u{7}", "\u{E000}", "\u{378}", "\u{200B}", "\u{85}"] as [Unicode.Scalar]).enumerated() {
        buffer[column: 0, row: row] = Cell(Glyph(scalar, "x"))
        buffer.write("|end", column: 1, row: row, in: buffer.area)
      }
      setting.draw(buffer)
      for row in 0..<5 { #expect(setting.terminal.screen.text[row].dropFirst().hasPrefix("|end")) }
      setting.screen.close()
    }

    @Test("styles and colours arrive, direct ones as the nearest of 256")
    func styles() throws {
      let setting = try Setting()
      var buffer = CellBuffer(size: setting.screen.size)
      buffer[column: 0, row: 0] = Cell(Glyph("a"), Style(.indexed(9), on: .indexed(236), [.bold, .underline]))
      buffer[column: 1, row: 0] = Cell(Glyph("b"), Style(.direct(255, 0, 0), on: .standard, [.italic, .dim]))
      buffer[column: 2, row: 0] = Cell(Glyph("c"), Style(.standard, on: .standard, .reverse))
      setting.draw(buffer)
      let model = setting.terminal.screen
      let cells = (0..<3).map { model[column: $0, row: 0].style }
      #expect(cells[0].foreground == .indexed(9) && cells[0].background == .indexed(236))
      #expect(cells[0].attributes == [.bold, .underline])
      #expect(cells[1].foreground == .indexed(196) && cells[1].background == .standard)
      #expect(cells[1].attributes == [.italic, .dim])
      #expect(cells[2].foreground == .standard && cells[2].attributes == .reverse)
      setting.screen.close()
    }

    @Test("more pairs of colours than a terminal has never make text invisible")
    func manyPairs() throws {
      let setting = try Setting(term: "xterm")
      #expect(setting.screen.colorDepth == .eight)
      for round in 0..<3 {
        var buffer = CellBuffer(size: setting.screen.size)
        for foreground in 0..<8 {
          for background in 0..<8 {
            let style = Style(.indexed(UInt8(foreground)), on: .indexed(UInt8((background + round) % 8)))
            buffer.write("xx", column: foreground * 3, row: background, in: buffer.area, style: style)
          }
        }
        setting.draw(buffer)
        let model = setting.terminal.screen
        var right = 0
        for foreground in 0..<8 {
          for background in 0..<8 {
            let cell = model[column: foreground * 3, row: background]
            #expect(cell.text == "x")
            let wanted = UInt8((background + round) % 8)
            let isRight =
              cell.style.foreground == .indexed(UInt8(foreground)) && cell.style.background == .indexed(wanted)
            let isPlain = cell.style.foreground == .standard && cell.style.background == .standard
            #expect(isRight || isPlain)
            if isRight { right += 1 }
          }
        }
        #expect(right >= 63)
      }
      setting.screen.close()
    }

    @Test("pairs that were used up are given out anew, with every cell drawn in its colours")
    func pairsAnew() throws {
      let setting = try Setting(term: "xterm")
      for round in 0..<8 {
        var buffer = CellBuffer(size: setting.screen.size)
        for foreground in 0..<8 {
          let style = Style(.indexed(UInt8(foreground)), on: .indexed(UInt8(round)))
          buffer.write("y", column: foreground, row: round, in: buffer.area, style: style)
        }
        setting.draw(buffer)
        for foreground in 0..<8 {
          let style = setting.terminal.screen[column: foreground, row: round].style
          #expect(style.foreground == .indexed(UInt8(foreground)) && style.background == .indexed(UInt8(round)))
        }
      }
      setting.screen.close()
    }

    @Test("NO_COLOR leaves attributes and drops colours")
    func noColor() throws {
      let setting = try Setting { $0.isColorRefused = true }
      setting.draw(setting.buffer("x", style: Style(.indexed(1), on: .indexed(2), .bold)))
      let style = setting.terminal.screen[column: 0, row: 0].style
      #expect(setting.screen.colorDepth == .none)
      #expect(style.foreground == .standard && style.background == .standard && style.attributes == .bold)
      setting.screen.close()
    }

    @Test("the mouse can be left to the terminal")
    func noMouse() throws {
      let setting = try Setting { $0.isMouseEnabled = false }
      setting.draw(setting.buffer("x"))
      #expect(!setting.terminal.screen.isMouseReported)
      setting.screen.close()
    }

    @Test("takes on every size, and draws whole frames there")
    func resizes() throws {
      let setting = try Setting()
      setting.draw(setting.buffer("before"))
      for (columns, rows) in [(120, 40), (1, 1), (1, 300), (300, 1), (2, 2), (80, 24), (500, 200), (80, 24)] {
        setting.terminal.resize(columns: columns, rows: rows)
        #expect(setting.screen.updateSize() == Size(columns: columns, rows: rows))
        var buffer = CellBuffer(size: setting.screen.size)
        buffer.fill(buffer.area, with: Cell(Glyph("▒")))
        setting.draw(buffer)
        while setting.screen.hasPending {
          setting.screen.flush()
          setting.terminal.read()
        }
        let expected = Array(repeating: String(repeating: "▒", count: columns), count: rows)
        #expect(setting.terminal.screen.text == expected)
      }
      setting.screen.close()
    }

    @Test("buffers of another size than the screen are cut, or leave the rest blank")
    func otherSizes() throws {
      let setting = try Setting(columns: 10, rows: 3)
      var buffer = CellBuffer(size: Size(columns: 30, rows: 9))
      buffer.fill(buffer.area, with: Cell(Glyph("x")))
      setting.draw(buffer)
      #expect(setting.terminal.screen.text == Array(repeating: "xxxxxxxxxx", count: 3))
      var small = CellBuffer(size: Size(columns: 2, rows: 1))
      small.fill(small.area, with: Cell(Glyph("s")))
      setting.draw(small)
      #expect(setting.terminal.screen.text == ["ss        ", "          ", "          "])
      setting.draw(CellBuffer(size: Size(columns: 0, rows: 0)))
      #expect(setting.terminal.screen.text == Array(repeating: "          ", count: 3))
      setting.screen.close()
    }

    @Test("a terminal that nobody told its size has 80 columns and 24 rows")
    func zeroSize() throws {
      let setting = try Setting(columns: 0, rows: 0)
      #expect(setting.screen.size == Size(columns: 80, rows: 24))
      setting.screen.close()
    }

    @Test("a terminal that takes nothing never holds the program; then it gets the newest frame, whole")
    func blocked() throws {
      let setting = try Setting(columns: 200, rows: 50)
      setting.terminal.read()
      for frame in 0..<200 { setting.screen.draw(setting.busyBuffer(frame)) }
      #expect(setting.screen.hasPending)
      var total = 0
      while setting.screen.hasPending {
        total += setting.terminal.read().count
        setting.screen.flush()
      }
      total += setting.terminal.read().count
      let model = setting.terminal.screen
      #expect(model.text == setting.busyBuffer(199).text)
      // What the driver had taken of the first, and the newest.
      #expect(model.frames == 2 && total < 200_000, "\(model.frames) frames, \(total) bytes")
      #expect(model.unknown == [])
      setting.screen.close()
    }

    @Test("closing while the terminal takes nothing gives it back all the same")
    func closesBlocked() throws {
      let setting = try Setting(columns: 200, rows: 50)
      for glyph in (["a", "b", "c", "d", "e", "f", "g", "h"] as [Unicode.Scalar]) {
        var buffer = CellBuffer(size: setting.screen.size)
        for index in 0..<10_000 {
          buffer[column: index % 200, row: index / 200] = Cell(Glyph(glyph), Style(.indexed(UInt8(index % 200))))
        }
        setting.screen.draw(buffer)
      }
      #expect(setting.screen.hasPending)
      setting.screen.close()
      #expect(setting.terminal.isCooked)
    }

    @Test("draws everything again when asked, whatever stood there")
    func redraws() throws {
      let setting = try Setting(columns: 20, rows: 3)
      setting.draw(setting.buffer("one\ntwo"))
      #expect(setting.draw(setting.buffer("one\ntwo")) == 0)
      setting.screen.redraw()
      let bytes = setting.terminal.read()
      #expect(String(decoding: bytes, as: UTF8.self).contains("\u{1B}[H\u{1B}[J"))
      #expect(setting.terminal.screen.text == ["one                 ", "two                 ", "                    "])
      setting.screen.close()
    }

    @Test("can be opened again and again")
    func reopens() throws {
      for round in 0..<5 {
        let setting = try Setting()
        setting.draw(setting.buffer("round \(round)"))
        #expect(setting.terminal.screen.contains("round \(round)"))
        setting.screen.close()
      }
    }

    @Test(
      "refuses, in a sentence, terminals that can show nothing, and leaves them alone",
      arguments: [
        (nil, .unknownTerminal, "TERM is not set"), ("", .unknownTerminal, "TERM is not set"),
        ("nonsense", .unknownTerminal, "\"nonsense\""), ("dumb", .incapableTerminal, "\"dumb\""),
        ("../x", .unknownTerminal, "\"../x\""),
      ] as [(String?, TerminalError.Code, String)])
    func refuses(term: String?, code: TerminalError.Code, part: String) throws {
      let terminal = try InProcessTerminal()
      var options = TerminalOptions()
      options.path = terminal.path
      options.terminalName = term
      options.takesOverSignals = false
      let error = try #require(throws: TerminalError.self) { try TerminalScreen(options) }
      #expect(error.code == code && error.description.contains(part))
      #expect(terminal.isCooked)
      #expect(terminal.read().isEmpty)
    }

    @Test("says which device is no terminal", arguments: ["/dev/null", "/nonexistent/tty"])
    func noTerminal(path: String) throws {
      var options = TerminalOptions()
      options.path = path
      options.terminalName = "xterm-256color"
      let error = try #require(throws: TerminalError.self) { try TerminalScreen(options) }
      #expect(error.code == .noTerminal && error.description.contains(path))
    }
  }
}
