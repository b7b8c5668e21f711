import Dashboard
import Optimization
import RunLog

/// Finds in the logs of a comparison where forks departed from their parents.
enum LaneDepartures {
  /// - Parameter paths: of the logs, in the order of the lanes.
  /// - Returns: by the place of the lane; nil where it is no fork.
  /// - Throws: `LogError`.
  static func find(_ paths: [String]) throws(LogError) -> [Departure?] {
    var readers: [LaneReader] = []
    for path in paths { readers.append(LaneReader(try RunLogReader(path))) }
    var departures: [Departure?] = []
    for reader in readers {
      guard let parent = reader.log.started.parent else {
        departures.append(nil)
        continue
      }
      let place = readers.firstIndex { $0.log.started.id == parent.id && $0 !== reader }
      departures.append(
        try find(
          reader, parent, lane: place.map { Lane.letters[$0 % Lane.letters.count] }, in: place.map { readers[$0] }))
    }
    return departures
  }

  /// A reader that several can look at.
  private final class LaneReader {
    let log: RunLogReader
    init(_ log: consuming RunLogReader) { self.log = log }

    func events(_ range: Range<Int>) throws(LogError) -> [RunEvent] {
      try log.events(in: range.clamped(to: 0..<log.count)).map(\.event.event)
    }
  }

  private static let piece = 500

  private static func find(
    _ child: LaneReader, _ parent: RunStarted.Parent, lane: String?, in log: LaneReader?
  ) throws(LogError) -> Departure {
    var finder = DepartureFinder()
    // The first line of each says who it is.
    var position = 1
    var isCommon = true
    while position < child.log.count, !finder.isDone {
      let own = try child.events(position..<position + piece)
      let others = isCommon ? try log?.events(position..<position + piece) : nil
      for (offset, event) in own.enumerated() where !finder.isDone {
        if isCommon {
          // Where the parent is not at hand its child says how far they go together.
          isCommon = others.map { offset < $0.count && $0[offset] == event } ?? (position + offset <= parent.n)
        }
        if isCommon { finder.takeCommon(event) } else { finder.takeOwn(event) }
      }
      position += own.count
    }
    return finder.departure(from: lane, file: parent.file)
  }
}
