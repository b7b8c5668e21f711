import Optimization

/// Goes over the readable lines of a damaged log in their order and decides which of them stay, and how.
struct RepairPass {
  private(set) var kept: [KeptLine] = []
  private(set) var changes: [LogRepair.Change] = []
  private var check = LogCheck()
  private var best: (id: Int, loss: Double)?
  private var time = 0.0
  /// The place of the newest end. One behind which the run went on is none; whether it did is seen at later lines.
  private var end: Int?

  /// Behind the last line, or before the end of the run.
  var noticePlace: Int { check.hasEnded ? end ?? kept.count : kept.count }

  /// - Parameters:
  ///   - event: of the line.
  ///   - bytes: of the line, without its end.
  ///   - isInTime: whether the line's time fits those of the others.
  /// - Returns: why the line is dropped; nil where it stays.
  mutating func take(_ line: ReadableLine, _ event: LoggedEvent, _ bytes: [UInt8], isInTime: Bool) -> String? {
    var event = event
    if !isInTime { event.time = time }
    let objection = keep(line, event, bytes)
    if let objection, !(check.hasEnded && keepWithoutEnd(line, event, bytes)) {
      changes.append(.init(.dropped(.impossible), line.line, objection))
      return objection
    }
    if event.time != line.time {
      let words = "\(LogCheck.words(line.time)) s becomes \(LogCheck.words(event.time)) s"
      changes.append(.init(.changed, line.line, "its time is out of order: \(words)"))
    }
    time = event.time
    if case .candidate(let candidate) = event.event, let loss = candidate.loss, loss < best?.loss ?? .infinity {
      best = (candidate.id, loss)
    }
    return nil
  }

  /// - Returns: why the line cannot stand here; nil where it does now.
  private mutating func keep(_ line: ReadableLine, _ event: LoggedEvent, _ bytes: [UInt8]) -> String? {
    var check = check
    let (keptLine, objection) = fitted(line, event, bytes, &check)
    if let objection { return objection }
    self.check = check
    if case .runEnded = event.event { end = kept.count }
    kept.append(keptLine)
    return nil
  }

  /// As if the end before it were not there, which is then dropped.
  private mutating func keepWithoutEnd(_ line: ReadableLine, _ event: LoggedEvent, _ bytes: [UInt8]) -> Bool {
    guard let last = end else { return false }
    var without = check
    without.forgetEnd()
    let (keptLine, objection) = fitted(line, event, bytes, &without)
    guard objection == nil else { return false }
    check = without
    changes.append(
      .init(.dropped(.impossible), kept[last].source.line, "the run went on behind it, and no line says so"))
    kept.remove(at: last)
    for later in last..<kept.count { kept[later].moveUp() }
    end = nil
    if case .runEnded = event.event { end = kept.count }
    kept.append(keptLine)
    return true
  }

  /// A line as it is going to be, and why it cannot stand where the check is.
  private func fitted(
    _ line: ReadableLine, _ event: LoggedEvent, _ bytes: [UInt8], _ check: inout LogCheck
  ) -> (line: KeptLine, objection: String?) {
    var event = event
    var keptLine = KeptLine(line)
    if event.time != line.time { keptLine.time = event.time }
    var objection = keptLine.objection(to: &event, &check, best: best?.id)
    if objection == nil, keptLine.edited(bytes[...]) == nil { objection = "its members cannot be changed" }
    return (keptLine, objection)
  }
}
