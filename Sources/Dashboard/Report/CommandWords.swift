import Optimization
import Text

// Commands in words.
extension Words {
  /// A command as the event pane names it: "temperature 0.4", "mask #3". Not yet safe to show.
  static func command(_ command: Command) -> String {
    switch command {
    case .pause: "pause"
    case .resume: "resume"
    case .step: "one step"
    case .setTemperature(nil): "temperature left to the server"
    case .setTemperature(let temperature?): "temperature \(Words.temperature(temperature))"
    case .inject(let text): "inject \(text)"
    case .predict(let text): "predict \(text)"
    case .cancelStep: "cancel the step"
    case .setSteps(let steps): "end at step \(steps)"
    case .end: "end the run"
    case .mask(let ids): "mask \(candidates(ids))"
    case .unmask(let ids): "unmask \(candidates(ids))"
    case .pin(let ids): "pin \(candidates(ids))"
    case .unpin(let ids): "unpin \(candidates(ids))"
    case .setGuidance(nil): "guidance removed"
    case .setGuidance(let text?): "guidance: \(text)"
    case .setOrder(let order): "rows \(order.words)"
    case .setHistory(nil): "all rows in the prompt"
    case .setHistory(let rows?): "at most \(Words.count(rows, "row", "rows")) in the prompt"
    case .setScoresShown(true): "scores shown"
    case .setScoresShown(false): "scores hidden"
    case .setModel(let text, _): "ask \(text)"
    case .undo: "undo"
    }
  }

  /// "#3, #7 and 12 more"
  private static func candidates(_ ids: [Int]) -> String {
    let named = ids.prefix(3).map { "#\($0)" }.joined(separator: ", ")
    return ids.count > 3 ? "\(named) and \(ids.count - 3) more" : named
  }

  /// What a person is told when a command was taken; nil where the screen shows it anyway.
  static func accepted(_ command: Command, in state: DashboardState) -> String? {
    switch command {
    case .pause: state.isStepUnderWay ? "Paused: what is under way is finished and kept." : nil
    case .setTemperature(nil): "The temperature is left to the server from the next request on."
    case .setTemperature(let temperature?): "Temperature \(Words.temperature(temperature)) from the next request on."
    case .inject: "Injected: the model sees it with the next prompt."
    case .predict: "Predicted: it is judged when the next step's replies are."
    case .setSteps(let steps): "The run ends at step \(steps)."
    case .cancelStep: "The step is cancelled; replies that have come are kept."
    case .mask(let ids): "The model no longer sees \(candidates(ids))."
    case .unmask(let ids): "The model may see \(candidates(ids)) again."
    case .pin(let ids): "\(candidates(ids)): in every prompt from the next step on."
    case .unpin(let ids): "\(candidates(ids)): left to the prompt's own choice again."
    case .setGuidance(nil): "The guidance is gone from the next prompt on."
    case .setGuidance: "The model reads it from the next step on, until it is removed."
    case .setOrder(let order): "Rows \(order.words) from the next prompt on."
    case .setHistory(nil): "The next prompt shows all rows."
    case .setHistory(let rows?): "The next prompt shows at most \(Words.count(rows, "row", "rows"))."
    case .setScoresShown(let isShown): "The next prompt \(isShown ? "shows" : "hides") the losses."
    case .setModel("none", _): "No model is asked from the next step on: proposals are random."
    case .setModel(let text, let identity): "\(clean(identity?.name ?? text)) is asked from the next step on."
    case .undo: "Taken back."
    case .resume, .step, .end: nil
    }
  }
}

extension PromptSettings.Order {
  var words: String {
    switch self {
    case .bestLast: "best last"
    case .bestFirst: "best first"
    case .asMade: "as made"
    }
  }
}
