import Optimization
import RunLog
import Synchronization

/// A log of a comparison: the run at its end, and at any of its steps.
final class LaneLog: Sendable {
  let path: String
  /// The run as far as the log went when it was read.
  let final: RunState
  let hasTornTail: Bool
  private let log: Mutex<FoldedLog>

  /// - Throws: `LogError` where the file is no log or damaged.
  init(_ path: String) throws(LogError) {
    let log = try FoldedLog(try RunLogReader(path))
    self.path = path
    final = log.state
    hasTornTail = log.reader.hasTornTail
    self.log = Mutex(log)
  }

  /// The run when a step was done; its end where it has no such step.
  ///
  /// - Throws: `LogError` where the file was changed meanwhile.
  func state(atStep step: Int) throws -> RunState {
    try log.withLock { log in
      try log.seek(to: log.end(ofStep: step))
      return log.state
    }
  }
}
