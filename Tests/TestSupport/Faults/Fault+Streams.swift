extension Fault {
  private static let long = Array(String(repeating: "x", count: 65_536).utf8)
  private static let plain = ServerStep.text("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
  private static let tooLong = Outcome.error(.malformed, isRetryable: false, words: ["more than", "--reply-tokens"])
  private static func event(_ text: String, finish: String = "null") -> String {
    ServerStep.chatChunk("{\"content\":\(ServerStep.jsonString(text))}", finish: finish)
  }

  /// More than any reply has: each would be 50 MB and more if it were read to its end.
  public static let floods: [Fault] = [
    Fault("one event without end", tooLong, [plain, .text("data: {\"choices\":\""), .endless(long)]),
    Fault("one line without end", tooLong, [plain, .text(": "), .endless(long)]),
    Fault("one object without end", tooLong, [plain, .text("{\"choices\":\""), .endless(long)]),
    Fault("blanks without end", tooLong, [plain, .endless(Array(repeating: 0x20, count: 65_536))]),
    Fault("comments without end", tooLong, [plain, .endless(Array(String(repeating: ": x\n", count: 9000).utf8))]),
    Fault(
      "empty events without end", tooLong,
      [plain, .endless(Array(String(repeating: "data: {\"choices\":[]}\n\n", count: 3000).utf8))]),
    Fault(
      "data lines without end", tooLong, [plain, .endless(Array(String(repeating: "data:\n", count: 9000).utf8))]),
    Fault(
      "a page without end", tooLong, [plain, .text("<html>"), .endless(long)]),
    Fault(
      "text without end", .reply(String(repeating: "xy", count: 32 * 1025), .length),
      [plain] + Array(repeating: .text("data: \(event(String(repeating: "xy", count: 1025 * 4)))\n\n"), count: 8)
        + [.endless(Array("data: \(event("z"))\n\n".utf8))]),
    Fault(
      "arrays in arrays", .error(.malformed, isRetryable: false),
      [plain, .text("data: {\"choices\":" + String(repeating: "[", count: 200_000) + "\n\n"), .close]),
    Fault(
      "arrays in arrays of an error", .error(.malformed, isRetryable: false),
      .answer(200, "{\"error\":" + String(repeating: "[", count: 200_000))),
  ]

  private static func stream(_ text: String, type: String = "text/event-stream") -> [ServerStep] {
    [.text("HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\n\r\n"), .text(text), .close]
  }
  private static let end = event("2", finish: "\"stop\"")
  private static let garbled = Outcome.error(.malformed, status: 200, isRetryable: false, words: ["is no reply"])

  /// Streams of events, odd and wrong.
  static let streams: [Fault] = [
    Fault(
      "lines that end as Windows has them", .reply("1 2"), stream("data: \(event("1 "))\r\n\r\ndata: \(end)\r\n\r\n")),
    Fault("lines that end as old Macs had them", .reply("1 2"), stream("data: \(event("1 "))\r\rdata: \(end)\r\r")),
    Fault(
      "comments and fields that are not known", .reply("1 2"),
      stream(": hello\n\nevent: message\nid: 7\nretry: 10\ndata: \(event("1 "))\nodd\n\n:\n\ndata: \(end)\n\n")),
    Fault("no space", .reply("1 2"), stream("data:\(event("1 "))\n\ndata:\(end)\n\ndata:[DONE]\n\n")),
    Fault("no end mark", .reply("1 2"), stream("data: \(event("1 "))\n\ndata: \(end)\n\n")),
    Fault("no blank line at the end", .reply("1 2"), stream("data: \(event("1 "))\n\ndata: \(end)")),
    Fault(
      "an event on several lines", .reply("1 2"),
      stream("data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"1 2\"},\ndata: \"finish_reason\":\"stop\"}]}\n\n")),
    Fault(
      "events after the end", .reply("1 2"),
      stream(
        "data: \(event("1 2"))\n\ndata: \(event("", finish: "\"stop\""))\n\ndata: [DONE]\n\ndata: \(event("3"))\n\n")),
    Fault("a byte order mark", .reply("1 2"), stream("\u{FEFF}data: \(event("1 "))\n\ndata: \(end)\n\n")),
    Fault(
      "a byte order mark before JSON", .reply("1 2"),
      stream("\u{FEFF}{\"choices\":[{\"message\":{\"content\":\"1 2\"}}]}", type: "application/json")),
    Fault(
      "cut inside a letter", .reply("é字🎈"),
      .streamHead
        + Array("data: \(event("é字🎈", finish: "\"stop\""))\n\n".utf8).flatMap { byte in
          [ServerStep.bytes(Array("1\r\n".utf8) + [byte] + Array("\r\n".utf8))]
        } + [.lastChunk]),
    Fault(
      "invalid UTF-8", .reply("a\u{FFFD}b"),
      [plain, .text("data: {\"choices\":[{\"finish_reason\":\"stop\",\"delta\":{\"content\":\"a"), .bytes([0xFF])]
        + [.text("b\"}}]}\n\n"), .close]),
    Fault("a wrong content type", .reply("1 2"), stream("data: \(event("1 "))\n\ndata: \(end)\n\n", type: "image/png")),
    Fault(
      "JSON where a stream was asked for", .reply("1 2"),
      .answer(200, #"{"choices":[{"finish_reason":"stop","message":{"content":"1 2"}}]}"#)),
    Fault("a page", garbled, .answer(200, "<html><title>Sign in</title></html>", type: "text/html")),
    Fault("words", .error(.connection, isRetryable: true), .answer(200, "hello", type: "text/plain")),
    Fault("nothing", .error(.connection, isRetryable: true), .answer(200, "")),
    Fault("invalid JSON", garbled, .answer(200, #"{"choices": nonsense}"#)),
    Fault("JSON that is cut", .error(.connection, isRetryable: true), .answer(200, #"{"choices": [{"mess"#)),
    Fault("an event of invalid JSON", garbled, stream("data: {\"choices\": nonsense}\n\n")),
    Fault("an event that is no object", garbled, stream("data: 7\n\n")),
    Fault("only the end mark", garbled, stream("data: [DONE]\n\n")),
    Fault(
      "an error in mid-stream", .error(.server, status: 500, isRetryable: true, words: ["out of memory"]),
      stream("data: \(event("1 "))\n\ndata: {\"error\":{\"code\":500,\"message\":\"out of memory\"}}\n\n")),
    Fault(
      "an error line in mid-stream", .error(.server, isRetryable: true, words: ["gone"]),
      stream("data: \(event("1 "))\n\nerror: {\"message\":\"gone\"}\n\n")),
  ]
}
