import Dashboard
import LanguageModels
import Optimization
import RunLog
import Terminal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Feeds the screen from a run in this process, and hands it the person's commands.
@TerminalActor
final class LiveSource: SessionSource {
  private(set) var live: LiveRun?
  private(set) var ended: RunEnded?
  private var running: Task<RunEnded, Never>?
  private var start = ContinuousClock.now
  private var offset = 0.0
  private var outcomes: [Action] = []
  private let logPath: String?
  private let commandSource: CommandSource
  /// Bytes of the log that are to be read before anything newer is shown.
  private var backlog = 0..<0
  private var isReplacing = false
  private var isClosed = false
  /// Why there is no run.
  private(set) var failure: (any Error)?

  init(logPath: String?, commandSource: CommandSource) {
    self.logPath = logPath
    self.commandSource = commandSource
  }

  /// Starts driving a run and shows it.
  func begin(_ live: LiveRun, _ host: some SessionHost) {
    // The person left before there was a model.
    if isClosed { return }
    let history = live.history
    self.live = live
    // The screen folds its own state from here on.
    self.live?.history = nil
    backlog = 0..<0
    ended = nil
    host.send(
      .newRunStarted(problem: live.plan.problem, logPath: live.logPath, modelNotice: live.chosen.notice))
    if let history { host.send(.replaced(history)) }
    start = .now
    offset = history?.head.time ?? 0
    running = Task { [run = live.run] in
      let ended = await run.run()
      finished(ended, run)
      return ended
    }
  }

  /// There will be no run; the host ends.
  func fail(_ error: any Error) {
    failure = error
    TerminalActor.wake()
  }

  private func finished(_ ended: RunEnded, _ run: OptimizationRun) {
    if run === live?.run { self.ended = ended }
    TerminalActor.wake()
  }

  // MARK: SessionSource

  var hasFailed: Bool { failure != nil }

  /// At once while there is more of the log to catch up with.
  var nextNews: ContinuousClock.Instant? { backlog.isEmpty ? nil : start }

  var now: Double? { live == nil ? 0 : offset + (ContinuousClock.now - start) / .seconds(1) }

  func news() -> [Action] {
    var actions = outcomes
    outcomes = []
    guard let live else { return actions }
    let update = live.monitor.take()
    if let missed = update.missed, backlog.isEmpty { backlog = missed }
    if backlog.isEmpty {
      if !update.events.isEmpty { actions.append(.events(update.events.map { ($0.event, $0.location) })) }
    } else {
      // What came since is in the log as well, behind what is still to be read of it.
      let last = update.events.last?.location
      let end = max(update.missed?.upperBound ?? 0, last.map { $0.offset + $0.length + 1 } ?? 0)
      backlog = backlog.lowerBound..<max(backlog.upperBound, end)
      actions.append(catchUp(live.logPath))
    }
    actions.append(.progress(update.progress))
    return actions
  }

  /// The next piece of what the log holds and the screen has not seen: a piece a frame, so that keys stay quick.
  private func catchUp(_ path: String) -> Action {
    do {
      let (events, end) = try RunLogReader.events(of: path, bytes: backlog, limit: 1 << 18)
      backlog = end..<backlog.upperBound
      return .events(events.map { ($0.event, $0.location) })
    } catch {
      backlog = 0..<0
      return .notice("\(error)")
    }
  }

  func carryOut(_ effect: Effect) -> [Action] {
    switch effect {
    case .command(let command):
      guard let run = live?.run else { return [.commandOutcome(command, .refused("The run has not started yet."))] }
      Task {
        let outcome = await run.perform(command, source: commandSource)
        post(.commandOutcome(command, outcome))
      }
      return []
    case .newRun: return replaceRun()
    case .quit, .fork, .replay, .suspend, .redraw, .read, .foresee, .copy, .export, .attention, .listThemes, .findTheme:
      return []
    }
  }

  private func post(_ action: Action) {
    outcomes.append(action)
    TerminalActor.wake()
  }

  // MARK: A new run

  /// Ends this run and starts one with the next seed.
  private func replaceRun() -> [Action] {
    guard let old = live, !isReplacing else { return [.notice("The run has not started yet.")] }
    isReplacing = true
    Task {
      defer { isReplacing = false }
      if ended == nil { _ = await old.run.perform(.end(immediately: true), source: commandSource) }
      _ = await running?.value
      do {
        var plan = try old.plan.replanned(old.plan.settings.seed &+ 1)
        plan.models = old.plan.models
        plan.forecastTokens = old.plan.forecastTokens
        let log = try NewLog(problem: plan.problem.name, beside: logPath)
        // Who was asked last is asked again: a model that a person left must not come back by itself, and cost.
        let model = await old.run.modelInForce
        let isSame = model?.identity == old.chosen.model?.identity
        let chosen = isSame ? old.chosen : ChosenModel(model: model, notice: model?.identity.notice)
        replace?(LiveRun(plan, chosen, log: log, monitor: RunMonitor(onChange: { TerminalActor.wake() })))
      } catch {
        post(.notice("\(error)"))
      }
    }
    return []
  }

  /// Set by the session: shows the next run.
  var replace: ((LiveRun) -> Void)?

  // MARK: The end

  /// Ends the run, if it has not ended, and waits until its log is whole.
  func finish(interrupted: Bool) async -> RunEnded? {
    isClosed = true
    guard let live else { return nil }
    if ended == nil {
      _ = await live.run.perform(.end(immediately: true), source: interrupted ? .signal : commandSource)
    }
    return await running?.value
  }
}
