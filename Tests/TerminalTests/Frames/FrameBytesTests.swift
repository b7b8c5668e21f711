import Charts
import TestSupport
import Testing

@testable import Terminal

@Suite("What frames cost")
struct FrameBytesTests {
  /// A frame may cost 1.3 times the ideal; ours are held to this, besides the two marks of a synchronized one.
  private let most = 1.05

  @Test("a change of a full screen costs what the cells need", arguments: [ColorDepth.direct, .eight])
  @TerminalActor
  func changes(depth: ColorDepth) throws {
    var start = try ModelTerminal(depth: depth, columns: 200, rows: 50)
    start.draw(SampleFrame().draw())
    for (name, isSmall, change) in SampleFrame.changes {
      var terminal = start
      var frame = SampleFrame()
      change(&frame)
      let bytes = terminal.draw(frame.draw()).count
      let ideal = terminal.ideal(from: start.model)
      let marks = terminal.model.frames > start.model.frames ? 16 : 0
      #expect(bytes > 0 && ideal.changedCells > 0)
      #expect(Double(bytes - marks) <= most * Double(ideal.bytes), "\(name): \(bytes) bytes, ideally \(ideal)")
      #expect(Double(bytes) <= 1.3 * Double(ideal.bytes), "\(name): \(bytes) bytes, ideally \(ideal)")
      if isSmall { #expect(bytes < 500, "\(name): \(bytes) bytes") }
      #expect(terminal.model.unknown == [])
    }
  }

  @Test(
    "any frame after any other is shown, and near the ideal",
    arguments: ["xterm-256color", "with repeats", "tmux-256color", "screen", "linux", "vt100"])
  @TerminalActor
  func anything(name: String) throws {
    var kind = try TerminalDatabase.kind(named: name == "with repeats" ? "xterm-256color" : name)
    if name == "with repeats" { kind.repeats = true }
    var terminal = ModelTerminal(kind, columns: 40, rows: 8)
    terminal.draw(CellBuffer(size: Size(columns: 40, rows: 8)))
    let marks = 16 * terminal.model.frames
    var random = SplitMix(state: 5)
    var bytes = 0
    var ideal = 0
    for _ in 0..<50 {
      let buffer = Self.frame(&random, on: kind)
      let before = terminal.model
      bytes += terminal.draw(buffer).count
      #expect(terminal.model.shows(buffer))
      ideal += terminal.ideal(from: before).bytes
    }
    bytes -= 16 * terminal.model.frames - marks
    #expect(bytes >= ideal)
    #expect(Double(bytes) <= 1.1 * Double(ideal), "\(bytes) bytes, ideally \(ideal)")
    #expect(terminal.model.unknown == [])
  }

  @Test("a terminal that wraps at once is never made to scroll")
  @TerminalActor
  func lastCell() throws {
    var kind = try TerminalDatabase.kind(named: "vt100")
    kind.wrapping = .atOnce
    var terminal = ModelTerminal(kind, columns: 5, rows: 3)
    var buffer = CellBuffer(size: Size(columns: 5, rows: 3))
    buffer.fill(buffer.area, with: Cell(Glyph("x")))
    terminal.draw(buffer)
    #expect(terminal.model.text == ["xxxxx", "xxxxx", "xxxx "])
    buffer.fill(buffer.area, with: Cell(Glyph("y")))
    let bytes = terminal.draw(buffer)
    #expect(terminal.model.text == ["yyyyy", "yyyyy", "yyyy "])
    // Behind the last column nobody knows where the cursor is: every row is gone to.
    #expect(bytes.count { $0 == UInt8(ascii: "H") } == 3)
  }

  @Test("behind a character whose width terminals differ about, the cursor is placed anew")
  @TerminalActor
  func uncertain() throws {
    for (text, isCertain) in [
      ("汉字|", true), ("αβ─|", true), ("👍|", false), ("e\u{301}|", false), ("⚡|", false), ("क|", false),
    ] {
      var terminal = try ModelTerminal(columns: 10, rows: 1)
      var buffer = CellBuffer(size: Size(columns: 10, rows: 1))
      terminal.draw(buffer)
      buffer.write(text, column: 0, row: 0, in: buffer.area)
      let bytes = terminal.draw(buffer)
      #expect(bytes.contains(0x1B) != isCertain, "\(text)")
      #expect(terminal.model.shows(buffer))
    }
  }

  /// Runs of text, bars, blanks and wide characters in some colours, at random; a part of them in each frame.
  private static func frame(_ random: inout SplitMix, on kind: TerminalKind) -> CellBuffer {
    var buffer = CellBuffer(size: Size(columns: 40, rows: 8))
    let words = ["loss", "────────────────", "汉字", "⣿⣿⡇", "a", "            ", "■", "      "]
    for _ in 0..<Int.random(in: 1...14, using: &random) {
      var style = Style.plain
      if kind.colors > 0 {
        if Bool.random(using: &random) { style.foreground = .indexed(UInt8.random(in: 0...7, using: &random)) }
        if Int.random(in: 0..<4, using: &random) == 0 { style.background = .indexed(4) }
      }
      for attribute in [Attributes.bold, .underline, .reverse, .italic, .dim]
      where Int.random(in: 0..<8, using: &random) == 0 && kind.attributes.contains(attribute) {
        style.attributes.insert(attribute)
      }
      if style.foreground != .standard || style.background != .standard {
        style.attributes.subtract(kind.colorlessAttributes)
      }
      buffer.write(
        words[Int.random(in: words.indices, using: &random)], column: Int.random(in: -3..<40, using: &random),
        row: Int.random(in: 0..<8, using: &random), in: buffer.area, style: style)
    }
    return buffer
  }
}
