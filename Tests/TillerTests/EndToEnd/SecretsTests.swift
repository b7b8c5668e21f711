import Foundation
import TestSupport
import Testing

extension EndToEnd {
  /// Everything that a run leaves behind is searched for its key, though the server give it away wherever it can.
  @Suite("secrets", .timeLimit(.minutes(1)))
  struct SecretsTests {
    private static let key = "sk-proj-7Qm2vXb9TzL4wRk8YcN1"
    /// Nor are parts of it left that are long enough to be known again.
    private static let parts = key.indices.dropLast(7).map { Data(key[$0...].prefix(8).utf8) }

    enum Source: String, CaseIterable, Sendable { case environment, file }

    /// What a server does with the head that carries the key.
    enum Telling: String, CaseIterable, Sendable { case inTheReply, inAnError, inMidStream }

    private func expectNoKey(_ bytes: Data, _ place: String, sourceLocation: SourceLocation = #_sourceLocation) {
      for part in Self.parts where bytes.range(of: part) != nil {
        Issue.record("\(place) holds \(String(decoding: part, as: UTF8.self))", sourceLocation: sourceLocation)
      }
    }

    /// All files of a test's folder but the one that holds the key by its owner's will.
    private func expectNoKeyInFiles(of place: Workplace) throws -> Int {
      let keys = place.path + "/.config/tiller/keys"
      var count = 0
      for name in FileManager.default.enumerator(atPath: place.path) ?? .init() {
        guard let name = name as? String, case let path = place.path + "/" + name, path != keys,
          let bytes = try? Data(contentsOf: URL(fileURLWithPath: path))
        else { continue }
        expectNoKey(Data(name.utf8) + bytes, name)
        count += 1
      }
      return count
    }

    /// Puts the key where the program finds it; returns what the environment gets.
    private func supply(_ source: Source, _ place: Workplace) throws -> [String: String] {
      guard source == .file else { return ["OPENAI_API_KEY": Self.key] }
      try FileManager.default.createDirectory(
        atPath: place.path + "/.config/tiller", withIntermediateDirectories: true)
      let file = try place.file(".config/tiller/keys", "OPENAI_API_KEY=\(Self.key)\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
      return [:]
    }

    private func server(_ telling: Telling) throws -> LoopbackServer {
      try LoopbackServer { request in
        let head = request.headers["authorization"] ?? "none"
        switch telling {
        case .inTheReply:
          let delta = "{\"reasoning_content\":\"I saw \(head)\",\"content\":\"{\\\"w\\\": \(request.number), "
          return .streamHead + [
            .chunk("data: " + ServerStep.chatChunk(delta + "\\\"b\\\": 1} \(head)\"}", model: head) + "\n\n"),
            .chunk("data: " + ServerStep.chatChunk("{}", model: head, finish: "\"\(head)\"") + "\n\n"),
            .chunk("data: [DONE]\n\n"), .lastChunk,
          ]
        case .inAnError: return .answer(401, "{\"error\":{\"message\":\"wrong: \(head)\",\"code\":\"\(head)\"}}")
        case .inMidStream:
          return .events([
            ServerStep.chatChunk("{\"content\":\"half \(head)\"}"), "{\"error\":{\"message\":\"\(head)\"}}",
          ])
        }
      }
    }

    @Test("nothing that is printed or written holds the key", arguments: Source.allCases, Telling.allCases)
    func lines(source: Source, telling: Telling) async throws {
      let place = try Workplace()
      let environment = try supply(source, place)
      let server = try server(telling)
      defer { server.stop() }
      for (index, way) in [["--headless"], ["--json"], ["--plain"]].enumerated() {
        // A failure that is worth another try would wait for it.
        let budget = telling == .inMidStream ? ["--budget-seconds", "0.1"] : []
        let arguments = asking(server, "--steps", "2", "--show-reasoning") + way + budget
        let outcome = try await Program.run(
          arguments + (index == 0 ? ["--log", place.log] : []), in: place,
          input: way == ["--plain"] && telling != .inTheReply ? "quit\n" : "", environment: environment)
        expectNoKey(Data((outcome.output + outcome.errors).utf8), "what \(way) printed")
      }
      #expect(server.requests.count > 0)
      #expect(server.requests.all.allSatisfy { $0.headers["authorization"] == "Bearer \(Self.key)" })
      for command in [["models"], ["models", "--json"], ["doctor"], ["doctor", "--json"], ["config"]] {
        let outcome = try await Program.run(command, in: place, environment: environment)
        expectNoKey(Data((outcome.output + outcome.errors).utf8), "\(command)")
      }
      #expect(try expectNoKeyInFiles(of: place) >= 2, "there were logs to search")
    }

    @Test("nor does the screen, nor what a crash leaves", arguments: Source.allCases)
    func screen(source: Source) async throws {
      let place = try Workplace()
      let environment = try supply(source, place)
      let gate = Gate()
      let server = try LoopbackServer { request in
        let head = request.headers["authorization"] ?? "none"
        let cut = head.prefix(head.count - 5)
        return .streamHead + [
          .chunk("data: \(ServerStep.chatChunk("{\"content\":\"I was sent \(head), or \(cut)\"}"))\n\n"), .wait(gate),
        ]
      }
      defer { server.stop() }
      let terminal = try Program.onTerminal(
        asking(server, "--log", place.log), in: place, environment: environment)
      try await terminal.see("I was sent Bearer [key]")
      terminal.terminate(SIGSEGV)
      #expect(try await terminal.waitForExit() == .signalled(SIGSEGV))
      expectNoKey(Data(await terminal.output), "what the terminal was sent")
      let folder = place.path + "/state/tiller/crashes"
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
      #expect(try expectNoKeyInFiles(of: place) >= 2)
    }

    #if os(Linux)
      @Test("the processes that are started for a model are not given it", arguments: Source.allCases)
      func children(source: Source) async throws {
        let place = try Workplace()
        let environment = try supply(source, place)
        let file = try place.file("model.gguf", "GGUF ready")
        let program = try Program.start(
          [
            "run", "line", "--model", "llama:\(file)", "--llama-server", BuiltProgram.path("ProcessHelper"), "--steps",
            "1000000", "--json", "--log", place.log,
          ], in: place, environment: environment.merging(["MY_COPY": "Bearer \(Self.key)"]) { $1 })
        try await program.line(with: "served by")
        let children = try Self.descendants(of: program.process)
        // The supervisor, which is the program again, and the server.
        #expect(children.count >= 2)
        for child in children {
          for name in ["cmdline", "environ"] {
            let bytes = FileManager.default.contents(atPath: "/proc/\(child)/\(name)") ?? Data()
            #expect(!bytes.isEmpty)
            expectNoKey(bytes, "\(name) of a child")
          }
        }
        let own = FileManager.default.contents(atPath: "/proc/\(program.process)/cmdline") ?? Data()
        expectNoKey(own, "the command line")
        program.send(SIGTERM)
        let outcome = try await program.outcome()
        expectNoKey(Data((outcome.output + outcome.errors).utf8), "what was printed")
        #expect(try expectNoKeyInFiles(of: place) >= 2)
      }

      private static func descendants(of process: Int32) throws -> [Int32] {
        var parents: [Int32: Int32] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
          guard let number = Int32(name),
            let stat = FileManager.default.contents(atPath: "/proc/\(name)/stat").map({
              String(decoding: $0, as: UTF8.self)
            }),
            let end = stat.lastIndex(of: ")")
          else { continue }
          parents[number] = stat[stat.index(after: end)...].split(separator: " ").dropFirst().first.flatMap {
            Int32($0)
          }
        }
        func descends(_ number: Int32) -> Bool {
          var number = number
          while let parent = parents[number], parent > 1 {
            if parent == process { return true }
            number = parent
          }
          return false
        }
        return parents.keys.filter(descends)
      }
    #endif
  }
}
