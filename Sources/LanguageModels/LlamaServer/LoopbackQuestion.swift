import Text

/// One question to a server on this machine, beside the replies: is it ready, what does it serve.
struct LoopbackQuestion: Sendable {
  var host: String
  var port: Int
  /// The path, as `/health`.
  var target: String

  /// The answer of a server that gave one in time; the thread that waits is none of those of tasks.
  func answer(within limit: Duration) async -> Answer? {
    await withCheckedContinuation { continuation in
      let isStarted = BlockingThread.start(stackSize: 256 << 10) { [self] in
        continuation.resume(returning: wait(limit))
      }
      if !isStarted { continuation.resume(returning: nil) }
    }
  }

  private func wait(_ limit: Duration) -> Answer? {
    let deadline = ContinuousClock.now + limit
    var probes = [SocketProbe(host: host, port: port, target: target)]
    defer { probes[0].close() }
    while probes[0].outcome == nil {
      let left = deadline - ContinuousClock.now
      guard left > .zero else { return nil }
      SocketProbe.advance(&probes, within: left)
    }
    return probes[0].outcome.flatMap(Answer.init)
  }

  struct Answer: Sendable {
    var status: Int
    var body: [UInt8]

    /// Nil for bytes that are no answer of HTTP.
    init?(_ bytes: [UInt8]) {
      var parser = ResponseParser()
      var body: [UInt8] = []
      let isLegible = bytes.withUnsafeBytes { bytes in
        (try? parser.read(bytes) { piece in
          body += piece
          return true
        }) != nil
      }
      guard isLegible, let status = parser.status else { return nil }
      self.status = status
      self.body = body
    }

    var json: JSONValue? { try? JSONValue(parsing: body) }
  }
}
