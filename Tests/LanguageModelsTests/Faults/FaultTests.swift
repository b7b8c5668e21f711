import LanguageModels
import TestSupport
import Testing

/// Every fault of the table, over a real server and either way to it.
@Suite(.timeLimit(.minutes(1))) struct FaultTests {
  private func check(_ fault: Fault, _ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in fault.steps }
    defer { server.stop() }
    let model = try way.model(server, key: "sk-0123456789abcdef", limits: fault.limits)
    defer { model.close() }
    let result: Result<ModelReply, any Error>
    do {
      result = .success(try await model.reply(to: ServerWay.request) { _ in })
    } catch {
      result = .failure(error)
    }
    let complaint = fault.complaint(about: result)
    #expect(complaint == nil)
  }

  @Test(arguments: Fault.all, ServerWay.allCases)
  func eachFaultIsTheRightReplyOrASentence(_ fault: Fault, _ way: ServerWay) async throws {
    try await check(fault, way)
  }
}
