import Optimization

/// A log that can be shown at any of its events: the fold of every prefix, from snapshots. It grows with its file.
public struct FoldedLog: ~Copyable, Sendable {
  public private(set) var reader: RunLogReader
  /// The fold of the whole log, whose columns hold those of every prefix.
  public private(set) var whole = RunState()
  private var snapshots: [RunState.Snapshot]
  /// The time of every event; a clock never goes back within a run, a log edited by hand may.
  public private(set) var times: [Double] = []
  /// Where its steps start and what a person looks for.
  public private(set) var timeline = Timeline()
  /// Where `seek` went; nil at the end, which moves as the log grows.
  private var elsewhere: (position: Int, state: RunState)?

  static let snapshotInterval = 1000

  /// Reads the log whole, once.
  public init(_ reader: consuming RunLogReader) throws(LogError) {
    var fold = Fold(reserving: reader.count)
    try reader.forEach(in: 0..<reader.count, keepsPrompts: false) { scanned, location in
      fold.take(scanned.event, at: location, promptTokens: scanned.promptTokens)
    }
    self.reader = reader
    whole = fold.state
    snapshots = fold.snapshots
    times = fold.times
    timeline = fold.timeline
  }

  /// What is found in one pass over the events.
  private struct Fold {
    var state = RunState()
    var snapshots = [RunState().snapshot]
    var times: [Double] = []
    var timeline = Timeline()

    init(reserving count: Int) { times.reserveCapacity(count) }

    mutating func take(_ event: LoggedEvent, at location: LogLocation, promptTokens: Int?) {
      timeline.take(event.event)
      times.append(max(event.time, times.last ?? 0))
      state.apply(event, at: location, promptTokens: promptTokens)
      if times.count % FoldedLog.snapshotInterval == 0 { snapshots.append(state.snapshot) }
    }
  }

  public var count: Int { times.count }
  public var duration: Double { times.last ?? 0 }

  /// The first event of every step.
  public var stepStarts: ContiguousArray<Timeline.StepStart> { timeline.stepStarts }

  /// The time of the last of the first `position` events.
  public func time(at position: Int) -> Double { position > 0 ? times[min(position, count) - 1] : 0 }

  /// How many events had happened at a time: seconds since the start of the run.
  public func position(atTime time: Double) -> Int {
    var low = 0, high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The place behind the last event of a step; step 0 are the initial solutions. The end, where there is no such step.
  public func end(ofStep step: Int) -> Int { timeline.end(ofStep: step) }

  /// The events of the step that is under way or done last after the first `position` events.
  public func stepRange(at position: Int) -> Range<Int> { timeline.stepRange(at: position) }

  // MARK: Going to a place

  /// How many events are folded into `state`.
  public var position: Int { elsewhere?.position ?? count }

  /// The state at `position`.
  public var state: RunState { elsewhere?.state ?? whole }

  /// The state after the first `target` events, 0 to `count`.
  ///
  /// - Throws: `LogError` with the line where the log is damaged, or where it became shorter.
  public func state(at target: Int) throws(LogError) -> RunState {
    let target = min(max(0, target), count)
    if target == count { return whole }
    let snapshot = snapshots[target / Self.snapshotInterval]
    var state = whole
    state.rewind(to: snapshot)
    try reader.fold(snapshot.events..<target, into: &state)
    return state
  }

  /// Goes to the state after the first `target` events, 0 to `count`.
  ///
  /// - Throws: as `state(at:)`.
  public mutating func seek(to target: Int) throws(LogError) {
    let target = min(max(0, target), count)
    if target == count {
      elsewhere = nil
    } else if var (position, state) = elsewhere.take(), target >= position,
      target - position <= Self.snapshotInterval
    {
      // Whatever comes of it, what was folded is not folded again.
      defer { elsewhere = (position, state) }
      try reader.fold(position..<target, into: &state)
      position = target
    } else {
      elsewhere = (target, try state(at: target))
    }
  }

  // MARK: Growing

  /// What was written to the log since it was read.
  public struct Growth: Sendable {
    /// In their order, with their prompts.
    public var events: [(event: LoggedEvent, location: LogLocation)] = []
    /// The marks that they set.
    public var marks: [TimelineMark] = []
    /// Whether there are more, for the next piece.
    public var isMore = false
  }

  /// Takes in the whole lines that came behind those that are here. What it costs goes by what came, not by the log.
  ///
  /// - Parameter limit: bytes to take at most, if a line is no longer than that.
  /// - Throws: `LogError` where the file cannot be read, became shorter, or the next line is damaged.
  public mutating func grow(limit: Int = 1 << 18) throws(LogError) -> Growth {
    var growth = Growth()
    growth.isMore = try reader.takeNewLines(limit: limit)
    var damage: LogError?
    do {
      try reader.forEach(in: count..<reader.count) { growth.events.append(($0.event, $1)) }
    } catch {
      damage = error
    }
    for (event, location) in growth.events {
      if let mark = timeline.take(event.event) { growth.marks.append(mark) }
      times.append(max(event.time, times.last ?? 0))
      whole.apply(event, at: location)
      if times.count % Self.snapshotInterval == 0 { snapshots.append(whole.snapshot) }
    }
    if let damage, growth.events.isEmpty { throw damage }
    return growth
  }
}
