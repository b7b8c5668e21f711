import TestSupport
import Testing
import Text

@testable import LanguageModels

@Suite(.timeLimit(.minutes(1))) struct AnthropicModelTests {
  private static let request = ModelRequest(
    messages: [Message(.system, "be brief"), Message(.user, "hello")], temperature: 0.5, topP: 0.9, seed: 7,
    replyTokens: 64)

  private static func event(_ kind: String, _ rest: String = "") -> ServerStep {
    .chunk("event: \(kind)\ndata: {\"type\":\"\(kind)\"\(rest)}\n\n")
  }

  private static let start = event(
    "message_start",
    #","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5-20251001","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":3,"cache_read_input_tokens":10,"output_tokens":1}}"#
  )

  private static func block(_ index: Int, _ start: String, _ deltas: [String]) -> [ServerStep] {
    [event("content_block_start", ",\"index\":\(index),\"content_block\":\(start)")]
      + deltas.map { event("content_block_delta", ",\"index\":\(index),\"delta\":\($0)") }
      + [event("content_block_stop", ",\"index\":\(index)")]
  }

  private static func end(_ reason: String = "end_turn") -> [ServerStep] {
    [
      event(
        "message_delta",
        ",\"delta\":{\"stop_reason\":\"\(reason)\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":15}"),
      event("message_stop"), .lastChunk,
    ]
  }

  private static let text = block(
    0, #"{"type":"text","text":""}"#, [#"{"type":"text_delta","text":"w ="}"#, #"{"type":"text_delta","text":" 1"}"#])

  private func model(_ server: LoopbackServer, _ way: ServerWay = .sockets, idle: Int = 60) throws -> AnthropicModel {
    try AnthropicModel(
      name: "claude-haiku-4-5", address: ServerAddress(server.baseURL), key: "sk-ant-secret", keySource: nil,
      limits: ReplyLimits(idleSeconds: idle), usesSockets: way == .sockets)
  }

  private func reply(_ steps: [ServerStep], to request: ModelRequest = request) async throws -> ModelReply {
    let server = try LoopbackServer { _ in steps }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    return try await model.reply(to: request) { _ in }
  }

  // MARK: - What is sent

  @Test(arguments: ServerWay.allCases)
  func theRequestIsOneOfTheMessagesAPI(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in .streamHead + [Self.start] + Self.text + Self.end() }
    defer { server.stop() }
    let model = try model(server, way)
    defer { model.close() }
    #expect(try await model.reply(to: Self.request) { _ in }.text == "w = 1")
    let request = try await server.requests.first(1)[0]
    #expect(request.method == "POST" && request.path == "/v1/messages")
    #expect(request.headers["x-api-key"] == "sk-ant-secret")
    #expect(request.headers["authorization"] == nil)
    #expect(request.headers["anthropic-version"] == "2023-06-01")
    #expect(request.headers["content-type"] == "application/json")
    #expect(
      try JSONValue(parsing: Array(request.body)) == [
        "model": "claude-haiku-4-5", "system": "be brief", "messages": [["role": "user", "content": "hello"]],
        "temperature": 0.5, "top_p": 0.9, "max_tokens": 64, "stream": true,
      ])
  }

  private func body(_ request: ModelRequest) throws -> JSONValue {
    let body = try MessagesAPI(model: "m").body(of: request, count: 1, in: ServiceWays(.anthropic))
    return try JSONValue(parsing: body.bytes)
  }

  @Test func theLimitOfTokensIsNeverMissing() throws {
    #expect(try body(ModelRequest(messages: []))["max_tokens"] == 4096)
    #expect(try body(ModelRequest(messages: [], thinking: .off))["max_tokens"] == 4096)
    #expect(try body(ModelRequest(messages: [], thinking: .low))["max_tokens"] == 24_576)
    #expect(try body(ModelRequest(messages: [], fields: ["max_tokens": 9]))["max_tokens"] == 9)
  }

  @Test func messagesOfTheSystemAreLiftedOut() throws {
    let mixed = try body(
      ModelRequest(messages: [
        Message(.system, "a"), Message(.user, "b"), Message(.system, "c"), Message(.assistant, "d"),
      ]))
    #expect(mixed["system"] == "a\n\nc")
    #expect(mixed["messages"] == [["role": "user", "content": "b"], ["role": "assistant", "content": "d"]])
    let alone = try body(ModelRequest(messages: [Message(.system, "a")]))
    #expect(alone["system"] == nil && alone["messages"] == [["role": "user", "content": "a"]])
    #expect(try body(ModelRequest(messages: [Message(.user, "b")]))["system"] == nil)
  }

  @Test func thinkingAndTheFormOfTheAnswerShareAMember() throws {
    let both = try body(
      ModelRequest(
        messages: [], thinking: .high, answerForm: AnswerForm(name: "pair", schema: ["type": "object"], grammar: "g")))
    #expect(both["thinking"] == ["type": "adaptive", "display": "summarized"])
    #expect(
      both["output_config"] == ["effort": "high", "format": ["type": "json_schema", "schema": ["type": "object"]]])
    #expect(try body(ModelRequest(messages: [], thinking: .off))["thinking"] == ["type": "disabled"])
  }

  // MARK: - What comes back

  @Test(arguments: ServerWay.allCases)
  func aStreamedMessageIsAReply(_ way: ServerWay) async throws {
    let steps =
      [Self.start, Self.event("ping")]
      + Self.block(
        0, #"{"type":"thinking","thinking":"","signature":""}"#,
        [
          #"{"type":"thinking_delta","thinking":"the slope "}"#, #"{"type":"thinking_delta","thinking":"is 1"}"#,
          #"{"type":"signature_delta","signature":"AAAA"}"#,
        ])
      + Self.block(1, #"{"type":"redacted_thinking","data":"BBBB"}"#, [])
      + Self.block(
        2, #"{"type":"text","text":""}"#,
        [#"{"type":"text_delta","text":"w = "}"#, #"{"type":"text_delta","text":"é"}"#])
      + [Self.event("something_new", ",\"x\":[1]")] + Self.end()
    let server = try LoopbackServer { _ in .streamHead + steps }
    defer { server.stop() }
    let model = try model(server, way)
    defer { model.close() }
    let told = Collected<ReplyProgress>()
    let reply = try await model.reply(to: Self.request) { told.append($0) }
    #expect(
      reply
        == ModelReply(
          text: "w = é", reasoning: "the slope is 1", model: "claude-haiku-4-5-20251001", finish: .stop,
          usage: TokenUsage(input: 38, output: 15, cached: 10)))
    #expect(told.all.first == ReplyProgress(text: "", reasoning: "the slope "))
    #expect(told.all.last == ReplyProgress(text: "w = é", reasoning: "the slope is 1"))
  }

  @Test(arguments: [
    ("end_turn", FinishReason.stop), ("stop_sequence", .stop), ("max_tokens", .length),
    ("model_context_window_exceeded", .length), ("refusal", .filtered), ("tool_use", .other("tool_use")),
    ("pause_turn", .other("pause_turn")),
  ])
  func theEndIsNamedAsElsewhere(_ reason: String, _ finish: FinishReason) async throws {
    #expect(try await reply(.streamHead + [Self.start] + Self.text + Self.end(reason)).finish == finish)
  }

  @Test func aWholeMessageIsAReplyToo() async throws {
    let whole = #"""
      {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"thinking","thinking":"hm",
      "signature":"A"},{"type":"text","text":"a"},{"type":"tool_use","id":"t","name":"f","input":{"text":"no"}},
      {"type":"text","text":"b"}],"stop_reason":"max_tokens","usage":{"input_tokens":5,"output_tokens":6}}
      """#
    #expect(
      try await reply(.answer(200, whole))
        == ModelReply(
          text: "ab", reasoning: "hm", model: "m", finish: .length, usage: TokenUsage(input: 5, output: 6)))
  }

  @Test func anEmptyMessageIsAnEmptyReply() async throws {
    let reply = try await reply(.streamHead + [Self.start] + Self.end())
    #expect(reply.text == "" && reply.finish == .stop)
  }

  @Test func aStreamThatEndsTooEarlyIsCutShort() async throws {
    for steps in [[Self.start], [Self.start] + Self.text] {
      let error = await #expect(throws: ModelError.self) { try await reply(.streamHead + steps + [.lastChunk]) }
      #expect(error?.cause == "cut short" && error?.isRetryable == true)
    }
  }

  // MARK: - What goes wrong

  private static func failure(_ type: String, _ message: String = "words") -> String {
    #"{"type":"error","error":{"type":"\#(type)","message":"\#(message)"},"request_id":"req_1"}"#
  }

  @Test(arguments: [
    (400, "invalid_request_error", ModelError.Code.badRequest, false),
    (401, "authentication_error", .unauthorized, false),
    (403, "permission_error", .unauthorized, false), (404, "not_found_error", .notFound, false),
    (413, "request_too_large", .contextLength, false), (429, "rate_limit_error", .rateLimited, true),
    (500, "api_error", .server, true), (529, "overloaded_error", .server, true),
  ])
  func everyFailureIsExplained(_ status: Int, _ type: String, _ code: ModelError.Code, _ isRetryable: Bool) async throws
  {
    let server = try LoopbackServer { _ in .answer(status, Self.failure(type), headers: ["retry-after": "4"]) }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: Self.request) { _ in } }
    #expect(error?.code == code && error?.status == status && error?.isRetryable == isRetryable)
    #expect(error?.sentence.contains("words") == true)
    #expect(error?.retryAfter == (isRetryable ? .seconds(4) : nil))
  }

  @Test(arguments: [
    ("overloaded_error", ModelError.Code.server, true, "too much to do"), ("api_error", .server, true, "failed"),
    ("rate_limit_error", .rateLimited, true, "rate"),
    ("authentication_error", .unauthorized, false, "ANTHROPIC_API_KEY"),
    ("invalid_request_error", .badRequest, false, "refused"),
  ])
  func aFailureInMidStreamIsExplained(
    _ type: String, _ code: ModelError.Code, _ isRetryable: Bool, _ part: String
  ) async throws {
    let steps = [ServerStep].streamHead + [Self.start] + Self.text
    let error = await #expect(throws: ModelError.self) {
      try await reply(steps + [.chunk("event: error\ndata: \(Self.failure(type))\n\n"), .lastChunk])
    }
    #expect(error?.code == code && error?.isRetryable == isRetryable)
    #expect(error?.sentence.contains(part) == true, "\(error?.sentence ?? "")")
  }

  @Test func aWrongKeyAndAnEmptyAccountSayWhatToDo() async throws {
    let wrong = await #expect(throws: ModelError.self) {
      try await reply(.answer(401, Self.failure("authentication_error", "invalid x-api-key sk-ant-secret")))
    }
    #expect(wrong?.sentence.contains("ANTHROPIC_API_KEY") == true && wrong?.sentence.contains("secret") == false)
    let empty = await #expect(throws: ModelError.self) {
      try await reply(.answer(400, Self.failure("invalid_request_error", "Your credit balance is too low.")))
    }
    #expect(empty?.sentence.contains("no credit left") == true && empty?.isRetryable == false)
    let model = await #expect(throws: ModelError.self) {
      try await reply(.answer(404, Self.failure("not_found_error", "model: claude-x")))
    }
    #expect(model?.sentence.contains("after anthropic:") == true)
  }

  @Test func aPromptThatIsTooLongIsNamedSo() async throws {
    let error = await #expect(throws: ModelError.self) {
      try await reply(
        .answer(400, Self.failure("invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum")))
    }
    #expect(error?.code == .contextLength && error?.overflow == ContextOverflow(needed: 208_310, available: 200_000))
  }

  @Test func newerModelsAreAskedWithoutWhatTheyRefuse() async throws {
    let ok = [ServerStep].streamHead + [Self.start] + Self.text + Self.end()
    let strict = try StrictServer(answer: { _ in ok }) { body in
      if body["temperature"] != nil && body["top_p"] != nil {
        return (
          400,
          Self.failure(
            "invalid_request_error",
            "`temperature` and `top_p` cannot both be specified for this model. Please use only one.")
        )
      }
      if body["thinking"]?["type"] == "adaptive" {
        return (400, Self.failure("invalid_request_error", "adaptive thinking is not supported on this model"))
      }
      if body["thinking"] != nil && body["temperature"] != nil {
        return (
          400, Self.failure("invalid_request_error", "`temperature` may only be set to 1 when thinking is enabled.")
        )
      }
      return nil
    }
    defer { strict.server.stop() }
    let model = try model(strict.server)
    defer { model.close() }
    var request = Self.request
    request.thinking = .on
    request.replyTokens = 5000
    let reply = try await model.reply(to: request) { _ in }
    #expect(reply.notices.map(\.code) == ["top-p-refused", "thinking-changed", "temperature-refused"])
    #expect(
      strict.bodies.last == [
        "model": "claude-haiku-4-5", "system": "be brief", "messages": [["role": "user", "content": "hello"]],
        "max_tokens": 5000, "stream": true, "thinking": ["type": "enabled", "budget_tokens": 4999],
      ])
  }

  @Test func thereAreNoSeveralReplies() async throws {
    let server = try LoopbackServer { _ in .streamHead + [Self.start] + Self.text + Self.end() }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    #expect(try await model.replies(4, to: Self.request) { _, _ in } == nil)
    #expect(server.requests.count == 0)
  }

  @Test(arguments: ServerWay.allCases)
  func cancellingAStallAndClosingEndIt(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in .streamHead + [Self.start, .waitForDisconnect] }
    defer { server.stop() }
    let patient = try model(server, way)
    let task = Task { try await patient.reply(to: Self.request) { _ in } }
    _ = try await server.requests.first(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    _ = try await server.disconnects.first(1)
    patient.close()
    let closed = await #expect(throws: ModelError.self) { try await patient.reply(to: Self.request) { _ in } }
    #expect(closed?.cause == "closed")
    let hasty = try model(server, way, idle: 1)
    defer { hasty.close() }
    let stalled = await #expect(throws: ModelError.self) { try await hasty.reply(to: Self.request) { _ in } }
    #expect(stalled?.code == .stalled)
  }

  @Test func aRedirectIsNotFollowedWithTheKey() async throws {
    let elsewhere = try LoopbackServer { _ in .streamHead + [Self.start] + Self.text + Self.end() }
    defer { elsewhere.stop() }
    for way in ServerWay.allCases {
      let server = try LoopbackServer { _ in .answer(307, "", headers: ["Location": elsewhere.baseURL + "/messages"]) }
      defer { server.stop() }
      let model = try model(server, way)
      defer { model.close() }
      let error = await #expect(throws: ModelError.self) { try await model.reply(to: Self.request) { _ in } }
      #expect(error?.cause == "redirected")
    }
    #expect(elsewhere.requests.count == 0)
  }
}
