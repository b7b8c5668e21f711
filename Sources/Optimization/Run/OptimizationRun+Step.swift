import LanguageModels
import Text

// One step: a meta-prompt, its replies asked for concurrently, and their candidates in the order of their index.
extension OptimizationRun {
  func performStep(_ step: Int) async {
    guard let model else { return await performRandomStep(step) }
    defer { release(model) }
    await prepare(model)
    // What was injected meanwhile is judged before the step, as all that is given before it.
    guard state.head.phase == .running, ending == nil, injectionsUnderWay == 0,
      !stopsForBudget(metaPrompt(ofStep: step).messages, replies: settings.candidates)
    else { return }
    answered = []
    await carryOut(step, model)
  }

  /// Asks for what is due in a step; where its prompt is too long, it begins again with fewer rows, as often as needed.
  ///
  /// - Parameter begun: the step as the log says it was begun; nil begins it.
  private func carryOut(_ step: Int, _ model: any LanguageModel, begun: StepWork? = nil) async {
    var begun = begun
    while true {
      var work = begun ?? begin(step, model)
      begun = nil
      giveUpPlanned(&work)
      await performActs(step: step, settled: 0)
      await perform(work, model)
      guard let tooLong = promptTooLong else { return }
      promptTooLong = nil
      guard showFewerRows(than: work.started, tooLong) else { return giveUp(step, because: tooLong.sentence) }
      guard await mayBeginAgain(step, because: tooLong.sentence) else { return }
    }
  }

  private func begin(_ step: Int, _ model: any LanguageModel) -> StepWork {
    let temperature = state.head.step == step ? state.head.temperature : state.head.nextTemperature
    let prompt = metaPrompt(ofStep: step)
    let started = StepStarted(
      step: step, messages: prompt.messages, sections: prompt.sections, shown: prompt.shown,
      temperature: temperature, model: model.identity.name)
    emit(.stepStarted(started))
    watchForTraps(at: .promptShown)
    var work = StepWork(started, shown: solutions(of: prompt.shown))
    for index in answered { work.arrivals[index] = .settled }
    return work
  }

  /// A step that has begun is not left behind by a pause or a budget: it goes on with the run. False where that ends.
  private func mayBeginAgain(_ step: Int, because sentence: String) async -> Bool {
    await untilRequestsAreAllowed(metaPrompt(ofStep: step).messages)
    if ending != nil { giveUp(step, because: sentence, stops: false) }
    return ending == nil
  }

  private func metaPrompt(ofStep step: Int) -> MetaPrompt {
    let head = state.head
    return configuration.prompting.metaPrompt(
      for: PromptingContext(
        brief: problem.brief,
        rows: PromptRows.select(from: state.trajectory, head.prompt, masked: head.masked, pinned: head.pinned),
        pinned: head.pinned, guidance: head.guidance, settings: head.prompt, step: step, steps: head.steps,
        random: SeededGenerator(runSeed: settings.seed, purpose: .prompting, step: step)))
  }

  /// Goes on with a step from the log: with its own prompt, asking only for what had not come.
  func finishStep(_ unfinished: UnfinishedStep) async {
    var unfinished = unfinished
    let started = unfinished.started
    if let rows = unfinished.fewerRows {
      unfinished.tooLong = tellOfFewerRows(rows, of: started.shown.count)
    }
    defer { startedEvaluations = [:] }
    guard let model else { return await performRandomStep(started.step, except: unfinished.settled) }
    defer { release(model) }
    await prepare(model)
    answered = unfinished.settled.union(unfinished.replies.keys)
    var work = StepWork(started, shown: solutions(of: started.shown))
    work.attempts = unfinished.attempts
    for index in 0..<settings.candidates {
      if unfinished.settled.contains(index) {
        work.arrivals[index] = .settled
      } else if let reply = unfinished.replies[index] {
        work.arrivals[index] = .reply(
          ModelReply(
            text: reply.text, reasoning: reply.reasoning, model: reply.model, finish: reply.finish, usage: reply.usage))
      } else if unfinished.tooLong != nil {
        work.arrivals[index] = .settled
      }
    }
    guard let tooLong = unfinished.tooLong else { return await carryOut(started.step, model, begun: work) }
    // Nobody needs to hear again that this prompt is too long.
    await perform(work, model)
    if await mayBeginAgain(started.step, because: tooLong) { await carryOut(started.step, model) }
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
    let due = (0..<settings.candidates).filter { arrived[$0] == nil }
    if due.count > 1, offersChoices, due.count == settings.candidates {
      let task = Task { await askTogether(model, due) }
      for index in due { work?.tasks[index] = task }
      await settleArrivals()
      await task.value
    } else {
      let tasks = due.map { index in (index, Task { await ask(model, index: index) }) }
      for (index, task) in tasks { work?.tasks[index] = task }
      await settleArrivals()
      for (_, task) in tasks { await task.value }
    }
    work = nil
  }

  private func performRandomStep(_ step: Int, except settled: Set<Int>? = nil) async {
    if settled == nil {
      emit(
        .stepStarted(
          StepStarted(step: step, messages: [], sections: [], shown: [], temperature: nil, model: nil)))
    }
    await performActs(step: step, settled: settled?.count ?? 0)
    for index in 0..<settings.candidates where ending == nil && settled?.contains(index) != true {
      var generator = SeededGenerator(
        runSeed: settings.seed, purpose: .randomProposal, step: step, index: index)
      await judge(
        problem.randomProposal(using: &generator), Provenance(step: step, index: index, origin: .random))
      await performActs(step: step, settled: index + 1)
    }
    // Commands come between the steps, however fast they are.
    await Task.yield()
  }

  // MARK: Settling

  /// Takes what came for an index and settles all that now is in order.
  func arrive(_ index: Int, _ arrival: StepWork.Arrival) async {
    work?.arrivals[index] = arrival
    await settleArrivals()
  }

  private func settleArrivals() async {
    guard work?.isSettling == false else { return }
    work?.isSettling = true
    while let next = work?.settled, let arrival = work?.arrivals[next] {
      await settle(next, arrival)
      work?.settled = next + 1
      await performActs(step: state.head.step, settled: next + 1)
    }
    work?.isSettling = false
  }

  private func settle(_ index: Int, _ arrival: StepWork.Arrival) async {
    guard let work else { return }
    switch arrival {
    case .settled: break
    case .givenUp(let refusal, let usage):
      answered.insert(index)
      emit(.rejected(Rejected(step: work.step, index: index, refusal: refusal, usage: usage)))
    case .reply(let reply):
      let readings = problem.read(
        Reply(text: reply.text, finish: reply.finish), shown: work.shown, decimals: settings.prompt.decimals)
      for reading in readings {
        var provenance = Provenance(
          step: work.step, index: index, origin: .model, temperature: work.temperature, model: reply.model)
        let gist = { (span: Range<Int>?) in
          self.settings.request.showsReasoning ? ReasoningGist.gist(of: reply, answer: span) : nil
        }
        switch reading {
        case .proposal(let proposal, let span):
          provenance.span = span
          provenance.gist = gist(span)
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
