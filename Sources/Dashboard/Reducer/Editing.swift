import Optimization
import Text

extension TextField {
  /// Takes a key of a line editor; false where it is none of them.
  mutating func take(_ key: KeyPress) -> Bool {
    switch (key.key, key.modifiers) {
    case (.backspace, _): deleteBackward()
    case (.delete, _): deleteForward()
    case (.left, _): moveLeft()
    case (.right, _): moveRight()
    case (.home, _), (.character("a"), .control): moveToStart()
    case (.end, _), (.character("e"), .control): moveToEnd()
    case (.character("u"), .control): deleteToStart()
    case (.character("w"), .control): deleteWordBackward()
    case (.character(let character), let modifiers) where modifiers.isEmpty || modifiers == .shift: insert(character)
    default: return false
    }
    return true
  }
}

extension DashboardState {
  /// A key while a field is open.
  mutating func edit(_ key: KeyPress) -> [Effect] {
    guard var open = field else { return [] }
    switch key.key {
    case .escape: field = nil
    case .enter: return submit(open.field.string, for: open.act)
    default:
      guard open.field.take(key) else { return [] }
      open.complaint = nil
      field = open
    }
    return []
  }

  /// What the open field takes, in a few words.
  public var fieldHint: String {
    guard let field else { return "" }
    switch field.act {
    case .temperature: return "0 to 2; empty leaves it to the server"
    case .model: return "openai:NAME, ollama:, llama:FILE.gguf, embedded, none; tiller models lists all"
    case .inject: return "numbers\(parameterOrder), several divided by ;"
    case .predict: return "one solution\(parameterOrder)"
    case .setSteps: return "the step that the run ends at: \(max(1, run.head.step)) to \(OptimizationRun.mostSteps)"
    case .jump: return jumpHint
    case .speed: return "0.25, 0.5, 1 to 64 times the run's speed, or step for one step a second"
    case .guidance: return "words to the model, in every prompt; empty removes them"
    case .rows: return "the most rows that the prompt shows: 0 to 1000000, or all"
    case .filter: return "person, loss<20, step>=5, !model; empty shows all"
    default: return ""
    }
  }

  private var parameterOrder: String {
    let names = problem?.space.parameterNames ?? run.trajectory.parameters
    return names.isEmpty ? "" : " in the order \(names.map(Words.clean).joined(separator: " "))"
  }

  /// Takes the text for an act, from a field or from a line. A field with a text that cannot be taken stays open.
  mutating func submit(_ text: String, for act: Act) -> [Effect] {
    let text = String(text.trimmingPrefix { $0.isWhitespace }).trimmedEnd
    do {
      let effects = try carryOut(act, with: text)
      field = nil
      return effects
    } catch {
      if field?.act == act {
        field?.complaint = error.description
      } else {
        say(error.description, .refused)
      }
      return []
    }
  }

  private mutating func carryOut(_ act: Act, with text: String) throws(InputError) -> [Effect] {
    switch act {
    case .temperature: return [.command(.setTemperature(try temperature(text)))]
    case .model:
      if text.isEmpty { throw InputError("Type a model, as openai:NAME or none, or esc to leave.") }
      return [.command(.setModel(text, nil))]
    case .inject:
      if text.isEmpty { throw InputError("Type at least one solution, or esc to leave.") }
      try checkSolutions(text, isSingle: false)
      return [.command(.inject(text))]
    case .predict:
      if text.isEmpty { throw InputError("Type a solution, or esc to leave.") }
      try checkSolutions(text, isSingle: true)
      return [.command(.predict(text))]
    case .setSteps:
      return [
        .command(.setSteps(try count(text, max(1, run.head.step)...OptimizationRun.mostSteps, "number of steps")))
      ]
    case .fork:
      guard let step = Int(text), step >= 0 else {
        throw InputError("\"\(text)\" is no step: allowed are 0 to \(lastStepDone).")
      }
      return [.fork(afterStep: step)]
    case .jump: return [.replay(try jump(text))]
    case .speed:
      guard let pace = ReplayPace(typed: text) else {
        throw InputError("\"\(text)\" is no speed: allowed are 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, or step.")
      }
      return [.replay(.pace(pace))]
    case .guidance: return [.command(.setGuidance(text.isEmpty || text.lowercased() == "none" ? nil : text))]
    case .rows:
      if text.lowercased() == "all" { return [.command(.setHistory(nil))] }
      guard let rows = Int(text), (0...1_000_000).contains(rows) else {
        throw InputError("\"\(text)\" is no number of rows: allowed are 0 to 1000000, or all.")
      }
      return [.command(.setHistory(rows))]
    case .order:
      guard let order = PromptSettings.Order(rawValue: text) else {
        let names = PromptSettings.Order.allCases.map(\.rawValue).joined(separator: ", ")
        throw InputError("\"\(text)\" is no order: allowed are \(names).")
      }
      return [.command(.setOrder(order))]
    case .scores:
      guard let isShown = ["shown": true, "hidden": false][text] else {
        throw InputError("\"\(text)\" is neither shown nor hidden.")
      }
      return [.command(.setScoresShown(isShown))]
    case .mask, .pin: return [.command(try marking(act, text))]
    case .filter:
      let parameters = run.trajectory.parameters
      filter(text.isEmpty ? nil : try TableFilter(text, parameters: parameters, lossLabel: lossLabel))
    case .sort: sort(by: try tableSort(text))
    case .prompt:
      let newest = run.head.current?.step ?? 0
      let step = try count(text, 1...max(1, newest), "step with a prompt")
      words.promptStep = step
      if focus != .prompt { toggle(.prompt) }
    case .reply: try showReply(text)
    case .layout:
      guard let kind = Arrangement.Kind(rawValue: text) else {
        let names = Arrangement.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw InputError("\"\(text)\" is no layout: allowed are \(names).")
      }
      change(kind)
    case .plane: try showPlane(text)
    case .theme: return [.findTheme(text)]
    case .export: return try exportEffects(of: text)
    default: return perform(act)
    }
    return []
  }

  // MARK: What texts mean

  private func temperature(_ text: String) throws(InputError) -> Double? {
    if text.isEmpty || text.lowercased() == "none" { return nil }
    guard let value = Double(text), OptimizationRun.temperatures.contains(value) else {
      throw InputError("\"\(text)\" is no temperature: allowed are 0 to 2, or nothing.")
    }
    return value
  }

  private func count(_ text: String, _ range: ClosedRange<Int>, _ what: String) throws(InputError) -> Int {
    guard let value = Int(text), range.contains(value) else {
      throw InputError("\"\(text)\" is no \(what): allowed are \(range.lowerBound) to \(range.upperBound).")
    }
    return value
  }

  private func checkSolutions(_ text: String, isSingle: Bool) throws(InputError) {
    guard let problem else { return }
    let count: Int
    do {
      count = try problem.proposals(typed: text).count
    } catch {
      throw (error as? InputError) ?? InputError("\(error)")
    }
    if isSingle, count != 1 { throw InputError("A prediction is one solution; here are \(count).") }
  }

  /// `#12`, or several: `12 15`.
  private func marking(_ act: Act, _ text: String) throws(InputError) -> Command {
    var ids: [Int] = []
    for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
      guard let id = Int(word.first == "#" ? word.dropFirst() : word) else {
        throw InputError("\"\(word)\" is no candidate: its number is needed, as #12.")
      }
      guard run.trajectory.row(of: id) != nil else { throw InputError("There is no candidate #\(id).") }
      ids.append(id)
    }
    guard !ids.isEmpty else { throw InputError("The number of a candidate is needed, as #12.") }
    let head = run.head
    if act == .mask { return ids.allSatisfy(head.masked.contains) ? .unmask(ids: ids) : .mask(ids: ids) }
    return ids.allSatisfy(head.pinned.contains) ? .unpin(ids: ids) : .pin(ids: ids)
  }

  private func tableSort(_ text: String) throws(InputError) -> TableSort {
    switch text.lowercased() {
    case "": return nextSort
    case "newest": return .newestFirst
    case "best": return .bestFirst
    default: break
    }
    let parameters = run.trajectory.parameters
    guard let column = TableFilter.column(named: text, parameters: parameters, lossLabel: lossLabel) else {
      let names = ["newest", "best", "step", "origin", "T", "loss", "change"] + parameters.map(Words.clean)
      throw InputError("\"\(text)\" is no column: there are \(names.joined(separator: ", ")).")
    }
    // The same column again turns it round.
    return TableSort(column, descending: table.sort.column == column ? !table.sort.isDescending : false)
  }

  /// `7`, or `7.2` for the second reply of step 7.
  private mutating func showReply(_ text: String) throws(InputError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count <= 2, let step = parts.first ?? nil, let place = parts.count == 2 ? parts[1] : 1 else {
      throw InputError("\"\(text)\" is no reply: allowed are a step, or a step and a place in it, as 7.2.")
    }
    let name = ReplyName(step: step, index: place - 1)
    guard run.replies.row(step: name.step, index: name.index) != nil else {
      throw InputError("There is no reply \(text).")
    }
    words.replyScroll = nil
    if focus != .reply { toggle(.reply) }
    words.reply = name
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
