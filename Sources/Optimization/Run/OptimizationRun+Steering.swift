import Text

// What a person or another program asks of a run.
extension OptimizationRun {
  /// What services accept.
  public static let temperatures = 0.0...2.0
  /// The furthest step that a run can be told to end at.
  public static let mostSteps = 1_000_000
  /// The most rows that a prompt can be limited to.
  public static let mostRows = 1_000_000

  /// Does what a person or another program asks, or says why not. What is accepted is logged.
  public func perform(_ command: Command, source: CommandSource) async -> CommandOutcome {
    guard state.head.phase != .idle else { return .refused("The run has not started yet.") }
    guard state.head.phase != .ended else { return .refused("The run has ended.") }
    defer { wake() }
    if case .inject(let text) = command { return await inject(text, source) }
    if case .setModel(let text, _) = command { return change(modelTo: text, source) }
    let command = normalized(command)
    if let reason = whyNot(command) { return .refused(reason) }
    let undone = command == .undo ? state.head.nextUndo : nil
    emit(.steered(Steered(step: state.head.step, command: command, source: source, of: undone)))
    carryOut(command, source)
    if command == .undo { followModel() }
    return .accepted
  }

  private func change(modelTo text: String, _ source: CommandSource) -> CommandOutcome {
    do {
      let (command, new) = try chosen(text)
      if new?.identity == model?.identity { return .refused("That model is asked already.") }
      emit(.steered(Steered(step: state.head.step, command: command, source: source)))
      use(new)
      return .accepted
    } catch {
      return .refused("\(error)")
    }
  }

  /// As the log keeps it: each id once, guidance without the blanks around it.
  private func normalized(_ command: Command) -> Command {
    func distinct(_ ids: [Int]) -> [Int] {
      var seen: Set<Int> = []
      return ids.filter { seen.insert($0).inserted }
    }
    return switch command {
    case .mask(let ids): .mask(ids: distinct(ids))
    case .unmask(let ids): .unmask(ids: distinct(ids))
    case .pin(let ids): .pin(ids: distinct(ids))
    case .unpin(let ids): .unpin(ids: distinct(ids))
    case .setGuidance(let text): .setGuidance(Guidance.normalized(text))
    default: command
    }
  }

  private func whyNot(_ command: Command) -> String? {
    let head = state.head
    switch command {
    case .pause:
      switch head.phase {
      case .paused: return "The run is already paused."
      case .waiting: return "The run already waits: \(head.phaseReason)"
      default: return nil
      }
    case .resume:
      return head.phase == .running && pauseStep == nil ? "The run is not paused." : whyLogIsStuck()
    case .step:
      return head.phase == .running && pauseStep != nil
        ? "The run already pauses after this step." : whyLogIsStuck()
    case .setTemperature(let temperature):
      guard let temperature, !Self.temperatures.contains(temperature) else { return nil }
      return "The temperature \(temperature) is out of range: allowed are 0 to 2."
    case .cancelStep: return work == nil && preparation == nil ? "No step is under way." : nil
    case .setSteps(let steps):
      let least = max(1, head.step)
      return (least...Self.mostSteps).contains(steps)
        ? nil : "\(steps) steps are not possible: allowed are \(least) to \(Self.mostSteps)."
    case .mask, .unmask, .pin, .unpin, .setGuidance, .setOrder, .setHistory, .setScoresShown:
      if model == nil { return "No model is asked in this run, so there is no prompt to change." }
      return whyNotInPrompt(command)
    case .undo: return head.canUndo ? nil : "Nothing to undo: \(whyNothingToUndo)."
    case .predict(let text): return whyNotPredicted(text)
    case .end, .inject, .setModel: return nil
    }
  }

  private func whyLogIsStuck() -> String? {
    if sink.failure != nil { sink.retry() }
    return sink.failure
  }

  // MARK: What the model sees

  private func whyNotInPrompt(_ command: Command) -> String? {
    let head = state.head
    switch command {
    case .mask(let ids), .unmask(let ids), .pin(let ids), .unpin(let ids):
      guard let first = ids.first else { return "No candidate is named: \(command.name) takes the numbers of some." }
      if let unknown = ids.first(where: { state.trajectory.row(of: $0) == nil }) {
        return "There is no candidate #\(unknown)."
      }
      if case .pin = command, let failed = ids.first(where: { !hasLoss($0) }) {
        return "#\(failed) could not be judged, and a prompt shows only candidates with a loss."
      }
      guard head.markChange(by: command).isEmpty else { return nil }
      let which = ids.count == 1 ? "#\(first) is" : "All \(ids.count) of them are"
      return switch command {
      case .mask: "\(which) masked already."
      case .unmask: "\(which) not masked."
      case .pin: "\(which) pinned already."
      default: "\(which) not pinned."
      }
    case .setGuidance(let text):
      guard let text else { return head.guidance == nil ? "There is no guidance to remove." : nil }
      let count = text.unicodeScalars.count
      if count > Guidance.limit {
        return "The guidance has \(count) characters: allowed are at most \(Guidance.limit)."
      }
      return text == head.guidance ? "The guidance already says that." : nil
    case .setOrder(let order):
      return head.prompt.order == order ? "The rows are already in the order \(order.rawValue)." : nil
    case .setHistory(let rows):
      if let rows, !(0...Self.mostRows).contains(rows) {
        return "\(rows) rows are not possible: allowed are 0 to \(Self.mostRows), or all."
      }
      guard head.prompt.history == rows else { return nil }
      return rows.map { "The prompt already shows at most \($0) rows." } ?? "The prompt already shows all rows."
    case .setScoresShown(let isShown):
      return head.prompt.scoresShown == isShown ? "The scores are already \(isShown ? "shown" : "hidden")." : nil
    default: return nil
    }
  }

  private func hasLoss(_ id: Int) -> Bool {
    state.trajectory.row(of: id).flatMap { state.trajectory.loss(at: $0) } != nil
  }

  private var whyNothingToUndo: String {
    state.head.undoable.isEmpty
      ? "nothing of the prompt, the temperature or the steps has been changed, or all of it was taken back"
      : "the run has passed the number of steps that it had before"
  }

  // MARK: Predictions

  private func whyNotPredicted(_ text: String) -> String? {
    if ending != nil { return "The run is ending: there is no next step to predict." }
    if state.head.step >= state.head.steps {
      return "The run ends at step \(state.head.steps): there is no next step to predict."
    }
    let proposals: [AnyProblem.Proposal]
    do {
      proposals = try problem.proposals(typed: text)
    } catch {
      return "\(error)"
    }
    guard proposals.count == 1 else { return "A prediction is one solution; \(proposals.count) were typed." }
    // What the model may not repeat, people may not either: the best so far would win most steps.
    if settings.repeats == .reject, let first = firstCandidates[proposals[0].key] {
      return "\(proposals[0].text) is already in the trajectory as #\(first): predict something new."
    }
    return nil
  }

  /// Judges what a person predicted for the step under way, once the step is settled.
  func judgePrediction() async {
    guard let pending = state.head.predictionUnderWay else { return }
    guard let proposal = try? problem.proposals(typed: pending.text).first else { return }
    let evaluation = await evaluated(proposal.solution, id: nil, step: pending.step)
    var event = PredictionEvent(step: pending.step, solution: proposal.solution, text: proposal.text, loss: nil)
    switch evaluation.loss {
    case .success(let loss): event.loss = loss
    case .failure(let failure): event.failure = failure
    }
    emit(.prediction(event))
  }

  // MARK: Carrying out

  private func carryOut(_ command: Command, _ source: CommandSource) {
    let head = state.head
    switch command {
    case .pause: emit(.state(StateChange(.paused, reason: "Paused by a person.")))
    case .resume:
      pauseStep = nil
      goOn()
    case .step:
      let isMidStep = work != nil && head.phase == .running
      pauseStep = isMidStep ? head.step : head.step + 1
      goOn()
    case .cancelStep:
      preparation?.cancel()
      work?.cancel()
    case .end(let immediately):
      let reason: RunEnded.Reason = source == .signal ? .interrupted : .person
      if ending == nil { ending = Ending(reason: reason) }
      if immediately { work?.cancel() } else { work?.cancelWaiting() }
      preparation?.cancel()
    // These are in force with the event.
    case .setTemperature, .setSteps, .inject, .mask, .unmask, .pin, .unpin, .setGuidance, .setOrder, .setHistory,
      .setScoresShown, .setModel, .undo, .predict:
      break
    }
  }

  private func goOn() {
    if state.head.phase != .running { emit(.state(StateChange(.running, reason: ""))) }
  }

  private func inject(_ text: String, _ source: CommandSource) async -> CommandOutcome {
    let proposals: [AnyProblem.Proposal]
    do {
      proposals = try problem.proposals(typed: text)
    } catch {
      return .refused("\(error)")
    }
    let known = proposals.compactMap { firstCandidates[$0.key] }
    if settings.repeats == .reject, known.count == proposals.count, let first = known.first {
      return .refused("\(proposals[0].text) is already in the trajectory as #\(first).")
    }
    emit(.steered(Steered(step: state.head.step, command: .inject(text), source: source)))
    // All have their ids and their step at once: what happens while they are judged moves none of them.
    let provenance = Provenance(step: state.head.step, origin: .person)
    let admitted = proposals.map { (proposal: $0, id: admit($0, provenance)) }
    injectionsUnderWay += 1
    defer { injectionsUnderWay -= 1 }
    for case (let proposal, let id?) in admitted { await evaluate(proposal, provenance, id: id) }
    return .accepted
  }
}
