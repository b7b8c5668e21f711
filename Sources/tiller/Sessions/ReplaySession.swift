import Dashboard
import Optimization
import RunLog
import Terminal

/// A log that is watched again.
@TerminalActor
enum ReplaySession {
  /// - Parameter watch: says when the log grows, if it was begun before the log was read. Where somebody writes it, the
  ///   replay starts at its end.
  static func start<Host: SessionHost>(
    _ log: consuming sending FoldedLog, watch: LogWatch?, _ watching: WatchPreferences, _ forker: Forker,
    makeHost: @TerminalActor (DashboardState) throws -> Host
  ) async throws -> Int32 {
    let path = log.reader.path
    let started = log.reader.started
    let isLive = watch?.isWritten ?? false
    let isTorn = log.reader.hasTornTail && !isLive
    let source = ReplaySource(log, startsAtEnd: isLive, watch: watch)
    let host = try makeHost(state(of: started, source.replayState, path, watching))
    if isTorn { host.send(.notice(tornTail)) }
    let forks = ForkDesk(forker)
    host.forks = forks
    let end = await host.run(source)
    if forks.shown != nil { return await LiveSession.finish(end, host, forks) }
    host.close()
    return await finish(end, source.final, path, isLive: source.replayState.isLive)
  }

  /// A long log: its newest part is shown at once, and the rest is read meanwhile.
  static func start<Host: SessionHost>(
    _ newest: NewestPart, of path: String, watch: LogWatch?, _ watching: WatchPreferences, _ forker: Forker,
    makeHost: @TerminalActor (DashboardState) throws -> Host
  ) async throws -> Int32 {
    let source = OpeningReplaySource(newest, watch: watch)
    guard let started = newest.state.head.started else { throw InputError("The log \(path) holds no run.") }
    let host = try makeHost(state(of: started, source.replay, path, watching))
    let forks = ForkDesk(forker)
    host.forks = forks
    Task {
      do {
        // Beside the loop of the host.
        let log = try await Task.detached { try ReadLog(path) }.value
        if log.hasTornTail, watch?.isWritten != true { host.send(.notice(tornTail)) }
        source.take(log)
      } catch {
        source.fail(error)
      }
      TerminalActor.wake()
    }
    let end = await host.run(source)
    if forks.shown != nil { return await LiveSession.finish(end, host, forks) }
    host.close()
    if let failure = source.failure { throw failure }
    // Left before all was read: there is nothing true to say of the whole.
    return await finish(end, source.final, path, isLive: source.isLive)
  }

  /// Wakes the host when the log grows. Without it, on a system that watches no more files, the log is shown as it is.
  static func watch(_ path: String) -> LogWatch? { try? LogWatch(path) { TerminalActor.wake() } }

  private static let tornTail = "The last line of the log is torn and was left out."

  private static func state(
    of started: RunStarted, _ replay: ReplayState, _ path: String, _ watching: WatchPreferences
  ) -> DashboardState {
    // A problem that this program does not know, or whose data have gone, is shown without its picture.
    watching.state(
      problem: try? RecordedRun.problem(of: started), mode: .replay(replay), logPath: path,
      modelNotice: started.models.optimizer?.notice)
  }

  private static func finish(_ end: SessionEnd, _ final: RunState?, _ path: String, isLive: Bool) async -> Int32 {
    Output().write(await RunExport.finish())
    if let final {
      // What somebody else still writes cannot be gone on with.
      let commands = isLive ? [Summary.replayCommand(path)] : Closing.commands(final, path)
      Output().write(Summary.lines(for: final, logPath: path, commands: commands))
    }
    if case .signal(let number) = end { return ExitStatus.signal(number) }
    return ExitStatus.success
  }
}
