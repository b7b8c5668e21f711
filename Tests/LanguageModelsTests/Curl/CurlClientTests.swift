import Foundation
import TestSupport
import Testing

@testable import LanguageModels

/// What libcurl's way has of its own; what both ways share is in the folder ChatCompletions.
@Suite(.timeLimit(.minutes(1))) struct CurlClientTests {
  @Test func aNameThatNobodyHasIsSaidToBeNotFound() async throws {
    // A part of a name has 63 letters at most, so that no name service need be asked.
    let name = String(repeating: "x", count: 64)
    let model = try ServerWay.libcurl.model(ServerAddress("http://\(name).invalid/v1"))
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: ServerWay.request) { _ in } }
    #expect(error?.cause == "host not found" && error?.isRetryable == true, "\(String(describing: error))")
    #expect(error?.sentence.contains("\(name).invalid") == true)
  }

  @Test func aLongPromptIsSentWithoutAskingFirst() async throws {
    let server = try LoopbackServer { _ in .chat(["ok"]) }
    defer { server.stop() }
    let model = try ServerWay.libcurl.model(server)
    defer { model.close() }
    let text = String(repeating: "long ", count: 500_000)
    let reply = try await model.reply(to: ModelRequest(messages: [Message(.user, text)])) { _ in }
    #expect(reply.text == "ok")
    let request = try await server.requests.first(1)[0]
    #expect(request.headers["expect"] == nil)
    #expect(request.body.count > text.utf8.count)
  }

  @Test func connectionsOfRepliesAtOnceAreKeptForTheNext() async throws {
    let all = Gate()
    let server = try LoopbackServer { request in [.wait(all)] + .chat(["\(request.number)"]) }
    defer { server.stop() }
    let model = try ServerWay.libcurl.model(server)
    defer { model.close() }
    func ask(_ count: Int) async throws {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<count { group.addTask { _ = try await model.reply(to: ServerWay.request) { _ in } } }
        try await group.waitForAll()
      }
    }
    async let first: Void = ask(8)
    _ = try await server.requests.first(8)
    all.open()
    try await first
    for _ in 0..<3 { try await ask(4) }
    let requests = try await server.requests.first(20)
    #expect(Set(requests.map(\.connection)).count == 8)
  }

  @Test func aKeptConnectionThatTheServerGaveUpIsMadeAnew() async throws {
    let server = try LoopbackServer { _ in
      .answer(200, #"{"choices":[{"message":{"content":"x"}}]}"#) + [.close]
    }
    defer { server.stop() }
    let model = try ServerWay.libcurl.model(server)
    defer { model.close() }
    for _ in 0..<10 {
      #expect(try await model.reply(to: ServerWay.request) { _ in }.text == "x")
    }
  }

  @Test func manyClientsComeAndGo() async throws {
    let server = try LoopbackServer { _ in .chat(["x"]) }
    defer { server.stop() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<16 {
        group.addTask {
          // Given up without close(): its end closes it.
          let model = try ServerWay.libcurl.model(server)
          _ = try await model.reply(to: ServerWay.request) { _ in }
        }
      }
      try await group.waitForAll()
    }
    #expect(server.requests.count == 16)
  }

  @Test func theKeyIsSeenByTheServerOnly() async throws {
    let server = try LoopbackServer { _ in .answer(401, "sk-secret is wrong", type: "text/plain") }
    defer { server.stop() }
    let model = try ServerWay.libcurl.model(server, key: "sk-secret")
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: ServerWay.request) { _ in } }
    #expect(try await server.requests.first(1)[0].headers["authorization"] == "Bearer sk-secret")
    #expect(error?.sentence.contains("sk-secret") == false)
    var dumped = ""
    dump(model, to: &dumped)
    #expect(!dumped.contains("sk-secret") && !"\(model)".contains("sk-secret"))
  }
}
