extension Fault {
  private static let garbled = Outcome.error(.malformed, status: 200, isRetryable: false, words: ["is no reply"])
  private static func whole(_ choices: String) -> [ServerStep] { .answer(200, "{\"choices\":\(choices)}") }
  private static func delta(_ delta: String, finish: String) -> [ServerStep] {
    .events([ServerStep.chatChunk(delta), ServerStep.chatChunk("{}", finish: finish)])
  }

  /// Replies with the right form of JSON and odd things in it.
  static let answers: [Fault] = [
    Fault("choices that are empty", garbled, whole("[]")),
    Fault("choices that are null", garbled, whole("null")),
    Fault("choices that are a word", garbled, whole("\"none\"")),
    Fault("choices of numbers", garbled, whole("[1,2]")),
    Fault("no choices", garbled, .answer(200, #"{"id":"x","object":"chat.completion"}"#)),
    Fault("a list", garbled, .answer(200, "[1,2]")),
    Fault("a stream of empty choices", garbled, .events([#"{"choices":[]}"#, #"{"choices":[]}"#])),
    Fault("a choice of another index", garbled, .events([#"{"choices":[{"index":7,"delta":{"content":"1"}}]}"#])),
    Fault("a choice of a negative index", garbled, .events([#"{"choices":[{"index":-1,"delta":{"content":"1"}}]}"#])),
    Fault("content that is null", .reply(""), whole(#"[{"message":{"content":null},"finish_reason":"stop"}]"#)),
    Fault("content that is a number", .reply(""), whole(#"[{"message":{"content":7},"finish_reason":"stop"}]"#)),
    Fault(
      "content that is a list", .reply("1 2"),
      whole(#"[{"message":{"content":[{"type":"text","text":"1 "},{"type":"text","text":"2"},7,null]}}]"#)),
    Fault("a message that is null", .reply(""), whole(#"[{"message":null,"finish_reason":"stop"}]"#)),
    Fault("a reason that is a number", .reply("1 2"), whole(#"[{"message":{"content":"1 2"},"finish_reason":7}]"#)),
    Fault("a content filter", .reply("1", .filtered), delta(#"{"content":"1"}"#, finish: "\"content_filter\"")),
    Fault("a length stop", .reply("1", .length), delta(#"{"content":"1"}"#, finish: "\"length\"")),
    Fault(
      "a tool call", .reply("", .other("tool_calls")),
      delta(
        #"{"content":null,"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{}"}}]}"#,
        finish: "\"tool_calls\"")),
    Fault(
      "a refusal", .reply("I must not."), delta(#"{"content":null,"refusal":"I must not."}"#, finish: "\"stop\"")),
    Fault(
      "usage beyond all counts", .reply("1 2"),
      .answer(
        200,
        #"{"choices":[{"message":{"content":"1 2"}}],"usage":{"prompt_tokens":9.2e18,"completion_tokens":9.2e18}}"#)),
    Fault(
      "usage below nothing", .reply("1 2"),
      .answer(
        200, #"{"choices":[{"message":{"content":"1 2"}}],"usage":{"prompt_tokens":-5,"completion_tokens":-1e99}}"#)),
    Fault(
      "usage that is a word", .reply("1 2"),
      .answer(200, #"{"choices":[{"message":{"content":"1 2"}}],"usage":"a lot","model":7}"#)),
    Fault(
      "an error that is a list", .error(.server, isRetryable: true), .answer(200, #"{"error":[1,{"message":2}]}"#)),
    Fault("an error that is a number", .error(.server, isRetryable: true), .answer(200, #"{"error":7}"#)),
  ]
}
