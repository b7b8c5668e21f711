import LanguageModels
import TestSupport
import Testing

#if os(Linux)
  /// A server that listens and takes no connection: on Linux a connection to one whose queue is full waits.
  @Suite(.timeLimit(.minutes(1))) struct FullServerTests {
    @Test(arguments: ServerWay.allCases)
    func itIsGivenUpInTime(_ way: ServerWay) async throws {
      let full = try FullPort()
      defer { full.close() }
      let model = try way.model(ServerAddress("http://127.0.0.1:\(full.port)/v1"), limits: ReplyLimits(idleSeconds: 1))
      defer { model.close() }
      let error = await #expect(throws: ModelError.self) { try await model.reply(to: ServerWay.request) { _ in } }
      #expect(error?.code == .stalled && error?.isRetryable == true, "\(String(describing: error))")
    }

    @Test(arguments: ServerWay.allCases)
    func cancellingDoesNotWaitForIt(_ way: ServerWay) async throws {
      let full = try FullPort()
      defer { full.close() }
      let model = try way.model(ServerAddress("http://127.0.0.1:\(full.port)/v1"))
      defer { model.close() }
      for _ in 0..<3 {
        let task = Task { try await model.reply(to: ServerWay.request) { _ in } }
        await Task.yield()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
      }
    }
  }
#endif
