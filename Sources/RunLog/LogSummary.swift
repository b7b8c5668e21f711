import LanguageModels
import Optimization

/// What a list of runs says of one: read in one pass over its log, with no state to be kept.
///
/// A log that is torn or damaged has a summary of what can be read of it, and says so. The figures are those of the fold
/// over the events that can be read.
public struct LogSummary: Sendable {
  public struct Best: Hashable, Sendable {
    public var id: Int
    public var loss: Double
  }

  public var path: String
  /// The first event: the run's id, its date, problem, settings, and the parent of a fork.
  public var started: RunStarted
  /// Bytes.
  public var size = 0
  /// Lines that could be read.
  public var events = 0
  /// The step under way or done last; 0 before the first.
  public var steps = 0
  /// The step that the run ends at, after all steering.
  public var plannedSteps = 0
  public var candidates = 0
  public var best: Best?
  /// The lowest loss so far, at `LossSamples.limit` evenly spaced candidates at most, the last one among them; infinite
  /// before the first finite loss.
  public var losses: [Double] = []
  /// Replies that came whole.
  public var replies = 0
  /// Replies, and what a person injected, that became no candidate.
  public var rejected = 0
  /// Tokens and, where prices are known, dollars.
  public var tokens = Spending()
  /// Who is asked next; nil where nobody is.
  public var model: ModelIdentity?
  /// Where the run stands; of a run that was interrupted, as it was then.
  public var phase = RunHead.Phase.idle
  /// How it ended; nil where it goes on or was interrupted.
  public var ended: RunEnded?
  /// The time of the newest event, seconds since the start.
  public var duration = 0.0
  /// Whether something behind the last whole line was left out, as where the power was cut.
  public var hasTornTail = false
  /// The first line that cannot be read, or that no run can have written there, from 1. What cannot be read is left out
  /// of the figures.
  public var damagedLine: Int?

  /// - Throws: `LogError` where the file cannot be read, is no log, or has a later version.
  public init(of path: String) throws(LogError) {
    let file = try LogFile.openForReading(path)
    started = try RunLogReader.started(in: file)
    self.path = path
    var scan = SummaryScan()
    var offset = 0
    // Behind `offset`: the part of a line that the last piece ended with.
    var rest: [UInt8] = []
    while true {
      let piece = try file.read(from: offset + rest.count, count: Self.pieceSize)
      if piece.isEmpty { break }
      rest += piece
      let taken = rest.withUnsafeBytes { scan.take($0) }
      rest.removeFirst(taken)
      offset += taken
    }
    size = offset + rest.count
    hasTornTail = !rest.isEmpty
    scan.finish(&self)
  }

  private static let pieceSize = 1 << 20
}

/// Losses of a run of any length in a few samples.
public struct LossSamples: Sendable {
  public static let limit = 64

  private var values: [Double] = []
  /// Every so many candidates one is kept.
  private var stride = 1
  private var count = 0
  private var last = Double.infinity

  public init() {}

  public mutating func append(_ loss: Double) {
    if count % stride == 0 {
      if values.count >= 2 * Self.limit {
        values = values.indices.filter { $0 % 2 == 0 }.map { values[$0] }
        stride *= 2
      }
      if count % stride == 0 { values.append(loss) }
    }
    last = loss
    count += 1
  }

  /// At most `limit`, evenly spaced, the last one among them.
  public var samples: [Double] {
    guard count > 1 else { return values }
    let all = (count - 1) % stride == 0 ? values : values + [last]
    guard all.count > Self.limit else { return all }
    return (0..<Self.limit).map { all[$0 * (all.count - 1) / (Self.limit - 1)] }
  }
}
