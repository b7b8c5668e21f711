import Dashboard
import Optimization
import RunLog

/// What is new with a run of a race, from its monitor; where the screen fell far behind, from its log.
struct LaneFeed {
  private let monitor: RunMonitor
  private let logPath: String
  /// Bytes of the log that are to be read before anything newer is shown.
  private var backlog = 0..<0

  /// More than a screen can show between two frames.
  private static let pieceSize = 1 << 18

  init(_ live: LiveRun) { self.init(live.monitor, logPath: live.logPath) }

  init(_ monitor: RunMonitor, logPath: String) {
    self.monitor = monitor
    self.logPath = logPath
  }

  /// Whether there is more to catch up with.
  var isBehind: Bool { !backlog.isEmpty }

  /// The events since the last look, and what is under way.
  ///
  /// - Throws: `LogError` where the log cannot be read; then what was missed stays out.
  mutating func take() throws -> (events: [(event: LoggedEvent, location: LogLocation)], progress: Progress) {
    let update = monitor.take()
    if let missed = update.missed, backlog.isEmpty { backlog = missed }
    guard isBehind else { return (update.events, update.progress) }
    // What came since is in the log as well, behind what is still to be read of it.
    let last = update.events.last?.location
    let end = max(update.missed?.upperBound ?? 0, last.map { $0.offset + $0.length + 1 } ?? 0)
    backlog = backlog.lowerBound..<max(backlog.upperBound, end)
    do {
      let (events, end) = try RunLogReader.events(of: logPath, bytes: backlog, limit: Self.pieceSize)
      backlog = end..<backlog.upperBound
      return (events, update.progress)
    } catch {
      backlog = 0..<0
      throw error
    }
  }
}
