import Charts
import Testing

@Suite struct StyleSequenceTests {
  private func sequence(_ style: Style, _ depth: ColorDepth) -> String {
    var reducer = ColorReducer(depth: depth)
    return reducer.sequence(for: style)
  }

  @Test func aPlainStyleNeedsNone() {
    #expect(sequence(.plain, .direct) == "")
    #expect(sequence(Style(.direct(1, 2, 3)), .none) == "")
  }

  @Test func attributesAreKeptWhereThereAreNoColours() {
    let style = Style(.direct(200, 0, 0), on: .direct(0, 0, 0), [.bold, .dim, .italic, .underline, .reverse])
    #expect(sequence(style, .none) == "\u{1B}[1;2;3;4;7m")
  }

  @Test func coloursAreWrittenAsTheDepthHasThem() {
    let style = Style(.direct(255, 95, 95), on: .direct(18, 18, 18), .bold)
    #expect(sequence(style, .direct) == "\u{1B}[1;38;2;255;95;95;48;2;18;18;18m")
    #expect(sequence(style, .indexed) == "\u{1B}[1;38;5;203;48;5;233m")
    #expect(sequence(Style(.direct(255, 0, 0), on: .direct(0, 0, 205)), .sixteen) == "\u{1B}[91;44m")
    #expect(sequence(Style(.direct(255, 0, 0)), .eight) == "\u{1B}[1;31m", "bright by bold")
    #expect(sequence(Style(.indexed(3)), .direct) == "\u{1B}[33m")
  }
}
