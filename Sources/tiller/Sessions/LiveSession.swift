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
    makeHost: @TerminalActor (DashboardState) throws -> Host
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
    Task {
      let chosen = await Task.detached { choose() }.value
      source.begin(LiveRun(plan, chosen, log: log, monitor: RunMonitor(onChange: { TerminalActor.wake() })), host)
    }
    let status = await finish(host, source)
    // Left before there was a model: nothing happened that a log could tell.
    if source.live == nil { try? FileManager.default.removeItem(atPath: log.writer.path) }
    return status
  }

  static func resume<Host: SessionHost>(
    _ recorded: RecordedRun, _ watching: WatchPreferences, makeHost: @TerminalActor (DashboardState) throws -> Host
  ) async throws -> Int32 {
    let state = watching.state(problem: recorded.plan.problem, logPath: recorded.writer.path)
    let host = try makeHost(state)
    let source = LiveSource(logPath: recorded.writer.path, commandSource: Host.commandSource)
    source.replace = { source.begin($0, host) }
    source.begin(LiveRun(recorded, monitor: RunMonitor(onChange: { TerminalActor.wake() })), host)
    return await finish(host, source)
  }

  /// Goes on with the run of a long log: its newest part is shown at once, and the rest is read meanwhile.
  ///
  /// - Parameter open: reads the log whole and finds the model; where it fails the log is as it was.
  static func resume<Host: SessionHost>(
    _ path: String, _ newest: NewestPart, open: @escaping @Sendable () throws -> RecordedRun,
    _ watching: WatchPreferences, makeHost: @TerminalActor (DashboardState) throws -> Host
  ) async throws -> Int32 {
    guard let started = newest.state.head.started else { throw InputError("The log \(path) holds no run.") }
    let host = try makeHost(watching.state(problem: try? RecordedRun.problem(of: started), logPath: path))
    host.send(.replaced(newest.state))
    host.send(.done("The rest of the log is being read."))
    let source = LiveSource(logPath: path, commandSource: Host.commandSource)
    source.replace = { source.begin($0, host) }
    Task {
      do {
        let recorded = try await Task.detached { try open() }.value
        source.begin(LiveRun(recorded, monitor: RunMonitor(onChange: { TerminalActor.wake() })), host)
      } catch {
        source.fail(error)
      }
    }
    let status = await finish(host, source)
    if let failure = source.failure { throw failure }
    return status
  }

  private static func finish(_ host: some SessionHost, _ source: LiveSource) async -> Int32 {
    let end = await host.run(source)
    // The terminal first: whatever the run still has to finish, the person has the shell's screen back.
    host.close()
    var signal: Int32?
    if case .signal(let number) = end { signal = number }
    let ended = await source.finish(interrupted: signal != nil)
    Output().write(await RunExport.finish())
    guard let live = source.live, let ended else { return signal.map(ExitStatus.signal) ?? ExitStatus.success }
    let state = await live.run.currentState
    let output = Output()
    output.write(Summary.lines(for: state, logPath: live.logPath, commands: Closing.commands(state, live.logPath)))
    if let signal { return ExitStatus.signal(signal) }
    return ended.reason == .failed ? ExitStatus.failure : ExitStatus.success
  }
}
