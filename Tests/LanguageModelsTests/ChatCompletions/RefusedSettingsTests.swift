import LanguageModels
import TestSupport
import Testing
import Text

/// Services that refuse a part of a request: it is sent again without, once for all.
@Suite(.timeLimit(.minutes(1))) struct RefusedSettingsTests {
  private static let form = AnswerForm(name: "pair", schema: ["type": "object"], grammar: "root ::= \"x\"")
  private static let request = ModelRequest(
    messages: [Message(.user, "hello")], temperature: 0.2, topP: 0.9, seed: 7, replyTokens: 64, thinking: .off,
    answerForm: form)

  private func model(_ strict: StrictServer, _ service: Service = .openai) throws -> ChatCompletionsModel {
    try ChatCompletionsModel(name: "m", address: ServerAddress(strict.server.baseURL), service: service)
  }

  @Test func everythingThatIsTakenIsSent() async throws {
    let strict = try StrictServer { _ in nil }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    var request = Self.request
    request.fields = ["top_k": 40, "temperature": 0.9]
    let reply = try await model.reply(to: request) { _ in }
    #expect(reply.text == "ok" && reply.notices.isEmpty)
    #expect(
      strict.bodies == [
        [
          "model": "m", "messages": [["role": "user", "content": "hello"]], "temperature": 0.9, "top_p": 0.9, "seed": 7,
          "max_tokens": 64, "stream": true, "stream_options": ["include_usage": true], "top_k": 40,
          "reasoning_effort": "none", "chat_template_kwargs": ["enable_thinking": false, "thinking": false],
          "response_format": [
            "type": "json_schema", "json_schema": ["name": "pair", "strict": true, "schema": ["type": "object"]],
          ],
        ]
      ])
  }

  @Test func eachRefusalTakesOnePartAwayAndIsToldOnce() async throws {
    let refused = [
      "max_tokens", "temperature", "top_p", "seed", "stream_options", "chat_template_kwargs", "reasoning_effort",
      "response_format",
    ]
    let strict = try StrictServer { body in
      refused.first { body[$0] != nil }.map { StrictServer.unsupported($0) }
    }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    let reply = try await model.reply(to: Self.request) { _ in }
    #expect(
      reply.notices.map(\.code) == [
        "temperature-refused", "top-p-refused", "seed-refused", "usage-refused", "answer-form-refused",
      ])
    #expect(reply.notices[0].text == "m takes no temperature; its own is used.")
    #expect(
      strict.bodies.last == [
        "model": "m", "messages": [["role": "user", "content": "hello"]], "max_completion_tokens": 64, "stream": true,
      ])
    let count = strict.bodies.count
    // One more: of the two ways to say that it must not think each is tried alone.
    #expect(count == refused.count + 2)
    #expect(try await model.reply(to: Self.request) { _ in }.notices.isEmpty)
    #expect(strict.bodies.count == count + 1, "what was learnt is kept")
  }

  @Test func eightAtOnceLearnTogetherAndTellOnce() async throws {
    let strict = try StrictServer { body in
      ["temperature", "seed"].first { body[$0] != nil }.map { StrictServer.unsupported($0) }
    }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    let replies = try await withThrowingTaskGroup(of: ModelReply.self) { group in
      for _ in 0..<8 { group.addTask { try await model.reply(to: Self.request) { _ in } } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(replies.flatMap(\.notices).map(\.code).sorted() == ["seed-refused", "temperature-refused"])
    #expect(strict.bodies.count <= 24)
  }

  @Test func aServiceThatDoesNotStreamIsAskedForWholeReplies() async throws {
    let words = "Your organization must be verified to stream this model."
    let whole = #"{"choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}"#
    let strict = try StrictServer(answer: { _ in .answer(200, whole) }) { body in
      body["stream"] == true ? StrictServer.unsupported("stream", words) : nil
    }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    let reply = try await model.reply(to: ModelRequest(messages: [])) { _ in }
    #expect(reply.text == "ok" && reply.notices.map(\.code) == ["stream-refused"])
    #expect(strict.bodies.last == ["model": "m", "messages": []])
  }

  @Test func whatThePersonSentIsThePersonsToTakeBack() async throws {
    let strict = try StrictServer { body in body["temperature"] != nil ? StrictServer.unsupported("temperature") : nil }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) {
      try await model.reply(to: ModelRequest(messages: [], temperature: 0.5, fields: ["temperature": 0.7])) { _ in }
    }
    #expect(error?.code == .badRequest && error?.sentence.contains("'temperature' is not supported") == true)
    #expect(strict.bodies.count == 1)
  }

  @Test func aServerThatRefusesForEverIsLeftAtLast() async throws {
    let strict = try StrictServer { _ in
      (
        400,
        #"{"error":{"message":"thinking, temperature, top_p, seed, stream_options, response_format: not supported"}}"#
      )
    }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: Self.request) { _ in } }
    #expect(error?.code == .badRequest)
    #expect(strict.bodies.count <= 14)
  }

  @Test(arguments: [500, 502, 429, 401, 200])
  func whatFailsForAnotherReasonIsNotAskedAgain(_ status: Int) async throws {
    let words = #"{"error":{"message":"It broke while thinking about response_format."}}"#
    let strict = try StrictServer { _ in (status, words) }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    _ = await #expect(throws: ModelError.self) { try await model.reply(to: Self.request) { _ in } }
    #expect(strict.bodies.count == 1)
  }

  @Test(arguments: [(500, "'seed' is not supported"), (422, "seed: Extra inputs are not permitted")])
  func aRefusalMayHaveAnotherStatus(_ status: Int, _ words: String) async throws {
    let strict = try StrictServer { body in body["seed"] == nil ? nil : (status, #"{"error":{"message":"\#(words)"}}"#)
    }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    #expect(try await model.reply(to: Self.request) { _ in }.notices.map(\.code) == ["seed-refused"])
  }

  @Test(arguments: [
    #"{"error":{"message":"temperature must be between 0 and 2","param":"temperature"}}"#,
    #"{"error":{"message":"The model `m` does not exist"}}"#, "<html>Bad Request</html>", "",
  ])
  func otherRefusalsAreToldAtOnce(_ body: String) async throws {
    let strict = try StrictServer { _ in (400, body) }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    _ = await #expect(throws: ModelError.self) { try await model.reply(to: Self.request) { _ in } }
    #expect(strict.bodies.count == 1)
  }

  @Test func aPromptThatIsTooLongIsNoMatterOfSettings() async throws {
    let strict = try StrictServer { _ in
      (
        400,
        #"{"error":{"message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens; 'max_tokens' that large is not supported.","param":"max_tokens"}}"#
      )
    }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: Self.request) { _ in } }
    #expect(error?.code == .contextLength && error?.overflow == ContextOverflow(needed: 5000, available: 4096))
    #expect(strict.bodies.count == 1)
  }

  @Test func aRefusalInAReplyOfStatus200CountsAsOne() async throws {
    let strict = try StrictServer(answer: { body in
      guard body["seed"] != nil else { return .chat(["ok"]) }
      return .answer(
        200, #"{"error":{"code":400,"message":"Provider returned error","metadata":{"raw":"'seed' is unsupported"}}}"#)
    }) { _ in nil }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    #expect(try await model.reply(to: Self.request) { _ in }.notices.map(\.code) == ["seed-refused"])
  }

  @Test func cancellingEndsTheRepeatsToo() async throws {
    let gate = Gate()
    let server = try LoopbackServer { request in
      request.number == 0 ? .answer(400, StrictServer.unsupported("temperature").1) : [.open(gate), .waitForDisconnect]
    }
    defer { server.stop() }
    let model = try ChatCompletionsModel(name: "m", address: ServerAddress(server.baseURL))
    defer { model.close() }
    let task = Task { try await model.reply(to: Self.request) { _ in } }
    try await gate.opened()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    _ = try await server.disconnects.first(1)
  }

  // MARK: - Thinking

  private static func thinking(_ usage: String = "", text: String = #""reasoning_content":"hm","content":"ok""#)
    -> [ServerStep]
  {
    .answer(200, #"{"choices":[{"index":0,"message":{"role":"assistant",\#(text)},"finish_reason":"stop"}]\#(usage)}"#)
  }

  @Test(arguments: [
    RefusedSettingsTests.thinking(),
    RefusedSettingsTests.thinking(text: #""content":"<think>hm</think>ok""#),
    // OpenAI shows no reasoning and counts it.
    RefusedSettingsTests.thinking(
      #","usage":{"prompt_tokens":1,"completion_tokens":90,"completion_tokens_details":{"reasoning_tokens":88}}"#,
      text: #""content":"ok""#),
  ])
  func thinkingThatStaysOnIsToldOnce(_ steps: [ServerStep]) async throws {
    let strict = try StrictServer(answer: { _ in steps }) { _ in nil }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    let first = try await model.reply(to: Self.request) { _ in }
    #expect(first.text == "ok")
    #expect(first.notices.map(\.code) == ["thinking-stays-on"])
    #expect(try await model.reply(to: Self.request) { _ in }.notices.isEmpty)
  }

  @Test(arguments: [Thinking.on, .low, nil])
  func thinkingThatWasWantedIsNoNews(_ thinking: Thinking?) async throws {
    let strict = try StrictServer(answer: { _ in Self.thinking() }) { _ in nil }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    let reply = try await model.reply(to: ModelRequest(messages: [], thinking: thinking)) { _ in }
    #expect(reply.reasoning == "hm" && reply.notices.isEmpty)
  }

  @Test func aServerThatTurnsOutToBeLlamaIsHeldToTheGrammar() async throws {
    let steps = [ServerStep].answer(
      200, #"{"choices":[{"index":0,"message":{"content":"ok"},"finish_reason":"stop"}],"timings":{"prompt_n":1}}"#)
    let strict = try StrictServer(answer: { _ in steps }) { _ in nil }
    defer { strict.server.stop() }
    let model = try model(strict)
    defer { model.close() }
    for _ in 0..<2 { _ = try await model.reply(to: Self.request) { _ in } }
    #expect(strict.bodies[0]["response_format"] != nil && strict.bodies[0]["grammar"] == nil)
    #expect(strict.bodies[1]["response_format"] == nil && strict.bodies[1]["grammar"] == .string("root ::= \"x\""))
  }
}
