import Optimization
import Text

/// What just happened in plain words, for those who watch a presentation. Safe to show.
struct Caption: Hashable {
  struct Sentence: Hashable {
    var tone: EventTone
    var text: String
    init(_ tone: EventTone, _ text: String) {
      self.tone = tone
      self.text = Words.clean(text)
    }
  }

  /// The newest of all.
  var headline: Sentence
  /// What the step brought, where the headline tells something newer; else what was told shortly before.
  var detail: Sentence?
  /// What is under way, or why nothing is.
  var status: Sentence?

  init(_ state: DashboardState) {
    let step = StepCaption.newest(state)
    let news = Self.news(state)
    switch (step, news) {
    case (nil, nil):
      headline = Sentence(.state, state.run.head.started == nil ? "The run has not started yet." : "The run begins.")
    case (let step?, nil): headline = step.sentence
    case (nil, let news?): headline = news.sentence
    case (let step?, let news?) where news.time >= step.time:
      headline = news.sentence
      detail = step.sentence
    case (let step?, let news?):
      headline = step.sentence
      // A verdict is read by a whole room, and steps may be fast.
      if news.step + Self.stepsKept >= step.step { detail = news.sentence }
    }
    status = Self.status(state)
  }

  /// A sentence with the step and the time of what it tells, in seconds since the start of the run.
  typealias Told = (sentence: Sentence, step: Int, time: Double)

  /// So many steps later it may still be told.
  private static let stepsKept = 2

  // MARK: What is no step

  /// How far back is looked for something to tell.
  private static let reach = 64

  /// The newest act of people, verdict on a prediction, trap or notice.
  private static func news(_ state: DashboardState) -> Told? {
    let injected = StepCaption.injected(state)
    for happening in state.run.head.happenings.suffix(reach).reversed() {
      if let injected, injected.time >= happening.time { return injected }
      if let sentence = sentence(for: happening, state) { return (sentence, happening.step, happening.time) }
    }
    return injected
  }

  private static func sentence(for happening: Happening, _ state: DashboardState) -> Sentence? {
    switch happening.kind {
    case .steered(let command, _):
      return SteeringCaption.text(for: command, undone: happening.undone, state).map { Sentence(.person, $0) }
    case .notice(RunState.predictionNotice, let text): return verdict(state.run) ?? Sentence(.person, text)
    case .notice(let code, let text):
      let isTrap = Trap.allCases.contains { $0.code == code }
      return Sentence(.warning, isTrap ? "A trap: \(text)" : text)
    case .rejected(nil, let code, let reason):
      return Sentence(.bad, "What people typed was not taken, \(code.words): \(reason)")
    case .resumed: return Sentence(.state, "The run goes on from its log.")
    case .rejected, .retry, .improved, .failed, .state, .ended: return nil
    }
  }

  // MARK: Predictions

  /// Who was nearer, and the score.
  private static func verdict(_ run: RunState) -> Sentence? {
    let row = run.predictions.count - 1
    guard row >= 0 else { return nil }
    func words(_ loss: Double?) -> String { loss.map(Words.loss) ?? "failed" }
    let people = "People \(words(run.predictions.loss(at: row)))"
    let both = "\(people), model \(words(run.predictions.opponentLoss(at: row)))"
    let text =
      switch run.predictions.outcome(at: row) {
      case .people: "\(both): people were nearer."
      case .model: "\(both): the model was nearer."
      case .tie: "\(both): a tie."
      case .unopposed: "\(people); the model had nothing to compare it with."
      }
    let score = run.head.score
    let ties = score.ties > 0 ? ", ties \(score.ties)" : ""
    return Sentence(
      run.predictions.outcome(at: row) == .people ? .good : .person,
      "\(text) Score: people \(score.people), model \(score.model)\(ties).")
  }

  // MARK: What is under way

  private static func status(_ state: DashboardState) -> Sentence? {
    let head = state.run.head
    switch head.phase {
    case .idle: return nil
    case .ended:
      let reason = Words.joined("The run has ended, " + (head.ended?.reason.words ?? ""), head.ended?.cause ?? "")
      let end = reason.hasSuffix(".") ? "" : "."
      let best = head.best.map { " The best is #\($0.id) with loss \(Words.loss($0.loss))." } ?? ""
      return Sentence(.state, reason + end + best)
    case .waiting: return Sentence(.warning, Words.joined("Waiting for you", head.phaseReason))
    case .paused where state.replay == nil:
      if state.isStepUnderWay { return Sentence(.state, "Pausing: what is under way is finished and kept.") }
      func key(_ act: Act) -> String { state.keyMap.keys(of: act).first?.name ?? KeyBinding.of(act).name }
      return Sentence(.state, "Paused; \(key(.pauseOrResume)) goes on, \(key(.step)) does one step.")
    case .running, .paused: return underWay(state)
    }
  }

  private static func underWay(_ state: DashboardState) -> Sentence? {
    let replies = state.progress.replies
    guard state.isStepUnderWay, let first = replies.first else { return nil }
    let step = "Step \(state.progress.step)"
    if replies.count > 1 {
      let come = replies.reduce(0) { $0 + ($1.phase == .done ? 1 : 0) }
      let counted = come == 0 ? "" : " \(come) of \(replies.count) replies have come."
      return Sentence(.neutral, "\(step): the model is thinking…\(counted)")
    }
    switch first.phase {
    case .asking: return Sentence(.neutral, "\(step): the model is thinking…")
    case .streaming:
      return Sentence(.neutral, "\(step): the model is \(first.text.isEmpty ? "thinking" : "answering")…")
    case .waiting(let until, let cause, _, _):
      let seconds = Int(min(max(0, until - state.now).rounded(.up), 1e9))
      return Sentence(.warning, "\(step): no answer yet (\(cause)); the next try is in \(seconds) s.")
    case .stopped(let cause): return Sentence(.bad, "\(step): no answer (\(cause)).")
    case .done: return nil
    }
  }
}
