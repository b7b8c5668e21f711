import Optimization
import RunLog
import Synchronization

/// A log of a comparison: the run at its end, which moves while somebody writes it, and at any of its steps.
final class LaneLog: Sendable {
  let path: String
  /// The run as far as the log went when it was opened.
  let opened: RunState
  let hasTornTail: Bool
  private let log: Mutex<FoldedLog>

  /// - Throws: `LogError` where the file is no log or damaged.
  init(_ path: String) throws(LogError) {
    let log = try FoldedLog(try RunLogReader(path))
    self.path = path
    opened = log.whole
    hasTornTail = log.reader.hasTornTail
    self.log = Mutex(log)
  }

  /// A piece of what was written since, and whether there is more.
  ///
  /// - Throws: `LogError` where the file cannot be read any further.
  func grow() throws -> FoldedLog.Growth { try log.withLock { try $0.grow() } }

  /// The run when a step was done; its end where it has no such step.
  ///
  /// - Parameter growing: whether what was written since the last look counts.
  /// - Throws: `LogError` where the file was changed meanwhile.
  func state(atStep step: Int, growing: Bool = false) throws -> RunState {
    try log.withLock { log in
      if growing { while try log.grow().isMore {} }
      return try log.state(at: log.end(ofStep: step))
    }
  }
}
