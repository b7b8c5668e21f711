import Charts
import Optimization
import Text

/// Takes an action into the state and says what is to be done outside. The only place where the state changes.
public func reduce(_ state: inout DashboardState, _ action: Action) -> [Effect] {
  switch action {
  case .input(let event): return state.take(event)
  case .events(let events): state.fold(events)
  case .progress(let progress): state.progress = progress
  case .tick(let now): state.advance(to: now)
  case .resized(let size):
    state.size = size
    state.holdTableInRange()
    state.showSelection()
  case .commandOutcome(let command, let outcome): state.report(outcome, of: command)
  case .replayMoved(let replay):
    state.mode = .replay(replay)
    state.advance(to: replay.time)
  case .replaced(let run):
    if run.trajectory.count < state.run.trajectory.count { state.generation += 1 }
    state.run = run
    state.settleAfterRewind()
  case .newRunStarted(let problem, let logPath, let modelNotice):
    state.startAnew(problem, logPath, modelNotice)
  case .notice(let text): state.say(text, .refused)
  }
  return []
}

extension DashboardState {
  mutating func say(_ text: String, _ kind: TransientMessage.Kind) {
    message = TransientMessage(text: text, kind: kind, until: now + TransientMessage.seconds)
  }

  mutating func advance(to time: Double) {
    guard time.isFinite else { return }
    now = time
    if let message, now >= message.until || now < message.until - TransientMessage.seconds { self.message = nil }
  }

  // MARK: The run

  mutating func fold(_ events: [(event: LoggedEvent, location: LogLocation?)]) {
    let rowBefore = chosenRow.map { position(ofRow: $0) - tableTop }
    let countBefore = run.trajectory.count
    for (event, location) in events { run.apply(event, at: location) }
    lossOrder.update(to: run.trajectory.losses)
    if let rowBefore, let row = chosenRow {
      // The chosen row stands still while others come in above it.
      tableTop = position(ofRow: row) - rowBefore
    } else if tableTop > 0, sort == .newestFirst {
      tableTop += max(0, run.trajectory.count - countBefore)
    }
    holdTableInRange()
  }

  mutating func settleAfterRewind() {
    lossOrder.update(to: run.trajectory.losses)
    // The chosen candidate may come again when the replay goes on: keep it chosen, but show the newest until then.
    holdTableInRange()
  }

  mutating func startAnew(_ problem: AnyProblem?, _ logPath: String?, _ modelNotice: String?) {
    run = RunState()
    progress = Progress()
    self.problem = problem
    self.logPath = logPath
    self.modelNotice = modelNotice
    now = 0
    selection = .newest
    tableTop = 0
    isRevealed = false
    field = nil
    message = nil
    lossOrder = LossOrder()
    generation += 1
  }

  // MARK: Commands

  mutating func report(_ outcome: CommandOutcome, of command: Command) {
    switch outcome {
    case .refused(let reason): say(reason, .refused)
    case .accepted:
      switch command {
      case .pause where isStepUnderWay: say("Paused: what is under way is finished and kept.", .done)
      case .setTemperature(nil): say("The temperature is left to the server from the next request on.", .done)
      case .setTemperature(let temperature?):
        say("Temperature \(Words.temperature(temperature)) from the next request on.", .done)
      case .inject: say("Injected: the model sees it with the next prompt.", .done)
      case .setSteps(let steps): say("The run ends at step \(steps).", .done)
      case .cancelStep: say("The step is cancelled; replies that have come are kept.", .done)
      case .pause, .resume, .step, .end: break
      }
    }
  }

  // MARK: The table

  /// Keeps the table's top where there are rows.
  mutating func holdTableInRange() {
    tableTop = max(0, min(tableTop, run.trajectory.count - max(1, visibleTableRows)))
  }

  /// Scrolls the table just so far that the selected row is seen.
  mutating func showSelection() {
    guard let row = selectedRow else { return }
    let position = position(ofRow: row), visible = max(1, visibleTableRows)
    if position < tableTop { tableTop = position }
    if position >= tableTop + visible { tableTop = position - visible + 1 }
    holdTableInRange()
  }

  /// Selects the row at a position of the table, the nearest where there is none.
  mutating func select(position: Int) {
    let count = run.trajectory.count
    guard count > 0 else { return }
    let row = row(atPosition: max(0, min(count - 1, position)))
    selection = .candidate(id: run.trajectory.id(at: row))
    showSelection()
  }

  mutating func followNewest() {
    selection = .newest
    tableTop = 0
    showSelection()
  }
}
