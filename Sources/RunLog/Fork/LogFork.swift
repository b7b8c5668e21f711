import Optimization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A place in a log that another run can go on from: behind a step that is done.
///
/// The new log is a copy of the events up to there, byte for byte but for the first, which names it and its parent. The
/// two share nothing on the disk, and the parent is only read.
public struct LogFork: Hashable, Sendable {
  public let parent: String
  /// The last step that both have; 0 where they share only what the run began with.
  public let step: Int
  /// How many events they share.
  public let events: Int
  /// The bytes of the shared events behind the first.
  private let bytes: Range<Int>

  /// Finds the place behind a step: its last reply, judgement or prediction, and what a person injected before the
  /// next step. What was steered after that is not shared, as it was for what came next.
  ///
  /// - Parameters:
  ///   - parent: a log that may still be written.
  ///   - step: nil for the last that is done.
  /// - Throws: `LogError` where the log cannot be used, or holds no such step that is done.
  public init(of parent: String, afterStep step: Int?) throws(LogError) {
    let reader = try RunLogReader(parent)
    var scan = Scan(candidates: reader.started.settings.candidates)
    try reader.forEach(in: 0..<reader.count, keepsPrompts: false) { scanned, _ in scan.take(scanned.event.event) }
    scan.closeStep(isFollowed: false)
    let done = scan.ends.map(\.step)
    let chosen = step ?? done.last ?? 0
    guard let end = scan.ends.last(where: { $0.step == chosen }) else {
      throw LogError(.noSuchStep, Self.complaint(chosen, last: done.last ?? 0, begun: scan.step, parent))
    }
    self.parent = parent
    self.step = chosen
    events = end.events
    let first = reader.location(at: 0), last = reader.location(at: end.events - 1)
    bytes = first.offset + first.length + 1..<last.offset + last.length + 1
  }

  private static func complaint(_ step: Int, last: Int, begun: Int, _ path: String) -> String {
    step == begun && step > last
      ? "Step \(step) of \(path) is not done: the last one to fork from is \(last)."
      : "The log \(path) has no step \(step) to fork from: allowed are 0 to \(last)."
  }

  /// Writes the log of the fork, which must not exist, and brings it to the disk.
  ///
  /// - Parameters:
  ///   - id: of the new run.
  ///   - started: its date and time, ISO 8601, UTC.
  ///   - file: how the new log names its parent; it should hold from any folder.
  /// - Throws: `LogError`; then nothing is left behind.
  public func write(to path: String, id: String, started: String, parentFile file: String) throws(LogError) {
    let source = try LogFile.openForReading(parent)
    var first = try RunLogReader.started(in: source)
    first.parent = RunStarted.Parent(id: first.id, file: file, n: events - 1)
    first.id = id
    first.started = started
    let target = try LogFile.create(path)
    do throws(LogError) {
      try Self.append(EventLine().bytes(of: LoggedEvent(n: 0, time: 0, event: .runStarted(first)))[...], to: target)
      var offset = bytes.lowerBound
      while offset < bytes.upperBound {
        let piece = try source.read(from: offset, count: min(Self.pieceSize, bytes.upperBound - offset))
        guard !piece.isEmpty else { throw LogError(.corrupt, "The log \(parent) became shorter while it was read.") }
        try Self.append(piece[...], to: target)
        offset += piece.count
      }
      target.sync()
    } catch {
      unlink(path)
      throw error
    }
  }

  private static let pieceSize = 1 << 20

  private static func append(_ bytes: ArraySlice<UInt8>, to file: borrowing LogFile) throws(LogError) {
    if let failure = file.append(bytes).failure {
      throw LogError(.unwritable, "The log \(file.path) cannot be written: \(failure).")
    }
  }

  // MARK: Where steps end

  private struct Scan {
    /// The steps that are done, in order, each with the events up to its end.
    private(set) var ends: [(step: Int, events: Int)] = []
    /// The step under way or done last.
    private(set) var step = 0
    private let candidates: Int
    private var settled: Set<Int> = []
    private var events = 0
    /// Behind the last event of the step.
    private var end = 1

    init(candidates: Int) { self.candidates = candidates }

    mutating func take(_ event: RunEvent) {
      if case .stepStarted(let started) = event, started.step != step {
        closeStep(isFollowed: true)
        step = started.step
        settled = []
      }
      events += 1
      switch event {
      case .stepStarted, .asked, .retry, .reply, .prediction, .runStarted: end = events
      case .rejected(let rejected):
        if let index = rejected.index, rejected.step == step { settled.insert(index) }
        end = events
      case .candidate(let candidate):
        if let index = candidate.index, candidate.step == step { settled.insert(index) }
        end = events
      default: break
      }
    }

    /// - Parameter isFollowed: whether another step began, so that this one must have been done.
    mutating func closeStep(isFollowed: Bool) {
      if isFollowed || step == 0 || settled.count >= candidates { ends.append((step, end)) }
    }
  }
}
