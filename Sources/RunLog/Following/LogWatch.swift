import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Watches a log that another program may be writing: says when it changed, and when its writer has gone. It takes
/// nothing from the writer and sleeps while nothing happens.
public final class LogWatch: Sendable {
  /// What is new since the last look.
  public struct News: Hashable, Sendable {
    /// The file has another length than before, perhaps.
    public var hasChanged = false
    /// Whether a program has the log open for writing.
    public var isWritten = false
    /// The file is no longer where it was: moved, replaced or deleted.
    public var isLost = false
  }

  fileprivate struct State {
    var news = News()
    /// Nobody was told since the last look.
    var isTold = false
    var isWaitingForWriter = false
  }

  public let path: String
  private let shared: Shared
  private let events: FileEvents

  /// What the events and the wait for the writer need, which may outlive the watch.
  fileprivate final class Shared: Sendable {
    let state = Mutex(State())
    let path: String
    let device: UInt64
    let inode: UInt64
    let onChange: @Sendable () -> Void

    init(_ path: String, _ identity: (device: UInt64, inode: UInt64), _ onChange: @escaping @Sendable () -> Void) {
      self.path = path
      device = identity.device
      inode = identity.inode
      self.onChange = onChange
    }
  }

  /// Watch first and read the log then, so that nothing comes between.
  ///
  /// - Parameter onChange: called on a thread of the system when there is something new, and then not again before the
  ///   news have been taken.
  /// - Throws: `LogError` where there is no such file, or the system cannot watch it.
  public init(_ path: String, onChange: @escaping @Sendable () -> Void) throws(LogError) {
    guard let identity = Self.identity(of: path) else {
      throw LogError(.unreadable, "The log \(path) cannot be read: \(systemMessage(errno)).")
    }
    let shared = Shared(path, identity, onChange)
    self.path = path
    self.shared = shared
    events = try FileEvents(path) { [weak shared] in shared?.takeEvent() }
    shared.lookForWriter()
  }

  /// Whether a program has the log open for writing.
  public var isWritten: Bool { shared.state.withLock { $0.news.isWritten } }

  /// What is new; the next change is told again.
  public func take() -> News {
    shared.state.withLock { state in
      let news = state.news
      state.news.hasChanged = false
      state.isTold = false
      return news
    }
  }

  fileprivate static func identity(of path: String) -> (device: UInt64, inode: UInt64)? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return (UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino))
  }
}

extension LogWatch.Shared {
  func takeEvent() {
    let found = LogWatch.identity(of: path)
    let isLost = found?.device != device || found?.inode != inode
    lookForWriter()
    change { state in
      state.news.hasChanged = true
      if isLost { state.news.isLost = true }
    }
  }

  /// Finds out whether there is a writer, and if so waits for its end on a queue that has nothing else to do: the
  /// kernel wakes it when the lock is given back.
  func lookForWriter() {
    guard !state.withLock({ $0.isWaitingForWriter }) else { return }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    guard WriterLock.isHeld(by: descriptor) else {
      _ = close(descriptor)
      return
    }
    let isFirst = state.withLock { state in
      defer { state.isWaitingForWriter = true }
      state.news.isWritten = true
      return !state.isWaitingForWriter
    }
    guard isFirst else {
      _ = close(descriptor)
      return
    }
    DispatchQueue(label: "tiller.log-writer").async { [weak self] in
      WriterLock.wait(on: descriptor)
      _ = close(descriptor)
      self?.change { state in
        state.isWaitingForWriter = false
        state.news.isWritten = false
        // What it wrote last may have come since the last look.
        state.news.hasChanged = true
      }
    }
  }

  private func change(_ body: (inout LogWatch.State) -> Void) {
    let isNew = state.withLock { state in
      body(&state)
      defer { state.isTold = true }
      return !state.isTold
    }
    if isNew { onChange() }
  }
}
