extension Fault {
  private static func complaint(_ words: String, _ members: String = "") -> String {
    "{\"error\":{\"message\":\"\(words)\"\(members)}}"
  }

  /// Refusals in the words of HTTP, and what stands beside them.
  public static let statuses: [Fault] = [
    Fault(
      "400, the context length", .error(.contextLength, status: 400, isRetryable: false, words: ["fewer rows"]),
      .answer(
        400,
        complaint(
          "This model's maximum context length is 4096 tokens. However, your messages resulted in 5000 tokens.",
          #","code":"context_length_exceeded""#))),
    Fault(
      "400, context lengths beyond all counts",
      .error(.contextLength, status: 400, isRetryable: false, words: ["fewer rows"]),
      .answer(
        400,
        complaint(
          "max context length by 9223372036854775807, context length is 9223372036854775807",
          #","n_prompt_tokens":9.2e18,"n_ctx":-9.2e18,"type":"exceed_context_size_error""#))),
    Fault(
      "400", .error(.badRequest, status: 400, isRetryable: false, words: ["messages must not be empty"]),
      .answer(400, complaint("messages must not be empty"))),
    Fault(
      "401", .error(.unauthorized, status: 401, isRetryable: false, words: ["OPENAI_API_KEY"]),
      .answer(401, complaint("no"))),
    Fault(
      "402", .error(.badRequest, status: 402, isRetryable: false, words: ["paid"]), .answer(402, complaint("pay"))),
    Fault(
      "403", .error(.unauthorized, status: 403, isRetryable: false, words: ["does not allow"]),
      .answer(403, complaint("not in your country"))),
    Fault(
      "404, the model", .error(.notFound, status: 404, isRetryable: false, words: ["no model qwen", "check the name"]),
      .answer(404, complaint("The model `qwen` does not exist", #","code":"model_not_found""#))),
    Fault(
      "404, the path", .error(.notFound, status: 404, isRetryable: false, words: ["base URL"]),
      .answer(404, "404 page not found", type: "text/plain")),
    Fault(
      "407", .error(.connection, status: 407, isRetryable: false, words: ["proxy", "http_proxy"]), .answer(407, "")),
    Fault("408", .error(.server, status: 408, isRetryable: true, words: ["in time"]), .answer(408, complaint("late"))),
    Fault("409", .error(.server, status: 409, isRetryable: true, words: ["busy"]), .answer(409, complaint("lock"))),
    Fault(
      "413", .error(.contextLength, status: 413, isRetryable: false, words: ["fewer rows"]),
      .answer(413, "<html><title>413 Request Entity Too Large</title></html>", type: "text/html")),
    Fault(
      "429 in seconds", .error(.rateLimited, status: 429, isRetryable: true, words: ["rate", "slow down"]),
      wait: .seconds(7), .answer(429, complaint("slow down"), headers: ["Retry-After": "7"])),
    Fault(
      "429 with a date", .error(.rateLimited, status: 429, isRetryable: true), wait: .seconds(30),
      .answer(
        429, complaint("slow down"),
        headers: ["Retry-After": "Tue, 14 Nov 2023 22:14:00 GMT", "Date": "Tue, 14 Nov 2023 22:13:30 GMT"])),
    Fault(
      "429 in milliseconds", .error(.rateLimited, status: 429, isRetryable: true), wait: .milliseconds(1500),
      .answer(429, complaint("slow down"), headers: ["retry-after-ms": "1500", "Retry-After": "2"])),
    Fault(
      "429 without a wait", .error(.rateLimited, status: 429, isRetryable: true), .answer(429, complaint("slow down"))),
    Fault(
      "429 with a wait that is none", .error(.rateLimited, status: 429, isRetryable: true),
      .answer(429, complaint("slow down"), headers: ["Retry-After": "soon"])),
    Fault(
      "429, no credit", .error(.rateLimited, status: 429, isRetryable: false, words: ["credit"]),
      .answer(429, complaint("You exceeded your current quota", #","code":"insufficient_quota""#))),
    Fault(
      "500", .error(.server, status: 500, isRetryable: true, words: ["status 500", "oops"]),
      .answer(500, complaint("oops"))),
    Fault(
      "502 with a page", .error(.server, status: 502, isRetryable: true, words: ["502 Bad Gateway"]),
      .answer(
        502, "<html><head><title>502 Bad Gateway</title></head><body>\(String(repeating: "x", count: 90_000))</body>",
        type: "text/html")),
    Fault(
      "503", .error(.server, status: 503, isRetryable: true, words: ["Loading model"]), wait: .seconds(2),
      .answer(503, complaint("Loading model"), headers: ["Retry-After": "2"])),
    Fault(
      "504 without a body", .error(.server, status: 504, isRetryable: true, words: ["504"]),
      [.text("HTTP/1.1 504 \r\n\r\n"), .close]),
    Fault(
      "529", .error(.server, status: 529, isRetryable: true, words: ["too much to do"]),
      .answer(529, #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#)),
    Fault("201", .error(.badRequest, status: 201, isRetryable: false), .answer(201, "{}")),
    Fault("204", .error(.badRequest, status: 204, isRetryable: false), [.text("HTTP/1.1 204 No Content\r\n\r\n")]),
    Fault(
      "301", .error(.badRequest, status: 301, isRetryable: false, words: ["not followed", "--base-url", "127.0.0.2"]),
      .answer(301, "", headers: ["Location": "http://127.0.0.2:9/v1/chat/completions"])),
    Fault(
      "307", .error(.badRequest, status: 307, isRetryable: false, words: ["not followed", "--base-url"]),
      .answer(307, "", headers: ["Location": "//127.0.0.2:9/"])),
    Fault(
      "a refusal that is compressed", .error(.server, status: 500, isRetryable: true, words: ["status 500"]),
      [.head(500, ["Content-Encoding": "gzip", "Content-Length": "4"]), .bytes([0x1F, 0x8B, 8, 0])]),
    Fault(
      "a refusal without end", .error(.server, status: 500, isRetryable: true),
      [.text("HTTP/1.1 500 X\r\n\r\n"), .endless(Array(repeating: 0x78, count: 4096))]),
    Fault(
      "an error inside a 200", .error(.rateLimited, isRetryable: true, words: ["too quick"]),
      .answer(200, complaint("too quick", #","type":"rate_limit_error""#))),
  ]
}
