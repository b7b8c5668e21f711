import Foundation
import TestSupport
import Testing

@testable import LanguageModels

@Suite struct LocalServersTests {
  private static let list =
    #"{"object":"list","data":[{"id":"nomic-embed-text"},{"id":"qwen:0.5b","object":"model"},{"id":"b"}]}"#

  private func place(_ server: LoopbackServer, _ label: String) throws -> LocalServers.Place {
    LocalServers.Place(address: try ServerAddress(server.baseURL), label: label)
  }

  private func place(port: Int) throws -> LocalServers.Place {
    LocalServers.Place(address: try ServerAddress("http://127.0.0.1:\(port)/v1"), label: "nobody")
  }

  @Test func aServerIsFoundWithItsFirstModelThatTalks() async throws {
    let server = try LoopbackServer { _ in .answer(200, Self.list) }
    defer { server.stop() }
    let found = try #require(
      LocalServers.first(of: [place(port: LoopbackServer.unusedPort()), place(server, "Ollama")]))
    #expect(
      found
        == LocalServer(
          address: try ServerAddress(server.baseURL), model: "qwen:0.5b", label: "Ollama", others: ["b"]))
    let request = try await server.requests.first(1)[0]
    #expect(request.method == "GET")
    #expect(request.path == "/v1/models")
    #expect(request.headers["authorization"] == nil)
  }

  @Test func theFirstInTheOrderWinsThoughItAnswersLast() async throws {
    let secondAnswered = Gate()
    let slow = try LoopbackServer { _ in [.wait(secondAnswered)] + .answer(200, Self.list) }
    let quick = try LoopbackServer { _ in .answer(200, Self.list) + [.open(secondAnswered)] }
    defer { slow.stop(); quick.stop() }
    let found = try LocalServers.first(of: [place(slow, "slow"), place(quick, "quick")], within: .seconds(20))
    #expect(found?.label == "slow")
  }

  @Test func whatIsNoModelServerIsPassedOver() throws {
    let silent = Gate()
    let others = try [
      LoopbackServer { _ in .answer(200, "<html>{}</html>", type: "text/html") },
      LoopbackServer { _ in .answer(404, Self.list) },
      LoopbackServer { _ in .answer(200, #"{"data":[]}"#) },
      LoopbackServer { _ in .answer(200, #"{"data":[{"id":7},{"name":"x"}],"x":"#) },
      LoopbackServer(greeting: [.text("SSH-2.0-OpenSSH\r\n"), .close]) { _ in [] },
      LoopbackServer { _ in [.reset] },
      LoopbackServer { _ in [.wait(silent)] },
    ]
    let server = try LoopbackServer { _ in .answer(200, Self.list) }
    defer { (others + [server]).forEach { $0.stop() } }
    let places = try others.map { try place($0, "other") } + [place(server, "right")]
    #expect(LocalServers.first(of: places, within: .seconds(1))?.label == "right")
  }

  @Test func chunkedAnswersAndOpenConnectionsAreRead() throws {
    let open = Gate()
    let chunked = try LoopbackServer { _ in
      [.head(200, ["Transfer-Encoding": "chunked"]), .chunk(Self.list), .lastChunk, .wait(open)]
    }
    let sized = try LoopbackServer { _ in .answer(200, Self.list) + [.wait(open)] }
    defer { chunked.stop(); sized.stop() }
    for server in [chunked, sized] {
      #expect(try LocalServers.first(of: [place(server, "x")], within: .seconds(20))?.model == "qwen:0.5b")
    }
  }

  @Test func nothingListeningIsFoundOutWithoutWaitingForTheLimit() throws {
    let places = try (0..<4).map { _ in try place(port: LoopbackServer.unusedPort()) }
    #expect(LocalServers.first(of: places, within: .seconds(600)) == nil)
    #expect(LocalServers.first(of: [], within: .seconds(600)) == nil)
  }

  @Test func theUsualPlacesAreFourInTheirOrder() {
    #expect(LocalServers.usual.map(\.label) == ["llama.cpp", "Ollama", "LM Studio", "vLLM"])
    #expect(LocalServers.usual.map(\.address.port) == [8080, 11434, 1234, 8000])
  }

  @Test func theModelThatWasChangedLastIsTheFirst() throws {
    let list = #"{"data":[{"id":"a","created":5},{"id":"b","created":9},{"id":"c","created":5},{"id":"d"}]}"#
    let server = try LoopbackServer { _ in .answer(200, list) }
    defer { server.stop() }
    let listing = try LocalServers.all(of: [place(server, "x")], within: .seconds(20)).first
    #expect(listing?.models == ["b", "a", "c", "d"])
    #expect(listing?.server?.model == "b" && listing?.server?.others == ["a", "c", "d"])
  }

  @Test func aNameOfAMachineIsLookedUpAndOneThatNobodyKnowsIsNotThisMachine() throws {
    let server = try LoopbackServer { _ in .answer(200, Self.list) }
    defer { server.stop() }
    let known = LocalServers.Place(address: try ServerAddress("http://localhost:\(server.port)"), label: "x")
    let unknown = LocalServers.Place(address: try ServerAddress("http://nobody.invalid:\(server.port)"), label: "x")
    #expect(LocalServers.first(of: [known], within: .seconds(20)) != nil)
    #expect(LocalServers.first(of: [unknown], within: .seconds(20)) == nil)
  }

  @Test func ollamaIsLookedForWhereItsVariableSaysIfThatIsHere() throws {
    func ollama(_ host: String) throws -> String? {
      try LocalServers.places(in: ["OLLAMA_HOST": host]).first { $0.label == "Ollama" }?.address.description
    }
    #expect(try ollama("0.0.0.0:7000") == "http://127.0.0.1:7000/v1")
    #expect(try ollama("box:7000") == "http://127.0.0.1:11434/v1", "nobody elsewhere is asked unnamed")
    #expect(try ollama("nonsense://") == "http://127.0.0.1:11434/v1")
    #expect(try LocalServers.places(in: ["OLLAMA_HOST": "x", "TILLER_LOCAL_SERVERS": ""]).isEmpty)
    #expect(try LocalServers.places(in: [:]) == LocalServers.usual)
  }

  @Test func theVariableReplacesThem() throws {
    #expect(try LocalServers.places(from: nil) == LocalServers.usual)
    #expect(try LocalServers.places(from: "").isEmpty)
    #expect(try LocalServers.places(from: " , ").isEmpty)
    let two = try LocalServers.places(from: "http://127.0.0.1:9000, http://localhost:11434/v1/")
    #expect(two.map(\.address.description) == ["http://127.0.0.1:9000/v1", "http://localhost:11434/v1"])
    #expect(try LocalServers.places(from: "http://127.0.0.1:11434").map(\.label) == ["Ollama"])
  }

  @Test(arguments: ["nonsense", "http://192.168.1.5:8080", "https://127.0.0.1:8080"])
  func aVariableWithSomethingElseIsRefused(_ text: String) {
    let error = #expect(throws: SettingError.self) { try LocalServers.places(from: text) }
    #expect(error?.sentence.contains("TILLER_LOCAL_SERVERS") == true)
  }
}
