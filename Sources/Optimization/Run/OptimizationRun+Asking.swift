import LanguageModels
import Synchronization
import Text

// The requests of a step: one for each reply, or one for all where the server has that.
extension OptimizationRun {
  /// What became of one request.
  private enum Outcome {
    case replies([ModelReply?])
    /// The model has no requests for several replies.
    case notTogether
    case failed(ModelError, TokenUsage?)
    case cancelled(TokenUsage?)
  }

  /// One reply, however many tries it takes.
  func ask(_ model: any LanguageModel, index: Int) async { await ask(model, for: [index], together: false) }

  /// All replies in one request; each by itself where the server has no such thing, and those that did not come.
  func askTogether(_ model: any LanguageModel, _ indices: [Int]) async {
    let left = await ask(model, for: indices, together: true)
    guard !left.isEmpty else { return }
    let tasks = left.map { index in (index, Task { await ask(model, index: index) }) }
    for (index, task) in tasks { work?.tasks[index] = task }
    if Task.isCancelled { for (_, task) in tasks { task.cancel() } }
    for (_, task) in tasks { await task.value }
  }

  /// - Returns: the indices that are still to be asked for one by one.
  @discardableResult
  private func ask(_ model: any LanguageModel, for indices: [Int], together: Bool) async -> [Int] {
    guard let work, let first = indices.first else { return [] }
    let firstAttempt = work.attempts[first] ?? 1
    var attempt = firstAttempt
    // Tries since the person last said go on.
    var tries = 1
    while true {
      if attempt > firstAttempt { await untilRequestsAreAllowed(work.messages) }
      if Task.isCancelled || (attempt > firstAttempt && ending != nil) {
        await giveUp(indices, nil)
        return []
      }
      switch await request(from: model, indices, attempt: attempt, together: together) {
      case .replies(let replies):
        if together { hasChoices = true }
        var left: [Int] = []
        for (index, reply) in zip(indices, replies) {
          if let reply {
            answered.insert(index)
            await arrive(index, .reply(reply))
          } else {
            self.work?.attempts[index] = attempt + 1
            left.append(index)
          }
        }
        return left
      case .notTogether:
        offersChoices = false
        return indices
      case .failed(let error, _) where error.code == .contextLength && mayShowFewerRows:
        // The step begins again with a shorter prompt; nobody waits for this one any more.
        promptTooLong = error
        for index in indices { await arrive(index, .settled) }
        self.work?.cancel()
        return []
      case .failed(let error, let usage):
        guard await waitAfter(error, work.step, indices, attempt: attempt, try: tries, usage) else {
          // The tries are used up or would not help.
          guard settings.attended else {
            await giveUp(indices, Self.unanswered(error), nil)
            return []
          }
          attempt += 1
          tries = 1
          continue
        }
        attempt += 1
        tries += 1
      case .cancelled(let usage):
        await giveUp(indices, usage)
        return []
      }
    }
  }

  /// For what was cancelled: where the step begins again, all of it is asked for anew.
  private func giveUp(_ indices: [Int], _ usage: TokenUsage?) async {
    if promptTooLong == nil { return await giveUp(indices, Self.cancelled, usage) }
    for index in indices { await arrive(index, .settled) }
  }

  private func giveUp(_ indices: [Int], _ refusal: Refusal, _ usage: TokenUsage?) async {
    // The prompt of a request for several is one.
    for (place, index) in indices.enumerated() { await arrive(index, .givenUp(refusal, place == 0 ? usage : nil)) }
  }

  private func request(
    from model: any LanguageModel, _ indices: [Int], attempt: Int, together: Bool
  ) async -> Outcome {
    guard let work else { return .cancelled(nil) }
    var seeds = SeededGenerator(
      runSeed: settings.seed, purpose: .replySeed, step: work.step, index: indices[0], attempt: attempt)
    // The replies of one request are sampled with this seed and those after it.
    let seed = seeds.integer(in: 0...Int(Int32.max) - (together ? indices.count : 0))
    let request = ModelRequest(
      messages: work.messages, temperature: work.temperature, topP: settings.request.topP, seed: seed,
      replyTokens: settings.request.replyTokens, thinking: settings.request.thinking, answerForm: answerForm,
      fields: settings.request.fields ?? [:],
      place: RequestPlace(step: work.step, index: indices[0], attempt: attempt))
    for (place, index) in indices.enumerated() {
      emit(
        .asked(Asked(step: work.step, index: index, attempt: attempt, role: "optimizer", seed: seed + place)))
    }
    let asked = elapsed, start = clock.now
    for index in indices { progress(index) { $0 = ReplyUnderWay(index: index, attempt: attempt, asked: asked) } }
    let partial = PartialReplies(step: work.step, indices, monitor: monitor, clock: clock, start: start, asked: asked)
    do {
      let replies: [ModelReply?]
      if together {
        guard
          let several = try await model.replies(
            indices.count, to: request, progress: { partial.take($1, place: $0) })
        else { return .notTogether }
        replies = Array((several + Array(repeating: nil, count: indices.count)).prefix(indices.count))
      } else {
        replies = [try await model.reply(to: request) { partial.take($0, place: 0) }]
      }
      let seconds = ((clock.now - start) * 1e6).rounded() / 1e6
      record(replies, of: indices, attempt: attempt, seconds: seconds, partial)
      return .replies(replies)
    } catch let error as ModelError {
      return .failed(error, partial.usage(prompt: promptTokens(of: work.messages)))
    } catch {
      return .cancelled(partial.usage(prompt: promptTokens(of: work.messages)))
    }
  }

  /// Writes what came, with what it cost and what turned out about the service.
  private func record(
    _ replies: [ModelReply?], of indices: [Int], attempt: Int, seconds: Double, _ partial: PartialReplies
  ) {
    guard let work else { return }
    let came = replies.compactMap(\.self)
    let prompt = promptTokens(of: work.messages)
    var usages = TokenUsage.settled(came, prompt: prompt)[...]
    if came.count == 1, let reply = came.first {
      usages = [TokenUsage.settled(reply.usage, prompt: prompt, texts: [reply.text, reply.reasoning])]
    }
    for (place, index) in indices.enumerated() {
      guard let reply = replies[place] else { continue }
      progress(index) { underWay in
        underWay.phase = .done
        underWay.text = reply.text
        underWay.reasoning = reply.reasoning
      }
      let served = state.head.servedModel
      emit(
        .reply(
          ReplyEvent(
            step: work.step, index: index, attempt: attempt, role: "optimizer", text: reply.text,
            reasoning: reply.reasoning, model: reply.model, finish: reply.finish, usage: usages.popFirst(),
            seconds: seconds, first: partial.first(place: place))))
      if let served, let now = reply.model, served != now {
        emit(
          .notice(
            Notice(
              code: "model-changed",
              text: "The server now answers with \(now); before it was \(served). Nobody here asked.")
          ))
      }
      for notice in reply.notices { emit(.notice(Notice(code: notice.code, text: notice.text))) }
    }
  }

  /// Waits before the next try. False where there is none: then the run has been stopped for that cause.
  private func waitAfter(
    _ error: ModelError, _ step: Int, _ indices: [Int], attempt: Int, try tries: Int, _ usage: TokenUsage?
  ) async -> Bool {
    let index = indices[0]
    // Jitter is outside the run: it changes when something is asked, never what.
    let jitter = Double.random(in: 0..<1)
    let wait: Duration
    switch configuration.retries.decision(afterAttempt: tries, error, random: jitter) {
    case .wait(let duration): wait = duration
    case .giveUp(let sentence):
      emit(.retry(Retry(step: step, index: index, attempt: attempt, cause: error.cause, wait: nil, usage: usage)))
      for index in indices { progress(index) { $0.phase = .stopped(cause: sentence) } }
      stop(for: sentence, reason: .failed)
      return false
    }
    let seconds = ((wait / .seconds(1)) * 1e3).rounded() / 1e3
    emit(.retry(Retry(step: step, index: index, attempt: attempt, cause: error.cause, wait: seconds, usage: usage)))
    let until = elapsed + seconds
    let limit = configuration.retries.tries
    for index in indices {
      progress(index) { $0.phase = .waiting(until: until, cause: error.cause, nextAttempt: tries + 1, of: limit) }
      work?.waiting.insert(index)
    }
    if ending != nil { work?.cancelWaiting() }
    defer { for index in indices { work?.waiting.remove(index) } }
    // A cancelled wait is seen by the caller, at its task.
    try? await clock.sleep(seconds: seconds)
    return true
  }

  /// A retry is a further request: it waits while the run is paused, and no budget may be passed by it.
  func untilRequestsAreAllowed(_ messages: [Message]) async {
    while ending == nil, !Task.isCancelled {
      if state.head.phase != .running {
        await commandGiven()
      } else if stopsForBudget(messages, replies: repliesOutstanding) {
        continue
      } else {
        return
      }
    }
  }

  private var repliesOutstanding: Int { max(1, settings.candidates - (work?.arrivals.count ?? 0)) }

  private func progress(_ index: Int, _ body: (inout ReplyUnderWay) -> Void) {
    monitor.update { progress in
      guard progress.replies.indices.contains(index) else { return }
      body(&progress.replies[index])
    }
  }

  static let cancelled = Refusal(.cancelled, "The step was cancelled before this reply had come.")

  private static func unanswered(_ error: ModelError) -> Refusal {
    Refusal(.cancelled, "No reply came: \(error.sentence)")
  }
}

/// What has come so far of the replies of one request: for the screen, and for the bill where it goes no further.
private final class PartialReplies: Sendable {
  private struct Part {
    var latest: ReplyProgress?
    /// Seconds after the request.
    var first: Double?
  }

  private let parts: Mutex<[Part]>
  private let step: Int
  private let indices: [Int]
  private let monitor: RunMonitor
  private let clock: any RunClock
  private let start: Double
  private let asked: Double

  init(step: Int, _ indices: [Int], monitor: RunMonitor, clock: any RunClock, start: Double, asked: Double) {
    parts = Mutex(Array(repeating: Part(), count: indices.count))
    self.step = step
    self.indices = indices
    self.monitor = monitor
    self.clock = clock
    self.start = start
    self.asked = asked
  }

  func take(_ part: ReplyProgress, place: Int) {
    guard indices.indices.contains(place) else { return }
    let after = clock.now - start
    parts.withLock { parts in
      parts[place].latest = part
      if parts[place].first == nil { parts[place].first = (after * 1e6).rounded() / 1e6 }
    }
    let index = indices[place]
    monitor.update { progress in
      guard progress.step == step, progress.replies.indices.contains(index) else { return }
      progress.replies[index].phase = .streaming
      if progress.replies[index].first == nil { progress.replies[index].first = after + asked }
      progress.replies[index].text = part.text
      progress.replies[index].reasoning = part.reasoning
    }
  }

  func first(place: Int) -> Double? { parts.withLock { $0[place].first } }

  /// Nil where nothing had come: then nothing is likely to be charged.
  func usage(prompt: Int) -> TokenUsage? {
    let texts = parts.withLock { $0.flatMap { [$0.latest?.text, $0.latest?.reasoning] } }
    guard texts.contains(where: { $0?.isEmpty == false }) else { return nil }
    return .settled(nil, prompt: prompt, texts: texts)
  }
}
