import LanguageModels
import Optimization
import Text

/// A state in words, so that what a log folds to can be kept in a file and compared.
enum StateDump {
  static func text(of state: RunState) -> String {
    let head = state.head
    var lines = [
      "run \(head.started?.id ?? "-") of \(head.started?.problem.name ?? "-"), started \(head.started?.started ?? "-")",
      "parent \(head.started?.parent.map { "\($0.id) \($0.file) \($0.n)" } ?? "-")",
      "phase \(head.phase.rawValue) \"\(head.phaseReason)\", step \(head.step) of \(head.steps), events \(head.events)",
      "time \(head.time), active \(head.activeSeconds)",
      "temperature \(words(head.temperature)), next \(words(head.nextTemperature))",
      "model \(head.model?.name ?? "-"), served \(head.servedModel ?? "-")",
      "rows \(words(head.prompt.history)) \(head.prompt.order.rawValue) scores \(head.prompt.scoresShown)",
      "masked \(head.masked.sorted()) pinned \(head.pinned.sorted()) guidance \(head.guidance ?? "-")",
      "undoable \(head.undoable.count), acts done \(head.actsDone), prediction \(head.prediction?.text ?? "-")",
      "score \(head.score.people) \(head.score.model) \(head.score.ties) \(head.score.unopposed)",
      "best \(head.best.map { "#\($0.id) \($0.loss)" } ?? "-"), improved at step \(head.improvedAtStep)",
      "replies \(head.counts.replies), retries \(head.counts.retries)",
      "rejected "
        + head.counts.rejected.map { "\($0.key.rawValue) \($0.value)" }.sorted().joined(separator: ", "),
      "origins " + head.counts.origins.map { "\($0.key.rawValue) \($0.value)" }.sorted().joined(separator: ", "),
      "tokens \(head.tokens.total)",
      "traps " + head.activeTraps.map { "\($0.trap.code): \($0.text)" }.joined(separator: "; "),
      "ended \(head.ended.map { "\($0.reason.rawValue) \(words($0.best)) \($0.cause ?? "-")" } ?? "-")",
    ]
    lines += candidates(state.trajectory) + replies(state.replies) + steps(state.steps) + predictions(state.predictions)
    lines += head.happenings.map { "\($0.time) step \($0.step): \(words($0.kind))" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func candidates(_ trajectory: Trajectory) -> [String] {
    (0..<trajectory.count).map { row in
      "#\(trajectory.id(at: row)) step \(trajectory.step(at: row)) index \(words(trajectory.index(at: row))) "
        + "\(trajectory.origins[row].rawValue) \(trajectory.text(at: row)) \(Array(trajectory.numbers(at: row))) "
        + "loss \(words(trajectory.loss(at: row))) best \(trajectory.bestSoFar[row]) at \(trajectory.times[row]) "
        + "temperature \(words(trajectory.temperature(at: row))) gist \(trajectory.gist(at: row) ?? "-")"
    }
  }

  private static func replies(_ replies: ReplyHistory) -> [String] {
    (0..<replies.count).map { row in
      let verdict =
        switch replies.verdict(at: row) {
        case .pending: "pending"
        case .candidate(let id, let span): "#\(id) \(words(span))"
        case .rejected(let code, let span, let of): "\(code.rawValue) \(words(span)) of \(words(of))"
        }
      return "reply \(replies.steps[row]) \(replies.indices[row]): \(verdict)"
    }
  }

  private static func steps(_ steps: StepHistory) -> [String] {
    (0..<steps.count).map { row in
      let figures = steps.figures(at: row)
      return
        "step \(steps.step(at: row)) temperature \(words(steps.temperature(at: row))) model \(steps.model(at: row) ?? "-") "
        + "shown \(steps.shownCount(at: row)): \(figures.replies) \(figures.accepted) \(figures.duplicates) \(figures.rejected)"
    }
  }

  private static func predictions(_ predictions: Predictions) -> [String] {
    (0..<predictions.count).map { row in
      "prediction of step \(predictions.step(at: row)) \(predictions.text(at: row)) \(words(predictions.loss(at: row)))"
    }
  }

  private static func words(_ kind: Happening.Kind) -> String {
    switch kind {
    case .steered(let command, let source): "\(command.name) (\(source.rawValue))"
    case .rejected(let index, let code, let reason): "\(words(index)) \(code.rawValue): \(reason)"
    case .retry(let index, let attempt, let cause, let wait): "\(index) try \(attempt) \(cause) \(words(wait))"
    case .improved(let id, let loss, let origin): "#\(id) \(loss) by \(origin.rawValue)"
    case .failed(let id, let reason): "#\(id) failed: \(reason)"
    case .state(let state, let reason): "\(state.rawValue) \(reason)"
    case .notice(let code, let text): "\(code): \(text)"
    case .resumed: "resumed"
    case .ended(let reason, let cause): "ended \(reason.rawValue) \(cause ?? "-")"
    }
  }

  private static func words(_ span: Span?) -> String { span.map { "\($0.from)..<\($0.to)" } ?? "-" }
  private static func words<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "-" }
}
