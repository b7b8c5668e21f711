import TestSupport
import Testing

@testable import LanguageModels

/// What is told in words of HTTP, and by connections, must look the same of the other API.
@Suite(.timeLimit(.minutes(1))) struct FaultOfMessagesTests {
  private static let shared = (Fault.statuses + Fault.connections + Fault.bodies + Fault.floods).filter { fault in
    if case .error = fault.outcome { !["empty events without end"].contains(fault.name) } else { false }
  }

  @Test(arguments: shared, ServerWay.allCases)
  func eachFaultIsASentence(_ fault: Fault, _ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in fault.steps }
    defer { server.stop() }
    let model = try AnthropicModel(
      name: "qwen", address: ServerAddress(server.baseURL), key: "sk-0123456789abcdef", keySource: "OPENAI_API_KEY",
      limits: fault.limits, usesSockets: way == .sockets)
    defer { model.close() }
    let error = await #expect(throws: ModelError.self) { try await model.reply(to: ServerWay.request) { _ in } }
    let complaint = error.flatMap { fault.complaint(about: .failure($0)) }
    #expect(complaint == nil)
  }
}
