import Testing

@testable import LanguageModels

@Suite struct ResponseParserTests {
  /// What a parser makes of a response that comes in pieces of this size.
  private func read(_ response: String, by size: Int) throws -> (parser: ResponseParser, body: String) {
    var parser = ResponseParser()
    var body: [UInt8] = []
    let bytes = Array(response.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      try bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { piece in
        try parser.read(piece) { part in
          body.append(contentsOf: part)
          return true
        }
      }
    }
    return (parser, String(decoding: body, as: UTF8.self))
  }

  static let whole: [(response: String, status: Int, body: String, isDone: Bool)] = [
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true),
    ("HTTP/1.1 200 OK\nContent-Length:5\n\nhello", 200, "hello", true),
    ("HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n", 200, "", true),
    ("HTTP/1.1 204 No Content\r\n\r\n", 204, "", true),
    ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", 200, "x", true),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;a=b\r\n, world\r\n0\r\nT: v\r\n\r\n", 200,
      "hello, world", true
    ),
    ("HTTP/1.1 429 Too Many\r\nRetry-After: 3\r\nContent-Length: 4\r\n\r\nbusy", 429, "busy", true),
    ("HTTP/1.0 200 OK\r\n\r\nuntil the end", 200, "until the end", false),
    ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", 200, "hello", false),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", 200, "hel", false),
  ]

  @Test(arguments: 0..<whole.count) func aResponseIsTheSameHoweverItIsCut(_ row: Int) throws {
    let expected = Self.whole[row]
    for size in 1...expected.response.utf8.count {
      let (parser, body) = try read(expected.response, by: size)
      #expect(parser.status == expected.status)
      #expect(body == expected.body)
      #expect(parser.isDone == expected.isDone)
    }
  }

  @Test func headersAreFoundWhateverTheirCase() throws {
    let (parser, _) = try read("HTTP/1.1 429 No\r\nReTry-AFTER:  3\r\nContent-Length: 0\r\n\r\n", by: 3)
    #expect(parser.headers["retry-after"] == "3")
  }

  @Test func aConnectionIsKeptUnlessTheServerClosesIt() throws {
    #expect(try read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", by: 9).parser.keepsConnection)
    let closing = "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n"
    #expect(try read(closing, by: 9).parser.keepsConnection == false)
    #expect(try read("HTTP/1.1 200 OK\r\n\r\nbody", by: 9).parser.keepsConnection == false)
  }

  @Test(arguments: [
    "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 abc\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n",
  ])
  func whatIsNoResponseIsRefused(_ response: String) {
    for size in [1, 7, 4096] {
      #expect(throws: ResponseParser.Failure.self) { try read(response, by: size) }
    }
  }

  @Test func aHeadWithoutAnEndIsBounded() {
    #expect(throws: ResponseParser.Failure.self) {
      try read("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 300_000), by: 4096)
    }
    #expect(throws: ResponseParser.Failure.self) {
      try read("HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 100_000), by: 4096)
    }
  }
}
