extension Fault {
  private static let never = Gate()
  private static let lost = Outcome.error(.connection, isRetryable: true, words: ["127.0.0.1"])
  private static let silent = Outcome.error(.stalled, isRetryable: true, words: ["no byte for 1 s", "hangs"])

  /// Connections that end, or do not, at every place.
  public static let connections: [Fault] = [
    Fault("no head", lost, [.close]),
    Fault("reset before the head", lost, [.reset]),
    Fault("end in the head", lost, [.text("HTTP/1.1 200 O"), .close]),
    Fault("reset in the head", lost, [.text("HTTP/1.1 200 OK\r\nContent-"), .reset]),
    Fault("no body", lost, .streamHead + [.close]),
    Fault("reset after the head", lost, .streamHead + [.reset]),
    Fault("end in mid-stream", lost, .streamHead + [.piece("1 "), .close]),
    Fault("reset in mid-stream", lost, .streamHead + [.piece("1 "), .reset]),
    Fault("orderly end before that of the reply", lost, .streamHead + [.piece("1 "), .lastChunk]),
    Fault(
      "shorter than announced", lost, [.head(200, ["Content-Length": "500"]), .text("{\"choices\":"), .close]),
    Fault("silence before the head", silent, isSilent: true, [.wait(never)]),
    Fault("silence in the head", silent, isSilent: true, [.text("HTTP/1.1 200 OK\r\n"), .wait(never)]),
    Fault("silence after the head", silent, isSilent: true, .streamHead + [.wait(never)]),
    Fault("silence in mid-stream", silent, isSilent: true, .streamHead + [.piece("1 "), .wait(never)]),
    Fault(
      "no end in time", .error(.stalled, isRetryable: false, words: ["within 2 s", "--reply-tokens"]), isSilent: true,
      .streamHead + [.piece("1 "), .endless(Array("9\r\n: alive\n\r\n".utf8), every: .milliseconds(100))]),
    Fault(
      "no end of the body", .reply("1 2"),
      .streamHead + [.piece("1 2"), .finished, .chunk("data: [DONE]\n\n"), .wait(never)]),
    Fault(
      "one byte at a time", .reply("1 2é"),
      [.trickle(Array("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".utf8))]
        + [
          .trickle(Array("data: \(ServerStep.chatChunk(#"{"content":"1 2é"}"#, finish: #""stop""#))\n\n".utf8)), .close,
        ]),
    Fault("reset after the reply", .reply("1 2"), .streamHead + [.piece("1 2"), .finished, .close]),
  ]

  private static let ok = "HTTP/1.1 200 OK\r\n"
  private static let chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"

  /// Heads and bodies that break the rules of HTTP.
  public static let bodies: [Fault] = [
    Fault("no HTTP", lost, [.text("garbage\r\n\r\n"), .close]),
    Fault("no status", lost, [.text("HTTP/1.1\r\n\r\n"), .close]),
    Fault("a chunk without a length", lost, [.text(chunked + "zz\r\nx\r\n"), .close]),
    Fault("a chunk of a negative length", lost, [.text(chunked + "-5\r\nx\r\n"), .close]),
    Fault("a chunk longer than all numbers", lost, [.text(chunked + "FFFFFFFFFFFFFFFFFF\r\nx\r\n"), .close]),
    Fault("a chunk that is too short", lost, [.text(chunked + "5\r\nx\r\n0\r\n\r\n"), .close]),
    Fault(
      "compressed", .error(.malformed, status: 200, isRetryable: false, words: ["compressed", "gzip"]),
      [.head(200, ["Content-Encoding": "gzip", "Content-Length": "3"]), .bytes([0x1F, 0x8B, 8])]),
    Fault(
      "a bomb", .error(.malformed, status: 200, isRetryable: false, words: ["compressed", "br"]),
      [.head(200, ["Content-Encoding": "identity, br"]), .endless(Array(repeating: 0, count: 65_536))]),
    Fault(
      "a reply marked as not compressed", .reply("1 2"),
      .answer(
        200, #"{"choices":[{"message":{"content":"1 2"}}]}"#, headers: ["Content-Encoding": "identity"])),
    Fault(
      "a hundred large headers", .reply("1 2"),
      [.text(ok + (0..<100).map { "X-\($0): \(String(repeating: "y", count: 2000))\r\n" }.joined())]
        + [.text("Content-Length: 43\r\n\r\n" + #"{"choices":[{"message":{"content":"1 2"}}]}"#)]),
    Fault(
      "headers without end", lost, [.text(ok), .endless(Array("X-Y: \(String(repeating: "y", count: 1000))\r\n".utf8))]),
    Fault("a header without end", lost, [.text(ok + "X: "), .endless(Array(repeating: 0x79, count: 4096))]),
    Fault("interim answers without end", lost, [.endless(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))]),
    Fault(
      "trailers without end", .reply("1 2"),
      .streamHead + [.piece("1 2"), .finished, .text("0\r\n"), .endless(Array("X: y\r\n".utf8))]),
  ]
}
