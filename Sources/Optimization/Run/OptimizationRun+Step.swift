import LanguageModels
import Text

// One step: a meta-prompt, its replies asked for concurrently, and their candidates in the order of their index.
extension OptimizationRun {
  func performStep(_ step: Int) async {
    guard let model = configuration.model else { return await performRandomStep(step) }
    let temperature = state.head.temperature
    let head = state.head
    let prompt = configuration.prompting.metaPrompt(
      for: PromptingContext(
        brief: problem.brief,
        rows: PromptRows.select(from: state.trajectory, head.prompt, masked: head.masked, pinned: head.pinned),
        pinned: head.pinned, guidance: head.guidance, settings: head.prompt, step: step, steps: head.steps,
        random: SeededGenerator(runSeed: settings.seed, purpose: .prompting, step: step)))
    emit(
      .stepStarted(
        StepStarted(
          step: step, messages: prompt.messages, sections: prompt.sections, shown: prompt.shown,
          temperature: temperature, model: model.identity.name)))
    watchForTraps(at: .promptShown)
    await perform(
      StepWork(
        step: step, temperature: temperature, messages: prompt.messages, shown: solutions(of: prompt.shown)), model)
  }

  /// Goes on with a step from the log: with its own prompt, asking only for what had not come.
  func finishStep(_ unfinished: UnfinishedStep) async {
    let started = unfinished.started
    guard let model = configuration.model else {
      return await performRandomStep(started.step, except: unfinished.settled)
    }
    var work = StepWork(
      step: started.step, temperature: started.temperature, messages: started.messages,
      shown: solutions(of: started.shown))
    work.attempts = unfinished.attempts
    for index in 0..<settings.candidates {
      if unfinished.settled.contains(index) {
        work.arrivals[index] = .settled
      } else if let reply = unfinished.replies[index] {
        work.arrivals[index] = .reply(
          ModelReply(
            text: reply.text, reasoning: reply.reasoning, model: reply.model, finish: reply.finish, usage: reply.usage))
      }
    }
    await perform(work, model)
  }

  private func solutions(of ids: [Int]) -> [AnyProblem.Shown] {
    let trajectory = state.trajectory
    return ids.compactMap { id in
      trajectory.row(of: id).map { row in
        trajectory.parameters.isEmpty
          ? AnyProblem.Shown(id: id, solution: trajectory.solution(at: row))
          : AnyProblem.Shown(id: id, numbers: Array(trajectory.numbers(at: row)))
      }
    }
  }

  private func perform(_ step: StepWork, _ model: any LanguageModel) async {
    let now = elapsed
    let arrived = step.arrivals
    monitor.update { progress in
      progress = Progress(
        step: step.step,
        replies: (0..<settings.candidates).map { index in
          ReplyUnderWay(index: index, phase: arrived[index] == nil ? .asking : .done, asked: now)
        })
    }
    work = step
    let tasks = (0..<settings.candidates).filter { arrived[$0] == nil }.map { index in
      (index, Task { await ask(model, index: index) })
    }
    for (index, task) in tasks { work?.tasks[index] = task }
    await settleArrivals()
    for (_, task) in tasks { await task.value }
    work = nil
  }

  private func performRandomStep(_ step: Int, except settled: Set<Int>? = nil) async {
    if settled == nil {
      emit(
        .stepStarted(
          StepStarted(step: step, messages: [], sections: [], shown: [], temperature: nil, model: nil)))
    }
    for index in 0..<settings.candidates where ending == nil && settled?.contains(index) != true {
      var generator = SeededGenerator(
        runSeed: settings.seed, purpose: .randomProposal, step: step, index: index)
      await judge(
        problem.randomProposal(using: &generator), Provenance(step: step, index: index, origin: .random))
    }
    // Commands come between the steps, however fast they are.
    await Task.yield()
  }

  // MARK: Asking

  private func ask(_ model: any LanguageModel, index: Int) async {
    guard let work else { return }
    let firstAttempt = work.attempts[index] ?? 1
    var attempt = firstAttempt
    // Tries since the person last said go on.
    var tries = 1
    while true {
      if attempt > firstAttempt { await untilRequestsAreAllowed() }
      if Task.isCancelled || (attempt > firstAttempt && ending != nil) {
        return await arrive(index, .givenUp(Self.cancelled))
      }
      var seeds = SeededGenerator(
        runSeed: settings.seed, purpose: .replySeed, step: work.step, index: index, attempt: attempt)
      let request = ModelRequest(
        messages: work.messages, temperature: work.temperature, seed: seeds.integer(in: 0...Int(Int32.max)),
        replyTokens: settings.replyTokens, place: RequestPlace(step: work.step, index: index, attempt: attempt))
      emit(
        .asked(Asked(step: work.step, index: index, attempt: attempt, role: "optimizer", seed: request.seed)))
      do {
        let reply = try await reply(from: model, to: request, work.step, index, attempt)
        return await arrive(index, .reply(reply))
      } catch let error as ModelError {
        guard await waitAfter(error, work.step, index, attempt: attempt, try: tries) else {
          // The tries are used up or would not help.
          guard settings.attended else { return await arrive(index, .givenUp(Self.unanswered(error))) }
          attempt += 1
          tries = 1
          continue
        }
        attempt += 1
        tries += 1
      } catch {
        return await arrive(index, .givenUp(Self.cancelled))
      }
    }
  }

  private func reply(
    from model: any LanguageModel, to request: ModelRequest, _ step: Int, _ index: Int, _ attempt: Int
  ) async throws -> ModelReply {
    let asked = elapsed
    let start = clock.now
    let clock = clock
    progress(index) { $0 = ReplyUnderWay(index: index, asked: asked) }
    let monitor = monitor
    let reply = try await model.reply(to: request) { partial in
      let now = clock.now - start + asked
      monitor.update { progress in
        guard progress.step == step, progress.replies.indices.contains(index) else { return }
        progress.replies[index].phase = .streaming
        if progress.replies[index].first == nil { progress.replies[index].first = now }
        progress.replies[index].text = partial.text
        progress.replies[index].reasoning = partial.reasoning
      }
    }
    var first: Double?
    progress(index) { underWay in
      first = underWay.first.map { (($0 - asked) * 1e6).rounded() / 1e6 }
      underWay.phase = .done
      underWay.text = reply.text
      underWay.reasoning = reply.reasoning
    }
    emit(
      .reply(
        ReplyEvent(
          step: step, index: index, attempt: attempt, role: "optimizer", text: reply.text, reasoning: reply.reasoning,
          model: reply.model, finish: reply.finish, usage: reply.usage,
          seconds: ((clock.now - start) * 1e6).rounded() / 1e6, first: first)))
    return reply
  }

  /// Waits before the next try. False where there is none: then the run has been stopped for that cause.
  private func waitAfter(
    _ error: ModelError, _ step: Int, _ index: Int, attempt: Int, try tries: Int
  ) async -> Bool {
    // Jitter is outside the run: it changes when something is asked, never what.
    let jitter = Double.random(in: 0..<1)
    let wait: Duration
    switch configuration.retries.decision(afterAttempt: tries, error, random: jitter) {
    case .wait(let duration): wait = duration
    case .giveUp(let sentence):
      emit(.retry(Retry(step: step, index: index, attempt: attempt, cause: error.cause, wait: nil)))
      progress(index) { $0.phase = .stopped(cause: sentence) }
      stop(for: sentence, reason: .failed)
      return false
    }
    let seconds = ((wait / .seconds(1)) * 1e3).rounded() / 1e3
    emit(.retry(Retry(step: step, index: index, attempt: attempt, cause: error.cause, wait: seconds)))
    let until = elapsed + seconds
    let limit = configuration.retries.tries
    progress(index) { $0.phase = .waiting(until: until, cause: error.cause, nextAttempt: tries + 1, of: limit) }
    work?.waiting.insert(index)
    if ending != nil { work?.cancelWaiting() }
    defer { work?.waiting.remove(index) }
    // A cancelled wait is seen by the caller, at its task.
    try? await clock.sleep(seconds: seconds)
    return true
  }

  /// A retry is a further request: it waits while the run is paused.
  private func untilRequestsAreAllowed() async {
    while state.head.phase != .running, ending == nil, !Task.isCancelled { await commandGiven() }
  }

  private func progress(_ index: Int, _ body: (inout ReplyUnderWay) -> Void) {
    monitor.update { progress in
      guard progress.replies.indices.contains(index) else { return }
      body(&progress.replies[index])
    }
  }

  private static let cancelled = Refusal(.cancelled, "The step was cancelled before this reply had come.")

  private static func unanswered(_ error: ModelError) -> Refusal {
    Refusal(.cancelled, "No reply came: \(error.sentence)")
  }

  // MARK: Settling

  /// Takes what came for an index and settles all that now is in order.
  private func arrive(_ index: Int, _ arrival: StepWork.Arrival) async {
    work?.arrivals[index] = arrival
    await settleArrivals()
  }

  private func settleArrivals() async {
    guard work?.isSettling == false else { return }
    work?.isSettling = true
    while let next = work?.settled, let arrival = work?.arrivals[next] {
      await settle(next, arrival)
      work?.settled = next + 1
    }
    work?.isSettling = false
  }

  private func settle(_ index: Int, _ arrival: StepWork.Arrival) async {
    guard let work else { return }
    switch arrival {
    case .settled: break
    case .givenUp(let refusal):
      emit(.rejected(Rejected(step: work.step, index: index, refusal: refusal)))
    case .reply(let reply):
      let readings = problem.read(
        Reply(text: reply.text, finish: reply.finish), shown: work.shown, decimals: settings.prompt.decimals)
      for reading in readings {
        var provenance = Provenance(
          step: work.step, index: index, origin: .model, temperature: work.temperature, model: reply.model)
        switch reading {
        case .proposal(let proposal, let span):
          provenance.span = span
          await judge(proposal, provenance)
        case .refused(let refusal):
          if let proposal = repeated(refusal) {
            provenance.span = refusal.span
            await judge(proposal, provenance)
          } else {
            emit(.rejected(Rejected(step: work.step, index: index, refusal: refusal)))
          }
        }
      }
    }
  }

  /// The shown solution that a reply repeated, where repeats are to be evaluated again.
  private func repeated(_ refusal: Refusal) -> AnyProblem.Proposal? {
    guard settings.repeats == .evaluate, refusal.code == .duplicate, let of = refusal.of,
      let row = state.trajectory.row(of: of)
    else { return nil }
    return problem.proposal(from: state.trajectory.solution(at: row))
  }
}
