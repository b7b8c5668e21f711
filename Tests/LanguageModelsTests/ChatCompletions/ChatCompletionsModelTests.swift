import Foundation
import LanguageModels
import Synchronization
import TestSupport
import Testing
import Text

@Suite(.timeLimit(.minutes(1))) struct ChatCompletionsModelTests {
  private static let request = ModelRequest(messages: [Message(.user, "hello")])

  private func model(_ server: LoopbackServer, key: String? = nil, idle: Int = 60) throws -> ChatCompletionsModel {
    try ChatCompletionsModel(
      name: "qwen", address: ServerAddress(server.baseURL), key: key, limits: ReplyLimits(idleSeconds: idle))
  }

  /// What a server that does this to every request makes of one.
  private func error(_ steps: [ServerStep], idle: Int = 60) async throws -> ModelError {
    let server = try LoopbackServer { _ in steps }
    defer { server.stop() }
    let model = try model(server, idle: idle)
    defer { model.close() }
    return try #require(await #expect(throws: ModelError.self) { try await model.reply(to: Self.request) { _ in } })
  }

  // MARK: - What is sent

  @Test func theRequestHoldsWhatWasAskedAndNoMore() async throws {
    let server = try LoopbackServer { _ in .chat(["ok"]) }
    defer { server.stop() }
    let model = try model(server, key: "sk-test")
    defer { model.close() }
    let messages = [Message(.system, "be \"brief\""), Message(.user, "line\none\t\u{1}é😀"), Message(.assistant, "\\")]
    _ = try await model.reply(to: ModelRequest(messages: messages, temperature: 0.25, seed: 7, replyTokens: 64)) { _ in
    }
    _ = try await model.reply(to: ModelRequest(messages: [])) { _ in }
    let requests = try await server.requests.first(2)
    #expect(requests[0].method == "POST")
    #expect(requests[0].path == "/v1/chat/completions")
    #expect(requests[0].headers["authorization"] == "Bearer sk-test")
    #expect(requests[0].headers["content-type"] == "application/json")
    #expect(requests[0].headers["cookie"] == nil)
    #expect(requests[0].headers["expect"] == nil)
    #expect(
      try JSONDecoder().decode(JSONValue.self, from: requests[0].body) == [
        "model": "qwen", "stream": true, "stream_options": ["include_usage": true], "temperature": 0.25, "seed": 7,
        "max_tokens": 64,
        "messages": [
          ["role": "system", "content": "be \"brief\""], ["role": "user", "content": "line\none\t\u{1}é😀"],
          ["role": "assistant", "content": "\\"],
        ],
      ])
    #expect(
      try JSONDecoder().decode(JSONValue.self, from: requests[1].body) == [
        "model": "qwen", "stream": true, "stream_options": ["include_usage": true], "messages": [],
      ])
  }

  @Test func withoutAKeyNoHeaderForOneIsSent() async throws {
    let server = try LoopbackServer { _ in .chat(["ok"]) }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    _ = try await model.reply(to: Self.request) { _ in }
    #expect(try await server.requests.first(1)[0].headers["authorization"] == nil)
  }

  @Test(arguments: [Double.nan, .infinity, -1])
  func aTemperatureThatIsNoneIsRefusedBeforeAnythingIsSent(_ temperature: Double) async throws {
    let server = try LoopbackServer { _ in .chat(["ok"]) }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) {
      try await model.reply(to: ModelRequest(messages: [], temperature: temperature)) { _ in }
    }
    #expect(error?.code == .badRequest)
    #expect(server.requests.count == 0)
  }

  @Test func connectionsAreKeptAndCookiesAndCachesAreNot() async throws {
    let server = try LoopbackServer { _ in
      .answer(
        200, #"{"choices":[{"message":{"content":"x"}}]}"#,
        headers: ["Set-Cookie": "a=b; Path=/", "Cache-Control": "max-age=3600"])
    }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    for _ in 0..<5 { _ = try await model.reply(to: Self.request) { _ in } }
    let requests = try await server.requests.first(5)
    #expect(Set(requests.map(\.connection)).count == 1)
    #expect(requests.allSatisfy { $0.headers["cookie"] == nil })
  }

  @Test func theNameAndTheAddressIdentifyIt() throws {
    let model = try ChatCompletionsModel(name: "qwen", address: ServerAddress("http://127.0.0.1:8080"), key: "sk-x")
    #expect(
      model.identity == ModelIdentity(name: "openai:qwen", kind: .server, address: "http://127.0.0.1:8080/v1"))
  }

  // MARK: - What comes back

  @Test func aReplyStreamsAsItIsSent() async throws {
    let gates = [Gate(), Gate()]
    let server = try LoopbackServer { _ in
      .streamHead + [
        .chunk("data: \(ServerStep.chatChunk(#"{"content":"one"}"#))\n\n"), .wait(gates[0]),
        .chunk("data: \(ServerStep.chatChunk(#"{"content":" two"}"#))\n\n"), .wait(gates[1]),
        .chunk("data: \(ServerStep.chatChunk("{}", finish: #""stop""#))\n\ndata: [DONE]\n\n"), .lastChunk,
      ]
    }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    let told = Collected<String>()
    // Each piece is let out only when the one before has been told: so none waited for the end.
    let reply = try await model.reply(to: Self.request) { progress in
      told.append(progress.text)
      gates[min(told.count, 2) - 1].open()
    }
    #expect(told.all == ["one", "one two"])
    #expect(reply == ModelReply(text: "one two", model: "served", finish: .stop))
  }

  @Test func eightRepliesAtOnceAreKeptApart() async throws {
    let all = Gate()
    let server = try LoopbackServer { request in
      [.wait(all)]
        + .chat([
          "\(request.text.contains("\"seed\":") ? request.text.split(separator: "\"seed\":")[1].prefix(1) : "?")"
        ])
    }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    let texts = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for seed in 0..<8 {
        group.addTask {
          let reply = try await model.reply(to: ModelRequest(messages: Self.request.messages, seed: seed)) { _ in }
          return (seed, reply.text)
        }
      }
      _ = try await server.requests.first(8)
      all.open()
      var texts: [Int: String] = [:]
      for try await (seed, text) in group { texts[seed] = text }
      return texts
    }
    #expect(texts == Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, "\($0)") }))
  }

  @Test func aReplyIsCompleteAtItsEndMarkThoughTheConnectionStaysOpen() async throws {
    let server = try LoopbackServer { _ in
      .streamHead + [
        .chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#))\n\ndata: [DONE]\n\n"), .waitForDisconnect,
      ]
    }
    defer { server.stop() }
    let model = try model(server)
    let reply = try await model.reply(to: Self.request) { _ in }
    #expect(reply.text == "x")
    model.close()
    _ = try await server.disconnects.first(1)
  }

  @Test func bytesOneByOneAreAReply() async throws {
    var bytes: [ServerStep] = []
    for byte in "data: \(ServerStep.chatChunk(#"{"content":"é😀"}"#, finish: #""stop""#))\r\n\r\n".utf8 {
      bytes.append(.bytes(Array("1\r\n".utf8) + [byte] + Array("\r\n".utf8)))
    }
    let steps = [ServerStep].streamHead + bytes + [.lastChunk]
    let server = try LoopbackServer { _ in steps }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    #expect(try await model.reply(to: Self.request) { _ in }.text == "é😀")
  }

  // MARK: - What goes wrong

  @Test func aRateLimitCarriesItsWait() async throws {
    let error = try await error(.answer(429, #"{"error":{"message":"slow down"}}"#, headers: ["Retry-After": "7"]))
    #expect(error.code == .rateLimited && error.status == 429 && error.isRetryable)
    #expect(error.retryAfter == .seconds(7))
    #expect(error.sentence.contains("slow down"))
  }

  @Test func aPageOfAGatewayIsCutToItsTitle() async throws {
    let page =
      "<html><head><title>502 Bad Gateway</title></head><body>\(String(repeating: "x", count: 300_000))</body></html>"
    let error = try await error(.answer(502, page, type: "text/html"))
    #expect(error.code == .server && error.isRetryable)
    #expect(error.sentence.contains("502 Bad Gateway"))
    #expect(error.sentence.count < 400)
  }

  @Test func aWrongKeyIsExplained() async throws {
    let error = try await error(.answer(401, ""))
    #expect(error.code == .unauthorized && !error.isRetryable)
    #expect(error.sentence.contains("OPENAI_API_KEY"))
  }

  @Test func anErrorInMidStreamFailsTheReply() async throws {
    let error = try await error(
      .events(
        [ServerStep.chatChunk(#"{"content":"x"}"#), #"{"error":{"code":500,"message":"out of memory"}}"#], done: false))
    #expect(error.code == .server && error.status == 500 && error.isRetryable)
    #expect(error.sentence.contains("out of memory"))
  }

  @Test func aRedirectIsNotFollowed() async throws {
    let elsewhere = try LoopbackServer { _ in .chat(["stolen"]) }
    defer { elsewhere.stop() }
    for status in [301, 302, 303, 307, 308] {
      let error = try await error(.answer(status, "", headers: ["Location": elsewhere.baseURL + "/chat/completions"]))
      #expect(error.code == .badRequest && error.status == status && !error.isRetryable)
      #expect(error.sentence.contains("--base-url"))
      #expect(error.sentence.contains(elsewhere.baseURL))
    }
    #expect(elsewhere.requests.count == 0)
  }

  @Test func aConnectionThatBreaksIsOneThatMayDoBetter() async throws {
    let piece = ServerStep.chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#))\n\n")
    let cases: [(String, [ServerStep])] = [
      ("no head", [.close]), ("reset at once", [.reset]), ("half a head", [.text("HTTP/1.1 200 O"), .close]),
      ("no body", .streamHead + [.close]), ("cut body", .streamHead + [piece, .close]),
      ("reset body", .streamHead + [piece, .reset]),
      ("orderly end too early", .streamHead + [piece, .lastChunk]),
      ("shorter than announced", [.head(200, ["Content-Length": "500"]), .text("{\"choices\":"), .close]),
    ]
    for (name, steps) in cases {
      let error = try await error(steps)
      #expect(error.code == .connection && error.isRetryable, "\(name): \(error)")
    }
  }

  @Test func answersThatBreakTheRulesAreErrorsAndNoCrash() async throws {
    let ok = "HTTP/1.1 200 OK\r\n"
    let headers = (0..<100).map { "X-\($0): \(String(repeating: "y", count: 2000))\r\n" }.joined()
    let cases: [(String, [ServerStep])] = [
      ("garbage", [.text("garbage\r\n\r\n"), .close]),
      ("no status", [.text("HTTP/1.1\r\n\r\n"), .close]),
      ("odd status", [.text("HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n")]),
      ("bad header", [.text(ok + "no colon here\r\n\r\n"), .close]),
      ("bad chunk length", [.text(ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n"), .close]),
      ("negative length", [.text(ok + "Content-Length: -5\r\n\r\n"), .close]),
      ("no content", [.text("HTTP/1.1 204 No Content\r\n\r\n")]),
      ("not modified", [.text("HTTP/1.1 304 Not Modified\r\n\r\n")]),
      ("empty", .answer(200, "")), ("blank", .answer(200, " \n")),
      ("no gzip", .answer(200, "x", headers: ["Content-Encoding": "gzip"])),
      ("many headers", [.text(ok + headers + "\r\n"), .close]),
      ("redirect to nowhere", .answer(302, "", headers: ["Location": "::::"])),
      ("redirect without a place", .answer(302, "")),
      ("zero bytes", [.text(ok + "\r\n"), .bytes([UInt8](repeating: 0, count: 5000)), .close]),
      (
        "invalid letters",
        [.text(ok + "\r\ndata: {\"choices\":[{\"delta\":{\"content\":\""), .bytes([0xFF, 0xC3]), .close]
      ),
    ]
    for (name, steps) in cases {
      let error = try await error(steps)
      #expect(!error.sentence.isEmpty && !error.cause.isEmpty, "\(name)")
    }
  }

  @Test func aHeadOfItsOwnBeforeTheRealOneIsPassedOver() async throws {
    let server = try LoopbackServer { _ in [.text("HTTP/1.1 100 Continue\r\n\r\n")] + .chat(["x"]) }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    #expect(try await model.reply(to: Self.request) { _ in }.text == "x")
  }

  @Test func aConnectionThatBreaksAfterTheReplyHasLostNothing() async throws {
    let whole = ServerStep.chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#, finish: #""stop""#))\n\n")
    for end in [ServerStep.close, .lastChunk] {
      let server = try LoopbackServer { _ in .streamHead + [whole, end] }
      defer { server.stop() }
      let model = try model(server)
      defer { model.close() }
      #expect(try await model.reply(to: Self.request) { _ in }.text == "x")
    }
  }

  @Test func aPortWithoutAServerIsRefused() async throws {
    let model = try ChatCompletionsModel(
      name: "m", address: ServerAddress("http://127.0.0.1:\(LoopbackServer.unusedPort())/v1"))
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: Self.request) { _ in } }
    #expect(error?.cause == "connection refused" && error?.isRetryable == true, "\(String(describing: error))")
  }

  @Test func noSecureConnectionIsExplained() async throws {
    // What comes back to the hello of TLS is none.
    let server = try LoopbackServer(greeting: [.text("HTTP/1.1 400 Bad Request\r\n\r\n"), .close]) { _ in [] }
    defer { server.stop() }
    let model = try ChatCompletionsModel(name: "m", address: ServerAddress("https://127.0.0.1:\(server.port)/v1"))
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: Self.request) { _ in } }
    #expect(error?.cause == "no secure connection" && error?.isRetryable == false, "\(String(describing: error))")
  }

  @Test func aStallIsNoticedBeforeAndAfterTheHead() async throws {
    let never = Gate()
    async let silent = error([.wait(never)], idle: 1)
    async let half = error(
      .streamHead + [.chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#))\n\n"), .wait(never)], idle: 1)
    for error in try await [silent, half] {
      #expect(error.code == .stalled && error.isRetryable, "\(error)")
      #expect(error.cause == "no byte for 1 s")
    }
  }

  @Test func slownessAloneIsNoError() async throws {
    // Longer in all than the longest silence allowed, with a byte every now and then.
    let pause = ServerStep.act { Thread.sleep(forTimeInterval: 0.4) }
    let steps = (0..<4).flatMap { [.chunk("data: \(ServerStep.chatChunk("{\"content\":\"\($0)\"}"))\n\n"), pause] }
    let server = try LoopbackServer { _ in .streamHead + steps + [.chunk("data: [DONE]\n\n"), .lastChunk] }
    defer { server.stop() }
    let model = try model(server, idle: 1)
    defer { model.close() }
    #expect(try await model.reply(to: Self.request) { _ in }.text == "0123")
  }

  // MARK: - Cancelling and closing

  @Test func cancellingReachesTheServer() async throws {
    let server = try LoopbackServer { _ in
      .streamHead + [.chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#))\n\n"), .waitForDisconnect]
    }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    let told = Gate()
    let task = Task { try await model.reply(to: Self.request) { _ in told.open() } }
    try await told.opened()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    _ = try await server.disconnects.first(1)
  }

  @Test func cancellingBeforeTheHeadReachesTheServerToo() async throws {
    let server = try LoopbackServer { _ in [.waitForDisconnect] }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    let task = Task { try await model.reply(to: Self.request) { _ in } }
    _ = try await server.requests.first(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    _ = try await server.disconnects.first(1)
  }

  @Test func aTaskThatIsCancelledAlreadyAsksNothing() async throws {
    let server = try LoopbackServer { _ in .chat(["x"]) }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    let go = Gate()
    let task = Task {
      try? await go.opened()
      return try await model.reply(to: Self.request) { _ in }
    }
    task.cancel()
    go.open()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(server.requests.count == 0)
  }

  @Test func aListenerMayCancelTheTaskItself() async throws {
    let server = try LoopbackServer { _ in
      .streamHead + [.chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#))\n\n"), .waitForDisconnect]
    }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    let own = Mutex<Task<ModelReply, any Error>?>(nil)
    let ready = Gate()
    let task = Task {
      try await ready.opened()
      return try await model.reply(to: Self.request) { _ in own.withLock { $0 }?.cancel() }
    }
    own.withLock { $0 = task }
    ready.open()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func cancellingAtAnyMomentLeavesTheModelUsable() async throws {
    let server = try LoopbackServer { _ in .chat((0..<20).map { "\($0) " }) }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    for round in 0..<60 {
      let task = Task { try await model.reply(to: Self.request) { _ in } }
      for _ in 0..<(round * 7 % 40) { await Task.yield() }
      task.cancel()
      _ = await task.result
    }
    #expect(try await model.reply(to: Self.request) { _ in }.text.hasPrefix("0 1 2"))
  }

  @Test func nothingIsToldAfterTheReplyHasReturned() async throws {
    let server = try LoopbackServer { _ in .chat((0..<50).map { "\($0) " }) }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    let late = Collected<Int>()
    for round in 0..<30 {
      let hasReturned = Mutex(false)
      let task = Task {
        try await model.reply(to: Self.request) { _ in if hasReturned.withLock({ $0 }) { late.append(round) } }
      }
      if round.isMultiple(of: 2) { task.cancel() }
      _ = await task.result
      hasReturned.withLock { $0 = true }
    }
    #expect(late.all.isEmpty)
  }

  @Test func closingEndsWhatIsUnderWayAndWhatIsAskedLater() async throws {
    let server = try LoopbackServer { _ in [.waitForDisconnect] }
    defer { server.stop() }
    let model = try model(server)
    let task = Task { try await model.reply(to: Self.request) { _ in } }
    _ = try await server.requests.first(1)
    model.close()
    let first = await #expect(throws: ModelError.self) { try await task.value }
    let second = await #expect(throws: ModelError.self) { try await model.reply(to: Self.request) { _ in } }
    #expect(first?.cause == "closed" && second?.cause == "closed")
    _ = try await server.disconnects.first(1)
    model.close()
  }

  @Test func aRunawayReplyIsCutAndTheServerHangsUp() async throws {
    let long = String(repeating: "x", count: 1000)
    let server = try LoopbackServer { _ in
      .streamHead
        + Array(repeating: .chunk("data: \(ServerStep.chatChunk("{\"content\":\"\(long)\"}"))\n\n"), count: 20)
        + [.waitForDisconnect]
    }
    defer { server.stop() }
    let model = try ChatCompletionsModel(
      name: "m", address: ServerAddress(server.baseURL), limits: ReplyLimits(textBytes: 5000))
    defer { model.close() }
    let reply = try await model.reply(to: Self.request) { _ in }
    #expect(reply.finish == .length)
    #expect(reply.text.count == 6000)
    _ = try await server.disconnects.first(1)
  }
}
