import Dashboard
import Optimization
import RunLog
import Terminal

/// Feeds the screen of a race from runs in this process, and hands them the person's commands.
@TerminalActor
final class RaceSource: ComparisonSource {
  private let runs: [LiveRun]
  private var feeds: [LaneFeed]
  private var running: [Task<RunEnded, Never>] = []
  private var outcomes: [ComparisonAction] = []
  /// The logs, once they were looked back at.
  private var logs: [LaneLog] = []
  /// The step that is looked for; an older question need not be answered.
  private var wanted: Int?
  /// What looks for it.
  private(set) var looking: Task<Void, Never>?
  /// The newest commands on their way to a run.
  private(set) var commands: [Task<Void, Never>] = []

  init(_ runs: [LiveRun]) {
    self.runs = runs
    feeds = runs.map { LaneFeed($0) }
  }

  /// Lets all of them run; none waits for another.
  func begin() {
    running = runs.map { live in
      Task {
        let ended = await live.run.run()
        TerminalActor.wake()
        return ended
      }
    }
  }

  /// Waits for the end of a lane's run.
  func ended(_ lane: Int) async -> RunEnded { await running[lane].value }

  // MARK: ComparisonSource

  func news() -> [ComparisonAction] {
    var actions = outcomes
    outcomes = []
    for lane in feeds.indices {
      do {
        let (events, progress) = try feeds[lane].take()
        if !events.isEmpty { actions.append(.events(lane: lane, events.map { ($0.event, $0.location) })) }
        actions.append(.progress(lane: lane, progress))
      } catch {
        actions.append(.notice("\(error)"))
      }
    }
    return actions
  }

  var nextNews: ContinuousClock.Instant? { feeds.contains(where: \.isBehind) ? .now : nil }

  func carryOut(_ effect: ComparisonEffect) -> [ComparisonAction] {
    switch effect {
    case .command(let lanes, let command):
      commands = lanes.filter(runs.indices.contains).map { lane in
        Task { [run = runs[lane].run] in
          let outcome = await run.perform(command, source: .keyboard)
          post(.commandOutcome(lane: lane, command, outcome))
        }
      }
    case .place(let step): look(at: step)
    case .quit, .suspend, .redraw: break
    }
    return []
  }

  private func post(_ action: ComparisonAction) {
    outcomes.append(action)
    TerminalActor.wake()
  }

  // MARK: Looking back

  /// Reads the logs beside the screen, and what has come since.
  private func look(at step: Int) {
    wanted = step
    guard looking == nil else { return }
    looking = Task {
      defer { looking = nil }
      while let step = wanted {
        wanted = nil
        let known = logs, paths = runs.map(\.logPath)
        do {
          let (read, states) = try await Task.detached { try Self.states(atStep: step, known, paths) }.value
          logs = read
          post(.placed(step: step, states))
        } catch {
          post(.notice("\(error)"))
        }
      }
    }
  }

  private nonisolated static func states(
    atStep step: Int, _ known: [LaneLog], _ paths: [String]
  ) throws -> ([LaneLog], [RunState]) {
    let logs = known.isEmpty ? try paths.map { try LaneLog($0) } : known
    return (logs, try logs.map { try $0.state(atStep: step, growing: true) })
  }

  // MARK: The end

  /// Ends the runs that have not ended, and waits until their logs are whole.
  func finish(interrupted: Bool) async -> [RunEnded] {
    await withTaskGroup { group in
      for live in runs {
        group.addTask {
          _ = await live.run.perform(.end(immediately: true), source: interrupted ? .signal : .keyboard)
        }
      }
    }
    var ended: [RunEnded] = []
    for run in running { ended.append(await run.value) }
    return ended
  }
}
