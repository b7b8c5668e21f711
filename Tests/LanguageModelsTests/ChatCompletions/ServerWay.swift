import TestSupport
import Testing

@testable import LanguageModels

/// The two ways to a server, which must do the same: libcurl's for servers elsewhere is tried on this machine.
enum ServerWay: CaseIterable {
  case sockets, libcurl

  static let request = ModelRequest(messages: [Message(.user, "hello")])

  func model(
    _ server: LoopbackServer, key: String? = nil, limits: ReplyLimits = ReplyLimits()
  ) throws -> ChatCompletionsModel {
    try model(ServerAddress(server.baseURL), key: key, limits: limits)
  }

  func model(_ server: LoopbackServer, key: String? = nil, idle: Int) throws -> ChatCompletionsModel {
    try model(server, key: key, limits: ReplyLimits(idleSeconds: idle))
  }

  func model(
    _ address: ServerAddress, key: String? = nil, limits: ReplyLimits = ReplyLimits()
  ) throws -> ChatCompletionsModel {
    try ChatCompletionsModel(
      name: "qwen", address: address, key: key, keySource: "OPENAI_API_KEY", limits: limits,
      usesSockets: self == .sockets)
  }

  /// What a server that does this to every request makes of one.
  func error(_ steps: [ServerStep], idle: Int = 60) async throws -> ModelError {
    let server = try LoopbackServer { _ in steps }
    defer { server.stop() }
    let model = try model(server, idle: idle)
    defer { model.close() }
    return try #require(await #expect(throws: ModelError.self) { try await model.reply(to: Self.request) { _ in } })
  }
}
