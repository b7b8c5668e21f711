import Text

/// The settings of a request that a service may refuse without refusing to answer, in the order in which a refusal is
/// held against them.
enum RequestSetting: CaseIterable, Sendable {
  case tokenLimit, topP, temperature, seed, streamOptions, stream, choices, answerForm, thinking
}

/// What is known of how a service is asked: at first by its dialect, then by what it refuses.
///
/// A value: requests are made with what was known when they began, and several may learn the same at once.
struct ServiceWays: Hashable, Sendable {
  private(set) var dialect: ServiceDialect
  /// The name of the limit of a reply's tokens.
  private(set) var tokenLimit: String
  /// The most replies of one request; nil where that is not known yet.
  private(set) var mostChoices: Int?
  private var leftOut: Set<RequestSetting> = []
  private var hasRenamedTokenLimit = false
  /// Which of the dialect's forms is sent; one beyond the last is none.
  private var thinkingForm: [Thinking: Int] = [:]
  private var answerForm = 0

  init(_ dialect: ServiceDialect) {
    self.dialect = dialect
    tokenLimit = dialect.tokenLimit
    mostChoices = dialect.mostChoices
  }

  func takes(_ setting: RequestSetting) -> Bool { !leftOut.contains(setting) }

  /// The members that tell a model whether to think; empty where it is not told.
  func thinking(of request: ModelRequest) -> [String: JSONValue] {
    guard let thinking = request.thinking else { return [:] }
    let forms = dialect.thinkingForms(thinking, replyTokens: request.replyTokens)
    let index = thinkingForm[thinking] ?? 0
    return forms.indices.contains(index) ? forms[index] : [:]
  }

  /// The members that hold the answer to its form; empty for free text.
  func answer(of request: ModelRequest) -> [String: JSONValue] {
    guard let form = request.answerForm else { return [:] }
    let forms = dialect.answerForms(form)
    return forms.indices.contains(answerForm) ? forms[answerForm] : [:]
  }

  // MARK: - What a reply teaches

  /// The server turned out to be llama.cpp's, whose grammars are the better form.
  mutating func knowLlama() {
    guard dialect == .compatible else { return }
    dialect = .llama
    thinkingForm = [:]
  }

  mutating func bound(choices: Int) { mostChoices = min(max(1, choices), mostChoices ?? .max) }

  // MARK: - What a refusal teaches

  /// Takes a refusal in and changes what is sent.
  ///
  /// - Parameters:
  ///   - sent: the settings that the refused request had of us.
  ///   - count: how many replies it asked for.
  ///   - model: its name, for the notice.
  /// - Returns: nil where it is about nothing that could be left out; else what the person must know, mostly nothing or
  ///   one sentence.
  mutating func learn(
    from complaint: ServerComplaint, sent: Set<RequestSetting>, request: ModelRequest, count: Int, model: String
  ) -> [ModelNotice]? {
    // A longer prompt is no matter of settings, whichever of them the sentence names.
    guard complaint.overflow == nil else { return nil }
    guard let setting = RequestSetting.allCases.first(where: { sent.contains($0) && isAbout($0, complaint, request) })
    else { return nil }
    switch setting {
    case .tokenLimit:
      guard dialect != .anthropic else { return nil }
      if !hasRenamedTokenLimit {
        hasRenamedTokenLimit = true
        tokenLimit = tokenLimit == "max_tokens" ? "max_completion_tokens" : "max_tokens"
        return []
      }
    case .choices:
      // The largest number below the one asked for is the limit: "between 1 and 8, but got 9".
      let limit = complaint.numbers.filter { 2..<count ~= $0 }.max() ?? 1
      bound(choices: limit)
      return limit == 1 ? [Self.oneReply(model)] : []
    case .answerForm:
      answerForm += 1
      return answer(of: request).isEmpty ? [Self.notice(setting, model)] : []
    case .thinking: return learnThinking(complaint, request, model)
    default: break
    }
    leftOut.insert(setting)
    if setting == .stream { leftOut.insert(.streamOptions) }
    return [Self.notice(setting, model)]
  }

  private func isAbout(_ setting: RequestSetting, _ complaint: ServerComplaint, _ request: ModelRequest) -> Bool {
    switch setting {
    case .tokenLimit:
      complaint.isRefusal && (complaint.isAbout("max_tokens") || complaint.isAbout("max_completion_tokens"))
    case .topP: complaint.isRefusal && complaint.isAbout("top_p")
    case .temperature: complaint.isRefusal && complaint.isAbout("temperature")
    case .seed: complaint.isRefusal && complaint.isAbout("seed")
    case .streamOptions: complaint.isAbout("stream_options")
    case .stream:
      complaint.isRefusal && complaint.isAbout("stream", isWord: true)
        || complaint.says("verified to stream", "not support stream", "streaming is not", "stream is not")
    case .choices: complaint.isAbout("n", isWord: true) || complaint.says("multiple choices", "n > 1", "n>1")
    case .answerForm:
      ServiceDialect.answerFormNames.contains { complaint.isAbout($0) }
        || complaint.says("output_config: ", "json schema")
    case .thinking:
      (ServiceDialect.thinkingNames + thinkingMembers(request)).contains { complaint.isAbout($0) }
    }
  }

  /// The members of all forms for what a request wants, without those whose names are words of the language.
  private func thinkingMembers(_ request: ModelRequest) -> [String] {
    guard let thinking = request.thinking else { return [] }
    return dialect.thinkingForms(thinking, replyTokens: request.replyTokens)
      .flatMap { Self.names(in: .object($0)) }.filter { $0.contains("_") }
  }

  // MARK: - Thinking

  private mutating func learnThinking(
    _ complaint: ServerComplaint, _ request: ModelRequest, _ model: String
  ) -> [ModelNotice]? {
    guard let thinking = request.thinking else { return nil }
    let forms = dialect.thinkingForms(thinking, replyTokens: request.replyTokens)
    let current = thinkingForm[thinking] ?? 0
    guard forms.indices.contains(current) else { return nil }
    let next = Self.next(after: current, of: forms, complaint)
    thinkingForm[thinking] = next
    // Whether a model thinks though it should not is seen from its replies.
    if thinking == .off { return [] }
    if next == forms.count { return [Self.notice(.thinking, model)] }
    let told = "\(model) does not take thinking \(thinking.rawValue); the nearest that it takes is sent."
    return [ModelNotice("thinking-changed", told)]
  }

  /// The form to try after one was refused: one with the member that the refusal asks for; else, where it was about a
  /// value, one with another value; else one without what it was about. One beyond the last where there is none.
  private static func next(
    after current: Int, of forms: [[String: JSONValue]], _ complaint: ServerComplaint
  ) -> Int {
    let refused = forms[current]
    let later = forms.indices.dropFirst(current + 1)
    let wanted = later.first { index in
      names(in: .object(forms[index])).contains { name in
        !names(in: .object(refused)).contains(name) && complaint.isAbout(name)
      }
    }
    if let wanted { return wanted }
    let mentioned = refused.filter { key, value in
      ([key] + names(in: value)).contains { complaint.isAbout($0) }
    }
    let about = Set((mentioned.isEmpty ? refused : mentioned).keys)
    let isValue =
      complaint.says("one of", "mandatory", "cannot be disabled", "restricted to", "allowed values", "supported values")
      || values(in: .object(refused)).contains { complaint.isAbout($0) }
    return later.first { index in
      about.allSatisfy { isValue ? forms[index][$0] != refused[$0] : forms[index][$0] == nil }
    } ?? forms.count
  }

  private static func names(in value: JSONValue) -> [String] {
    (value.object ?? [:]).flatMap { [$0.key] + names(in: $0.value) }
  }

  private static func values(in value: JSONValue) -> [String] {
    value.string.map { [$0] } ?? (value.object ?? [:]).values.flatMap(values)
  }

  // MARK: - Notices

  static func oneReply(_ model: String) -> ModelNotice {
    ModelNotice(
      "choices-refused", "\(model) gives one reply to a request; where a step has several, its prompt is paid for each."
    )
  }

  static func thinkingStaysOn(_ model: String) -> ModelNotice {
    ModelNotice("thinking-stays-on", "\(model) thinks though thinking is off; its service does not turn it off.")
  }

  private static func notice(_ setting: RequestSetting, _ model: String) -> ModelNotice {
    switch setting {
    case .temperature: ModelNotice("temperature-refused", "\(model) takes no temperature; its own is used.")
    case .topP: ModelNotice("top-p-refused", "\(model) takes no top-p beside the rest; its own is used.")
    case .seed: ModelNotice("seed-refused", "\(model) takes no seed; its replies do not repeat.")
    case .tokenLimit:
      ModelNotice("reply-tokens-refused", "\(model) takes no limit of a reply's tokens; its own is used.")
    case .stream: ModelNotice("stream-refused", "\(model) does not stream; its replies come whole.")
    case .streamOptions:
      ModelNotice("usage-refused", "\(model) does not say what a streamed reply costs; its tokens are counted here.")
    case .choices: oneReply(model)
    case .answerForm:
      ModelNotice("answer-form-refused", "\(model) is not held to a form of answer; its replies are free text.")
    case .thinking: ModelNotice("thinking-refused", "\(model) is not told how much to think; its own way is used.")
    }
  }
}

extension ServerComplaint {
  /// Whether it refuses a member of the request as such. A value out of its range is the person's to change, and no
  /// reason to go on without.
  var isRefusal: Bool {
    if says(
      "between", "range", "less than", "greater than", "at most", "at least", "<=", ">=", "too large", "too small")
    {
      return false
    }
    return isCalled("unsupported", "unknown_parameter", "extra_forbidden")
      || says(
        "unsupported", "not support", "n't support", "unrecognized", "unknown", "unexpected", "not permitted",
        "not allowed", "not accept", "deprecated", "removed", "only the default", "only be set", "cannot both",
        "cannot be", "not available", "no longer", "invalid parameter", "not enabled")
  }
}
