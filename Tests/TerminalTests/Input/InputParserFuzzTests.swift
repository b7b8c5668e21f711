import Testing
import Text

@testable import Terminal

@Suite("The input parser, under anything")
struct InputParserFuzzTests {
  /// SplitMix64, for the same bytes in every run.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
      return value ^ value >> 31
    }
  }

  /// Bytes that look like a terminal's often enough to reach every state.
  private func bytes(_ count: Int, _ generator: inout Generator) -> [UInt8] {
    let pieces = [
      "\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}[<", ";", ":", "1", "200~", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}]",
      "\u{1B}\\",
      "\u{1B}P", "M", "m", "A", "~", "u", "q", "é", "汉", "🎈", "\u{7}", "\u{1A}", "[", "\u{1B}[M", "\u{1B}[[",
      "999999999999",
    ].map { Array($0.utf8) }
    var bytes: [UInt8] = []
    while bytes.count < count {
      if Int.random(in: 0..<3, using: &generator) == 0 {
        bytes.append(UInt8.random(in: 0...255, using: &generator))
      } else {
        bytes += pieces[Int.random(in: 0..<pieces.count, using: &generator)]
      }
    }
    return bytes
  }

  @Test("gives the same events however the bytes are cut", arguments: 0..<100)
  func cuts(seed: UInt64) {
    var generator = Generator(state: seed)
    let bytes = bytes(300, &generator)
    var whole = InputParser()
    let expected = whole.parse(bytes) + whole.flush()

    var single = InputParser()
    let one = bytes.flatMap { single.parse([$0]) } + single.flush()
    #expect(one == expected)

    var cut = InputParser()
    var rest = bytes[...]
    var events: [InputEvent] = []
    while !rest.isEmpty {
      let part = rest.prefix(Int.random(in: 1...40, using: &generator))
      events += cut.parse(part)
      rest = rest.dropFirst(part.count)
    }
    #expect(events + cut.flush() == expected)
  }

  @Test("holds no more than a sequence and a paste, and comes back to reading keys", arguments: 0..<20)
  func bound(seed: UInt64) {
    var generator = Generator(state: 1_000 + seed)
    let limit = 200
    var parser = InputParser(pasteLimit: limit)
    for _ in 0..<20 {
      _ = parser.parse(bytes(500, &generator))
      if Bool.random(using: &generator) { _ = parser.flush() }
      #expect(parser.heldBytes <= limit + InputParser.sequenceLimit + 1)
    }
    // Ends any sequence, then any paste.
    _ = parser.parse([0x18])
    _ = parser.parse(Array("\u{1B}[201~".utf8))
    _ = parser.flush()
    #expect(parser.parse(Array("q".utf8)) == [.key(KeyPress(.character("q")))])
  }

  @Test("endless sequences are swallowed without growing", arguments: ["\u{1B}[", "\u{1B}]", "\u{1B}P", "\u{1B}[<"])
  func endless(opener: String) {
    var parser = InputParser()
    #expect(parser.parse(Array(opener.utf8)) == [])
    let garbage = [UInt8](repeating: UInt8(ascii: "1"), count: 5_000)
    #expect(parser.parse(garbage) == [])
    #expect(parser.heldBytes <= InputParser.sequenceLimit + 1)
    #expect(parser.parse([0x07]).allSatisfy { $0 == .key(KeyPress(.character("g"), .control)) })
    #expect(parser.parse(Array("q".utf8)) == [.key(KeyPress(.character("q")))])
  }
}
