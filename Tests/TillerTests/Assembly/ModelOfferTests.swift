import Foundation
import LanguageModels
import TestSupport
import Testing

@testable import tiller

/// A server of the person's own that was named without a model.
@Suite("a server without a name", .timeLimit(.minutes(1)))
struct ModelOfferTests {
  /// A server that lists models, the later the newer, and answers.
  private static func server(_ models: [String]) throws -> LoopbackServer {
    try LoopbackServer { request in
      guard request.method == "GET" else { return .chat(["{\"w\": \(request.number), \"b\": 0.5}"], model: "served") }
      let list = models.enumerated().map { "{\"id\":\(ServerStep.jsonString($1)),\"created\":\($0)}" }
      return .answer(200, "{\"object\":\"list\",\"data\":[\(list.joined(separator: ","))]}")
    }
  }

  private static func host(_ server: LoopbackServer) -> [String: String] {
    ["OLLAMA_HOST": "0.0.0.0:\(server.port)"]
  }

  @Test("the only model is asked, and that is said")
  func one() async throws {
    let place = try Workplace()
    let server = try Self.server(["nomic-embed-text", "qwen3:0.6b"])
    defer { server.stop() }
    let outcome = try await Program.run(
      ["run", "--model", "ollama:", "--steps", "2", "--log", place.log], in: place, environment: Self.host(server))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("Ollama offers qwen3:0.6b, which is asked"))
    #expect(String(decoding: try place.bytes(of: place.log), as: UTF8.self).contains("\"ollama:qwen3:0.6b\""))
  }

  @Test(
    "several end a headless run before it begins, with their names",
    arguments: ["ollama:", "vllm", "lmstudio:", "llama:"])
  func several(name: String) async throws {
    let place = try Workplace()
    let models = (1...20).map { "model-\($0)" } + ["\u{1B}[31mlatest"]
    let server = try Self.server(models)
    defer { server.stop() }
    let outcome = try await Program.run(
      ["run", "--model", name, "--base-url", server.baseURL, "--log", place.log], in: place)
    #expect(outcome.status == 2 && outcome.output == "")
    #expect(
      outcome.errors.contains("offers 21 models: name one, as \(name.prefix { $0 != ":" }):"), "\(outcome.errors)")
    #expect(outcome.errors.contains("model-20, model-19") && outcome.errors.contains("and 12 more"))
    #expect(outcome.errors.count < 500 && !outcome.errors.contains("\u{1B}"))
    #expect(!FileManager.default.fileExists(atPath: place.log))
    #expect(server.requests.all.allSatisfy { $0.method == "GET" }, "none was asked")
  }

  @Test("none, and nobody there, say what to do")
  func none() throws {
    let empty = try Self.server([]), embeddings = try Self.server(["nomic-embed-text"])
    defer { empty.stop(); embeddings.stop() }
    func complaint(_ service: Service, _ url: String) -> String {
      do {
        return try ModelOffer(service, baseURL: url, [:]).notice
      } catch {
        return "\(error)"
      }
    }
    #expect(complaint(.ollama, empty.baseURL).contains("has no model: fetch one, as with ollama pull "))
    #expect(complaint(.lmstudio, embeddings.baseURL).contains("no model that talks, only nomic-embed-text"))
    let silent = "http://127.0.0.1:\(try LoopbackServer.unusedPort())/v1"
    #expect(
      complaint(.ollama, silent) == "No model server answers at \(silent): start Ollama (ollama serve), or set "
        + "OLLAMA_HOST to where it runs.")
    #expect(complaint(.llama, silent).contains("llama:FILE.gguf"))
    #expect(complaint(.ollama, "https://box/v1").contains("name one, as ollama:NAME"))
  }

  @Test("whoever changes the model in mid-run gets the names as the reason")
  func change() throws {
    let server = try Self.server(["a", "b"])
    defer { server.stop() }
    let make = ModelAssembly.maker(.none, Watching(isWatched: true), LlamaOptions(), environment: Self.host(server))
    let error = #expect(throws: (any Error).self) { try make("ollama:") }
    #expect("\(error!)".contains("offers 2 models: name one, as ollama:b; the others are a."))
    #expect(try make("ollama:a")?.identity.name == "ollama:a")
  }

  @Test("on a terminal the run waits with the latest, names the others, and m takes one of them")
  func screen() async throws {
    let place = try Workplace()
    let server = try Self.server(["first", "second", "third"])
    defer { server.stop() }
    let terminal = try Program.onTerminal(
      ["run", "--model", "ollama:", "--steps", "2", "--log", place.log], in: place, columns: 160,
      environment: Self.host(server))
    let screen = try await terminal.see("waits") { $0.contains("paused") && $0.contains("ollama:third") }
    #expect(screen.text.joined().contains("second, first"))
    #expect(server.requests.all.allSatisfy { $0.method == "GET" })
    try await terminal.send("m")
    try await terminal.see("model: ollama:third")
    try await terminal.send("\u{15}ollama:second\r")
    try await terminal.see("ollama:second is asked from the next step on.")
    try await terminal.send(" ")
    try await terminal.see("all steps done")
    try await terminal.send("q")
    #expect(try await terminal.waitForExit() == .exited(0))
    let asked = server.requests.all.filter { $0.method == "POST" }
    #expect(asked.count >= 2 && asked.allSatisfy { $0.text.contains("\"second\"") })
  }

  @Test("a key is offered and never taken; several make one sentence")
  func keys() async throws {
    #expect(ModelAssembly.keyHint(["OPENAI_API_KEY": " ", "VLLM_API_KEY": "x"], isWatched: true) == nil)
    #expect(
      ModelAssembly.keyHint(["GROQ_API_KEY": "x"], isWatched: true) == "A key for Groq was found; m to use it.")
    #expect(
      ModelAssembly.keyHint(["GROQ_API_KEY": "x"], isWatched: false)
        == "A key for Groq was found; --model groq:NAME to use it.")
    let all = Dictionary(uniqueKeysWithValues: Service.allCases.compactMap { $0.keyVariable.map { ($0, "secret-x") } })
    #expect(
      ModelAssembly.keyHint(all, isWatched: true)
        == "Keys for OpenAI, DashScope, OpenRouter, Groq and Anthropic were found; m to use one.")
    let place = try Workplace()
    let terminal = try Program.onTerminal(
      ["--paused"], in: place, columns: 160, environment: ["GROQ_API_KEY": "secret-x"])
    try await terminal.see("A key for Groq was found; m to use it.")
    try await terminal.send("q")
    #expect(try await terminal.waitForExit() == .exited(0))
    let server = try Self.server(["local"])
    defer { server.stop() }
    let chosen = try ModelAssembly.chooser(
      ModelOptions.parse([]), LlamaOptions(), isWatched: true,
      environment: all.merging(["TILLER_LOCAL_SERVERS": server.baseURL]) { $1 })()
    #expect(chosen.model?.identity.name == "openai:local" && chosen.notice?.contains("Keys for OpenAI") == true)
  }
}
