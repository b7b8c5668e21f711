import Dashboard
import Optimization
import Terminal
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lines instead of a screen, for a screen reader, for TERM=dumb and for a pipe of commands: what happens is told line
/// by line, and the palette's commands are taken as lines.
@TerminalActor
final class PlainHost: SessionHost {
  static let commandSource = CommandSource.plain

  private var state: DashboardState
  private let teller = PlainTeller()
  private var lines = LineReader()
  private let preferences: WatchPreferences
  private let output = Output()
  private var end: SessionEnd?
  /// Where the commands come from; nil once they have ended.
  private var input: Int32? = STDIN_FILENO
  /// Commands that the run has not answered yet.
  private var unanswered = 0
  /// Lines that came before the run began.
  private var early: [String] = []
  private weak var source: (any SessionSource)?
  var forks: ForkDesk?
  /// A fork that was asked for and does not stand ready yet.
  private var fork: ForkUnderWay?

  private enum ForkUnderWay { case asked, shown }

  init(_ state: DashboardState, _ preferences: WatchPreferences) {
    self.state = state
    self.preferences = preferences
    TerminalSignals.takeOver()
    if let notice = state.modelNotice { output.write(DisplayText(cleaning: notice).string) }
    for notice in preferences.notices { output.write(DisplayText(cleaning: notice).string) }
    output.write(PlainTeller.greeting)
  }

  func send(_ action: Action) {
    fold(action)
    TerminalActor.wake()
  }

  func feed(from source: any SessionSource) {
    self.source = source
    TerminalActor.wake()
  }

  func run(_ first: any SessionSource) async -> SessionEnd {
    source = first
    tellNews(first)
    while end == nil {
      let wake = await TerminalActor.nextWake(device: input, until: source?.nextNews)
      if let number = wake.signals.endingNumber { end = .signal(number) }
      if wake.signals.contains(.suspend) { raise(SIGSTOP) }
      if wake.hasInput || wake.isHungUp { takeInput() }
      // It may be another than before the wait, and the wake its first.
      if let source { tellNews(source) }
      if output.isBroken || source?.hasFailed == true { end = end ?? .quit }
      // Nobody can ask for more once the commands have ended; the run still goes to its end.
      if input == nil, isOver { end = end ?? .quit }
    }
    return end ?? .quit
  }

  func close() { TerminalSignals.giveBack() }

  private var isOver: Bool {
    if fork != nil { return false }
    switch state.mode {
    case .live:
      // A fast run may end before its answers are here; they are told all the same.
      if unanswered > 0 { return false }
      switch state.run.head.phase {
      case .ended, .waiting: return true
      // Nobody is left to let it go on.
      case .paused: return !state.isStepUnderWay
      case .idle, .running: return false
      }
    case .replay(let replay): return !replay.isLive && (replay.isAtEnd || !replay.isPlaying)
    }
  }

  /// The run is as it was asked for: one that starts paused is paused.
  private var hasBegun: Bool {
    let head = state.run.head
    if fork != nil { return false }
    guard state.replay == nil, let started = head.started else { return state.replay != nil }
    return !started.settings.paused || head.phase != .running || head.step > 0
  }

  // MARK: Commands

  private func takeInput() {
    guard let input else { return }
    switch lines.read(from: input) {
    case .lines(let lines): for line in lines where end == nil { take(line) }
    case .ended(let lines):
      for line in lines where end == nil { take(line) }
      self.input = nil
    }
  }

  /// Carries out a line; one that comes before the run has begun waits for that.
  private func take(_ line: String) {
    guard hasBegun else { return early.append(line) }
    switch teller.answer(to: line, state) {
    case .lines(let lines): output.write(lines)
    case .reads(let part, let location):
      guard let path = state.logPath else { return }
      LogPartReader.read(part, at: location, in: path, for: self)
    case nil:
      fold(.line(line))
      // A field cannot be typed into here: what the command needs stands behind its name.
      if let need = teller.need(state) {
        output.write(need)
        fold(.input(.key(KeyPress(.escape))))
      }
    }
    tellMessage()
  }

  // MARK: Telling

  private func tellNews(_ source: any SessionSource) {
    for action in source.news() { fold(action) }
    while hasBegun, !early.isEmpty, end == nil { take(early.removeFirst()) }
    if let now = source.now { fold(.tick(now: now)) }
  }

  private func fold(_ action: Action) {
    // One event at a time, so that each is told as it stands.
    if case .events(let events) = action, events.count > 1 {
      for event in events { fold(.events([event])) }
      return
    }
    let before = teller.before(action, state), progressBefore = state.progress
    let effects = reduce(&state, action)
    output.write(teller.lines(after: action, before: before, state))
    output.write(teller.lines(from: progressBefore, to: state.progress))
    switch action {
    case .commandOutcome:
      unanswered -= 1
      tellMessage()
    case .exported:
      unanswered -= 1
      tellMessage()
    case .notice:
      fork = nil
      tellMessage()
    case .newRunStarted: if fork == .asked { fork = .shown }
    // It waits for its person, and takes commands from then on.
    case .events: if fork == .shown, state.run.head.phase != .running { fork = nil }
    default: break
    }
    for effect in effects { carryOut(effect) }
  }

  private func tellMessage() {
    guard let message = state.message else { return }
    output.write(DisplayText(cleaning: message.text).string)
    // Told once; a screen would show it for some time.
    fold(.tick(now: message.until + 1))
  }

  private func carryOut(_ effect: Effect) {
    switch effect {
    case .quit: end = end ?? .quit
    case .replay(let command): carryOut(command)
    case .command, .newRun:
      if case .command = effect { unanswered += 1 }
      for action in source?.carryOut(effect) ?? [] { fold(action) }
    case .read(let part, let location):
      guard let path = state.logPath else { return fold(.read(part, .failure(InputError("There is no log.")))) }
      LogPartReader.read(part, at: location, in: path, for: self)
    case .fork(let step):
      guard let path = state.logPath, let forks else { return fold(.notice("This run cannot be forked.")) }
      fork = .asked
      forks.fork(path, afterStep: step, for: self)
    case .export(let request):
      guard let path = state.logPath else { return fold(.notice("There is no log to write from.")) }
      unanswered += 1
      RunExport.write(request, ofLog: path, for: self)
    case .attention: preferences.bell.ring(to: output)
    case .foresee(let question): fold(.foreseen(question, .success(nil)))
    case .copy, .suspend, .redraw, .listThemes, .findTheme: output.write("That is for the screen.")
    }
  }

  /// A step or an event on is told as it happens; where a leap leads to is told at once.
  private func carryOut(_ command: Dashboard.ReplayCommand) {
    let actions = source?.carryOut(.replay(command)) ?? []
    switch command {
    case .play, .stepForward, .eventForward: for action in actions { fold(action) }
    case .pause, .stepBack, .eventBack, .jump, .jumpToTime, .jumpToEvent, .scrub, .toStart, .toEnd:
      for action in actions {
        for effect in reduce(&state, action) { carryOut(effect) }
      }
      output.write(teller.status(state))
      tellMessage()
    case .pace:
      for action in actions { fold(action) }
      if let replay = state.replay { output.write("Speed: \(replay.pace.words).") }
    }
  }
}
