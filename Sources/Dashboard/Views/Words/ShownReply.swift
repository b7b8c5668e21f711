import Optimization

/// The reply that the pane shows, from wherever it is known: the newest are in the state, all are in the log.
struct ShownReply: Sendable {
  enum Stage: Hashable, Sendable {
    /// It grows; seconds since the start of the run.
    case underWay(asked: Double)
    case whole(ReplyHistory.Verdict, reason: String)
  }

  var name: ReplyName
  /// Raw.
  var text: String
  var reasoning: String
  var stage: Stage
  var model: String?
  var temperature: Double?
  /// Seconds from the request to the end, and to the first text.
  var seconds: Double?
  var first: Double?
  var input: Int?
  var output: Int?
  var cached: Int?
  /// Which try brought it, from 1.
  var attempt = 1
  /// Why it ended, where it did not end by itself; for people.
  var cut: String?

  var isUnderWay: Bool { if case .underWay = stage { true } else { false } }

  /// The bytes that were read, or that a refusal is about.
  var span: Range<Int>? {
    switch stage {
    case .underWay, .whole(.pending, _): nil
    case .whole(.candidate(_, let span), _), .whole(.rejected(_, let span, _), _): span?.range
    }
  }

  var isRejected: Bool { if case .whole(.rejected, _) = stage { true } else { false } }

  /// Nil where none has come, or where it is not read yet.
  init?(_ state: DashboardState) {
    if let growing = Self.growing(state) {
      self.init(growing, state)
      return
    }
    guard let name = state.shownReplyName else { return nil }
    let recent = state.run.head.recentReplies.last { $0.step == name.step && $0.index == name.index }
    let read = state.words.reply(name)
    guard let text = read?.text ?? recent?.text else { return nil }
    self.init(
      name: name, text: text, reasoning: read?.reasoning ?? recent?.reasoning ?? "",
      stage: .whole(Self.verdict(of: name, recent, state), reason: Self.reason(recent)))
    model = read?.model ?? recent?.model ?? state.run.steps.model(ofStep: name.step)
    temperature = recent?.temperature ?? state.run.steps.temperature(ofStep: name.step)
    seconds = read?.seconds ?? recent?.seconds
    first = read?.first
    let usage = read?.usage ?? recent?.usage
    (input, output, cached) = (usage?.input, usage?.output, usage?.cached)
    attempt = read?.attempt ?? recent?.attempt ?? 1
    switch read?.finish ?? recent?.finish {
    case .stop, nil: cut = nil
    case .length: cut = "cut off by the limit of tokens"
    case .filtered: cut = "withheld by the service's filter"
    case .other(let name): cut = "ended by \(name)"
    }
  }

  private init(name: ReplyName, text: String, reasoning: String, stage: Stage) {
    self.name = name
    self.text = text
    self.reasoning = reasoning
    self.stage = stage
  }

  private init(_ reply: ReplyUnderWay, _ state: DashboardState) {
    self.init(
      name: ReplyName(step: state.progress.step, index: reply.index), text: reply.text,
      reasoning: reply.reasoning ?? "", stage: .underWay(asked: reply.asked))
    model = state.run.steps.model(ofStep: name.step)
    temperature = state.run.steps.temperature(ofStep: name.step)
    first = reply.first.map { max(0, $0 - reply.asked) }
  }

  /// The first reply of the step under way that has some text, where a person has chosen neither a reply nor a
  /// candidate.
  private static func growing(_ state: DashboardState) -> ReplyUnderWay? {
    guard state.words.reply == nil, state.chosenRow == nil else { return nil }
    return state.progress.replies.first {
      $0.phase == .streaming && !($0.text.isEmpty && $0.reasoning?.isEmpty != false)
    }
  }

  private static func verdict(of name: ReplyName, _ recent: StepReply?, _ state: DashboardState) -> ReplyHistory.Verdict
  {
    switch recent?.verdict {
    case .candidate(let id, let span): .candidate(id: id, span: span)
    case .rejected(let code, _, let span, let of): .rejected(code: code, span: span, of: of)
    case .pending, nil:
      state.run.replies.row(step: name.step, index: name.index).map { state.run.replies.verdict(at: $0) } ?? .pending
    }
  }

  private static func reason(_ recent: StepReply?) -> String {
    if case .rejected(_, let reason, _, _)? = recent?.verdict { reason } else { "" }
  }
}
