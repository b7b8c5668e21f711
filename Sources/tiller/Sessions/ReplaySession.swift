import Dashboard
import Optimization
import RunLog
import Terminal

/// A log that is watched again.
@TerminalActor
enum ReplaySession {
  static func start<Host: SessionHost>(
    _ log: consuming sending FoldedLog, _ watching: WatchPreferences,
    makeHost: @TerminalActor (DashboardState) throws -> Host
  ) async throws -> Int32 {
    let path = log.reader.path
    let started = log.reader.started
    // A problem that this program does not know, or whose data have gone, is shown without its picture.
    let problem = try? RecordedRun.problem(of: started)
    let final = log.state
    let mode = DashboardState.Mode.replay(ReplayState(count: log.count, duration: log.duration))
    let notice = log.reader.hasTornTail ? "The last line of the log is torn and was left out." : nil
    let host = try makeHost(
      watching.state(problem: problem, mode: mode, logPath: path, modelNotice: started.models.optimizer?.notice))
    if let notice { host.send(.notice(notice)) }
    let end = await host.run(ReplaySource(log))
    host.close()
    Output().write(await RunExport.finish())
    Output().write(Summary.lines(for: final, logPath: path, commands: Closing.commands(final, path)))
    if case .signal(let number) = end { return ExitStatus.signal(number) }
    return ExitStatus.success
  }
}
