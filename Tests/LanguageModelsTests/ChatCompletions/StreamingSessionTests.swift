import TestSupport
import Testing

@testable import LanguageModels

/// The way to servers on other machines, tried on this one.
@Suite struct StreamingSessionTests {
  private static let request = ModelRequest(messages: [Message(.user, "hello")])

  private func model(_ server: LoopbackServer, idle: Int = 60) throws -> ChatCompletionsModel {
    try ChatCompletionsModel(
      name: "m", address: try ServerAddress("http://127.0.0.1:\(server.port)/v1"), key: "sk-secret",
      keySource: "OPENAI_API_KEY", limits: ReplyLimits(idleSeconds: idle), usesSockets: false)
  }

  @Test func aReplyStreamsAsItIsSent() async throws {
    let gate = Gate()
    let server = try LoopbackServer { _ in
      .streamHead + [
        .chunk("data: \(ServerStep.chatChunk(#"{"content":"one"}"#))\n\n"), .wait(gate),
        .chunk("data: \(ServerStep.chatChunk("{}", finish: #""stop""#))\n\ndata: [DONE]\n\n"), .lastChunk,
      ]
    }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    let reply = try await model.reply(to: Self.request) { _ in gate.open() }
    #expect(reply.text == "one")
    let requests = try await server.requests.first(1)
    #expect(requests[0].headers["authorization"] == "Bearer sk-secret")
    #expect(requests[0].path == "/v1/chat/completions")
  }

  @Test func aRateLimitTellsItsWait() async throws {
    let server = try LoopbackServer { _ in .answer(429, "busy", headers: ["Retry-After": "7"]) }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    await #expect {
      try await model.reply(to: Self.request) { _ in }
    } throws: { error in
      (error as? ModelError)?.retryAfter == .seconds(7)
    }
  }

  @Test func aRedirectIsNotFollowed() async throws {
    let server = try LoopbackServer { _ in .answer(302, "", headers: ["Location": "http://127.0.0.1:1/v1"]) }
    defer { server.stop() }
    let model = try model(server)
    defer { model.close() }
    await #expect {
      try await model.reply(to: Self.request) { _ in }
    } throws: { error in
      (error as? ModelError)?.cause == "redirected"
    }
    #expect(server.requests.count == 1)
  }

  @Test func aStallIsAnErrorAndCancellingReachesTheServer() async throws {
    let server = try LoopbackServer { _ in [.waitForDisconnect] }
    defer { server.stop() }
    let stalling = try model(server, idle: 1)
    defer { stalling.close() }
    await #expect {
      try await stalling.reply(to: Self.request) { _ in }
    } throws: { error in
      (error as? ModelError)?.code == .stalled
    }
    let patient = try model(server)
    defer { patient.close() }
    let task = Task { try await patient.reply(to: Self.request) { _ in } }
    _ = try await server.requests.first(2)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    _ = try await server.disconnects.first(2)
  }

  @Test func nothingThatListensIsAConnectionRefused() async throws {
    let address = try ServerAddress("http://127.0.0.1:\(try LoopbackServer.unusedPort())/v1")
    let model = try ChatCompletionsModel(
      name: "m", address: address, key: nil, keySource: "OPENAI_API_KEY", limits: ReplyLimits(), usesSockets: false)
    defer { model.close() }
    await #expect {
      try await model.reply(to: Self.request) { _ in }
    } throws: { error in
      (error as? ModelError)?.cause == "connection refused"
    }
  }
}
