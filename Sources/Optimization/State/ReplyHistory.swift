/// Every reply of a run with what was made of it, by step and index, as columns; their texts stay in the log.
public struct ReplyHistory: Hashable, Sendable {
  /// What was made of a reply. The reason of a rejection is a sentence in the log, at `verdictLocation`.
  public enum Verdict: Hashable, Sendable {
    /// Not judged yet.
    case pending
    case candidate(id: Int, span: Span?)
    case rejected(code: Refusal.Code, span: Span?, of: Int?)
  }

  public private(set) var steps: ContiguousArray<Int32> = []
  public private(set) var indices: ContiguousArray<Int16> = []
  private var seconds: ContiguousArray<Float> = []
  private var offsets: ContiguousArray<Int> = []
  private var lengths: ContiguousArray<Int32> = []
  private var verdicts: ContiguousArray<PackedVerdict> = []

  private struct PackedVerdict: Hashable {
    /// 0 pending, 1 a candidate, then the codes of refusals in their order.
    var kind: UInt8 = 0
    /// The candidate that it became, or that it repeats; negative where there is none.
    var candidate: Int32 = -1
    /// Negative where there is no span.
    var from: Int32 = -1
    var to: Int32 = -1
    var length: Int32 = -1
    var offset = 0
  }

  public var count: Int { steps.count }

  public func location(at row: Int) -> LogLocation? {
    lengths[row] < 0 ? nil : LogLocation(offset: offsets[row], length: Int(lengths[row]))
  }

  public func seconds(at row: Int) -> Double { Double(seconds[row]) }

  public func verdict(at row: Int) -> Verdict {
    let packed = verdicts[row]
    let span = packed.from < 0 || packed.to < packed.from ? nil : Span(Int(packed.from)..<Int(packed.to))
    let candidate = packed.candidate < 0 ? nil : Int(packed.candidate)
    switch packed.kind {
    case 0: return .pending
    case 1: return .candidate(id: candidate ?? 0, span: span)
    default: return .rejected(code: Refusal.Code.allCases[Int(packed.kind) - 2], span: span, of: candidate)
    }
  }

  /// Where the event with the verdict lies in the log: `candidate`, or `rejected` with its reason; nil before it.
  public func verdictLocation(at row: Int) -> LogLocation? {
    verdicts[row].length < 0 ? nil : LogLocation(offset: verdicts[row].offset, length: Int(verdicts[row].length))
  }

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
    verdicts.insert(PackedVerdict(), at: position)
  }

  /// Keeps what was made of a reply; nothing where none is known, as for a request that was given up.
  mutating func judge(step: Int, index: Int, _ verdict: Verdict, location: LogLocation?) {
    guard let row = row(step: step, index: index) else { return }
    var packed = PackedVerdict()
    var place: Span?
    switch verdict {
    case .pending: break
    case .candidate(let id, let span):
      packed.kind = 1
      packed.candidate = Int32(truncatingIfNeeded: id)
      place = span
    case .rejected(let code, let span, let of):
      packed.kind = UInt8((Refusal.Code.allCases.firstIndex(of: code) ?? 0) + 2)
      packed.candidate = of.map { Int32(truncatingIfNeeded: $0) } ?? -1
      place = span
    }
    if let place, let from = Int32(exactly: place.from), let to = Int32(exactly: place.to) {
      packed.from = from
      packed.to = to
    }
    if let location {
      packed.offset = location.offset
      packed.length = Int32(truncatingIfNeeded: location.length)
    }
    verdicts[row] = packed
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
    suffix.verdicts = ContiguousArray(verdicts[start...])
    return suffix
  }

  mutating func replaceSuffix(fromStep step: Int, with suffix: ReplyHistory) {
    let start = insertionPosition(step: step, index: -1)
    steps.replaceSubrange(start..., with: suffix.steps)
    indices.replaceSubrange(start..., with: suffix.indices)
    seconds.replaceSubrange(start..., with: suffix.seconds)
    offsets.replaceSubrange(start..., with: suffix.offsets)
    lengths.replaceSubrange(start..., with: suffix.lengths)
    verdicts.replaceSubrange(start..., with: suffix.verdicts)
  }
}
