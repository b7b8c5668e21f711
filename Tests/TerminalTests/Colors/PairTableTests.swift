import Testing

@testable import Terminal

@Suite("Pairs of colours")
struct PairTableTests {
  @Test("each pair is made once; the terminal's own colours are pair 0")
  func once() {
    var table = PairTable(capacity: 10)
    var made: [Int32] = []
    let make: (Int32, Int32, Int32) -> Bool = { pair, _, _ in
      made.append(pair)
      return true
    }
    #expect(table.pair(foreground: -1, background: -1, make: make) == 0)
    #expect(table.pair(foreground: 1, background: -1, make: make) == 1)
    #expect(table.pair(foreground: 1, background: 2, make: make) == 2)
    #expect(table.pair(foreground: 1, background: -1, make: make) == 1)
    #expect(made == [1, 2])
  }

  @Test("a pair that cannot be made falls back to the terminal's own colours")
  func failing() {
    var table = PairTable(capacity: 10)
    #expect(table.pair(foreground: 300, background: -1) { _, _, _ in false } == 0)
    #expect(table.pair(foreground: 300, background: -1) { _, _, _ in true } == 0)
    #expect(table.pair(foreground: 1, background: -1) { _, _, _ in true } == 1)
  }

  @Test("says when there is none left, and starts anew")
  func exhausted() {
    var table = PairTable(capacity: 3)
    #expect(table.pair(foreground: 1, background: -1) { _, _, _ in true } == 1)
    #expect(table.pair(foreground: 2, background: -1) { _, _, _ in true } == 2)
    #expect(table.pair(foreground: 3, background: -1) { _, _, _ in true } == nil)
    table.removeAll()
    #expect(table.pair(foreground: 3, background: -1) { _, _, _ in true } == 1)
  }
}
