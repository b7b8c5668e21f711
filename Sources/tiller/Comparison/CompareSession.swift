import Dashboard
import Optimization
import RunLog
import Terminal

/// Logs side by side.
enum CompareSession {
  /// Reads logs whole, with where forks departed.
  ///
  /// - Parameter isFollowed: whether it is of interest that they grow.
  /// - Throws: `LogError` where a file is no log or damaged.
  static func open(_ paths: [String], isFollowed: Bool) throws -> (lanes: [Lane], logs: [WatchedLog]) {
    let logs = try paths.map { try WatchedLog($0, isFollowed: isFollowed) }
    let departures = try LaneDepartures.find(paths)
    let lanes = logs.enumerated().map { place, watched in
      let run = watched.log.opened
      return Lane(
        letter: Lane.letters[place], logPath: watched.log.path,
        // A problem that this program does not know, or whose data have gone, is shown without its picture.
        problem: run.head.started.flatMap { try? RecordedRun.problem(of: $0) }, run: run,
        departure: departures[place])
    }
    return (lanes, logs)
  }

  /// The table on standard output.
  static func printTable(_ lanes: [Lane], asJSON: Bool) -> Int32 {
    let output = Output()
    output.write(
      asJSON ? ComparisonReport.json(lanes).compactMap { try? $0.canonicalText() } : ComparisonReport.lines(lanes))
    return ExitStatus.success
  }

  @TerminalActor
  static func watch(
    _ lanes: [Lane], _ logs: [WatchedLog], axis: CourseAxis, _ watching: WatchPreferences
  ) async throws -> Int32 {
    let loop = try ScreenLoop(watching.terminal)
    let state = ComparisonState(
      lanes, mode: .logs, isFollowing: logs.contains(where: \.isWritten), axis: axis, theme: watching.theme)
    let content = ComparisonContent(state, LogComparison(logs), watching, on: loop)
    let end = await loop.run(content)
    loop.close()
    Output().write(ComparisonReport.lines(content.state.lanes))
    if case .signal(let number) = end { return ExitStatus.signal(number) }
    return ExitStatus.success
  }
}
