import Dashboard
import Optimization
import RunLog
import Synchronization
import Terminal

extension RunLogReader {
  /// Whether reading all of it would keep a person waiting: a quarter of a second on a slow machine.
  var isLong: Bool { size > 8_000_000 }
}

/// A log that was read beside the screen, to be taken once.
final class ReadLog: Sendable {
  let hasTornTail: Bool
  private let log: Mutex<FoldedLog?>

  init(_ path: String) throws(LogError) {
    let log = try FoldedLog(try RunLogReader(path))
    hasTornTail = log.reader.hasTornTail
    self.log = Mutex(log)
  }

  func take() -> FoldedLog? {
    log.withLock { log in
      let taken = log.take()
      return taken
    }
  }
}

/// Shows the newest part of a long log while the rest is read, then replays all of it, from where it stands: the end.
@TerminalActor
final class OpeningReplaySource: SessionSource {
  private let newest: NewestPart
  private let watch: LogWatch?
  private var whole: ReplaySource?
  private var isShown = false
  /// What the person asked for before all was there.
  private var wanted: [Effect] = []
  private(set) var failure: (any Error)?
  /// The run as far as the log reaches; nil until all is read.
  var final: RunState? { whole?.final }

  /// Whether another program writes the log.
  var isLive: Bool { whole?.replayState.isLive ?? watch?.isWritten ?? false }

  /// - Parameter watch: says when the log grows, if it was begun before the log was read.
  init(_ newest: NewestPart, watch: LogWatch? = nil) {
    self.newest = newest
    self.watch = watch
  }

  var replay: ReplayState {
    ReplayState(
      position: newest.count, count: newest.count, time: newest.duration, duration: newest.duration, isReading: true)
  }

  func take(_ read: ReadLog) {
    guard let log = read.take() else { return }
    whole = ReplaySource(log, startsAtEnd: true, watch: watch)
  }

  func fail(_ error: any Error) { failure = error }

  var hasFailed: Bool { failure != nil }

  var now: Double? { nil }

  var nextNews: ContinuousClock.Instant? { whole?.nextNews }

  func news() -> [Action] {
    guard let whole else {
      defer { isShown = true }
      return isShown ? [] : [.replaced(newest.state), .replayMoved(replay)]
    }
    let actions = whole.news() + wanted.flatMap(whole.carryOut)
    wanted = []
    return actions
  }

  func carryOut(_ effect: Effect) -> [Action] {
    if let whole { return whole.carryOut(effect) }
    if case .replay = effect { wanted.append(effect) }
    return []
  }
}
