import LanguageModels
import Text

// What a run may use, and what it does when a prompt is more than its model takes.
extension OptimizationRun {
  /// The tokens of a reply where nobody limited them.
  public static let assumedReplyTokens = 1024

  /// Pauses the run, or ends it where nobody is there, if a further request would pass a budget: its prompt as we count
  /// it, and its replies at their limit.
  ///
  /// - Parameter replies: how many the request, or those sent together, ask for; 0 for a step without a model.
  func stopsForBudget(_ messages: [Message], replies: Int) -> Bool {
    let budget = settings.budget
    guard !budget.isUnlimited else { return false }
    let pauses = state.head.budgetPauses
    let used = state.head.tokens
    if let seconds = budget.seconds {
      let granted = seconds * Double(pauses[.seconds] + 1)
      let active = state.head.activeSeconds + max(0, elapsed - state.head.time)
      if active >= granted {
        return stop(
          .seconds, "The budget of \(Self.words(granted)) s of running is used up.",
          more: "\(Self.words(seconds)) s more")
      }
    }
    guard replies > 0 else { return false }
    // Until it is known that one prompt serves all replies, each is counted with its own.
    let prompts = hasChoices ? 1 : replies
    let needed = TokenUsage(
      input: promptTokens(of: messages) * prompts,
      output: replies * (settings.request.replyTokens ?? Self.assumedReplyTokens))
    let tokens = needed.input + needed.output
    if let limit = budget.tokens {
      let granted = limit * (pauses[.tokens] + 1)
      if used.total + tokens > granted {
        return stop(
          .tokens,
          "The budget of \(granted) tokens would be passed: \(used.total) were used, and the next request may take \(tokens).",
          more: "\(limit) more")
      }
    }
    if let limit = budget.cost, let price = state.head.model?.price {
      let granted = limit * Double(pauses[.cost] + 1)
      let cost = price.dollars(of: needed)
      if used.dollars + cost > granted {
        return stop(
          .cost,
          "The budget of $\(Self.words(granted)) would be passed: $\(Self.words(used.dollars)) were used, and the next request may cost $\(Self.words(cost)).",
          more: "$\(Self.words(limit)) more")
      }
    }
    return false
  }

  private func stop(_ kind: Budget.Kind, _ sentence: String, more: String) -> Bool {
    let text = settings.attended ? sentence + " Resuming grants \(more)." : sentence
    emit(.notice(Notice(code: kind.noticeCode, text: text)))
    stop(for: text, reason: .budget)
    return true
  }

  private static func words(_ number: Double) -> String {
    let rounded = (number * 10_000).rounded() / 10_000
    return rounded == rounded.rounded() ? NumberFormat.fixed(rounded, decimals: 0) : NumberFormat.shortest(rounded)
  }

  /// Our own count of messages, corrected by what the server told of the step before.
  func promptTokens(of messages: [Message]) -> Int {
    let count = TokenEstimate.tokens(of: messages)
    guard let told = promptCorrection else { return count }
    return Int((Double(count) * told).rounded(.up))
  }

  private var promptCorrection: Double? {
    guard
      let reply = state.head.recentReplies.last(where: { $0.usage.map { !$0.isEstimated && $0.input > 0 } ?? false }),
      reply.step == state.head.step, let prompt = state.head.current?.promptTokens, prompt > 0,
      let told = reply.usage?.input
    else { return nil }
    return min(max(Double(told) / Double(prompt), 0.5), 2)
  }

  // MARK: A prompt that is too long

  /// Whether there are rows that a prompt could do without.
  var mayShowFewerRows: Bool {
    let shown = state.head.current?.shown ?? []
    return shown.contains { !state.head.pinned.contains($0) }
  }

  /// Lowers the number of rows that prompts show, as an act of steering that can be taken back: to what there is room for
  /// where the service told, else to half of them. False where none can go.
  func showFewerRows(than prompt: StepStarted, _ error: ModelError) -> Bool {
    let shown = prompt.shown.count
    let pinned = prompt.shown.count { state.head.pinned.contains($0) }
    let room = RowRoom(
      error.overflow, shown: shown, promptTokens: promptTokens(of: prompt.messages), rowShare: prompt.rowShare,
      replyTokens: settings.request.replyTokens ?? Self.assumedReplyTokens)
    let rows = max(pinned, room?.rows ?? shown / 2)
    guard rows < shown else { return false }
    emit(.steered(Steered(step: state.head.step, command: .setHistory(rows), source: .program)))
    let why =
      room.map {
        ", \(NumberFormat.count($0.needed)) tokens with room for \(NumberFormat.count($0.available))"
      } ?? ""
    _ = tellOfFewerRows(rows, of: shown, why: why)
    return true
  }

  /// - Returns: what was told.
  func tellOfFewerRows(_ rows: Int, of shown: Int, why: String = "") -> String {
    let text =
      "The prompt was too long for the model\(why): from now on it shows at most \(rows) of the \(shown) rows."
    emit(.notice(Notice(code: Self.tooLongNotice, text: text)))
    return text
  }

  /// The code of the notice that a step begins again with fewer rows.
  static let tooLongNotice = "context-length"

  /// Nothing can be asked with this prompt: the replies are given up, and a person is wanted.
  ///
  /// - Parameters:
  ///   - sentence: what the service, or we, said of the prompt.
  ///   - stops: false where the run ends anyway.
  func giveUp(_ step: Int, because sentence: String, stops: Bool = true) {
    for index in 0..<settings.candidates where !answered.contains(index) {
      emit(.rejected(Rejected(step: step, index: index, refusal: Refusal(.cancelled, "No reply came: \(sentence)"))))
    }
    if stops { stop(for: sentence, reason: .failed) }
  }
}

extension StepStarted {
  /// The part of the prompt that its rows are, in our own count, above 0 up to 1; all of it where no section is a row.
  var rowShare: Double {
    let texts = messages.map { Array($0.text.utf8) }
    var rows = 0
    for section in sections where section.kind == .row && texts.indices.contains(section.message) {
      let bytes = texts[section.message]
      guard 0 <= section.from, section.from < section.to, section.to <= bytes.count else { continue }
      rows += TokenEstimate.tokens(in: String(decoding: bytes[section.from..<section.to], as: UTF8.self))
    }
    let all = TokenEstimate.tokens(of: messages)
    return rows > 0 && all > 0 ? min(1, Double(rows) / Double(all)) : 1
  }
}
