import Synchronization
import Text

/// How one API is spoken: what a request to it is, and how its answers are read.
protocol ServiceAPI: Sendable {
  var reader: any ReplyReader { get }

  /// - Parameter count: how many replies are asked for, 1 or more.
  /// - Throws: a setting that no service takes, as a negative temperature.
  func body(of request: ModelRequest, count: Int, in ways: ServiceWays) throws(ModelError) -> RequestBody
}

/// A request as it is sent.
struct RequestBody {
  var bytes: [UInt8]
  /// The settings in it that are ours to leave out: not those of the person's own members.
  var sent: Set<RequestSetting>
}

/// Asks a service in the ways that it takes: what it refuses is left out, and the request sent again at once.
///
/// What was learnt is kept as long as the client; the person is told once, with the next reply.
final class ServiceClient: Sendable {
  /// A request that is refused so often is refused for another reason; there are fewer settings than that.
  private static let mostTries = 14

  private struct State {
    var ways: ServiceWays
    var notices: [ModelNotice] = []
    var hasToldOfThinking = false
  }

  /// The service brings fewer replies to one request than were asked for.
  private struct FewerChoices: Error {}

  private let model: String
  private let api: any ServiceAPI
  private let limits: ReplyLimits
  private let failures: ReplyFailures
  private let transport: any ReplyTransport
  private let state: Mutex<State>

  init(
    _ api: any ServiceAPI, ways: ServiceWays, failures: ReplyFailures, limits: ReplyLimits,
    transport: any ReplyTransport
  ) {
    model = failures.model
    self.api = api
    self.limits = limits
    self.failures = failures
    self.transport = transport
    state = Mutex(State(ways: ways))
  }

  deinit { transport.close() }

  func close() { transport.close() }

  func reply(
    to request: ModelRequest, progress: @escaping @Sendable (ReplyProgress) -> Void
  ) async throws -> ModelReply {
    let replies = try await ask(1, request) { progress($1) }
    guard let reply = replies.first ?? nil else { throw failures.failure(.cutShort) }
    return reply
  }

  /// As `LanguageModel.replies`, in as many requests as the server's limit of choices wants, one after another.
  func replies(
    _ count: Int, to request: ModelRequest, progress: @escaping @Sendable (Int, ReplyProgress) -> Void
  ) async throws -> [ModelReply?]? {
    var replies: [ModelReply?] = []
    while replies.count < count {
      let first = replies.count
      let size = min(state.withLock { $0.ways.mostChoices } ?? count, count - first)
      // One alone is as well asked for by the run, which tells its tries apart.
      guard size > 1 else { break }
      var batch = request
      batch.seed = request.seed.map { ($0 + first) & Int(Int32.max) }
      do {
        replies += try await ask(size, batch) { progress(first + $0, $1) }
      } catch is FewerChoices {
        continue
      } catch let error as ModelError {
        guard replies.contains(where: { $0 != nil }) else { throw error }
        break
      }
    }
    guard !replies.isEmpty else { return nil }
    return replies + Array(repeating: nil, count: max(0, count - replies.count))
  }

  private func ask(
    _ count: Int, _ request: ModelRequest, _ progress: @escaping @Sendable (Int, ReplyProgress) -> Void
  ) async throws -> [ModelReply?] {
    var tries = 0
    while true {
      try Task.checkCancellation()
      tries += 1
      let ways = state.withLock { $0.ways }
      let body = try api.body(of: request, count: count, in: ways)
      let exchange = ReplyExchange(
        ReplyAssembler(limits: limits, reader: api.reader, count: count), failures: failures,
        progress: withoutKey(progress))
      do {
        return taken(try await transport.replies(to: body.bytes, exchange), of: count, request)
      } catch let refusal as ReplyRefusal {
        guard tries < Self.mostTries, Self.isAboutTheRequest(refusal),
          learns(from: refusal.complaint, body.sent, ways, request, count)
        else { throw refusal.error }
        if count > 1, let most = state.withLock({ $0.ways.mostChoices }), most < count { throw FewerChoices() }
      }
    }
  }

  /// Whether a failure may be the refusal of a setting: some servers call it an error of their own, and what fails for
  /// another reason is not asked again here.
  private static func isAboutTheRequest(_ refusal: ReplyRefusal) -> Bool {
    switch refusal.error.status {
    case 400, 422: true
    case 500, 501: refusal.complaint.isRefusal
    case nil: refusal.complaint.isCalled("invalid", "bad_request", "badrequest", "unsupported")
    default: false
    }
  }

  private func learns(
    from complaint: ServerComplaint, _ sent: Set<RequestSetting>, _ ways: ServiceWays, _ request: ModelRequest,
    _ count: Int
  ) -> Bool {
    state.withLock { state in
      // Another request has learnt something since this one was made: it may be the same.
      if state.ways != ways { return true }
      guard
        let notices = state.ways.learn(from: complaint, sent: sent, request: request, count: count, model: model)
      else { return false }
      state.notices += notices
      return true
    }
  }

  /// A server may repeat what it was sent, and a reply goes into the log.
  private func withoutKey(_ reply: ModelReply) -> ModelReply {
    guard let key = failures.key, key.isLong else { return reply }
    var reply = reply
    reply.text = key.redacted(reply.text)
    reply.reasoning = reply.reasoning.map(key.redacted)
    reply.model = reply.model.map(key.redacted)
    if case .other(let name) = reply.finish { reply.finish = .other(key.redacted(name)) }
    return reply
  }

  /// What has come of a reply is on the screen, and in the log where the rest of it never comes.
  private func withoutKey(
    _ progress: @escaping @Sendable (Int, ReplyProgress) -> Void
  ) -> @Sendable (Int, ReplyProgress) -> Void {
    guard let key = failures.key, key.isLong else { return progress }
    return { index, partial in
      var partial = partial
      partial.text = key.redactedWhereCut(partial.text)
      partial.reasoning = partial.reasoning.map(key.redactedWhereCut)
      progress(index, partial)
    }
  }

  /// The replies, with what the person must know about them.
  private func taken(_ assembled: AssembledReplies, of count: Int, _ request: ModelRequest) -> [ModelReply?] {
    var replies = assembled.replies.map { reply in reply.map(withoutKey) }
    state.withLock { state in
      if assembled.isOfLlama { state.ways.knowLlama() }
      let isAlone = count > 1 && replies.dropFirst().allSatisfy { $0 == nil } && replies.first != .some(nil)
      if isAlone, state.ways.mostChoices != 1 {
        state.ways.bound(choices: 1)
        state.notices.append(ServiceWays.oneReply(model))
      }
      let thinks = assembled.thought > 0 || replies.contains { $0?.reasoning != nil }
      if request.thinking == .off, thinks, !state.hasToldOfThinking {
        state.hasToldOfThinking = true
        state.notices.append(ServiceWays.thinkingStaysOn(model))
      }
      guard !state.notices.isEmpty, let first = replies.firstIndex(where: { $0 != nil }) else { return }
      replies[first]?.notices = state.notices
      state.notices = []
    }
    return replies
  }
}
