import Optimization
import Text

/// An act of people in a sentence for those who watch.
enum SteeringCaption {
  /// Not yet safe to show; nil for what the screen says anyway.
  static func text(for command: Command, undone: Command?, _ state: DashboardState) -> String? {
    switch command {
    case .pause, .resume, .step, .end: nil
    case .setTemperature(nil): "The temperature is left to the server from now on."
    case .setTemperature(let temperature?): text(forTemperature: temperature, state.run)
    case .inject(let text): "People try \(solution(text, state))."
    case .predict(let text): "People say \(solution(text, state)); what will the model say?"
    case .cancelStep: "The step is cancelled; the replies that had come are kept."
    case .setSteps(let steps): "The run now ends at step \(NumberFormat.count(steps))."
    case .mask(let ids): "The model no longer sees \(list(ids))."
    case .unmask(let ids): "The model may see \(list(ids)) again."
    case .pin(let ids): "The model will always see \(list(ids))."
    case .unpin(let ids): "The model need not see \(list(ids)) any more."
    case .setGuidance(nil): "The model is no longer told anything by people."
    case .setGuidance(let text?): "The model is told: \"\(text.truncated(toColumns: 80))\""
    case .setOrder(.bestLast): "The model will read its tries with the best last."
    case .setOrder(.bestFirst): "The model will read its tries with the best first."
    case .setOrder(.asMade): "The model will read its tries in the order in which they were made."
    case .setHistory(nil): "The model will see all tries."
    case .setHistory(0?): "The model will see no earlier try."
    case .setHistory(let rows?): "The model will see at most \(Words.count(rows, "try", "tries"))."
    case .setScoresShown(true): "The model will see the losses again."
    case .setScoresShown(false): "The model will no longer see the losses."
    case .setModel(_, nil): "No model is asked any more: proposals are random."
    case .setModel(_, let identity?): "Another model takes over: \(identity.name)."
    case .undo: undone.map { "Taken back: \(Words.command($0))." } ?? "Taken back."
    }
  }

  /// Against that of the newest step: what people see change.
  private static func text(forTemperature temperature: Double, _ run: RunState) -> String {
    let before = run.steps.temperature(ofStep: run.head.step) ?? run.head.started?.settings.temperature
    let now = "Temperature \(Words.temperature(temperature))"
    guard let before, before != temperature else { return "\(now) from the next request on." }
    return before < temperature
      ? "\(now), up from \(Words.temperature(before)): the replies will differ more."
      : "\(now), down from \(Words.temperature(before)): the replies will differ less."
  }

  /// What was typed, as the problem writes it.
  private static func solution(_ text: String, _ state: DashboardState) -> String {
    let proposals = (try? state.problem?.proposals(typed: text)) ?? []
    return (proposals.count == 1 ? proposals[0].text : text).truncated(toColumns: 60)
  }

  /// "#3", "#3 and #7", "#3, #7 and 12 more"
  private static func list(_ ids: [Int]) -> String {
    switch ids.count {
    case 0: "nothing"
    case 1: "#\(ids[0])"
    case 2: "#\(ids[0]) and #\(ids[1])"
    default: "#\(ids[0]), #\(ids[1]) and \(NumberFormat.count(ids.count - 2)) more"
    }
  }
}
