import Foundation
import Optimization
import Synchronization
import TestSupport
import Testing

extension EndToEnd {
  @Suite("a server that answers slowly, or not")
  struct ServerTests {
    private func quit(_ terminal: PseudoTerminal) async throws {
      try await terminal.send("q")
      #expect(try await terminal.waitForExit() == .exited(0))
      await expectRestored(terminal)
    }

    @Test("a reply is on the screen while it comes, with what is unsafe in it made visible")
    func streaming() async throws {
      let place = try Workplace()
      let gate = Gate()
      let server = try LoopbackServer { request in
        guard request.number == 0 else { return [.waitForDisconnect] }
        let first = ServerStep.chatChunk("{\"content\":\"Half\\u001b]2;no title\\u0007 a sentence, \"}")
        let second = ServerStep.chatChunk("{\"content\":\"then {\\\"w\\\": 7, \\\"b\\\": 8}\"}")
        let last = ServerStep.chatChunk("{}", finish: "\"stop\"")
        return .streamHead + [.chunk("data: \(first)\n\n"), .wait(gate), .chunk("data: \(second)\n\n")]
          + [.chunk("data: \(last)\n\n"), .chunk("data: [DONE]\n\n"), .lastChunk]
      }
      defer { server.stop() }
      let terminal = try Program.onTerminal(asking(server, "--log", place.log), in: place)
      let screen = try await terminal.see("a sentence,")
      #expect(screen.contains("streaming") && screen.contains("Half") && !screen.contains("7.000"))
      gate.open()
      try await terminal.see("7.000")
      try await quit(terminal)
      #expect(await !terminal.output.split(separator: 0x1B).contains { $0.starts(with: Array("]2;no title".utf8)) })
      let texts = try events(of: place.log).compactMap { event -> String? in
        if case .reply(let reply) = event.event { reply.text } else { nil }
      }
      #expect(texts == ["Half\u{1B}]2;no title\u{7} a sentence, then {\"w\": 7, \"b\": 8}"])
    }

    @Test("a limit on the rate says when the next try comes")
    func rateLimit() async throws {
      let place = try Workplace()
      let server = try LoopbackServer { _ in
        .answer(429, #"{"error":{"message":"slow down"}}"#, headers: ["Retry-After": "30"])
      }
      defer { server.stop() }
      let terminal = try Program.onTerminal(asking(server, "--log", place.log), in: place)
      let screen = try await terminal.see("429, next try in ")
      #expect(screen.contains("2 of 5"))
      #expect(server.requests.count == 1)
      try await quit(terminal)
      #expect(ending(try events(of: place.log)) == .person)
    }

    @Test("a refused key is said, waits for the person, and space goes on once the server takes it")
    func refusedKey() async throws {
      let place = try Workplace()
      let isMended = Mutex(false)
      let server = try LoopbackServer { _ in
        isMended.withLock { $0 }
          ? .chat(["{\"w\": 6, \"b\": 5}"])
          : .answer(401, #"{"error":{"message":"no such key: sk-secret-of-this-test"}}"#)
      }
      defer { server.stop() }
      let terminal = try Program.onTerminal(
        asking(server, "--steps", "1", "--log", place.log), in: place,
        environment: ["OPENAI_API_KEY": "sk-secret-of-this-test"])
      let screen = try await terminal.see("waiting for you")
      #expect(screen.description.contains("does not accept the key in OPENAI_API_KEY"))
      #expect(server.requests.count == 1)
      isMended.withLock { $0 = true }
      try await terminal.send(" ")
      try await terminal.see("the candidate") { $0.contains("6.000") && $0.contains("ended") }
      try await quit(terminal)
      #expect(server.requests.all.allSatisfy { $0.headers["authorization"] == "Bearer sk-secret-of-this-test" })
      #expect(await !String(decoding: terminal.output, as: UTF8.self).contains("secret-of-this-test"))
      #expect(!String(decoding: try place.bytes(of: place.log), as: UTF8.self).contains("secret-of-this-test"))
      #expect(ending(try events(of: place.log)) == .steps)
    }
  }
}
