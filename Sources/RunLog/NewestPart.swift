import Optimization

/// The end of a long log, for a first look while the rest is read.
public struct NewestPart: Sendable {
  /// The start of the run and its last steps, folded: the newest candidates with their numbers are there; the best of
  /// all, the counts and what was steered before them are not.
  public var state: RunState
  /// The events of the whole log.
  public var count: Int
  /// The time of the last event, seconds since the start of the run.
  public var duration: Double
  /// Whether it is all of the log, and the state that of a whole fold.
  public var isWhole: Bool
}

extension RunLogReader {
  /// Reads back from the end of the log, as far as to the start of a step with so many candidates behind it.
  ///
  /// - Throws: `LogError` with the line where it is damaged.
  public func newestPart(candidates: Int = 1000) throws(LogError) -> NewestPart {
    var state = RunState()
    let start = try startOfNewest(candidates)
    if start > 1 { try fold(0..<1, into: &state) }
    try fold((start > 1 ? start : 0)..<count, into: &state)
    return NewestPart(state: state, count: count, duration: state.head.time, isWhole: start <= 1)
  }

  private func startOfNewest(_ candidates: Int) throws(LogError) -> Int {
    let blockSize = 1000
    var missing = candidates
    var end = count
    while end > 0 {
      let start = max(0, end - blockSize)
      // By place: whether a step starts there, else whether it is a candidate.
      var marks: [(place: Int, isStep: Bool)] = []
      var place = start
      try forEach(in: start..<end, keepsPrompts: false) { scanned, _ in
        switch scanned.event.event {
        case .stepStarted: marks.append((place, true))
        case .candidate: marks.append((place, false))
        default: break
        }
        place += 1
      }
      for mark in marks.reversed() {
        if mark.isStep, missing <= 0 { return mark.place }
        if !mark.isStep { missing -= 1 }
      }
      end = start
    }
    return 0
  }
}
