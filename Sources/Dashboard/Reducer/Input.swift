import Charts
import Optimization
import Text

extension DashboardState {
  mutating func take(_ event: InputEvent) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .paste(let text):
      // Pasted lines never trigger keys: without an open field they go nowhere.
      if field != nil {
        field?.field.paste(text)
        field?.complaint = nil
      } else {
        say("Nothing to paste into; i opens the field for solutions.", .refused)
      }
      return []
    case .mouse(let mouse):
      take(mouse)
      return []
    case .focus: return []
    }
  }

  private mutating func press(_ key: KeyPress) -> [Effect] {
    message = nil
    let binding = KeyBinding.binding(for: key, in: screenMode)
    if let act = binding?.act, [.interrupt, .suspend, .redraw].contains(act) { return perform(act) }
    if field != nil { return edit(key) }
    if isHelpShown, scrollHelp(binding?.act) { return [] }
    guard let binding else { return [] }
    switch binding.availability(in: self) {
    case .available: return perform(binding.act)
    case .unavailable(let reason):
      say(reason, .refused)
      return []
    }
  }

  /// Whether the key was for the help.
  private mutating func scrollHelp(_ act: Act?) -> Bool {
    let page = max(1, size.rows - 6)
    switch act {
    case .help, .leave, .quit: isHelpShown = false
    case .down: helpTop += 1
    case .up: helpTop -= 1
    case .pageDown: helpTop += page
    case .pageUp: helpTop -= page
    case .first, .toStart: helpTop = 0
    case .last, .toEnd: helpTop = .max
    default: return false
    }
    helpTop = max(0, min(helpTop, HelpContent(screenMode, size).lastTop))
    return true
  }

  private mutating func perform(_ act: Act) -> [Effect] {
    let head = run.head
    switch act {
    case .pauseOrResume: return [.command(head.phase == .running ? .pause : .resume)]
    case .step: return [.command(.step)]
    case .temperature: field = OpenField(.temperature, text: head.temperature.map(Words.temperature) ?? "")
    case .cooler: return [.command(.setTemperature(tenth(-1)))]
    case .hotter: return [.command(.setTemperature(tenth(1)))]
    case .inject: field = OpenField(.inject)
    case .cancelStep: return [.command(.cancelStep)]
    case .fewerSteps: return [.command(.setSteps(max(1, head.step, head.steps - 10)))]
    case .moreSteps: return [.command(.setSteps(min(OptimizationRun.mostSteps, head.steps + 10)))]
    case .setSteps: field = OpenField(.steps, text: String(head.steps))
    case .newRun: return [.newRun]
    case .playOrPause: return [.replay(replay?.isPlaying == true ? .pause : .play)]
    case .stepBack: return [.replay(.stepBack)]
    case .stepForward: return [.replay(.stepForward)]
    case .eventBack: return [.replay(.eventBack)]
    case .eventForward: return [.replay(.eventForward)]
    case .slower: return changeSpeed(by: 0.5)
    case .faster: return changeSpeed(by: 2)
    case .jump: field = OpenField(.jump)
    case .toStart: return [.replay(.toStart)]
    case .toEnd: return [.replay(.toEnd)]
    case .reveal: isRevealed.toggle()
    case .sort: changeSort()
    case .down: move(by: 1)
    case .up: move(by: -1)
    case .pageDown: move(by: max(1, visibleTableRows - 1))
    case .pageUp: move(by: -max(1, visibleTableRows - 1))
    case .first: select(position: 0)
    case .last: select(position: run.trajectory.count - 1)
    case .leave: followNewest()
    case .help:
      isHelpShown = true
      helpTop = 0
    case .quit, .interrupt: return [.quit]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    }
    return []
  }

  /// The temperature a tenth higher or lower, on the grid of tenths.
  private func tenth(_ direction: Double) -> Double {
    let tenths = ((run.head.temperature ?? 0) * 10 + direction).rounded()
    let allowed = OptimizationRun.temperatures
    return min(allowed.upperBound, max(allowed.lowerBound, tenths / 10))
  }

  private func changeSpeed(by factor: Double) -> [Effect] {
    guard let replay else { return [] }
    let speeds = ReplayState.speeds
    return [.replay(.speed(min(speeds.upperBound, max(speeds.lowerBound, replay.speed * factor))))]
  }

  private mutating func changeSort() {
    sort = sort == .newestFirst ? .bestFirst : .newestFirst
    tableTop = 0
    if chosenRow != nil { showSelection() }
  }

  private mutating func move(by distance: Int) {
    guard let row = selectedRow else { return followNewest() }
    let position = position(ofRow: row) + distance
    if position < 0, sort == .newestFirst { followNewest() } else { select(position: position) }
  }

  // MARK: The mouse

  private mutating func take(_ mouse: MouseEvent) {
    let layout = layout
    guard !layout.isTooSmall else { return }
    if isHelpShown {
      switch mouse.kind {
      case .wheelUp: _ = scrollHelp(.up)
      case .wheelDown: _ = scrollHelp(.down)
      case .press: isHelpShown = false
      case .release, .drag: break
      }
      return
    }
    switch mouse.kind {
    case .press(button: 0), .press(button: 1):
      let rows = layout.tableRows
      guard rows.contains(column: mouse.column, row: mouse.row) else { return }
      let position = tableTop + mouse.row - rows.row
      if position < run.trajectory.count { select(position: position) }
    case .wheelUp where layout.table.contains(column: mouse.column, row: mouse.row):
      tableTop -= 3
      holdTableInRange()
    case .wheelDown where layout.table.contains(column: mouse.column, row: mouse.row):
      tableTop += 3
      holdTableInRange()
    default: break
    }
  }
}
