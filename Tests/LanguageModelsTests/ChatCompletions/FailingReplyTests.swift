import Foundation
import LanguageModels
import TestSupport
import Testing

/// What goes wrong with servers that answer, and with those that do not.
@Suite(.timeLimit(.minutes(1))) struct FailingReplyTests {
  @Test(arguments: ServerWay.allCases)
  func aRateLimitCarriesItsWait(_ way: ServerWay) async throws {
    let error = try await way.error(.answer(429, #"{"error":{"message":"slow down"}}"#, headers: ["Retry-After": "7"]))
    #expect(error.code == .rateLimited && error.status == 429 && error.isRetryable)
    #expect(error.retryAfter == .seconds(7))
    #expect(error.sentence.contains("slow down"))
  }

  @Test(arguments: ServerWay.allCases)
  func aPageOfAGatewayIsCutToItsTitle(_ way: ServerWay) async throws {
    let page =
      "<html><head><title>502 Bad Gateway</title></head><body>\(String(repeating: "x", count: 300_000))</body></html>"
    let error = try await way.error(.answer(502, page, type: "text/html"))
    #expect(error.code == .server && error.isRetryable)
    #expect(error.sentence.contains("502 Bad Gateway"))
    #expect(error.sentence.count < 400)
  }

  @Test(arguments: ServerWay.allCases)
  func aWrongKeyIsExplained(_ way: ServerWay) async throws {
    let error = try await way.error(.answer(401, ""))
    #expect(error.code == .unauthorized && !error.isRetryable)
    #expect(error.sentence.contains("OPENAI_API_KEY"))
  }

  @Test(arguments: ServerWay.allCases)
  func anErrorInMidStreamFailsTheReply(_ way: ServerWay) async throws {
    let error = try await way.error(
      .events(
        [ServerStep.chatChunk(#"{"content":"x"}"#), #"{"error":{"code":500,"message":"out of memory"}}"#], done: false))
    #expect(error.code == .server && error.status == 500 && error.isRetryable)
    #expect(error.sentence.contains("out of memory"))
  }

  @Test(arguments: ServerWay.allCases)
  func aRedirectIsNotFollowed(_ way: ServerWay) async throws {
    let elsewhere = try LoopbackServer { _ in .chat(["stolen"]) }
    defer { elsewhere.stop() }
    for status in [301, 302, 303, 307, 308] {
      let error = try await way.error(
        .answer(status, "", headers: ["Location": elsewhere.baseURL + "/chat/completions"]))
      #expect(error.code == .badRequest && error.status == status && !error.isRetryable)
      #expect(error.sentence.contains("--base-url"))
      #expect(error.sentence.contains(elsewhere.baseURL))
    }
    #expect(elsewhere.requests.count == 0)
  }

  @Test(arguments: ServerWay.allCases)
  func aConnectionThatBreaksIsOneThatMayDoBetter(_ way: ServerWay) async throws {
    let piece = ServerStep.chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#))\n\n")
    let cases: [(String, [ServerStep])] = [
      ("no head", [.close]), ("reset at once", [.reset]), ("half a head", [.text("HTTP/1.1 200 O"), .close]),
      ("no body", .streamHead + [.close]), ("cut body", .streamHead + [piece, .close]),
      ("reset body", .streamHead + [piece, .reset]),
      ("orderly end too early", .streamHead + [piece, .lastChunk]),
      ("shorter than announced", [.head(200, ["Content-Length": "500"]), .text("{\"choices\":"), .close]),
    ]
    for (name, steps) in cases {
      let error = try await way.error(steps)
      #expect(error.code == .connection && error.isRetryable, "\(name): \(error)")
    }
  }

  @Test(arguments: ServerWay.allCases)
  func answersThatBreakTheRulesAreErrorsAndNoCrash(_ way: ServerWay) async throws {
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
      let error = try await way.error(steps)
      #expect(!error.sentence.isEmpty && !error.cause.isEmpty, "\(name)")
    }
  }

  @Test(arguments: ServerWay.allCases)
  func aHeadOfItsOwnBeforeTheRealOneIsPassedOver(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in [.text("HTTP/1.1 100 Continue\r\n\r\n")] + .chat(["x"]) }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    #expect(try await model.reply(to: ServerWay.request) { _ in }.text == "x")
  }

  @Test(arguments: ServerWay.allCases)
  func aConnectionThatBreaksAfterTheReplyHasLostNothing(_ way: ServerWay) async throws {
    let whole = ServerStep.chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#, finish: #""stop""#))\n\n")
    for end in [ServerStep.close, .lastChunk] {
      let server = try LoopbackServer { _ in .streamHead + [whole, end] }
      defer { server.stop() }
      let model = try way.model(server)
      defer { model.close() }
      #expect(try await model.reply(to: ServerWay.request) { _ in }.text == "x")
    }
  }

  @Test(arguments: ServerWay.allCases)
  func aPortWithoutAServerIsRefused(_ way: ServerWay) async throws {
    let model = try way.model(ServerAddress("http://127.0.0.1:\(LoopbackServer.unusedPort())/v1"))
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: ServerWay.request) { _ in } }
    #expect(error?.cause == "connection refused" && error?.isRetryable == true, "\(String(describing: error))")
    #expect(error?.sentence.contains("start the server, or check --base-url") == true)
  }

  @Test(arguments: ServerWay.allCases)
  func aStallIsNoticedBeforeAndAfterTheHead(_ way: ServerWay) async throws {
    let never = Gate()
    async let silent = way.error([.wait(never)], idle: 1)
    async let half = way.error(
      .streamHead + [.chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#))\n\n"), .wait(never)], idle: 1)
    for error in try await [silent, half] {
      #expect(error.code == .stalled && error.isRetryable, "\(error)")
      #expect(error.cause == "no byte for 1 s")
    }
  }

  @Test(arguments: ServerWay.allCases)
  func slownessAloneIsNoError(_ way: ServerWay) async throws {
    // Longer in all than the longest silence allowed, with a byte every now and then.
    let pause = ServerStep.act { Thread.sleep(forTimeInterval: 0.4) }
    let steps = (0..<4).flatMap { [.chunk("data: \(ServerStep.chatChunk("{\"content\":\"\($0)\"}"))\n\n"), pause] }
    let server = try LoopbackServer { _ in .streamHead + steps + [.chunk("data: [DONE]\n\n"), .lastChunk] }
    defer { server.stop() }
    let model = try way.model(server, idle: 1)
    defer { model.close() }
    #expect(try await model.reply(to: ServerWay.request) { _ in }.text == "0123")
  }
}
