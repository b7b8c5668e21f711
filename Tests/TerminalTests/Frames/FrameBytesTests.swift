import Charts
import TestSupport
import Testing

@testable import Terminal

@Suite("What frames cost")
struct FrameBytesTests {
  /// A frame may cost 1.3 times the ideal; ours are held to this, besides the two marks of a synchronized one.
  private let most = 1.05

  @Test("a change of a full screen costs what the cells need", arguments: [ColorDepth.direct, .indexed, .eight])
  @TerminalActor
  func changes(depth: ColorDepth) throws {
    var start = try ModelTerminal(depth: depth, columns: 200, rows: 50)
    start.draw(SampleFrame().draw())
    for (name, change) in SampleFrame.changes {
      var terminal = start
      var frame = SampleFrame()
      change(&frame)
      let bytes = terminal.draw(frame.draw()).count
      let ideal = terminal.ideal(from: start.model)
      let marks = terminal.model.frames > start.model.frames ? 16 : 0
      #expect(bytes > 0 && ideal.changedCells > 0)
      #expect(Double(bytes - marks) <= most * Double(ideal.bytes), "\(name): \(bytes) bytes, ideally \(ideal)")
      #expect(Double(bytes) <= 1.3 * Double(ideal.bytes), "\(name): \(bytes) bytes, ideally \(ideal)")
      #expect(terminal.model.unknown == [])
    }
  }

  @Test("a change inside one pane costs less than 500 bytes")
  @TerminalActor
  func small() throws {
    var start = try ModelTerminal(depth: .direct, columns: 200, rows: 50)
    start.draw(SampleFrame().draw())
    for change in [{ $0.selected += 1 }, { $0.words += 3 }, { $0.typed += "x" }] as [(inout SampleFrame) -> Void] {
      var terminal = start
      var frame = SampleFrame()
      change(&frame)
      let bytes = terminal.draw(frame.draw()).count
      #expect((1..<500).contains(bytes), "\(bytes) bytes")
    }
  }

  @Test(
    "any frame after any other is shown, and near the ideal",
    arguments: ["xterm-256color", "tmux-256color", "screen", "linux", "vt100"])
  @TerminalActor
  func anything(term: String) throws {
    var terminal = try ModelTerminal(term, columns: 40, rows: 8)
    var random = SplitMix(state: 5)
    var bytes = 0
    var ideal = 0
    for _ in 0..<60 {
      let buffer = Self.frame(&random, on: terminal.kind)
      let before = terminal.model
      bytes += terminal.draw(buffer).count
      #expect(terminal.model.shows(buffer))
      // The first frame clears a screen that nobody knows.
      if before.frames + before.cursorColumn + before.cursorRow == 0 { bytes = 0 }
      ideal += terminal.ideal(from: before).bytes
      if bytes == 0 { ideal = 0 }
    }
    let marks = 16 * terminal.model.frames
    #expect(bytes >= ideal)
    #expect(Double(bytes - marks) <= 1.1 * Double(ideal), "\(bytes) bytes, ideally \(ideal)")
    #expect(terminal.model.unknown == [])
  }

  /// Runs of text, bars, blanks and wide characters in some colours, at random; a part of them in each frame.
  private static func frame(_ random: inout SplitMix, on kind: TerminalKind) -> CellBuffer {
    var buffer = CellBuffer(size: Size(columns: 40, rows: 8))
    let words = ["loss", "────────────────", "汉字", "⣿⣿⡇", "a", "            ", "■", "e\u{301}"]
    for _ in 0..<Int.random(in: 1...14, using: &random) {
      var style = Style.plain
      if kind.colors > 0 {
        if Bool.random(using: &random) { style.foreground = .indexed(UInt8.random(in: 0...7, using: &random)) }
        if Int.random(in: 0..<4, using: &random) == 0 { style.background = .indexed(4) }
      }
      if Int.random(in: 0..<4, using: &random) == 0 { style.attributes = .bold }
      if Int.random(in: 0..<8, using: &random) == 0 { style.attributes.insert(.reverse) }
      buffer.write(
        words[Int.random(in: words.indices, using: &random)], column: Int.random(in: -3..<40, using: &random),
        row: Int.random(in: 0..<8, using: &random), in: buffer.area, style: style)
    }
    return buffer
  }
}
