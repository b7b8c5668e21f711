import TestSupport
import Testing

/// The proxies that the environment names, tried in a program of its own because an environment is a whole program's.
@Suite(.timeLimit(.minutes(1))) struct ProxyTests {
  /// No part of a name has more than 63 letters, so that no name service is asked for this one.
  private static let nowhere = String(repeating: "x", count: 64) + ".invalid"

  @Test func aServerElsewhereIsAskedThroughTheProxy() async throws {
    let proxy = try LoopbackServer { _ in .chat(["by proxy"]) }
    defer { proxy.stop() }
    let asked = try await AskingProgram.run(
      "asks", "http://\(Self.nowhere)/v1", ["http_proxy": "http://127.0.0.1:\(proxy.port)"])
    #expect(asked.output.contains("reply: by proxy"), "\(asked)")
    #expect(try await proxy.requests.first(1)[0].path == "http://\(Self.nowhere)/v1/chat/completions")
  }

  @Test(arguments: [403, 407, 502])
  func aProxyThatOpensNoTunnelIsNamedAndSeesNoKey(_ status: Int) async throws {
    let proxy = try LoopbackServer { _ in .answer(status, "") + [.close] }
    defer { proxy.stop() }
    let asked = try await AskingProgram.run(
      "asks", "https://\(Self.nowhere)/v1",
      ["https_proxy": "http://127.0.0.1:\(proxy.port)", "OPENAI_API_KEY": "sk-0123456789abcdef"])
    #expect(asked.output.contains("error: refused by the proxy") && asked.output.contains("https_proxy"), "\(asked)")
    #expect(asked.output.contains("\(status)") && asked.output.contains("retryable: false"), "\(asked)")
    let request = try await proxy.requests.first(1)[0]
    #expect(request.method == "CONNECT" && request.path == "\(Self.nowhere):443")
    #expect(!request.headers.values.contains { $0.contains("sk-") })
  }

  @Test func aProxyThatWantsAPasswordIsSaidToWantOne() async throws {
    let proxy = try LoopbackServer { _ in .answer(407, "") }
    defer { proxy.stop() }
    let asked = try await AskingProgram.run(
      "asks", "http://\(Self.nowhere)/v1", ["http_proxy": "http://127.0.0.1:\(proxy.port)"])
    #expect(asked.output.contains("http_proxy") && asked.output.contains("password"), "\(asked)")
  }

  @Test func theSecretOfAProxyIsNotPrinted() async throws {
    for place in [
      "http://u:hunter2secret@127.0.0.1:\(try LoopbackServer.unusedPort())", "http://u:hunter2secret@\(Self.nowhere):1",
    ] {
      let asked = try await AskingProgram.run("asks", "http://\(Self.nowhere)/v1", ["http_proxy": place])
      #expect(asked.output.contains("error: ") && !asked.output.contains("hunter2secret"), "\(asked)")
    }
  }

  @Test func aProxyThatIsNotFoundIsNotTakenForTheServer() async throws {
    let asked = try await AskingProgram.run(
      "asks", "http://example.invalid/v1", ["http_proxy": "http://\(Self.nowhere):1"])
    #expect(asked.output.contains("error: proxy not found"), "\(asked)")
  }

  @Test func aServerThatIsNamedInNoProxyIsAskedDirectly() async throws {
    let proxy = try LoopbackServer { _ in .chat(["by proxy"]) }
    defer { proxy.stop() }
    let asked = try await AskingProgram.run(
      "asks", "http://\(Self.nowhere)/v1",
      ["http_proxy": "http://127.0.0.1:\(proxy.port)", "no_proxy": "other.org,.invalid"])
    #expect(asked.output.contains("error: host not found"), "\(asked)")
    #expect(proxy.requests.count == 0)
  }

  @Test func aServerOnThisMachineIsNeverAskedThroughAProxy() async throws {
    let proxy = try LoopbackServer { _ in .chat(["by proxy"]) }
    defer { proxy.stop() }
    let server = try LoopbackServer { _ in .chat(["directly"]) }
    defer { server.stop() }
    let place = "http://127.0.0.1:\(proxy.port)"
    let asked = try await AskingProgram.run(
      "asks", server.baseURL, ["http_proxy": place, "https_proxy": place, "all_proxy": place])
    #expect(asked.output.contains("reply: directly"), "\(asked)")
    #expect(proxy.requests.count == 0)
  }
}
