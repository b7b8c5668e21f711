import Optimization
import Text

/// A line that stays in a repaired log, and what of it changes.
struct KeptLine: Sendable {
  struct Source: Sendable {
    /// From 1, in the damaged log.
    var line: Int
    var offset: Int
    var length: Int
    var n: Int
    var time: Double
  }

  let source: Source
  /// Its number in the copy.
  var n = 0
  /// Nil where it stays as it is, as in all that follow.
  var time: Double?
  private var step: Int?
  private var from: Int?
  private var best: Best?

  private enum Best: Hashable { case nobody, candidate(Int) }

  init(_ line: ReadableLine) {
    source = Source(line: line.line, offset: line.offset, length: line.length, n: line.n, time: line.time)
  }

  var isAsItWas: Bool { n == source.n && time == nil && step == nil && from == nil && best == nil }

  /// Makes an event fit where only its own number, step, place or best is wrong.
  ///
  /// - Returns: why it cannot stand here; nil where it can, and the check has taken it.
  mutating func objection(to event: inout LoggedEvent, _ check: inout LogCheck, best known: Int?) -> String? {
    n = check.place
    event.n = n
    switch event.event {
    case .steered(var steered) where steered.step != check.step:
      steered.step = check.step
      step = check.step
      event.event = .steered(steered)
    case .resumed(var resumed) where resumed.from != n - 1:
      resumed.from = n - 1
      from = n - 1
      event.event = .resumed(resumed)
    case .runEnded(let ended) where ended.best != nil && ended.best != known:
      best = known.map { .candidate($0) } ?? .nobody
    default: break
    }
    return check.objection(to: event)
  }

  /// Where a line before it is dropped after all.
  mutating func moveUp() {
    n -= 1
    if from != nil { from = n - 1 }
  }

  /// - Parameter shift: by how much its number is higher than in `n`.
  /// - Returns: nil where a member that changes is not there as plain text.
  func edited(_ line: ArraySlice<UInt8>, shift: Int = 0) -> [UInt8]? {
    if isAsItWas, shift == 0 { return Array(line) }
    var members = [(name: "n", value: "\(n + shift)")]
    if let time { members.append(("time", LogCheck.words(time))) }
    if let step { members.append(("step", "\(step)")) }
    if let from { members.append(("from", "\(from)")) }
    switch best {
    case .candidate(let id): members.append(("best", "\(id)"))
    case .nobody: members.append(("best", "null"))
    case nil: break
    }
    return LineEdit.replacing(members, in: line)
  }
}
