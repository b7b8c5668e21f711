/// What came of the replies of a step.
public struct StepFigures: Hashable, Sendable {
  public var replies = 0
  /// Replies that became candidates.
  public var accepted = 0
  /// Replies rejected as duplicates.
  public var duplicates = 0
  /// Replies rejected, and requests given up, for another reason.
  public var rejected = 0
  public init() {}
}

/// The steps of a run in their order, as columns: where each prompt lies in the log, what it was asked with, and what
/// came of it. By step number a row is found in a binary search.
public struct StepHistory: Hashable, Sendable {
  public private(set) var steps: ContiguousArray<Int32> = []
  private var offsets: ContiguousArray<Int> = []
  private var lengths: ContiguousArray<Int32> = []
  /// Negative where the server chose.
  private var temperatures: ContiguousArray<Float> = []
  /// Into `modelNames`; negative where no model was asked.
  private var models: ContiguousArray<Int16> = []
  private var modelNames: [String] = []
  private var shownCounts: ContiguousArray<Int32> = []
  private var firstCandidates: ContiguousArray<Int32> = []
  private var counts: ContiguousArray<Counts> = []

  private struct Counts: Hashable, Sendable {
    var replies: Int32 = 0
    var accepted: Int32 = 0
    var duplicates: Int32 = 0
    var rejected: Int32 = 0
  }

  enum Change { case reply, accepted, duplicate, rejected }

  public init() {}

  public var count: Int { steps.count }

  /// The row of a step; nil where it has not begun.
  public func row(ofStep step: Int) -> Int? {
    let row = position(behind: step) - 1
    return row >= 0 && Int(steps[row]) == step ? row : nil
  }

  public func step(at row: Int) -> Int { Int(steps[row]) }
  /// Where the `step-started` with the exact prompt lies in the log; nil where the state is of no log.
  public func location(at row: Int) -> LogLocation? {
    lengths[row] < 0 ? nil : LogLocation(offset: offsets[row], length: Int(lengths[row]))
  }
  /// What the replies were asked with; nil left it to the server.
  public func temperature(at row: Int) -> Double? {
    // Through text, so that 0.7 comes back as 0.7 and not as the nearest Float.
    temperatures[row] < 0 ? nil : Double(temperatures[row].description)
  }
  public func model(at row: Int) -> String? { models[row] < 0 ? nil : modelNames[Int(models[row])] }
  /// How many candidates the prompt showed.
  public func shownCount(at row: Int) -> Int { Int(shownCounts[row]) }
  public func figures(at row: Int) -> StepFigures {
    var figures = StepFigures()
    figures.replies = Int(counts[row].replies)
    figures.accepted = Int(counts[row].accepted)
    figures.duplicates = Int(counts[row].duplicates)
    figures.rejected = Int(counts[row].rejected)
    return figures
  }

  public func location(ofStep step: Int) -> LogLocation? { row(ofStep: step).flatMap(location(at:)) }
  public func temperature(ofStep step: Int) -> Double? { row(ofStep: step).flatMap(temperature(at:)) }
  public func model(ofStep step: Int) -> String? { row(ofStep: step).flatMap(model(at:)) }
  public func shownCount(ofStep step: Int) -> Int? { row(ofStep: step).map(shownCount(at:)) }
  public func figures(ofStep step: Int) -> StepFigures? { row(ofStep: step).map(figures(at:)) }

  /// The row of the first step behind this one; the count where there is none.
  func firstRow(behindStep step: Int) -> Int { position(behind: step) }

  /// The rows of the trajectory between the start of a step and that of the next; step 0 are those before the first.
  func candidates(ofStep step: Int, inAll: Int) -> Range<Int> {
    let next = position(behind: step)
    let end = next < count ? Int(firstCandidates[next]) : inAll
    if step <= 0 { return 0..<end }
    guard let row = row(ofStep: step) else { return end..<end }
    return min(Int(firstCandidates[row]), end)..<end
  }

  /// How many rows are of an earlier step, or of this one too.
  private func position(behind step: Int, orAt isBefore: Bool = false) -> Int {
    func isBehind(_ row: Int) -> Bool { isBefore ? Int(steps[row]) < step : Int(steps[row]) <= step }
    // Most questions are about the newest step.
    if count > 0, isBehind(count - 1) { return count }
    var low = 0, high = count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  mutating func append(_ event: StepStarted, at location: LogLocation?, candidates: Int) {
    if let last = steps.last, Int(last) == event.step {
      // It begins again with another prompt: what was counted stays.
      let row = count - 1
      offsets[row] = location?.offset ?? 0
      lengths[row] = location.map { Int32(truncatingIfNeeded: $0.length) } ?? -1
      shownCounts[row] = Int32(truncatingIfNeeded: event.shown.count)
      return
    }
    steps.append(Int32(truncatingIfNeeded: event.step))
    offsets.append(location?.offset ?? 0)
    lengths.append(location.map { Int32(truncatingIfNeeded: $0.length) } ?? -1)
    temperatures.append(event.temperature.map(Float.init) ?? -1)
    models.append(event.model.flatMap { number(ofModel: $0) } ?? -1)
    shownCounts.append(Int32(truncatingIfNeeded: event.shown.count))
    firstCandidates.append(Int32(truncatingIfNeeded: candidates))
    counts.append(Counts())
  }

  /// Nil beyond what the column holds, in a log that is none of ours.
  private mutating func number(ofModel name: String) -> Int16? {
    if let number = modelNames.lastIndex(of: name) { return Int16(exactly: number) }
    guard let number = Int16(exactly: modelNames.count) else { return nil }
    modelNames.append(name)
    return number
  }

  mutating func count(_ change: Change, inStep step: Int) {
    guard let row = row(ofStep: step) else { return }
    switch change {
    case .reply: counts[row].replies += 1
    case .accepted: counts[row].accepted += 1
    case .duplicate: counts[row].duplicates += 1
    case .rejected: counts[row].rejected += 1
    }
  }

  /// The rows from a step on.
  func suffix(fromStep step: Int) -> StepHistory {
    let start = position(behind: step, orAt: true)
    var suffix = StepHistory()
    suffix.steps = ContiguousArray(steps[start...])
    suffix.offsets = ContiguousArray(offsets[start...])
    suffix.lengths = ContiguousArray(lengths[start...])
    suffix.temperatures = ContiguousArray(temperatures[start...])
    suffix.models = ContiguousArray(models[start...])
    suffix.shownCounts = ContiguousArray(shownCounts[start...])
    suffix.firstCandidates = ContiguousArray(firstCandidates[start...])
    suffix.counts = ContiguousArray(counts[start...])
    suffix.modelNames = modelNames
    return suffix
  }

  mutating func replaceSuffix(fromStep step: Int, with suffix: StepHistory) {
    let start = position(behind: step, orAt: true)
    steps.replaceSubrange(start..., with: suffix.steps)
    offsets.replaceSubrange(start..., with: suffix.offsets)
    lengths.replaceSubrange(start..., with: suffix.lengths)
    temperatures.replaceSubrange(start..., with: suffix.temperatures)
    models.replaceSubrange(start..., with: suffix.models)
    shownCounts.replaceSubrange(start..., with: suffix.shownCounts)
    firstCandidates.replaceSubrange(start..., with: suffix.firstCandidates)
    counts.replaceSubrange(start..., with: suffix.counts)
    modelNames = suffix.modelNames
  }
}
