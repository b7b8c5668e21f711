import Dashboard
import Foundation
import LanguageModels
import Optimization
import RunLog
import Terminal

/// Feeds the screen from a run in this process, and hands it the person's commands.
@TerminalActor
final class LiveSource: ScreenHost.Source {
  private(set) var live: LiveRun?
  private(set) var ended: RunEnded?
  private var running: Task<RunEnded, Never>?
  private var start = ContinuousClock.now
  private var offset = 0.0
  private var outcomes: [Action] = []
  private var plan: RunPlan
  private let logPath: String?
  private var isReplacing = false
  private var isClosed = false

  init(_ plan: RunPlan, logPath: String?) {
    self.plan = plan
    self.logPath = logPath
  }

  /// Starts driving a run and shows it.
  func begin(_ live: LiveRun, _ host: ScreenHost) {
    // The person left before there was a model.
    if isClosed { return }
    self.live = live
    plan = live.plan
    ended = nil
    host.send(
      .newRunStarted(problem: live.plan.problem, logPath: live.logPath, modelNotice: live.chosen.notice))
    if let history = live.history { host.send(.replaced(history)) }
    start = .now
    offset = live.history?.head.time ?? 0
    running = Task { [run = live.run] in
      let ended = await run.run()
      finished(ended, live)
      return ended
    }
  }

  private func finished(_ ended: RunEnded, _ live: LiveRun) {
    if live.run === self.live?.run { self.ended = ended }
    TerminalActor.wake()
  }

  // MARK: ScreenHost.Source

  var nextNews: ContinuousClock.Instant? { nil }

  var now: Double? { live == nil ? 0 : offset + (ContinuousClock.now - start) / .seconds(1) }

  func news() -> [Action] {
    var actions = outcomes
    outcomes = []
    guard let live else { return actions }
    let update = live.monitor.take()
    if let missed = update.missed {
      do {
        actions.append(
          .events(try RunLogReader.events(of: live.logPath, bytes: missed).map { ($0.event, $0.location) }))
      } catch {
        actions.append(.notice("\(error)"))
      }
    }
    if !update.events.isEmpty { actions.append(.events(update.events.map { ($0.event, $0.location) })) }
    actions.append(.progress(update.progress))
    return actions
  }

  func carryOut(_ effect: Effect) -> [Action] {
    switch effect {
    case .command(let command):
      guard let run = live?.run else { return [.commandOutcome(command, .refused("The run has not started yet."))] }
      Task {
        let outcome = await run.perform(command, source: .keyboard)
        post(.commandOutcome(command, outcome))
      }
      return []
    case .newRun: return replaceRun()
    case .quit, .replay, .suspend, .redraw: return []
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
      if ended == nil { _ = await old.run.perform(.end(immediately: true), source: .keyboard) }
      _ = await running?.value
      do {
        let plan = try old.plan.replanned(old.plan.settings.seed &+ 1)
        let log = try NewLog(problem: plan.problem.name, beside: logPath)
        replace?(LiveRun(plan, old.chosen, log: log, monitor: RunMonitor(onChange: { TerminalActor.wake() })))
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
      _ = await live.run.perform(.end(immediately: true), source: interrupted ? .signal : .keyboard)
    }
    return await running?.value
  }
}
