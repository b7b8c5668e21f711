/// Every reply of a run, by step and index, as columns; their texts stay in the log.
public struct ReplyHistory: Hashable, Sendable {
  public private(set) var steps: ContiguousArray<Int32> = []
  public private(set) var indices: ContiguousArray<Int16> = []
  private var seconds: ContiguousArray<Float> = []
  private var offsets: ContiguousArray<Int> = []
  private var lengths: ContiguousArray<Int32> = []

  public var count: Int { steps.count }

  public func location(at row: Int) -> LogLocation? {
    lengths[row] < 0 ? nil : LogLocation(offset: offsets[row], length: Int(lengths[row]))
  }

  public func seconds(at row: Int) -> Double { Double(seconds[row]) }

  /// The row of a reply, or nil where none is known.
  public func row(step: Int, index: Int) -> Int? {
    let position = insertionPosition(step: step, index: index)
    guard position > 0, steps[position - 1] == step, indices[position - 1] == index else { return nil }
    return position - 1
  }

  /// After all replies that come before or at the same place. Replies of a step arrive in any order and are kept in
  /// the order of their index, so that the fold does not depend on the order of arrival.
  private func insertionPosition(step: Int, index: Int) -> Int {
    var low = 0, high = count
    while low < high {
      let middle = (low + high) / 2
      if (Int(steps[middle]), Int(indices[middle])) <= (step, index) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  mutating func insert(_ reply: ReplyEvent, location: LogLocation?) {
    let position = insertionPosition(step: reply.step, index: reply.index)
    steps.insert(Int32(truncatingIfNeeded: reply.step), at: position)
    indices.insert(Int16(truncatingIfNeeded: reply.index), at: position)
    seconds.insert(Float(reply.seconds), at: position)
    offsets.insert(location?.offset ?? 0, at: position)
    lengths.insert(location.map { Int32(truncatingIfNeeded: $0.length) } ?? -1, at: position)
  }

  /// The rows from a step on.
  func suffix(fromStep step: Int) -> ReplyHistory {
    var suffix = ReplyHistory()
    let start = insertionPosition(step: step, index: -1)
    suffix.steps = ContiguousArray(steps[start...])
    suffix.indices = ContiguousArray(indices[start...])
    suffix.seconds = ContiguousArray(seconds[start...])
    suffix.offsets = ContiguousArray(offsets[start...])
    suffix.lengths = ContiguousArray(lengths[start...])
    return suffix
  }

  mutating func replaceSuffix(fromStep step: Int, with suffix: ReplyHistory) {
    let start = insertionPosition(step: step, index: -1)
    steps.replaceSubrange(start..., with: suffix.steps)
    indices.replaceSubrange(start..., with: suffix.indices)
    seconds.replaceSubrange(start..., with: suffix.seconds)
    offsets.replaceSubrange(start..., with: suffix.offsets)
    lengths.replaceSubrange(start..., with: suffix.lengths)
  }
}
