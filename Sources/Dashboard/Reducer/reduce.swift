import Charts
import Optimization
import Text

/// Takes an action into the state and says what is to be done outside. The only place where the state changes.
public func reduce(_ state: inout DashboardState, _ action: Action) -> [Effect] {
  var effects = state.take(action)
  effects += state.readsWanted()
  effects += state.foresightsWanted()
  return effects
}

extension DashboardState {
  fileprivate mutating func take(_ action: Action) -> [Effect] {
    switch action {
    case .input(let event): return take(event)
    case .line(let text): return carryOut(line: text)
    case .events(let events): return fold(events)
    case .progress(let progress):
      self.progress = progress
      preparingSince = progress.preparing == nil ? nil : preparingSince ?? now
    case .tick(let now):
      if case .replay(var replay) = mode {
        // A replay tells the time itself; what ticks is the watch of who sees it.
        replay.watched = now
        mode = .replay(replay)
        advance(to: self.now)
      } else {
        advance(to: now)
      }
    case .resized(let size):
      self.size = size
      gesture = nil
      holdTableInRange()
      showSelection()
      followRows()
    case .commandOutcome(let command, let outcome): report(outcome, of: command)
    case .read(let part, let result):
      words.take(part, result)
      if case .prompt(let step) = part, step == shownPromptStep { followRows() }
    case .foreseen(let question, let result):
      foresight.take(result.map { $0.flatMap { usable($0) } }, for: question)
    case .themes(let themes): open(themes)
    case .theme(.success(let theme)):
      self.theme = theme.theme
      say("Theme \(theme.name).", .done)
    case .theme(.failure(let error)): say(error.description, .refused)
    case .done(let text): say(text, .done)
    case .exported(.success(let text)): say(text, .done)
    case .exported(.failure(let error)): say(error.description, .refused)
    case .replayMoved(let replay):
      mode = .replay(replay)
      advance(to: replay.time)
      if replay.isReading { timeline = Timeline() }
    case .timeline(let timeline): self.timeline = timeline
    case .timelineGrew(let marks, let count): timeline.append(marks, count: count)
    case .replaced(let run):
      generation += 1
      self.run = run
      table.update(to: run.trajectory)
      // The chosen candidate may come again when the replay goes on: it stays chosen, and the newest is shown until then.
      holdTableInRange()
    case .newRunStarted(let problem, let logPath, let modelNotice): startAnew(problem, logPath, modelNotice)
    case .notice(let text): say(text, .refused)
    }
    return []
  }

  mutating func say(_ text: String, _ kind: TransientMessage.Kind) {
    message = TransientMessage(text: text, kind: kind, until: messageClock + TransientMessage.seconds)
  }

  private mutating func advance(to time: Double) {
    guard time.isFinite else { return }
    now = time
    let clock = messageClock
    if let message, clock >= message.until || clock < message.until - TransientMessage.seconds { self.message = nil }
  }

  // MARK: The run

  private mutating func fold(_ events: [(event: LoggedEvent, location: LogLocation?)]) -> [Effect] {
    let rowBefore = chosenRow.flatMap { position(ofRow: $0) }.map { $0 - tableTop }
    let countBefore = table.count
    let phaseBefore = run.head.phase
    for (event, location) in events { run.apply(event, at: location) }
    if run.head.temperature == temperatureAskedFor { temperatureAskedFor = nil }
    table.update(to: run.trajectory)
    if let rowBefore, let position = chosenRow.flatMap({ position(ofRow: $0) }) {
      // The chosen row stands still while others come in above it.
      tableTop = position - rowBefore
    } else if tableTop > 0, table.sort == .newestFirst {
      tableTop += max(0, table.count - countBefore)
    }
    holdTableInRange()
    return attention(after: phaseBefore)
  }

  /// A person who looks away is told when a live run ends or needs them.
  private func attention(after phase: RunHead.Phase) -> [Effect] {
    guard replay == nil, run.head.phase != phase else { return [] }
    switch run.head.phase {
    case .waiting: return [.attention("Tiller waits for you: " + run.head.phaseReason)]
    case .ended: return [.attention("Tiller: the run has ended, " + (run.head.ended?.reason.words ?? ""))]
    case .idle, .running, .paused: return []
    }
  }

  private mutating func startAnew(_ problem: AnyProblem?, _ logPath: String?, _ modelNotice: String?) {
    // What was wrong with the settings is said before the first run, and must still be read.
    if run.head.started != nil { message = nil }
    run = RunState()
    progress = Progress()
    preparingSince = nil
    temperatureAskedFor = nil
    mode = .live
    timeline = Timeline()
    self.problem = problem
    self.logPath = logPath
    self.modelNotice = modelNotice
    now = 0
    selection = .newest
    tableTop = 0
    isRevealed = false
    field = nil
    gesture = nil
    words = WordPanes()
    plane = .space
    foresight.forget()
    table.change(table.sort, table.filter, for: run.trajectory)
    generation += 1
  }

  // MARK: Commands

  private mutating func report(_ outcome: CommandOutcome, of command: Command) {
    switch outcome {
    case .refused(let reason):
      if case .setTemperature = command { temperatureAskedFor = nil }
      say(reason, .refused)
    case .accepted: if let words = Words.accepted(command, in: self) { say(words, .done) }
    }
  }

  // MARK: What the panes read of the log

  /// Asks for the parts of the log that are shown and not here, each once.
  fileprivate mutating func readsWanted() -> [Effect] {
    var effects: [Effect] = []
    for (part, location) in partsShown where !words.holds(part, at: location) && !words.awaited.contains(part) {
      guard words.failures[part] == nil, let location else { continue }
      words.await(part, at: location)
      effects.append(.read(part, location))
    }
    return effects
  }

  /// What the panes of words show, with its place in the log where it is known.
  private var partsShown: [(LogPart, LogLocation?)] {
    let layout = layout
    var parts: [(LogPart, LogLocation?)] = []
    if layout.shows(.prompt), let step = shownPromptStep {
      // The one before tells what has changed.
      for step in [step, step - 1] where step >= 1 {
        parts.append((.prompt(step: step), run.steps.location(ofStep: step)))
      }
    }
    if layout.shows(.reply), let name = shownReplyName {
      let row = run.replies.row(step: name.step, index: name.index)
      parts.append((.reply(name), row.flatMap { run.replies.location(at: $0) }))
    }
    return parts
  }

  /// The step whose prompt is shown: the chosen one, else the newest.
  public var shownPromptStep: Int? {
    let newest = run.head.current?.step ?? 0
    guard newest >= 1 else { return nil }
    return words.promptStep.map { min(max(1, $0), newest) } ?? newest
  }

  /// The reply that is shown: the chosen one; else that of the selected candidate; else the newest.
  public var shownReplyName: ReplyName? {
    if let name = words.reply, run.replies.row(step: name.step, index: name.index) != nil { return name }
    if let row = chosenRow, let index = run.trajectory.index(at: row), run.trajectory.origins[row] == .model {
      return ReplyName(step: run.trajectory.step(at: row), index: index)
    }
    let last = run.replies.count - 1
    return last < 0 ? nil : ReplyName(step: Int(run.replies.steps[last]), index: Int(run.replies.indices[last]))
  }
}
