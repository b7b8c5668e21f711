import Dashboard
import Optimization
import RunLog
import Terminal

/// Feeds the screen of a comparison from logs, and follows those that other programs write.
@TerminalActor
final class LogComparison: ComparisonSource {
  private var lanes: [FollowedLog]

  private struct FollowedLog {
    let log: LaneLog
    /// Nil where the log is shown as it was read.
    var watch: LogWatch?
    /// Whether there is more to read than a piece.
    var isBehind = false
  }

  init(_ logs: [WatchedLog]) {
    lanes = logs.map { FollowedLog(log: $0.log, watch: $0.watch) }
  }

  func news() -> [ComparisonAction] { lanes.indices.flatMap { news(of: $0) } }

  private func news(of lane: Int) -> [ComparisonAction] {
    guard let watch = lanes[lane].watch else { return [] }
    let news = watch.take()
    guard news.hasChanged || news.isLost || lanes[lane].isBehind else { return [] }
    do {
      let growth = try lanes[lane].log.grow()
      lanes[lane].isBehind = growth.isMore
      var actions: [ComparisonAction] =
        growth.events.isEmpty ? [] : [.events(lane: lane, growth.events.map { ($0.event, $0.location) })]
      if news.isLost, !growth.isMore {
        lanes[lane].watch = nil
        actions.append(.notice("The log of lane \(Lane.letters[lane]) was moved or deleted meanwhile."))
      }
      return actions
    } catch {
      // Once is enough to say it.
      lanes[lane].watch = nil
      lanes[lane].isBehind = false
      return [.notice("\(error)")]
    }
  }

  /// At once while there is more of a log to catch up with.
  var nextNews: ContinuousClock.Instant? { lanes.contains(where: \.isBehind) ? .now : nil }

  func carryOut(_ effect: ComparisonEffect) -> [ComparisonAction] {
    guard case .place(let step) = effect else { return [] }
    do {
      return [.placed(step: step, try lanes.map { try $0.log.state(atStep: step) })]
    } catch {
      return [.notice("\(error)")]
    }
  }
}

/// A log with the watch that was begun before it was read, so that nothing came between.
struct WatchedLog: Sendable {
  let log: LaneLog
  let watch: LogWatch?

  /// - Parameter isFollowed: whether it is of interest that it grows.
  /// - Throws: `LogError` where the file is no log or damaged.
  init(_ path: String, isFollowed: Bool) throws {
    // On a system that watches no more files the log is shown as it is.
    watch = isFollowed ? try? LogWatch(path, onChange: { TerminalActor.wake() }) : nil
    log = try LaneLog(path)
  }

  var isWritten: Bool { watch?.isWritten ?? false }
}
