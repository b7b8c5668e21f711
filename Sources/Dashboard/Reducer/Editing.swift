import Optimization
import Text

extension DashboardState {
  /// A key while a field is open.
  mutating func edit(_ key: KeyPress) -> [Effect] {
    guard var open = field else { return [] }
    switch (key.key, key.modifiers) {
    case (.escape, _):
      field = nil
      return []
    case (.enter, _): return submit(open)
    case (.backspace, _): open.field.deleteBackward()
    case (.delete, _): open.field.deleteForward()
    case (.left, _): open.field.moveLeft()
    case (.right, _): open.field.moveRight()
    case (.home, _), (.character("a"), .control): open.field.moveToStart()
    case (.end, _), (.character("e"), .control): open.field.moveToEnd()
    case (.character("u"), .control): open.field.deleteToStart()
    case (.character("w"), .control): open.field.deleteWordBackward()
    case (.character(let character), let modifiers) where modifiers.isEmpty || modifiers == .shift:
      open.field.insert(character)
    default: return []
    }
    open.complaint = nil
    field = open
    return []
  }

  /// What the open field takes, in a few words.
  public var fieldHint: String {
    guard let field else { return "" }
    switch field.purpose {
    case .temperature: return "0 to 2; empty leaves it to the server"
    case .inject:
      let names = problem?.space.parameterNames ?? run.trajectory.parameters
      let order = names.isEmpty ? "" : " in the order \(names.joined(separator: " "))"
      return "numbers\(order), several divided by ;"
    case .steps: return "the step that the run ends at: \(max(1, run.head.step)) to \(OptimizationRun.mostSteps)"
    case .jump: return "a step from 0 to \(run.head.steps)"
    }
  }

  private mutating func submit(_ open: OpenField) -> [Effect] {
    let text = String(open.field.string.trimmingPrefix { $0.isWhitespace }).trimmedEnd
    switch effect(of: text, for: open.purpose) {
    case .success(let effect):
      field = nil
      return [effect]
    case .failure(let error):
      field?.complaint = error.description
      return []
    }
  }

  private func effect(of text: String, for purpose: OpenField.Purpose) -> Result<Effect, InputError> {
    switch purpose {
    case .temperature:
      if text.isEmpty { return .success(.command(.setTemperature(nil))) }
      guard let value = Double(text), OptimizationRun.temperatures.contains(value) else {
        return .failure(InputError("\"\(text)\" is no temperature: allowed are 0 to 2, or nothing."))
      }
      return .success(.command(.setTemperature(value)))
    case .inject:
      if text.isEmpty { return .failure(InputError("Type at least one solution, or esc to leave.")) }
      do {
        _ = try problem?.proposals(typed: text)
        return .success(.command(.inject(text)))
      } catch {
        return .failure(InputError("\(error)"))
      }
    case .steps:
      let least = max(1, run.head.step)
      guard let steps = Int(text), (least...OptimizationRun.mostSteps).contains(steps) else {
        return .failure(
          InputError("\"\(text)\" is no number of steps: allowed are \(least) to \(OptimizationRun.mostSteps)."))
      }
      return .success(.command(.setSteps(steps)))
    case .jump:
      guard let step = Int(text), step >= 0 else {
        return .failure(InputError("\"\(text)\" is no step: allowed are whole numbers from 0."))
      }
      return .success(.replay(.jump(toStep: step)))
    }
  }
}

extension String {
  /// Without blanks at its end.
  var trimmedEnd: String {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
