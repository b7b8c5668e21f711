import Optimization
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Appends the events of one run to its file: JSON Lines, UTF-8, one event a line, keys sorted.
///
/// Every event is written when it comes. Bringing it to the disk takes milliseconds and is a task of its own: at once
/// when nothing was synced for a quarter of a second, else at the end of that quarter.
public final class RunLogWriter: EventSink {
  private struct State: ~Copyable {
    let file: LogFile
    let line = EventLine()
    /// The length of the file once all that waits is written.
    var length: Int
    /// What could not be written yet.
    var waiting: [UInt8] = []
    var failure: String?
    var isSyncPlanned = false
    var lastSync = ContinuousClock.now - .seconds(1)
    /// Nothing is appended any more, and no descriptor may outlive the writer with the lock on it.
    var isFinished = false
  }

  public let path: String
  private let state: Mutex<State>
  /// Held while the disk is at work: one sync at a time.
  private let syncing = Mutex(())

  static let syncInterval = Duration.milliseconds(250)

  /// Starts a new log.
  /// - Throws: `LogError` where the file exists, cannot be made, or another process writes it.
  public convenience init(creating path: String) throws(LogError) {
    self.init(try LogFile.create(path), length: 0)
  }

  /// Goes on with a log. A torn last line is dropped.
  /// - Returns: the writer, and how many bytes were dropped.
  /// - Throws: `LogError` where it cannot be written or another process writes it.
  public static func continuing(_ path: String) throws(LogError) -> (writer: RunLogWriter, dropped: Int) {
    let file = try LogFile.openForAppending(path)
    let size = file.size
    let end = try LogLines.endOfLastLine(in: file)
    if end < size { try file.truncate(to: end) }
    return (RunLogWriter(file, length: end), size - end)
  }

  private init(_ file: consuming LogFile, length: Int) {
    path = file.path
    state = Mutex(State(file: file, length: length))
  }

  public func append(_ event: LoggedEvent) -> LogLocation {
    let (location, plansSync) = state.withLock { state in
      let line = state.line.bytes(of: event)
      let location = LogLocation(offset: state.length, length: line.count - 1)
      state.length += line.count
      if state.waiting.isEmpty {
        let (written, failure) = state.file.append(line[...])
        if let failure {
          state.waiting = Array(line[written...])
          state.failure = Self.sentence(failure, path)
        }
      } else {
        state.waiting += line
      }
      defer { state.isSyncPlanned = true }
      return (location, !state.isSyncPlanned)
    }
    if plansSync { planSync() }
    return location
  }

  private static func sentence(_ failure: String, _ path: String) -> String {
    "The log \(path) cannot be written: \(failure). Make room, then resume."
  }

  public var failure: String? { state.withLock { $0.failure } }

  public func retry() {
    state.withLock { state in
      guard !state.waiting.isEmpty else { return }
      let (written, failure) = state.file.append(state.waiting[...])
      state.waiting.removeFirst(written)
      state.failure = failure.map { Self.sentence($0, path) }
    }
  }

  private func planSync() {
    Task.detached(priority: .utility) { [weak self] in
      guard let next = self?.nextSync else { return }
      // Cancelled or not, the sync is due.
      if next > .now { try? await Task.sleep(until: next, clock: .continuous) }
      self?.syncNow()
    }
  }

  private var nextSync: ContinuousClock.Instant { state.withLock { $0.lastSync } + Self.syncInterval }

  private func syncNow(isLast: Bool = false) {
    syncing.withLock { _ in
      // On a descriptor of its own, so that the run does not wait for the disk.
      let copy = state.withLock { state -> Int32 in
        if state.isFinished { return -1 }
        state.isSyncPlanned = false
        state.lastSync = .now
        state.isFinished = isLast
        return fcntl(state.file.descriptor, F_DUPFD_CLOEXEC, 0)
      }
      guard copy >= 0 else { return }
      _ = fsync(copy)
      // At the end by name: a child that is just being started may hold the file open for a moment more.
      if isLast { _ = flock(copy, LOCK_UN) }
      _ = close(copy)
    }
  }

  public func finish() async {
    retry()
    await Task.detached { [self] in syncNow(isLast: true) }.value
  }
}
