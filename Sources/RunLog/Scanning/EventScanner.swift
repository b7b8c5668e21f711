import LanguageModels
import Optimization
import Text

/// Reads the events that every step brings from the bytes of their lines, some twenty times as fast as JSONDecoder.
///
/// A line that is not plain, and the kinds that are rare, are left to the decoder, which alone refuses. A test holds the
/// two to the same events. One scanner reads many lines and is not shared.
struct EventScanner {
  /// An event as it was read.
  struct Scanned {
    var event: LoggedEvent
    /// Our own count of a step's prompt, where its text was left out.
    var promptTokens: Int?
  }

  /// Whether a step's event comes with its messages and their sections, which no state keeps.
  var keepsPrompts = true
  private var fields = EventFields()
  private var room: [UInt8] = []

  init(keepsPrompts: Bool = true) { self.keepsPrompts = keepsPrompts }

  /// - Parameter line: without its end.
  /// - Returns: nil where it is left to the decoder.
  mutating func event(in line: UnsafeRawBufferPointer) -> Scanned? {
    guard fields.find(in: line), let kindStart = fields[.event] else { return nil }
    let reader = FieldReader(line: line, fields: fields)
    var scanner = JSONScanner(line, at: kindStart)
    guard let kind = scanner.string(), !kind.hasEscapes, let n = reader.int(.n), let time = reader.double(.time) else {
      return nil
    }
    var promptTokens: Int?
    let event: RunEvent?
    if scanner.isEqual(kind, "candidate") {
      event = reader.candidate().map(RunEvent.candidate)
    } else if scanner.isEqual(kind, "evaluation-started") {
      event = reader.evaluationStarted().map(RunEvent.evaluationStarted)
    } else if scanner.isEqual(kind, "asked") {
      event = reader.asked().map(RunEvent.asked)
    } else if scanner.isEqual(kind, "reply") {
      event = reader.reply().map(RunEvent.reply)
    } else if scanner.isEqual(kind, "step-started") {
      if keepsPrompts {
        event = reader.stepStarted().map(RunEvent.stepStarted)
      } else {
        promptTokens = reader.promptTokens(room: &room)
        event = promptTokens == nil ? nil : reader.stepStartedWithoutPrompt().map(RunEvent.stepStarted)
      }
    } else if scanner.isEqual(kind, "rejected") {
      event = reader.rejected().map(RunEvent.rejected)
    } else if scanner.isEqual(kind, "measured") {
      event = reader.measured().map(RunEvent.measured)
    } else if scanner.isEqual(kind, "ghost") {
      event = reader.ghost().map(RunEvent.ghost)
    } else if scanner.isEqual(kind, "retry") {
      event = reader.retry().map(RunEvent.retry)
    } else if scanner.isEqual(kind, "notice") {
      event = reader.notice().map(RunEvent.notice)
    } else if scanner.isEqual(kind, "state") {
      event = reader.stateChange().map(RunEvent.state)
    } else {
      let name = scanner.value(of: kind)
      event = Self.rareKinds.contains(name) ? nil : .unknown(kind: name)
    }
    guard let event else { return nil }
    return Scanned(event: LoggedEvent(n: n, time: time, event: event), promptTokens: promptTokens)
  }

  /// They are left to the decoder.
  private static let rareKinds: Set<String> = ["run-started", "prediction", "steered", "resumed", "run-ended"]
}

/// Makes the payloads of events from the members of one line. Nil everywhere: left to the decoder, be it that a member
/// is missing, null or of another form.
struct FieldReader {
  let line: UnsafeRawBufferPointer
  let fields: EventFields

  /// A member that must be there.
  @inline(__always) private func member<Value>(
    _ field: EventFields.Field, _ read: (inout JSONScanner) -> Value?
  ) -> Value? {
    guard let start = fields[field] else { return nil }
    var scanner = JSONScanner(line, at: start)
    return read(&scanner)
  }

  /// A member that may be missing.
  @inline(__always) private func optional<Value>(
    _ field: EventFields.Field, _ read: (inout JSONScanner) -> Value?
  ) -> Value?? {
    guard let start = fields[field] else { return .some(nil) }
    var scanner = JSONScanner(line, at: start)
    return read(&scanner).map { .some($0) }
  }

  func int(_ field: EventFields.Field) -> Int? { member(field) { $0.int() } }
  func double(_ field: EventFields.Field) -> Double? { member(field) { $0.double() } }
  private func text(_ field: EventFields.Field) -> String? { member(field) { $0.text() } }
  private func optionalInt(_ field: EventFields.Field) -> Int?? { optional(field) { $0.int() } }
  private func optionalDouble(_ field: EventFields.Field) -> Double?? { optional(field) { $0.double() } }
  private func optionalText(_ field: EventFields.Field) -> String?? { optional(field) { $0.text() } }

  // MARK: The kinds

  func asked() -> Asked? {
    guard let step = int(.step), let index = int(.index), let attempt = int(.attempt), let role = text(.role),
      let temperature = optionalDouble(.temperature), let seed = optionalInt(.seed)
    else { return nil }
    return Asked(step: step, index: index, attempt: attempt, role: role, temperature: temperature, seed: seed)
  }

  func evaluationStarted() -> EvaluationStarted? {
    guard let id = int(.id), let step = int(.step), let index = optionalInt(.index) else { return nil }
    return EvaluationStarted(id: id, step: step, index: index)
  }

  func reply() -> ReplyEvent? {
    guard let step = int(.step), let index = int(.index), let attempt = int(.attempt), let role = text(.role),
      let text = text(.text), let reasoning = optionalText(.reasoning), let model = optionalText(.model),
      let finish = self.text(.finish), let usage = optional(.usage, { $0.usage() }), let seconds = double(.seconds),
      let first = optionalDouble(.first)
    else { return nil }
    return ReplyEvent(
      step: step, index: index, attempt: attempt, role: role, text: text, reasoning: reasoning, model: model,
      finish: FinishReason(name: finish), usage: usage, seconds: seconds, first: first)
  }

  func candidate() -> CandidateEvent? {
    guard let id = int(.id), let step = int(.step), let index = optionalInt(.index),
      let origin = text(.origin).flatMap(Origin.init(rawValue:)), let parent = optionalInt(.parent),
      let solution = member(.solution, { $0.value() }), let text = text(.text), let key = optionalText(.key),
      let loss = optionalDouble(.loss), let failure = optional(.failure, { $0.failure() }),
      let values = member(.values, { $0.numbers() }), let temperature = optionalDouble(.temperature),
      let model = optionalText(.model), let span = optional(.span, { $0.span() }), let gist = optionalText(.gist),
      let seconds = double(.seconds)
    else { return nil }
    return CandidateEvent(
      id: id, step: step, index: index, origin: origin, parent: parent, solution: solution, text: text, key: key,
      loss: loss, failure: failure, values: values, temperature: temperature, model: model, span: span, gist: gist,
      seconds: seconds)
  }

  func rejected() -> Rejected? {
    guard let step = int(.step), let index = optionalInt(.index),
      let code = text(.code).flatMap(Refusal.Code.init(rawValue:)), let reason = text(.reason),
      let span = optional(.span, { $0.span() }), let of = optionalInt(.of),
      let usage = optional(.usage, { $0.usage() })
    else { return nil }
    var rejected = Rejected(step: step, index: index, refusal: Refusal(code, reason, of: of), usage: usage)
    rejected.span = span
    return rejected
  }

  func measured() -> Measured? {
    guard let id = int(.id), let at = double(.at), let values = member(.values, { $0.numbers() }) else { return nil }
    return Measured(id: id, at: at, values: values)
  }

  func ghost() -> GhostEvent? {
    guard let name = text(.name), let evaluation = int(.evaluation),
      let solution = member(.solution, { $0.value() }), let loss = optionalDouble(.loss),
      let failure = optional(.failure, { $0.failure() })
    else { return nil }
    return GhostEvent(name: name, evaluation: evaluation, solution: solution, loss: loss, failure: failure)
  }

  func retry() -> Retry? {
    guard let step = int(.step), let index = int(.index), let attempt = int(.attempt), let cause = text(.cause),
      let wait = optionalDouble(.wait), let usage = optional(.usage, { $0.usage() })
    else { return nil }
    return Retry(step: step, index: index, attempt: attempt, cause: cause, wait: wait, usage: usage)
  }

  func notice() -> Notice? {
    guard let code = text(.code), let text = text(.text) else { return nil }
    return Notice(code: code, text: text)
  }

  func stateChange() -> StateChange? {
    guard let state = text(.state).flatMap(StateChange.State.init(rawValue:)), let reason = text(.reason)
    else { return nil }
    return StateChange(state, reason: reason)
  }

  func stepStarted() -> StepStarted? {
    guard var step = stepStartedWithoutPrompt(),
      let messages = member(.messages, { scanner in scanner.list { $0.message() } }),
      let sections = member(.sections, { scanner in scanner.list { $0.section() } })
    else { return nil }
    step.messages = messages
    step.sections = sections
    return step
  }

  func stepStartedWithoutPrompt() -> StepStarted? {
    guard let step = int(.step), let shown = member(.shown, { scanner in scanner.list { $0.int() } }),
      let temperature = optionalDouble(.temperature), let model = optionalText(.model)
    else { return nil }
    return StepStarted(
      step: step, messages: [], sections: [], shown: shown, temperature: temperature, model: model)
  }

  /// What a step's prompt is likely to cost; nil also where the members that are left out are not plain.
  func promptTokens(room: inout [UInt8]) -> Int? {
    guard member(.sections, { scanner in scanner.passesSections() ? true : nil }) != nil, let start = fields[.messages]
    else { return nil }
    var scanner = JSONScanner(line, at: start)
    var texts: [Int] = []
    guard
      scanner.passesList({ scanner in
        guard let text = scanner.messageText() else { return false }
        texts.append(scanner.withBytes(of: text, room: &room) { TokenEstimate.tokens(in: $0) })
        return true
      })
    else { return nil }
    return TokenEstimate.tokens(ofMessagesWith: texts)
  }
}
