import Dashboard
import RunLog

extension LibraryRun {
  /// A log of which nothing was read yet.
  init(_ found: FoundLog, isBeingWritten: Bool) {
    self.init(
      path: found.path, name: LogFolder.stem(of: found.path), size: found.size, modified: found.modified,
      isBeingWritten: isBeingWritten)
  }

  /// Reads a log.
  ///
  /// - Returns: nil for a file that is no log of Tiller; a log that cannot be read says why.
  static func read(_ found: FoundLog) -> LibraryRun? {
    var run = LibraryRun(found, isBeingWritten: found.isBeingWritten)
    do {
      let summary = try LogSummary(of: found.path)
      run.size = summary.size
      run.contents = .figures(Figures(summary))
    } catch {
      if error.code == .notALog { return nil }
      run.contents = .unreadable(error.description)
    }
    return run
  }
}

extension LibraryRun.Figures {
  init(_ summary: LogSummary) {
    self.init(summary.started, model: summary.model)
    step = summary.steps
    steps = summary.plannedSteps
    best = summary.best?.loss
    bestID = summary.best?.id
    losses = summary.losses
    candidates = summary.candidates
    replies = summary.replies
    rejected = summary.rejected
    events = summary.events
    tokens = summary.tokens
    phase = summary.phase
    ended = summary.ended
    duration = summary.duration
    hasTornTail = summary.hasTornTail
    damagedLine = summary.damagedLine
  }
}
