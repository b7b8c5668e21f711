import Foundation
import LanguageModels
import TestSupport
import Testing
import Text

@Suite(.timeLimit(.minutes(1))) struct ChatCompletionsModelTests {
  // MARK: - What is sent

  @Test(arguments: ServerWay.allCases)
  func theRequestHoldsWhatWasAskedAndNoMore(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in .chat(["ok"]) }
    defer { server.stop() }
    let model = try way.model(server, key: "sk-test")
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

  @Test(arguments: ServerWay.allCases)
  func withoutAKeyNoHeaderForOneIsSent(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in .chat(["ok"]) }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    _ = try await model.reply(to: ServerWay.request) { _ in }
    #expect(try await server.requests.first(1)[0].headers["authorization"] == nil)
  }

  @Test(arguments: [Double.nan, .infinity, -1], ServerWay.allCases)
  func aTemperatureThatIsNoneIsRefusedBeforeAnythingIsSent(_ temperature: Double, _ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in .chat(["ok"]) }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) {
      try await model.reply(to: ModelRequest(messages: [], temperature: temperature)) { _ in }
    }
    #expect(error?.code == .badRequest)
    #expect(server.requests.count == 0)
  }

  @Test(arguments: ServerWay.allCases)
  func connectionsAreKeptAndCookiesAndCachesAreNot(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in
      .answer(
        200, #"{"choices":[{"message":{"content":"x"}}]}"#,
        headers: ["Set-Cookie": "a=b; Path=/", "Cache-Control": "max-age=3600"])
    }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    for _ in 0..<5 { _ = try await model.reply(to: ServerWay.request) { _ in } }
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

  @Test(arguments: ServerWay.allCases)
  func aReplyStreamsAsItIsSent(_ way: ServerWay) async throws {
    let gates = [Gate(), Gate()]
    let server = try LoopbackServer { _ in
      .streamHead + [
        .chunk("data: \(ServerStep.chatChunk(#"{"content":"one"}"#))\n\n"), .wait(gates[0]),
        .chunk("data: \(ServerStep.chatChunk(#"{"content":" two"}"#))\n\n"), .wait(gates[1]),
        .chunk("data: \(ServerStep.chatChunk("{}", finish: #""stop""#))\n\ndata: [DONE]\n\n"), .lastChunk,
      ]
    }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    let told = Collected<String>()
    // Each piece is let out only when the one before has been told: so none waited for the end.
    let reply = try await model.reply(to: ServerWay.request) { progress in
      told.append(progress.text)
      gates[min(told.count, 2) - 1].open()
    }
    #expect(told.all == ["one", "one two"])
    #expect(reply == ModelReply(text: "one two", model: "served", finish: .stop))
  }

  @Test(arguments: ServerWay.allCases)
  func eightRepliesAtOnceAreKeptApart(_ way: ServerWay) async throws {
    let all = Gate()
    let server = try LoopbackServer { request in
      [.wait(all)]
        + .chat([
          "\(request.text.contains("\"seed\":") ? request.text.split(separator: "\"seed\":")[1].prefix(1) : "?")"
        ])
    }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    let texts = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for seed in 0..<8 {
        group.addTask {
          let reply = try await model.reply(to: ModelRequest(messages: ServerWay.request.messages, seed: seed)) { _ in }
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

  @Test(arguments: ServerWay.allCases)
  func aReplyIsCompleteAtItsEndMarkThoughTheConnectionStaysOpen(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in
      .streamHead + [
        .chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#))\n\ndata: [DONE]\n\n"), .waitForDisconnect,
      ]
    }
    defer { server.stop() }
    let model = try way.model(server)
    let reply = try await model.reply(to: ServerWay.request) { _ in }
    #expect(reply.text == "x")
    model.close()
    _ = try await server.disconnects.first(1)
  }

  @Test(arguments: ServerWay.allCases)
  func bytesOneByOneAreAReply(_ way: ServerWay) async throws {
    var bytes: [ServerStep] = []
    for byte in "data: \(ServerStep.chatChunk(#"{"content":"é😀"}"#, finish: #""stop""#))\r\n\r\n".utf8 {
      bytes.append(.bytes(Array("1\r\n".utf8) + [byte] + Array("\r\n".utf8)))
    }
    let steps = [ServerStep].streamHead + bytes + [.lastChunk]
    let server = try LoopbackServer { _ in steps }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    #expect(try await model.reply(to: ServerWay.request) { _ in }.text == "é😀")
  }
}
