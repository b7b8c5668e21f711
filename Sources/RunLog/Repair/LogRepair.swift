import LanguageModels
import Optimization
import Text

/// What is wrong with a log, and the copy of it in which nothing is: found without writing anything.
///
/// As much as can be is kept. What cannot be read is dropped, and what depends on it: what belongs to a step whose start
/// is lost, a second candidate of one number. Lines that are not in order go where their numbers say; the rest is
/// renumbered, and times that run backwards become those of the lines before them.
public struct LogRepair: Sendable {
  /// Something that the copy has otherwise.
  public struct Change: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case dropped(Cause)
      /// Lines that are not there.
      case missing
      case moved, changed
    }
    /// Why a line is dropped.
    public enum Cause: Hashable, Sendable {
      case unreadable, torn, repeated
      /// It can be read, and no run can have written it there.
      case impossible
    }
    public var kind: Kind
    /// From 1, in the damaged log.
    public var line: Int
    /// The second half of a sentence. It may hold text from the log: not yet safe to show.
    public var reason: String

    init(_ kind: Kind, _ line: Int, _ reason: String) {
      self.kind = kind
      self.line = line
      self.reason = reason
    }
  }

  public let path: String
  /// The lines of the damaged log, with what is torn at its end.
  public let lineCount: Int
  /// In the order of the lines; at most `changesKept` of each kind are told one by one.
  public private(set) var changes: [Change] = []
  public private(set) var droppedCount = 0
  public private(set) var movedCount = 0
  public private(set) var changedCount = 0
  /// Lines that are not there, as far as the numbers of the others tell.
  public private(set) var gapCount = 0
  public let hasTornTail: Bool
  /// Whether the copy would differ; a torn end alone is no damage, for every reader leaves it out.
  public private(set) var isNeeded = false

  /// What becomes of the lines that are kept, in their new order.
  private(set) var kept: [KeptLine] = []
  /// The place of the notice that says what was done.
  private(set) var noticePlace = 0

  public static let changesKept = 20

  /// - Throws: `LogError` where the file cannot be read, has a later version, or has no start of a run, which nobody can
  ///   make up.
  public init(of path: String) throws(LogError) {
    let file = try LogFile.openForReading(path)
    self.path = path
    do throws(LogError) {
      _ = try RunLogReader.started(in: file)
    } catch  where error.code == .laterVersion || error.code == .unreadable {
      throw error
    } catch {
      // Its start may be in another line; that is looked for.
    }
    var (starts, end) = try LogLines.index(file)
    starts.append(end)
    hasTornTail = end < file.size
    lineCount = starts.count - 1 + (hasTornTail ? 1 : 0)
    var all: [Change] = []
    var readable = try Self.readable(starts, file, dropping: &all)
    guard let start = readable.lines.firstIndex(where: { $0.line == readable.start }) else {
      throw LogError(.corrupt, Self.unrepairable(path, "no line of it is a start of a run that can be read"))
    }
    readable.lines.insert(readable.lines.remove(at: start), at: 0)
    let order = try LineOrder(readable.lines, count: starts.count - 1, unreadable: all.map(\.line)) {
      (one, other) throws(LogError) in
      guard one.length == other.length else { return false }
      return try file.read(from: one.offset, count: one.length) == file.read(from: other.offset, count: other.length)
    }
    all += order.changes
    try keep(order.lines, file, &all)
    isNeeded = !all.isEmpty || kept.contains { !$0.isAsItWas }
    if hasTornTail, isNeeded { all.append(Change(.dropped(.torn), lineCount, "its end is missing")) }
    tell(all)
  }

  private static func unrepairable(_ path: String, _ reason: String) -> String {
    "The log \(path) cannot be repaired: \(reason), and nobody can make up how a run was started."
  }

  // MARK: Reading

  private static func readable(
    _ starts: [Int], _ file: borrowing LogFile, dropping changes: inout [Change]
  ) throws(LogError) -> (lines: [ReadableLine], start: Int?) {
    var lines = LineReader(keepsPrompts: false)
    var readable: [ReadableLine] = []
    var start: Int?
    for place in 0..<starts.count - 1 {
      let offset = starts[place], length = starts[place + 1] - offset - 1
      let bytes = try file.read(from: offset, count: length)
      do {
        let event = try bytes.withUnsafeBytes { try lines.event(in: $0) }.event
        if start == nil, case .runStarted = event.event { start = place + 1 }
        readable.append(ReadableLine(line: place + 1, offset: offset, length: length, n: event.n, time: event.time))
      } catch {
        let reason = length == 0 ? "it is empty" : LineReader.reason(error)
        changes.append(Change(.dropped(.unreadable), place + 1, reason))
      }
    }
    return (readable, start)
  }

  // MARK: Deciding

  private mutating func keep(
    _ lines: [ReadableLine], _ file: borrowing LogFile, _ changes: inout [Change]
  ) throws(LogError) {
    var reader = LineReader(keepsPrompts: false)
    var pass = RepairPass()
    let inTime = Set(IncreasingRun.places(in: lines.map { $0.time < 0 ? -.infinity : $0.time }, isStrict: false))
    for (place, line) in lines.enumerated() {
      let bytes = try file.read(from: line.offset, count: line.length)
      guard let event = try? bytes.withUnsafeBytes({ try reader.event(in: $0) }).event else {
        throw LogError(.corrupt, "The log \(path) was changed while it was read.")
      }
      let isInTime = line.time >= 0 && inTime.contains(place)
      let objection = pass.take(line, event, bytes, isInTime: isInTime)
      if place == 0, let objection { throw LogError(.corrupt, Self.unrepairable(path, objection)) }
    }
    kept = pass.kept
    noticePlace = pass.noticePlace
    changes += pass.changes
  }

  private mutating func tell(_ all: [Change]) {
    var told: [Change.Kind: Int] = [:]
    for change in all.sorted(by: { $0.line < $1.line }) {
      var kind = change.kind
      switch change.kind {
      case .dropped:
        droppedCount += 1
        kind = .dropped(.unreadable)
      case .missing: gapCount += 1
      case .moved: movedCount += 1
      case .changed: changedCount += 1
      }
      guard told[kind, default: 0] < Self.changesKept else { continue }
      told[kind, default: 0] += 1
      changes.append(change)
    }
  }
}
