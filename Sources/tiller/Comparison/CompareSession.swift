import Dashboard
import Optimization
import RunLog
import Terminal

/// Logs side by side.
enum CompareSession {
  /// Reads logs whole, with where forks departed.
  ///
  /// - Throws: `LogError` where a file is no log or damaged.
  static func lanes(_ paths: [String]) throws -> (lanes: [Lane], logs: [LaneLog]) {
    let departures = try LaneDepartures.find(paths)
    let logs = try paths.map { try LaneLog($0) }
    let lanes = logs.enumerated().map { place, log in
      Lane(
        letter: Lane.letters[place], logPath: log.path,
        problem: log.final.head.started.flatMap { try? RecordedRun.problem(of: $0) }, run: log.final,
        departure: departures[place])
    }
    return (lanes, logs)
  }

  /// The table on standard output.
  static func printTable(_ lanes: [Lane], asJSON: Bool) -> Int32 {
    let output = Output()
    guard asJSON else {
      output.write(ComparisonReport.lines(lanes))
      return ExitStatus.success
    }
    output.write(ComparisonReport.json(lanes).compactMap { try? $0.canonicalText() })
    return ExitStatus.success
  }

  @TerminalActor
  static func watch(
    _ lanes: [Lane], _ logs: [LaneLog], axis: CourseAxis, _ watching: WatchPreferences
  ) async throws -> Int32 {
    let loop = try ScreenLoop(watching.terminal)
    let state = ComparisonState(lanes, mode: .logs, axis: axis, theme: watching.theme)
    let end = await loop.run(ComparisonContent(state, LogComparison(logs), watching, on: loop))
    loop.close()
    Output().write(ComparisonReport.lines(lanes))
    if case .signal(let number) = end { return ExitStatus.signal(number) }
    return ExitStatus.success
  }
}
