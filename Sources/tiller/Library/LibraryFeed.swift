import Dashboard
import RunLog
import Synchronization

/// Looks at folders of logs and reads what is new there, a few logs at a time, the last written first, beside whoever
/// shows them.
final class LibraryFeed: Sendable {
  private struct State {
    var places: LibraryPlaces
    /// What was read, with the file as it then was; nil for what is no log.
    var known: [String: (file: FoundLog, run: LibraryRun?)] = [:]
    /// A log that grows is read again only after a multiple of the time that reading it took.
    var notBefore: [String: ContinuousClock.Instant] = [:]
    var isLookWanted = false
    /// When to look once more after the last change: the system tells that a log is closed before it lets the lock go.
    var lastLook: ContinuousClock.Instant?
    var worker: Task<Void, Never>?
    /// While the worker waits for a log that grows.
    var sleep: Task<Void, Never>?
    var isClosed = false
    var news: [LibraryAction] = []

    /// Files that are no logs.
    var others: Int { known.count { $0.value.run == nil } }
  }

  private let state: Mutex<State>
  private let wake: @Sendable () -> Void

  /// How many logs are read at once.
  private static let atOnce = 2
  /// Changes that come in a row are looked at together.
  private static let pause = Duration.milliseconds(500)
  /// The share of time that is spent on one log that grows, as a divisor.
  private static let patience = 20

  /// - Parameter wake: called from anywhere when there is news.
  init(_ places: LibraryPlaces, wake: @escaping @Sendable () -> Void) {
    state = Mutex(State(places: places))
    self.wake = wake
  }

  /// What is new since the last call.
  func takeNews() -> [LibraryAction] {
    state.withLock { state in
      defer { state.news = [] }
      return state.news
    }
  }

  func tell(_ action: LibraryAction) {
    state.withLock { $0.news.append(action) }
    wake()
  }

  /// How many are still to be read: only the last number counts.
  private func tellUnread(_ count: Int) {
    state.withLock { state in
      state.news.removeAll { if case .unread = $0 { true } else { false } }
      state.news.insert(.unread(count), at: 0)
    }
    wake()
  }

  /// Looks again, now or as soon as what is under way allows it.
  func look() {
    state.withLock { state in
      state.lastLook = .now + Self.pause * 2
      guard !state.isClosed, !state.isLookWanted else { return }
      state.isLookWanted = true
      state.sleep?.cancel()
      if state.worker == nil { state.worker = Task.detached(priority: .utility) { await self.work() } }
    }
  }

  /// What is under way ends after the logs that are being read.
  func close() {
    state.withLock { state in
      state.isClosed = true
      state.worker?.cancel()
      state.sleep?.cancel()
    }
  }

  var places: LibraryPlaces { state.withLock { $0.places } }

  /// A log has another name.
  func follow(from: String, to: String) {
    state.withLock { state in
      state.places.follow(from: from, to: to)
      guard var known = state.known.removeValue(forKey: from) else { return }
      known.file.path = to
      if let run = known.run {
        var renamed = LibraryRun(
          path: to, name: LogFolder.stem(of: to), size: run.size, modified: run.modified,
          isBeingWritten: run.isBeingWritten, contents: run.contents)
        renamed.contents = run.contents
        known.run = renamed
      }
      state.known[to] = known
    }
  }

  // MARK: Work

  private func work() async {
    var waiting: [FoundLog] = []
    var looked = ContinuousClock.now - Self.pause
    while !Task.isCancelled {
      let isLookDue = ContinuousClock.now - looked >= Self.pause
      if isLookDue, state.withLock({ $0.isLookWanted }) {
        waiting = list()
        looked = .now
      }
      if !waiting.isEmpty {
        await read(Array(waiting.prefix(Self.atOnce)))
        waiting.removeFirst(min(Self.atOnce, waiting.count))
        tellUnread(waiting.count)
        continue
      }
      // Nothing to read: until something is wanted, or a log that grows is due.
      let sleep = state.withLock { state -> Task<Void, Never>? in
        let due = [state.isLookWanted ? looked + Self.pause : nil, state.lastLook, state.notBefore.values.min()]
          .compactMap(\.self).min()
        state.sleep = due.map { due in Task { try? await Task.sleep(until: due, clock: .continuous) } }
        if due == nil || state.isClosed { state.worker = nil }
        return state.worker == nil ? nil : state.sleep
      }
      guard let sleep else { return }
      await sleep.value
      state.withLock { state in
        state.sleep = nil
        let now = ContinuousClock.now
        let due = state.notBefore.filter { $0.value <= now }.keys
        for path in due { state.notBefore[path] = nil }
        let isLast = state.lastLook.map { $0 <= now } ?? false
        if isLast { state.lastLook = nil }
        if isLast || !due.isEmpty { state.isLookWanted = true }
      }
    }
  }

  /// Tells what there is, and returns what is to be read.
  private func list() -> [FoundLog] {
    let (places, before) = state.withLock { state in
      state.isLookWanted = false
      return (state.places, state.known)
    }
    let found: [FoundLog]
    do throws(LogError) {
      found = try places.found()
    } catch {
      tell(.unlisted(error.description))
      return []
    }
    var waiting: [FoundLog] = []
    let writing = found.map { file in
      // The lock of a file that nobody touched and nobody held is not looked at again.
      guard let known = before[file.path], known.file == file, known.run?.isBeingWritten != true else {
        return file.isBeingWritten
      }
      return false
    }
    state.withLock { state in
      var runs: [LibraryRun] = []
      var present: Set<String> = []
      for (file, isBeingWritten) in zip(found, writing) {
        present.insert(file.path)
        let known = state.known[file.path]
        if let known, known.file == file, known.run?.isBeingWritten ?? isBeingWritten == isBeingWritten {
          if let run = known.run { runs.append(run) }
          continue
        }
        // Whether a file is a log is known once it was read.
        if known == nil || known?.run != nil {
          runs.append(LibraryRun(file, isBeingWritten: isBeingWritten))
        }
        if isBeingWritten, let instant = state.notBefore[file.path], instant > .now { continue }
        waiting.append(file)
      }
      state.known = state.known.filter { present.contains($0.key) }
      state.notBefore = state.notBefore.filter { present.contains($0.key) }
      state.news.append(.listed(runs))
      state.news.append(.others(state.others))
      state.news.append(.unread(waiting.count))
    }
    wake()
    return waiting
  }

  private func read(_ files: [FoundLog]) async {
    await withTaskGroup(of: (FoundLog, LibraryRun?, Duration).self) { group in
      for file in files {
        group.addTask {
          let start = ContinuousClock.now
          let run = LibraryRun.read(file)
          return (file, run, ContinuousClock.now - start)
        }
      }
      for await (file, run, time) in group { take(file, run, time) }
    }
  }

  private func take(_ file: FoundLog, _ run: LibraryRun?, _ time: Duration) {
    state.withLock { state in
      // One that was named and is no log says so.
      var run = run
      if run == nil, state.places.isNamed(file.path) {
        run = LibraryRun(file, isBeingWritten: false)
        run?.contents = .unreadable("\(file.path) is no log of Tiller.")
      }
      // Those who were told that it is no log learn that it is one.
      if run != nil, let known = state.known[file.path], known.run == nil { state.isLookWanted = true }
      state.known[file.path] = (file, run)
      if run?.isBeingWritten == true {
        state.notBefore[file.path] = .now + max(Self.pause, time * Self.patience)
      }
      guard let run else {
        state.news.append(.absent(path: file.path))
        state.news.append(.others(state.others))
        return
      }
      // Together, so that whoever shows them sorts once.
      if case .read(let runs)? = state.news.last {
        state.news[state.news.count - 1] = .read(runs + [run])
      } else {
        state.news.append(.read([run]))
      }
    }
    wake()
  }
}
