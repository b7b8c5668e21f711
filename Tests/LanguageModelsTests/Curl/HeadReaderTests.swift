import Testing

@testable import LanguageModels

@Suite struct HeadReaderTests {
  private func reader(_ lines: String...) -> HeadReader {
    var reader = HeadReader()
    for line in lines { #expect(take(&reader, line)) }
    return reader
  }

  private func take(_ reader: inout HeadReader, _ line: String) -> Bool {
    Array(line.utf8).withUnsafeBytes { reader.take($0) }
  }

  @Test func aHeadIsThereOnceItIsWhole() {
    var reader = reader("HTTP/1.1 429 Too Many Requests\r\n", "Retry-After:  7\r\n")
    #expect(reader.head == nil)
    #expect(take(&reader, "\r\n"))
    #expect(reader.head?.status == 429)
    #expect(reader.head?.header("retry-after") == "7")
    #expect(reader.head?.header("RETRY-AFTER") == "7")
    #expect(reader.head?.header("Location") == nil)
  }

  @Test func theLinesOfHTTP2AreAsGood() {
    let reader = reader("HTTP/2 200 \r\n", "content-type: text/event-stream\r\n", "\r\n")
    #expect(reader.head?.status == 200)
    #expect(reader.head?.header("Content-Type") == "text/event-stream")
  }

  @Test func interimAnswersArePassedOver() {
    let reader = reader(
      "HTTP/1.1 100 Continue\r\n", "X: interim\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "Y: real\r\n", "\r\n")
    #expect(reader.head?.status == 200)
    #expect(reader.head?.header("X") == nil)
    #expect(reader.head?.header("Y") == "real")
  }

  @Test func whatFollowsTheBodyIsNoHead() {
    let reader = reader("HTTP/1.1 200 OK\r\n", "\r\n", "Retry-After: 5\r\n", "\r\n")
    #expect(reader.head?.header("Retry-After") == nil)
  }

  @Test func linesWithoutSenseAreNoHead() {
    let reader = reader("", "\n", "no colon\r\n", "HTTP/1.1\r\n", "HTTP/1.1 abc\r\n", "\r\n", "\u{0}: \r\n")
    #expect(reader.head == nil)
  }

  @Test func aHeadWithoutEndIsCut() {
    var reader = reader("HTTP/1.1 200 OK\r\n")
    let line = "X: \(String(repeating: "x", count: 10_000))\r\n"
    #expect((0..<40).contains { _ in !take(&reader, line) })
  }
}
