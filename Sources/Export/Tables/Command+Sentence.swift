import Optimization
import Text

extension Command {
  /// What was done, in a few words: "mask #12"; text of a person, not yet safe to show.
  var sentence: String {
    func list(_ ids: [Int]) -> String { ids.map { "#\($0)" }.joined(separator: " ") }
    switch self {
    case .setTemperature(let value):
      return "temperature " + (value.map { NumberFormat.compact($0) } ?? "left to the server")
    case .inject(let text): return "inject " + text
    case .setSteps(let steps): return "steps \(steps)"
    case .mask(let ids), .unmask(let ids), .pin(let ids), .unpin(let ids): return "\(name) \(list(ids))"
    case .setGuidance(let text): return text.map { "guidance: " + $0 } ?? "guidance removed"
    case .setOrder(let order): return "order \(order.rawValue)"
    case .setHistory(let rows): return "rows " + (rows.map(String.init) ?? "all")
    case .setScoresShown(let isShown): return "scores " + (isShown ? "shown" : "hidden")
    case .predict(let text): return "predict " + text
    case .setModel(let text, _): return "model " + text
    case .pause, .resume, .step, .cancelStep, .end, .undo: return name
    }
  }
}
