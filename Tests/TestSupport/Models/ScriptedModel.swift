import LanguageModels
import Synchronization

/// A model that answers what a test tells it to.
///
///     let model = ScriptedModel(replies: [#"{"w": 1, "b": 2}"#, #"{"w": 1.5, "b": 2}"#])
///     let slow = ScriptedModel { request, call, progress in
///       try await gates[call].opened()             // the test decides the order in which replies come
///       return ModelReply(text: "...")
///     }
///
/// Calls are numbered from 0 in the order in which they were made; every request is kept.
public final class ScriptedModel: LanguageModel {
  public typealias Script =
    @Sendable (
      _ request: ModelRequest, _ call: Int, _ progress: @escaping @Sendable (ReplyProgress) -> Void
    ) async throws -> ModelReply

  public let identity: ModelIdentity
  /// The requests so far; `try await model.requests.first(2)` waits for two.
  public let requests = Collected<ModelRequest>()
  /// The numbers of the calls that were cancelled before they were answered.
  public let cancelled = Collected<Int>()
  /// The requests for several replies, with how many they were for.
  public let requestsForSeveral = Collected<(count: Int, request: ModelRequest)>()
  /// One for each time that the run let go of it.
  public let releases = Collected<Int>()
  private let script: Script
  private let several: Several
  private let calls = Mutex(0)

  /// Answers a request for several replies; nil where the model has no such thing.
  public typealias Several =
    @Sendable (_ count: Int, _ request: ModelRequest, _ progress: @escaping @Sendable (Int, ReplyProgress) -> Void)
    async throws -> [ModelReply?]?

  public init(
    identity: ModelIdentity = ModelIdentity(name: "scripted", kind: .simulated),
    several: @escaping Several = { _, _, _ in nil }, script: @escaping Script
  ) {
    self.identity = identity
    self.several = several
    self.script = script
  }

  public func release() async { releases.append(requests.count) }

  public func replies(
    _ count: Int, to request: ModelRequest, progress: @escaping @Sendable (Int, ReplyProgress) -> Void
  ) async throws -> [ModelReply?]? {
    let replies = try await several(count, request, progress)
    if replies != nil { requestsForSeveral.append((count, request)) }
    return replies
  }

  /// Answers with the texts in turn; a call beyond them fails as a bad request does.
  public convenience init(replies: [String]) {
    self.init { _, call, progress in
      guard replies.indices.contains(call) else {
        throw ModelError(
          .badRequest, cause: "no more replies",
          sentence: "The script holds \(replies.count) replies and was asked for reply \(call + 1).", isRetryable: false
        )
      }
      progress(ReplyProgress(text: replies[call]))
      return ModelReply(text: replies[call], usage: TokenUsage(input: 10, output: 5))
    }
  }

  /// Gives the results in turn, failures too; the last one stands for all that follow.
  public convenience init(results: [Result<String, ModelError>]) {
    self.init { _, call, progress in
      guard let result = results.indices.contains(call) ? results[call] : results.last else {
        throw ModelError(.badRequest, cause: "no results", sentence: "The script is empty.", isRetryable: false)
      }
      let text = try result.get()
      progress(ReplyProgress(text: text))
      return ModelReply(text: text, usage: TokenUsage(input: 10, output: 5))
    }
  }

  public func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    let call = calls.withLock { calls in
      defer { calls += 1 }
      requests.append(request)
      return calls
    }
    do {
      try Task.checkCancellation()
      return try await script(request, call, progress)
    } catch let error as CancellationError {
      cancelled.append(call)
      throw error
    }
  }
}
