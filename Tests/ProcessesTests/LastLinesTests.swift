import Testing

@testable import Processes

@Suite struct LastLinesTests {
  @Test func linesMayComeInPieces() {
    var lines = LastLines()
    lines.append("one\ntw".utf8)
    lines.append("o\n\n  \nthr".utf8)
    #expect(lines.all == ["one", "two", "thr"])
  }

  @Test func whatIsWrittenOverIsALineOfItsOwn() {
    var lines = LastLines()
    lines.append("10 %\r90 %\r\nready\r\n".utf8)
    #expect(lines.all == ["10 %", "90 %", "ready"])
  }

  @Test func aLineWithoutEndTakesLittle() {
    var lines = LastLines()
    for _ in 0..<100 { lines.append(repeatElement(UInt8(ascii: "x"), count: 10_000)) }
    #expect(lines.all.map(\.count) == [LastLines.longest])
  }

  @Test func onlyTheLastAreKept() {
    var lines = LastLines()
    for number in 0..<1000 { lines.append("\(number)\n".utf8) }
    #expect(lines.all == (960..<1000).map { "\($0)" })
  }

  @Test func bytesThatAreNoTextAreReplaced() {
    var lines = LastLines()
    lines.append([0xFF, 0x41, 0x0A])
    #expect(lines.all == ["\u{FFFD}A"])
  }
}
