import LanguageModels
import Optimization
import TestSupport
import Testing

/// A key is in the head of requests and nowhere else, though a server repeat it wherever it can.
@Suite(.timeLimit(.minutes(1))) struct SecretTests {
  private static let key = "sk-proj-7Qm2vXb9TzL4wRk8YcN1"
  /// Nor are parts of it that are long enough to be known again.
  private static let parts = key.indices.dropLast(7).map { String(key[$0...].prefix(8)) }

  private func expectNoKey(_ text: String, _ place: String) {
    for part in Self.parts { #expect(!text.contains(part), "\(place) holds \(part)") }
  }

  /// What a server says that is out to give the key away.
  private static let told: [(name: String, steps: [ServerStep])] = [
    ("a good reply", .chat(["1 2 ", key, " 3"], model: key)),
    (
      "reasoning", .events([ServerStep.chatChunk("{\"reasoning\":\"\(key)\",\"content\":\"1 2\"}", finish: "\"stop\"")])
    ),
    ("an odd reason", .chat(["1 2"], finish: key)),
    ("401", .answer(401, "{\"error\":{\"message\":\"Incorrect API key provided: \(key)\"}}")),
    ("400", .answer(400, "{\"error\":{\"message\":\"\(key)\",\"type\":\"\(key)\",\"code\":\"\(key)\"}}")),
    ("a cut key", .answer(400, String(repeating: "x", count: 225) + " " + key + " is wrong", type: "text/plain")),
    ("a redirect", .answer(302, "", headers: ["Location": "https://example.com/?key=\(key)"])),
    ("a wait", .answer(429, key, headers: ["Retry-After": key])),
    ("no reply", .answer(200, "{\"key\":\"\(key)\"}")),
    ("a page", .answer(200, "<html><title>\(key)</title></html>")),
    ("compressed", [.head(200, ["Content-Encoding": key]), .close]),
    ("an error in mid-stream", .events([ServerStep.chatChunk(#"{"content":"1"}"#), "{\"error\":\"\(key)\"}"])),
    ("no HTTP", [.text("\(key)\r\n\r\n"), .close]),
    ("bad chunks", [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(key)\r\n"), .close]),
  ]

  @Test(arguments: ServerWay.allCases)
  func nothingThatARunLeavesBehindHoldsTheKey(_ way: ServerWay) async throws {
    for (name, steps) in Self.told {
      let server = try LoopbackServer { _ in steps }
      defer { server.stop() }
      let model = try way.model(server, key: Self.key, limits: ReplyLimits(idleSeconds: 20))
      defer { model.close() }
      let sink = MemorySink()
      let configuration = RunConfiguration(
        problem: AnyProblem(BowlProblem()),
        settings: RunSettings(steps: 1, candidates: 2, attended: false), prompting: ListingPrompting(), model: model,
        clock: ManualClock(skipsSleeps: true), id: "secrets", started: "2026-01-01T00:00:00Z")
      let monitor = RunMonitor()
      let run = OptimizationRun(configuration, sink: sink, monitor: monitor)
      let end = await run.run()
      #expect(try await server.requests.first(1)[0].headers["authorization"] == "Bearer \(Self.key)")
      expectNoKey(sink.lines.joined(separator: "\n"), "the log of \(name)")
      var dumped = "\(end) \(model) \(String(reflecting: model)) \(await run.currentState)"
      dump(configuration, to: &dumped)
      dump(monitor.take(), to: &dumped)
      do {
        dump(try await model.reply(to: ServerWay.request) { _ in }, to: &dumped)
      } catch {
        dumped += "\(error) \(String(reflecting: error))"
        dump(error, to: &dumped)
      }
      expectNoKey(dumped, "what \(name) left in memory")
    }
  }

  @Test(arguments: ServerWay.allCases)
  func noPieceOfAReplyUnderWayHoldsTheKey(_ way: ServerWay) async throws {
    let pieces = stride(from: 0, to: Self.key.count, by: 3).map { String(Self.key.dropFirst($0).prefix(3)) }
    let server = try LoopbackServer { _ in .chat(["Bearer "] + pieces + [" is what I was sent"]) }
    defer { server.stop() }
    let model = try way.model(server, key: Self.key)
    defer { model.close() }
    let told = Collected<String>()
    let reply = try await model.reply(to: ServerWay.request) { told.append($0.text) }
    expectNoKey(told.all.joined(separator: "\n"), "what was told on the way")
    #expect(reply.text == "Bearer [key] is what I was sent")
  }

  @Test func aWordInPlaceOfAKeyStaysInReplies() async throws {
    let server = try LoopbackServer { _ in .chat(["ollama is a llama"]) }
    defer { server.stop() }
    let model = try ServerWay.sockets.model(server, key: "ollama")
    defer { model.close() }
    #expect(try await model.reply(to: ServerWay.request) { _ in }.text == "ollama is a llama")
  }

  @Test func aProgramThatIsKilledByAFaultOfItsOwnShowsNoKey() async throws {
    let server = try LoopbackServer { _ in .chat(["1 ", "2"]) }
    defer { server.stop() }
    for mode in ["asks", "crashes"] {
      let asked = try await AskingProgram.run(mode, server.baseURL, ["OPENAI_API_KEY": Self.key])
      #expect(mode == "crashes" ? asked.status != 0 : asked.output.contains("reply: 1 2"), "\(asked)")
      expectNoKey(asked.output, "what a program that \(mode) printed")
    }
    for request in try await server.requests.first(2) {
      #expect(request.headers["authorization"] == "Bearer \(Self.key)")
    }
  }
}
