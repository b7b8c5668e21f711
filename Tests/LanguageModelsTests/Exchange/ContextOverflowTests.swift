import Testing

@testable import LanguageModels

/// Prompts that are too long, in the words of the services.
@Suite struct ContextOverflowTests {
  static let said: [(name: String, body: String, needed: Int?, available: Int?)] = [
    (
      "OpenAI",
      #"{"error":{"message":"This model's maximum context length is 8192 tokens. However, your messages resulted in 9101 tokens. Please reduce the length of the messages.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"#,
      9101, 8192
    ),
    (
      "OpenAI, later",
      #"{"error":{"message":"Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300007 tokens. Please reduce the length of the messages.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"#,
      300_007, 272_000
    ),
    (
      "llama.cpp",
      #"{"error":{"code":400,"message":"request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":5000,"n_ctx":4096}}"#,
      5000, 4096
    ),
    (
      "vLLM",
      #"{"object":"error","message":"This model's maximum context length is 16384 tokens. However, you requested 22946 tokens (12946 in the messages, 10000 in the completion). Please reduce the length of the messages or completion.","type":"BadRequestError","param":null,"code":400}"#,
      22_946, 16_384
    ),
    (
      "vLLM, with the limit of the reply",
      #"{"error":{"message":"'max_tokens' or 'max_completion_tokens' is too large: 2000. This model's maximum context length is 4096 tokens and your request has 3000 input tokens (2000 > 4096 - 3000).","type":"BadRequestError","param":null,"code":400}}"#,
      5000, 4096
    ),
    (
      "vLLM, later",
      #"{"error":{"message":"You passed 4097 input tokens and requested 64 output tokens. However, the model's context length is only 4096 tokens, resulting in a maximum input length of 4032 tokens.","type":"BadRequestError","param":"input_tokens","code":400}}"#,
      4161, 4096
    ),
    (
      "Anthropic",
      #"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 208310 tokens > 200000 maximum"},"request_id":"req_1"}"#,
      208_310, 200_000
    ),
    (
      "Anthropic, with the limit of the reply",
      #"{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 178959 + 64000 > 200000, decrease input length or `max_tokens` and try again"}}"#,
      242_959, 200_000
    ),
    (
      "OpenRouter",
      #"{"error":{"message":"This endpoint's maximum context length is 131072 tokens. However, you requested about 141607 tokens (10535 of text input, 131072 in the output). Please reduce the length of either one.","code":400,"metadata":{"provider_name":"X"}}}"#,
      141_607, 131_072
    ),
    (
      "OpenRouter, wrapped",
      #"{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\"error\":{\"message\":\"The input (5163 tokens) is longer than the model's context length (4096 tokens).\"}}","provider_name":"X"}}}"#,
      5163, 4096
    ),
    (
      "Ollama",
      #"{"error":{"message":"prompt too long; exceeded max context length by 4 tokens","type":"api_error","param":null,"code":null}}"#,
      nil, nil
    ),
    (
      "LM Studio",
      #"{"error":"The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 5001>= n_ctx: 4096). Try to load the model with a larger context length."}"#,
      5001, 4096
    ),
    (
      "DashScope",
      #"{"error":{"code":"invalid_parameter_error","param":null,"message":"Range of input length should be [1, 30720]","type":"invalid_request_error"},"request_id":"r"}"#,
      nil, 30_720
    ),
    (
      "Groq",
      #"{"error":{"message":"Please reduce the length of the messages or completion.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"#,
      nil, nil
    ),
    (
      "Mistral",
      #"{"object":"error","message":"Prompt contains 240000 tokens, too large for model with 128000 maximum context length","type":"invalid_request_prompt","param":null,"code":"3051"}"#,
      240_000, 128_000
    ),
  ]

  @Test(arguments: said)
  func eachServiceIsUnderstood(_ said: (name: String, body: String, needed: Int?, available: Int?)) throws {
    let complaint = ServerComplaint(body: Array(said.body.utf8))
    let failures = ReplyFailures(model: "m", address: try ServerAddress("https://h/v1"), idleSeconds: 60)
    for status in [400, 500] {
      let error = failures.failure(status: status, complaint: complaint)
      #expect(error.code == .contextLength && !error.isRetryable, "\(said.name)")
      #expect(error.overflow == ContextOverflow(needed: said.needed, available: said.available), "\(said.name)")
      #expect(error.sentence.contains("fewer rows"))
    }
  }

  @Test func aRequestBeyondTheRateOfAMinuteIsOneToo() throws {
    let body =
      #"{"error":{"message":"Request too large for model `x` in organization `o` on tokens per minute (TPM): Limit 6000, Requested 9012, please reduce your message size and try again.","type":"tokens","code":"rate_limit_exceeded"}}"#
    let failures = ReplyFailures(model: "m", address: try ServerAddress("https://h/v1"), idleSeconds: 60)
    for status in [413, 429] {
      let error = failures.failure(status: status, complaint: ServerComplaint(body: Array(body.utf8)))
      #expect(error.code == .contextLength && !error.isRetryable)
      #expect(error.overflow == ContextOverflow(needed: 9012, available: 6000))
    }
  }

  @Test(arguments: [
    (
      429,
      #"{"error":{"message":"Rate limit reached for x on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 2s.","type":"tokens","code":"rate_limit_exceeded"}}"#
    ),
    (429, #"{"error":{"message":"Too many tokens, please wait before trying again."}}"#),
    (
      400,
      #"{"error":{"message":"max_tokens is too large: 50000. This model supports at most 16384 completion tokens.","param":"max_tokens"}}"#
    ),
    (400, #"{"error":{"message":"bad schema"}}"#), (500, ""),
  ])
  func otherRefusalsAreNone(_ status: Int, _ body: String) throws {
    let failures = ReplyFailures(model: "m", address: try ServerAddress("https://h/v1"), idleSeconds: 60)
    let error = failures.failure(status: status, complaint: ServerComplaint(body: Array(body.utf8)))
    #expect(error.code != .contextLength && error.overflow == nil)
  }
}
