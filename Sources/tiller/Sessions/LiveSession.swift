import Dashboard
import Optimization
import RunLog
import Terminal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A run that is watched and steered, from the first frame to the summary.
@TerminalActor
enum LiveSession {
  /// - Parameters:
  ///   - choose: finds the model, after the first frame.
  ///   - makeHost: the screen or the lines; where it fails nothing is left behind.
  static func start<Host: SessionHost>(
    _ plan: RunPlan, choose: @escaping @Sendable () -> ChosenModel, logPath: String?, _ watching: WatchPreferences,
    _ forker: Forker, makeHost: @TerminalActor (DashboardState) throws -> Host
  ) async throws -> Int32 {
    let log = try NewLog(problem: plan.problem.name, path: logPath)
    let state = watching.state(problem: plan.problem, logPath: log.writer.path)
    let host: Host
    do {
      host = try makeHost(state)
    } catch {
      try? FileManager.default.removeItem(atPath: log.writer.path)
      throw error
    }
    let source = LiveSource(logPath: logPath, commandSource: Host.commandSource)
    source.replace = { source.begin($0, host) }
    let forks = ForkDesk(forker, showing: source)
    host.forks = forks
    Task {
      let chosen = await Task.detached { choose() }.value
      source.begin(LiveRun(plan, chosen, log: log, monitor: RunMonitor(onChange: { TerminalActor.wake() })), host)
    }
    let status = await finish(await host.run(source), host, forks)
    // Left before there was a model: nothing happened that a log could tell.
    if source.live == nil { try? FileManager.default.removeItem(atPath: log.writer.path) }
    return status
  }

  static func resume<Host: SessionHost>(
    _ recorded: RecordedRun, _ watching: WatchPreferences, _ forker: Forker,
    makeHost: @TerminalActor (DashboardState) throws -> Host
  ) async throws -> Int32 {
    let state = watching.state(problem: recorded.plan.problem, logPath: recorded.writer.path)
    let host = try makeHost(state)
    let source = LiveSource(logPath: recorded.writer.path, commandSource: Host.commandSource)
    source.replace = { source.begin($0, host) }
    let forks = ForkDesk(forker, showing: source)
    host.forks = forks
    source.begin(LiveRun(recorded, monitor: RunMonitor(onChange: { TerminalActor.wake() })), host)
    return await finish(await host.run(source), host, forks)
  }

  /// Goes on with the run of a long log: its newest part is shown at once, and the rest is read meanwhile.
  ///
  /// - Parameter open: reads the log whole and finds the model; where it fails the log is as it was.
  static func resume<Host: SessionHost>(
    _ path: String, _ newest: NewestPart, open: @escaping @Sendable () throws -> RecordedRun,
    _ watching: WatchPreferences, _ forker: Forker, makeHost: @TerminalActor (DashboardState) throws -> Host
  ) async throws -> Int32 {
    guard let started = newest.state.head.started else { throw InputError("The log \(path) holds no run.") }
    let host = try makeHost(watching.state(problem: try? RecordedRun.problem(of: started), logPath: path))
    host.send(.replaced(newest.state))
    host.send(.done("The rest of the log is being read."))
    let source = LiveSource(logPath: path, commandSource: Host.commandSource)
    source.replace = { source.begin($0, host) }
    let forks = ForkDesk(forker, showing: source)
    host.forks = forks
    Task {
      do {
        let recorded = try await Task.detached { try open() }.value
        source.begin(LiveRun(recorded, monitor: RunMonitor(onChange: { TerminalActor.wake() })), host)
      } catch {
        source.fail(error)
      }
    }
    let status = await finish(await host.run(source), host, forks)
    if let failure = source.failure { throw failure }
    return status
  }

  /// Ends what the host shows, which is a run of this process, and says what came of it.
  static func finish(_ end: SessionEnd, _ host: some SessionHost, _ forks: ForkDesk) async -> Int32 {
    // The terminal first: whatever the run still has to finish, the person has the shell's screen back.
    host.close()
    var signal: Int32?
    if case .signal(let number) = end { signal = number }
    let source = forks.shown
    let ended = await source?.finish(interrupted: signal != nil)
    Output().write(await RunExport.finish())
    guard let live = source?.live, let ended else { return signal.map(ExitStatus.signal) ?? ExitStatus.success }
    let state = await live.run.currentState
    let output = Output()
    let commands =
      Closing.commands(state, live.logPath) + (forks.parent.map { [Summary.compareCommand([$0, live.logPath])] } ?? [])
    output.write(Summary.lines(for: state, logPath: live.logPath, commands: commands))
    if let signal { return ExitStatus.signal(signal) }
    return ended.reason == .failed ? ExitStatus.failure : ExitStatus.success
  }
}
