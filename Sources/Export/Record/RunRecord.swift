import Optimization
import RunLog

/// A run as its log tells it, read once and up to a step: what every export is made from.
public struct RunRecord: Sendable {
  /// A candidate with the time at which it was judged, in seconds since the start of the run.
  public struct Candidate: Hashable, Sendable {
    public var event: CandidateEvent
    public var time: Double
  }

  /// An act of steering with its time, in seconds since the start of the run.
  public struct Act: Hashable, Sendable {
    public var event: Steered
    public var time: Double
  }

  public let path: String
  public let started: RunStarted
  public private(set) var state = RunState()
  public private(set) var candidates: [Candidate] = []
  public private(set) var acts: [Act] = []

  private static let piece = 1000

  /// - Parameter last: the last step that counts, from 0; nil takes all.
  /// - Throws: `LogError` where the log cannot be read or is damaged.
  public init(_ reader: borrowing RunLogReader, upToStep last: Int? = nil) throws(LogError) {
    path = reader.path
    started = reader.started
    var check = LogCheck()
    var start = 0
    reading: while start < reader.count {
      let end = min(start + Self.piece, reader.count)
      for (event, location) in try reader.events(in: start..<end, heldTo: &check) {
        if let last, case .stepStarted(let step) = event.event, step.step > last { break reading }
        take(event, at: location)
      }
      start = end
    }
  }

  private mutating func take(_ logged: LoggedEvent, at location: LogLocation) {
    state.apply(logged, at: location)
    switch logged.event {
    case .candidate(let event): candidates.append(Candidate(event: event, time: logged.time))
    case .steered(let event): acts.append(Act(event: event, time: logged.time))
    default: break
    }
  }
}
