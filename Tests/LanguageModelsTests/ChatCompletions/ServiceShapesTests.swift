import LanguageModels
import TestSupport
import Testing

/// Replies in the shapes of the services that are named, as their documentation shows them.
@Suite(.timeLimit(.minutes(1))) struct ServiceShapesTests {
  struct Shape: CustomTestStringConvertible, Sendable {
    var name: String
    var steps: [ServerStep]
    var reply: ModelReply
    var testDescription: String { name }

    init(_ name: String, _ steps: [ServerStep], _ reply: ModelReply) {
      self.name = name
      self.steps = steps
      self.reply = reply
    }
  }

  static let answer = #"{\"w\": 1}"#
  static let text = #"{"w": 1}"#

  static let shapes: [Shape] = [
    Shape(
      "OpenAI",
      .events([
        #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"x"}"#,
        #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"content":"\#(answer)"},"logprobs":null,"finish_reason":null}],"usage":null}"#,
        #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}"#,
        #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini-2024-07-18","choices":[],"usage":{"prompt_tokens":31,"completion_tokens":7,"total_tokens":38,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"accepted_prediction_tokens":0}}}"#,
      ]),
      ModelReply(text: text, model: "gpt-4o-mini-2024-07-18", usage: TokenUsage(input: 31, output: 7, cached: 0))),
    Shape(
      "DashScope, thinking",
      .events([
        #"{"choices":[{"delta":{"content":null,"role":"assistant","reasoning_content":""},"index":0,"logprobs":null,"finish_reason":null}],"object":"chat.completion.chunk","usage":null,"created":1,"system_fingerprint":null,"model":"qwen-plus","id":"chatcmpl-2"}"#,
        #"{"choices":[{"finish_reason":null,"logprobs":null,"delta":{"content":null,"reasoning_content":"the slope"},"index":0}],"object":"chat.completion.chunk","usage":null,"created":1,"model":"qwen-plus","id":"chatcmpl-2"}"#,
        #"{"choices":[{"delta":{"content":"\#(answer)","reasoning_content":null},"finish_reason":null,"index":0,"logprobs":null}],"object":"chat.completion.chunk","usage":null,"created":1,"model":"qwen-plus","id":"chatcmpl-2"}"#,
        #"{"choices":[{"finish_reason":"stop","delta":{"content":"","reasoning_content":null},"index":0,"logprobs":null}],"object":"chat.completion.chunk","usage":null,"created":1,"model":"qwen-plus","id":"chatcmpl-2"}"#,
        #"{"choices":[],"object":"chat.completion.chunk","usage":{"prompt_tokens":26,"completion_tokens":87,"total_tokens":113,"completion_tokens_details":{"reasoning_tokens":80}},"created":1,"model":"qwen-plus","id":"chatcmpl-2"}"#,
      ]),
      ModelReply(text: text, reasoning: "the slope", model: "qwen-plus", usage: TokenUsage(input: 26, output: 87))),
    Shape(
      "OpenRouter, with comments and both kinds of reasoning",
      .streamHead + [
        .chunk(": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n"),
        .chunk(
          "data: {\"id\":\"gen-1\",\"provider\":\"X\",\"model\":\"qwen/qwen3-8b\",\"object\":\"chat.completion.chunk\",\"created\":1,\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"reasoning\":\"hm\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"format\":\"unknown\",\"index\":0}]},\"finish_reason\":null,\"native_finish_reason\":null,\"logprobs\":null}]}\n\n"
        ),
        .chunk(
          "data: {\"id\":\"gen-1\",\"provider\":\"X\",\"model\":\"qwen/qwen3-8b\",\"object\":\"chat.completion.chunk\",\"created\":1,\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\(answer)\"},\"finish_reason\":\"stop\",\"native_finish_reason\":\"stop\"}]}\n\n"
        ),
        .chunk(
          "data: {\"id\":\"gen-1\",\"provider\":\"X\",\"model\":\"qwen/qwen3-8b\",\"object\":\"chat.completion.chunk\",\"created\":1,\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":9,\"total_tokens\":21,\"cost\":0.00001}}\n\ndata: [DONE]\n\n"
        ), .lastChunk,
      ],
      ModelReply(text: text, reasoning: "hm", model: "qwen/qwen3-8b", usage: TokenUsage(input: 12, output: 9))),
    Shape(
      "OpenRouter, a summary alone",
      .events([
        #"{"choices":[{"index":0,"delta":{"content":"","reasoning_details":[{"type":"reasoning.summary","summary":"in short"},{"type":"reasoning.encrypted","data":"AAAA"}]}}]}"#,
        #"{"choices":[{"index":0,"delta":{"content":"\#(answer)"},"finish_reason":"stop"}]}"#,
      ]), ModelReply(text: text, reasoning: "in short")),
    Shape(
      "Groq, which tells the usage in a place of its own",
      .events([
        #"{"id":"chatcmpl-3","object":"chat.completion.chunk","created":1,"model":"qwen/qwen3-32b","system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"x_groq":{"id":"req_1"}}"#,
        #"{"id":"chatcmpl-3","object":"chat.completion.chunk","created":1,"model":"qwen/qwen3-32b","choices":[{"index":0,"delta":{"reasoning":"let me","channel":"analysis"},"logprobs":null,"finish_reason":null}]}"#,
        #"{"id":"chatcmpl-3","object":"chat.completion.chunk","created":1,"model":"qwen/qwen3-32b","choices":[{"index":0,"delta":{"content":"\#(answer)"},"logprobs":null,"finish_reason":null}]}"#,
        #"{"id":"chatcmpl-3","object":"chat.completion.chunk","created":1,"model":"qwen/qwen3-32b","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"x_groq":{"id":"req_1","usage":{"queue_time":0.1,"prompt_tokens":18,"completion_tokens":11,"total_tokens":29}}}"#,
      ]),
      ModelReply(text: text, reasoning: "let me", model: "qwen/qwen3-32b", usage: TokenUsage(input: 18, output: 11))),
    Shape(
      "vLLM, whose reasoning is called otherwise in later versions",
      .events([
        #"{"id":"chatcmpl-4","object":"chat.completion.chunk","created":1,"model":"Qwen/Qwen3-0.6B","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"prompt_token_ids":null}"#,
        #"{"id":"chatcmpl-4","object":"chat.completion.chunk","created":1,"model":"Qwen/Qwen3-0.6B","choices":[{"index":0,"delta":{"reasoning":"so","reasoning_content":"so"},"logprobs":null,"finish_reason":null,"token_ids":null}]}"#,
        #"{"id":"chatcmpl-4","object":"chat.completion.chunk","created":1,"model":"Qwen/Qwen3-0.6B","choices":[{"index":0,"delta":{"content":"\#(answer)"},"logprobs":null,"finish_reason":"stop","stop_reason":null}]}"#,
        #"{"id":"chatcmpl-4","object":"chat.completion.chunk","created":1,"model":"Qwen/Qwen3-0.6B","choices":[],"usage":{"prompt_tokens":9,"total_tokens":19,"completion_tokens":10}}"#,
      ]), ModelReply(text: text, reasoning: "so", model: "Qwen/Qwen3-0.6B", usage: TokenUsage(input: 9, output: 10))),
    Shape(
      "vLLM without a parser of reasoning, of which the template holds the first tag",
      .events([
        #"{"choices":[{"index":0,"delta":{"content":"so it is\n</thi"}}]}"#,
        #"{"choices":[{"index":0,"delta":{"content":"nk>\#(answer)"},"finish_reason":"stop"}]}"#,
      ]), ModelReply(text: text, reasoning: "so it is\n")),
    Shape(
      "Ollama",
      .events([
        #"{"id":"chatcmpl-5","object":"chat.completion.chunk","created":1,"model":"qwen3:0.6b","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"well"},"finish_reason":null}]}"#,
        #"{"id":"chatcmpl-5","object":"chat.completion.chunk","created":1,"model":"qwen3:0.6b","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"\#(answer)"},"finish_reason":null}]}"#,
        #"{"id":"chatcmpl-5","object":"chat.completion.chunk","created":1,"model":"qwen3:0.6b","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]}"#,
        #"{"id":"chatcmpl-5","object":"chat.completion.chunk","created":1,"model":"qwen3:0.6b","system_fingerprint":"fp_ollama","choices":[],"usage":{"prompt_tokens":14,"completion_tokens":6,"total_tokens":20}}"#,
      ]), ModelReply(text: text, reasoning: "well", model: "qwen3:0.6b", usage: TokenUsage(input: 14, output: 6))),
    Shape(
      "LM Studio, thinking in tags and no usage",
      .events([
        #"{"id":"chatcmpl-6","object":"chat.completion.chunk","created":1,"model":"qwen3-0.6b","system_fingerprint":"qwen3-0.6b","choices":[{"index":0,"delta":{"role":"assistant","content":"<think>"},"logprobs":null,"finish_reason":null}]}"#,
        #"{"id":"chatcmpl-6","object":"chat.completion.chunk","created":1,"model":"qwen3-0.6b","choices":[{"index":0,"delta":{"content":"\n\n</think>\n\n"},"logprobs":null,"finish_reason":null}]}"#,
        #"{"id":"chatcmpl-6","object":"chat.completion.chunk","created":1,"model":"qwen3-0.6b","choices":[{"index":0,"delta":{"content":"\#(answer)"},"logprobs":null,"finish_reason":null}]}"#,
        #"{"id":"chatcmpl-6","object":"chat.completion.chunk","created":1,"model":"qwen3-0.6b","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}"#,
      ]), ModelReply(text: "\n\n" + text, reasoning: "\n\n", model: "qwen3-0.6b")),
    Shape(
      "a list of parts with thinking among them",
      .answer(
        200,
        #"{"model":"magistral","choices":[{"index":0,"message":{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"\#(answer)"}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4}}"#
      ), ModelReply(text: text, reasoning: "hm", model: "magistral", usage: TokenUsage(input: 3, output: 4))),
    Shape(
      "JSON where a stream was asked for, after a byte order mark",
      .answer(200, "\u{FEFF}{\"choices\":[{\"message\":{\"content\":\"\(answer)\"},\"finish_reason\":\"stop\"}]}"),
      ModelReply(text: text)),
    Shape(
      "events though it says that it is JSON",
      [.head(200, ["Content-Type": "application/json"])]
        + [
          .text(
            "data:{\"choices\":[{\"delta\":{\"content\":\"\(answer)\"},\"finish_reason\":\"stop\"}]}\r\n\r\ndata:[DONE]\r\n\r\n"
          ), .close,
        ],
      ModelReply(text: text)),
    Shape(
      "a call of a tool in place of text",
      .events([
        #"{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":null}]}"#,
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
      ]), ModelReply(text: "", finish: .other("tool_calls"))),
    Shape(
      "a content filter that lets nothing through",
      .answer(
        200,
        #"{"choices":[{"index":0,"message":{"role":"assistant","content":null},"finish_reason":"content_filter"}]}"#),
      ModelReply(text: "", finish: .filtered)),
    Shape(
      "a refusal in its own place",
      .events([
        #"{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"refusal":"I cannot "}}]}"#,
        #"{"choices":[{"index":0,"delta":{"refusal":"do that."},"finish_reason":"stop"}]}"#,
      ]), ModelReply(text: "I cannot do that.")),
    Shape(
      "cut by the limit of tokens while it thought",
      .events([
        #"{"choices":[{"index":0,"delta":{"content":"<think>and then"}}]}"#,
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}"#,
      ]), ModelReply(text: "", reasoning: "and then", finish: .length)),
    Shape(
      "null for everything that may be",
      .answer(
        200,
        #"{"id":null,"model":null,"usage":null,"error":null,"choices":[{"index":null,"message":{"content":null,"reasoning":null,"reasoning_content":null,"reasoning_details":null,"refusal":null,"tool_calls":null},"logprobs":null,"finish_reason":"stop"}]}"#
      ), ModelReply(text: "")),
  ]

  @Test(arguments: shapes)
  func aReplyIsReadInEveryShape(_ shape: Shape) async throws {
    let server = try LoopbackServer { _ in shape.steps }
    defer { server.stop() }
    let model = try ChatCompletionsModel(name: "m", address: ServerAddress(server.baseURL))
    defer { model.close() }
    #expect(try await model.reply(to: ServerWay.request) { _ in } == shape.reply)
  }

  static let failures: [(name: String, steps: [ServerStep], code: ModelError.Code, part: String)] = [
    (
      "OpenRouter, in mid-stream",
      .events([
        #"{"choices":[{"index":0,"delta":{"content":"x"}}]}"#,
        #"{"id":"gen-1","object":"chat.completion.chunk","created":1,"model":"x","provider":"X","error":{"code":"server_error","message":"Provider disconnected"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}"#,
      ]), .server, "Provider disconnected"
    ),
    (
      "OpenRouter, at the choice",
      .answer(
        200,
        #"{"choices":[{"index":0,"error":{"code":502,"message":"bad upstream"},"message":{"content":""},"finish_reason":"error"}]}"#
      ),
      .server, "bad upstream"
    ),
    (
      "Groq, as an event of its own kind",
      .streamHead + [
        .chunk(
          "event: error\ndata: {\"error\":{\"message\":\"failed_generation\",\"type\":\"server_error\",\"status_code\":500}}\n\n"
        ), .lastChunk,
      ],
      .server, "failed_generation"
    ),
    (
      "vLLM, in mid-stream",
      .events([
        #"{"choices":[{"index":0,"delta":{"content":"x"}}]}"#,
        #"{"error":{"object":"error","message":"engine died","type":"InternalServerError","param":null,"code":500}}"#,
      ]),
      .server, "engine died"
    ),
    (
      "DashScope, in its own words",
      .answer(200, #"{"code":"Throttling.RateQuota","message":"Requests rate limit exceeded","request_id":"r"}"#),
      .server, "rate limit exceeded"
    ),
    ("a code as text", .answer(200, #"{"error":{"code":"429","message":"slow"}}"#), .rateLimited, "slow"),
    ("a code as a number", .answer(200, #"{"error":{"code":429,"message":"slow"}}"#), .rateLimited, "slow"),
    (
      "xAI, a name beside the sentence",
      .answer(400, #"{"code":"Client specified an invalid argument","error":"no such field"}"#), .badRequest,
      "no such field"
    ),
    ("no choices", .answer(200, #"{"choices":[]}"#), .malformed, "no reply"),
    (
      "no choices in a stream", .events([#"{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":0}}"#]),
      .malformed, "no reply"
    ),
    ("choices of another kind", .answer(200, #"{"choices":[null,1,"x",[]]}"#), .malformed, "no reply"),
    ("choices that are none", .answer(200, #"{"choices":"none"}"#), .malformed, "no reply"),
  ]

  @Test(arguments: failures)
  func aFailureIsReadInEveryShape(
    _ failure: (name: String, steps: [ServerStep], code: ModelError.Code, part: String)
  ) async throws {
    let error = try await ServerWay.sockets.error(failure.steps)
    #expect(error.code == failure.code, "\(failure.name): \(error)")
    #expect(error.sentence.contains(failure.part), "\(failure.name): \(error.sentence)")
  }
}
