import LanguageModels
import Synchronization
import TestSupport
import Testing

/// Replies that nobody wants any more.
@Suite(.timeLimit(.minutes(4))) struct CancelledReplyTests {
  @Test(arguments: ServerWay.allCases)
  func cancellingReachesTheServer(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in
      .streamHead + [.chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#))\n\n"), .waitForDisconnect]
    }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    let told = Gate()
    let task = Task { try await model.reply(to: ServerWay.request) { _ in told.open() } }
    try await told.opened()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    _ = try await server.disconnects.first(1)
  }

  @Test(arguments: ServerWay.allCases)
  func cancellingBeforeTheHeadReachesTheServerToo(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in [.waitForDisconnect] }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    let task = Task { try await model.reply(to: ServerWay.request) { _ in } }
    _ = try await server.requests.first(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    _ = try await server.disconnects.first(1)
  }

  @Test(arguments: ServerWay.allCases)
  func aTaskThatIsCancelledAlreadyAsksNothing(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in .chat(["x"]) }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    let go = Gate()
    let task = Task {
      try? await go.opened()
      return try await model.reply(to: ServerWay.request) { _ in }
    }
    task.cancel()
    go.open()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(server.requests.count == 0)
  }

  @Test(arguments: ServerWay.allCases)
  func aListenerMayCancelTheTaskItself(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in
      .streamHead + [.chunk("data: \(ServerStep.chatChunk(#"{"content":"x"}"#))\n\n"), .waitForDisconnect]
    }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    let own = Mutex<Task<ModelReply, any Error>?>(nil)
    let ready = Gate()
    let task = Task {
      try await ready.opened()
      return try await model.reply(to: ServerWay.request) { _ in own.withLock { $0 }?.cancel() }
    }
    own.withLock { $0 = task }
    ready.open()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(arguments: ServerWay.allCases)
  func cancellingAtAnyMomentLeavesTheModelUsable(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in .chat((0..<20).map { "\($0) " }) }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    for round in 0..<60 {
      let task = Task { try await model.reply(to: ServerWay.request) { _ in } }
      for _ in 0..<(round * 7 % 40) { await Task.yield() }
      task.cancel()
      _ = await task.result
    }
    #expect(try await model.reply(to: ServerWay.request) { _ in }.text.hasPrefix("0 1 2"))
  }

  @Test(arguments: ServerWay.allCases)
  func nothingIsToldAfterTheReplyHasReturned(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in .chat((0..<50).map { "\($0) " }) }
    defer { server.stop() }
    let model = try way.model(server)
    defer { model.close() }
    let late = Collected<Int>()
    for round in 0..<30 {
      let hasReturned = Mutex(false)
      let task = Task {
        try await model.reply(to: ServerWay.request) { _ in if hasReturned.withLock({ $0 }) { late.append(round) } }
      }
      if round.isMultiple(of: 2) { task.cancel() }
      _ = await task.result
      hasReturned.withLock { $0 = true }
    }
    #expect(late.all.isEmpty)
  }

  @Test(arguments: ServerWay.allCases)
  func closingEndsWhatIsUnderWayAndWhatIsAskedLater(_ way: ServerWay) async throws {
    let server = try LoopbackServer { _ in [.waitForDisconnect] }
    defer { server.stop() }
    let model = try way.model(server)
    let task = Task { try await model.reply(to: ServerWay.request) { _ in } }
    _ = try await server.requests.first(1)
    model.close()
    let first = await #expect(throws: ModelError.self) { try await task.value }
    let second = await #expect(throws: ModelError.self) { try await model.reply(to: ServerWay.request) { _ in } }
    #expect(first?.cause == "closed" && second?.cause == "closed")
    _ = try await server.disconnects.first(1)
    model.close()
  }

  @Test(arguments: ServerWay.allCases)
  func aRunawayReplyIsCutAndTheServerHangsUp(_ way: ServerWay) async throws {
    // No more pieces than are taken: else the server would still be sending when it is hung up on.
    let long = String(repeating: "x", count: 1000)
    let server = try LoopbackServer { _ in
      .streamHead
        + Array(repeating: .chunk("data: \(ServerStep.chatChunk("{\"content\":\"\(long)\"}"))\n\n"), count: 6)
        + [.waitForDisconnect]
    }
    defer { server.stop() }
    let model = try way.model(server, limits: ReplyLimits(textBytes: 5000))
    defer { model.close() }
    let reply = try await model.reply(to: ServerWay.request) { _ in }
    #expect(reply.finish == .length)
    #expect(reply.text.count == 6000)
    _ = try await server.disconnects.first(1)
  }
}
