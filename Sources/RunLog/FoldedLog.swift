import Optimization

/// A log that can be shown at any of its events: the fold of every prefix, from snapshots.
public struct FoldedLog: ~Copyable, Sendable {
  public let reader: RunLogReader
  /// How many events are folded into `state`.
  public private(set) var position = 0
  public private(set) var state = RunState()
  private let snapshots: [RunState.Snapshot]
  /// The fold of the whole log, whose columns hold those of every prefix.
  private let whole: RunState
  /// The time of every event, and the first event of every step.
  public let times: [Double]
  public let stepStarts: [(step: Int, position: Int)]

  static let snapshotInterval = 1000

  /// Reads the log whole, once.
  public init(_ reader: consuming RunLogReader) throws(LogError) {
    var times: [Double] = []
    var stepStarts: [(step: Int, position: Int)] = []
    times.reserveCapacity(reader.count)
    var state = RunState()
    var snapshots = [state.snapshot]
    try reader.forEach(in: 0..<reader.count, keepsPrompts: false) { scanned, location in
      let event = scanned.event
      if case .stepStarted(let step) = event.event { stepStarts.append((step.step, times.count)) }
      // A clock never goes back within a run; a log edited by hand may.
      times.append(max(event.time, times.last ?? 0))
      state.apply(event, at: location, promptTokens: scanned.promptTokens)
      if times.count % Self.snapshotInterval == 0 { snapshots.append(state.snapshot) }
    }
    self.reader = reader
    self.times = times
    self.stepStarts = stepStarts
    self.state = state
    self.snapshots = snapshots
    whole = state
    position = times.count
  }

  public var count: Int { times.count }
  public var duration: Double { times.last ?? 0 }

  /// The time of the last of the first `position` events.
  public func time(at position: Int) -> Double { position > 0 ? times[min(position, count) - 1] : 0 }

  /// The places between steps: the start, where each step begins, and the end.
  public var boundaries: [Int] { [0] + stepStarts.map(\.position) + [count] }

  /// The place behind the last event of a step; step 0 are the initial solutions. The end, where there is no such step.
  public func end(ofStep step: Int) -> Int { stepStarts.first { $0.step > step }?.position ?? count }

  /// The events of the step that is under way or done last after the first `position` events.
  public func stepRange(at position: Int) -> Range<Int> {
    var low = 0, high = stepStarts.count
    while low < high {
      let middle = (low + high) / 2
      if stepStarts[middle].position < position { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 0..<0 }
    let index = low - 1
    return stepStarts[index].position..<(index + 1 < stepStarts.count ? stepStarts[index + 1].position : count)
  }

  /// Goes to the state after the first `target` events, 0 to `count`.
  public mutating func seek(to target: Int) throws(LogError) {
    let target = min(max(0, target), count)
    if target < position || target - position > Self.snapshotInterval {
      let snapshot = snapshots[target / Self.snapshotInterval]
      state = whole
      state.rewind(to: snapshot)
      position = snapshot.events
    }
    try reader.fold(position..<target, into: &state)
    position = target
  }
}
