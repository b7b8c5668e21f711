import Charts
import Optimization
import Text

extension ComparisonState {
  mutating func take(_ event: InputEvent) -> [ComparisonEffect] {
    switch event {
    case .key(let key): return press(key)
    case .paste(let text):
      guard field != nil else {
        say("Nothing to paste into.", .refused)
        return []
      }
      field?.field.paste(text)
      field?.complaint = nil
      return []
    case .mouse(let mouse): return take(mouse)
    case .focus: return []
    }
  }

  private mutating func press(_ key: KeyPress) -> [ComparisonEffect] {
    message = nil
    let act = bindings.first { $0.keys.contains(key) }?.act
    if act == .suspend || act == .redraw { return perform(act ?? .redraw, key) }
    // Where nothing has room to be shown, nothing is steered by mistake.
    if ComparisonLayout(self).isTooSmall { return act == .quit ? [.quit] : [] }
    if field != nil { return edit(key) }
    if helpTop != nil, scrollHelp(key, act) { return [] }
    return act.map { perform($0, key) } ?? []
  }

  private mutating func perform(_ act: ComparisonAct, _ key: KeyPress) -> [ComparisonEffect] {
    switch act {
    case .pauseOrResume: return pauseOrResume()
    case .step: return command(.step)
    case .cancelStep: return command(.cancelStep)
    case .temperature: open(.temperature)
    case .inject: open(.inject)
    case .jump: field = OpenField(.jump)
    case .play: return playOrStop()
    case .stepBack: return scrub(by: -1)
    case .stepForward: return scrub(by: 1)
    case .tenBack: return scrub(by: -10)
    case .tenForward: return scrub(by: 10)
    case .toStart: return stopped(at: 0)
    case .toEnd: return move(to: nil)
    case .lane:
      if case .character(let digit) = key.key, let place = digit.wholeNumberValue { selected = place - 1 }
    case .nextLane: selectLane(by: 1)
    case .previousLane: selectLane(by: -1)
    case .allLanes: selected = nil
    case .axis: axis = axis.next
    case .zoom:
      let panes: [Pane?] = [nil] + Pane.allCases
      zoomed = panes[((panes.firstIndex(of: zoomed) ?? 0) + 1) % panes.count]
    case .reveal: isRevealed.toggle()
    case .help: helpTop = 0
    case .quit: return [.quit]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    }
    return []
  }

  private mutating func selectLane(by offset: Int) {
    // All of them stand behind the last.
    let count = lanes.count + 1
    let place = ((selected ?? lanes.count) + offset + count) % count
    selected = place == lanes.count ? nil : place
  }

  // MARK: The place

  private mutating func stopped(at step: Int?) -> [ComparisonEffect] {
    isPlaying = false
    return move(to: step)
  }

  mutating func scrub(by steps: Int) -> [ComparisonEffect] {
    if place == nil, steps > 0 { return [] }
    return stopped(at: max(0, (place ?? lanes.lastStep) + steps))
  }

  private mutating func playOrStop() -> [ComparisonEffect] {
    if isPlaying {
      isPlaying = false
      return []
    }
    guard lanes.lastStep > 0 else {
      say("There is no step to play yet.", .refused)
      return []
    }
    isPlaying = true
    nextMove = now + Self.secondsAStep
    return place == nil ? move(to: 0) : []
  }

  // MARK: Steering

  /// For the lanes that keys are for, less those that have ended.
  private mutating func command(_ command: Command, where isMeant: (RunHead) -> Bool = { _ in true })
    -> [ComparisonEffect]
  {
    let targets = actedOn.filter { !lanes[$0].hasEnded && isMeant(lanes[$0].run.head) }
    guard !targets.isEmpty else {
      say(selected.map { "The run of lane \(lanes[$0].letter) has ended." } ?? "All runs have ended.", .refused)
      return []
    }
    return [.command(lanes: targets, command)]
  }

  private mutating func pauseOrResume() -> [ComparisonEffect] {
    if actedOn.contains(where: canPause) {
      return command(.pause) { $0.phase == .running || $0.phase == .idle }
    }
    return command(.resume)
  }

  private mutating func open(_ act: Act) {
    guard actedOn.contains(where: { !lanes[$0].hasEnded }) else {
      _ = command(.pause)
      return
    }
    field = OpenField(act)
  }

  // MARK: The field

  /// What the open field takes, in a few words.
  var fieldHint: String {
    let whose = isRace ? (selected.map { "lane \(lanes[$0].letter): " } ?? "all lanes: ") : ""
    switch field?.act {
    case .temperature: return whose + "0 to 2; empty leaves it to the server"
    case .inject:
      let names = lanes.first?.problem?.space.parameterNames ?? []
      let order = names.isEmpty ? "" : " in the order \(names.map(Words.clean).joined(separator: " "))"
      return whose + "numbers\(order), several divided by ;"
    case .jump: return "a step from 0 to \(lanes.lastStep)"
    default: return ""
    }
  }

  private mutating func edit(_ key: KeyPress) -> [ComparisonEffect] {
    guard var open = field else { return [] }
    switch key.key {
    case .escape: field = nil
    case .enter:
      do {
        let effects = try submit(open)
        field = nil
        return effects
      } catch {
        field?.complaint = "\(error)"
      }
    default:
      guard open.field.take(key) else { return [] }
      open.complaint = nil
      field = open
    }
    return []
  }

  private mutating func submit(_ open: OpenField) throws -> [ComparisonEffect] {
    let text = String(open.field.string.trimmingPrefix { $0.isWhitespace }).trimmedEnd
    switch open.act {
    case .temperature:
      if text.isEmpty || text.lowercased() == "none" { return command(.setTemperature(nil)) }
      guard let value = Double(text), OptimizationRun.temperatures.contains(value) else {
        throw InputError("\"\(text)\" is no temperature: allowed are 0 to 2, or nothing.")
      }
      return command(.setTemperature(value))
    case .inject:
      if text.isEmpty { throw InputError("Type at least one solution, or esc to leave.") }
      if let problem = lanes.first?.problem { _ = try problem.proposals(typed: text) }
      return command(.inject(text))
    default:
      guard let step = Int(text), step >= 0 else {
        throw InputError("\"\(text)\" is no step: allowed are whole numbers from 0.")
      }
      return stopped(at: step)
    }
  }

  // MARK: The help

  /// Whether the key was for the help.
  private mutating func scrollHelp(_ key: KeyPress, _ act: ComparisonAct?) -> Bool {
    guard let top = helpTop else { return false }
    let page = max(1, size.rows - 6)
    switch (key.key, act) {
    case (_, .help), (_, .quit), (.escape, _):
      helpTop = nil
      return true
    case (.down, _), (.character("j"), _): helpTop = top + 1
    case (.up, _), (.character("k"), _): helpTop = top - 1
    case (.pageDown, _): helpTop = top + page
    case (.pageUp, _): helpTop = top - page
    case (.home, _): helpTop = 0
    case (.end, _): helpTop = .max
    default: return false
    }
    helpTop = helpTop.map { max(0, min($0, ComparisonHelp(self).lastTop)) }
    return true
  }

  // MARK: The mouse

  private mutating func take(_ mouse: MouseEvent) -> [ComparisonEffect] {
    let layout = ComparisonLayout(self)
    guard !layout.isTooSmall, field == nil else { return [] }
    if helpTop != nil {
      if case .press = mouse.kind { helpTop = nil }
      return []
    }
    let (column, row) = (mouse.column, mouse.row)
    switch mouse.kind {
    case .wheelUp: return scrub(by: -1)
    case .wheelDown: return scrub(by: 1)
    case .press(button: 1), .drag(button: 1):
      if layout.courses.contains(column: column, row: row) {
        guard let step = CourseView.step(column: column, row: row, self, layout) else { return [] }
        return stopped(at: step)
      }
      guard case .press = mouse.kind else { return [] }
      if let lane = layout.lane(column: column, row: row) { selected = selected == lane ? nil : lane }
    case .press, .drag, .release: break
    }
    return []
  }
}
