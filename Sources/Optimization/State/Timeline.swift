/// What a person looks for on the line of a run's events.
public struct TimelineMark: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A new best candidate.
    case best
    /// An act of a person, or of a plan of acts.
    case steering
    /// A try that failed, a candidate that could not be judged, a wait for the person, a run that failed.
    case error
  }

  public enum Meaning: Hashable, Sendable {
    /// The first start of a step.
    case stepStarted(step: Int)
    case happened(Kind)
  }

  public var meaning: Meaning
  /// How many events came before it.
  public var position: Int

  public init(_ meaning: Meaning, position: Int) {
    self.meaning = meaning
    self.position = position
  }
}

/// The steps of a log and the marks between them, by their place among the events: found once while the events pass,
/// four bytes a mark and eight a step.
///
/// A place is a number of events that have happened. A step starts at the place before its first event, a mark is met at
/// the place just behind its own.
public struct Timeline: Hashable, Sendable {
  public struct StepStart: Hashable, Sendable {
    private var number: Int32
    private var place: Int32
    public var step: Int { Int(number) }
    public var position: Int { Int(place) }

    init(step: Int, position: Int) {
      number = Int32(clamping: step)
      place = Int32(clamping: position)
    }
  }

  /// Events in all.
  public private(set) var count = 0
  /// Where each step starts first; a step that begins again with another prompt has one start.
  public private(set) var stepStarts: ContiguousArray<StepStart> = []
  private var bests: ContiguousArray<Int32> = []
  private var steerings: ContiguousArray<Int32> = []
  private var errors: ContiguousArray<Int32> = []
  private var lowest = Double.infinity

  public init() {}

  // MARK: Growing

  /// Takes the next event of the log.
  ///
  /// - Returns: the mark that it sets, if any.
  @discardableResult
  public mutating func take(_ event: RunEvent) -> TimelineMark? {
    let mark = meaning(of: event).map { TimelineMark($0, position: count) }
    append(mark.map { [$0] } ?? [], count: count + 1)
    return mark
  }

  /// Takes marks that another timeline of the same log found.
  ///
  /// - Parameter count: the events of the log with them.
  public mutating func append(_ marks: some Sequence<TimelineMark>, count: Int) {
    for mark in marks {
      let place = Int32(clamping: mark.position + 1)
      switch mark.meaning {
      case .stepStarted(let step): stepStarts.append(StepStart(step: step, position: mark.position))
      case .happened(.best): bests.append(place)
      case .happened(.steering): steerings.append(place)
      case .happened(.error): errors.append(place)
      }
    }
    self.count = max(self.count, count)
  }

  private mutating func meaning(of event: RunEvent) -> TimelineMark.Meaning? {
    switch event {
    case .stepStarted(let event):
      return stepStarts.last?.step == event.step ? nil : .stepStarted(step: event.step)
    case .candidate(let event):
      guard let loss = event.loss else { return .happened(.error) }
      guard loss < lowest else { return nil }
      lowest = loss
      return .happened(.best)
    case .steered: return .happened(.steering)
    case .retry: return .happened(.error)
    case .state(let event): return event.state == .waiting ? .happened(.error) : nil
    case .runEnded(let event): return event.reason == .failed ? .happened(.error) : nil
    case .runStarted, .asked, .reply, .rejected, .evaluationStarted, .measured, .ghost, .prediction, .notice, .resumed,
      .unknown:
      return nil
    }
  }

  // MARK: Marks

  /// The places of the marks of a kind, in order.
  public func places(of kind: TimelineMark.Kind) -> ContiguousArray<Int32> {
    switch kind {
    case .best: bests
    case .steering: steerings
    case .error: errors
    }
  }

  /// The place of the next mark of a kind, or of any.
  public func next(_ kind: TimelineMark.Kind?, after place: Int) -> Int? {
    guard let kind else { return TimelineMark.Kind.allCases.compactMap { next($0, after: place) }.min() }
    let places = places(of: kind)
    let index = places.firstIndex(atLeast: place + 1)
    return index < places.count ? Int(places[index]) : nil
  }

  /// The place of the last mark of a kind, or of any, before a place.
  public func previous(_ kind: TimelineMark.Kind?, before place: Int) -> Int? {
    guard let kind else { return TimelineMark.Kind.allCases.compactMap { previous($0, before: place) }.max() }
    let places = places(of: kind)
    let index = places.firstIndex(atLeast: place)
    return index > 0 ? Int(places[index - 1]) : nil
  }

  /// The first mark of a kind at one of these places.
  public func first(_ kind: TimelineMark.Kind, in range: Range<Int>) -> Int? {
    next(kind, after: range.lowerBound - 1).flatMap { range.contains($0) ? $0 : nil }
  }

  // MARK: Steps

  /// The number of the last step that has begun; 0 before the first.
  public var lastStep: Int { stepStarts.last?.step ?? 0 }

  /// How many steps start before a place.
  private func steps(before place: Int) -> Int {
    var low = 0, high = stepStarts.count
    while low < high {
      let middle = (low + high) / 2
      if stepStarts[middle].position < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The place behind the last event of a step; step 0 are the initial solutions. The end, where no later step begins.
  public func end(ofStep step: Int) -> Int {
    var low = 0, high = stepStarts.count
    while low < high {
      let middle = (low + high) / 2
      if stepStarts[middle].step <= step { low = middle + 1 } else { high = middle }
    }
    return low < stepStarts.count ? stepStarts[low].position : count
  }

  /// The events of the step that is under way or done last at a place; none before the first.
  public func stepRange(at place: Int) -> Range<Int> {
    let index = steps(before: place) - 1
    guard index >= 0 else { return 0..<0 }
    return stepStarts[index].position..<(index + 1 < stepStarts.count ? stepStarts[index + 1].position : count)
  }

  /// The next place between two steps, or the end.
  public func boundary(after place: Int) -> Int {
    let index = steps(before: place + 1)
    return index < stepStarts.count ? stepStarts[index].position : count
  }

  /// The last place between two steps before a place, or the start.
  public func boundary(before place: Int) -> Int {
    let index = steps(before: place)
    return index > 0 ? stepStarts[index - 1].position : 0
  }
}

extension ContiguousArray<Int32> {
  /// Where the first number stands that is no smaller; of numbers in order.
  fileprivate func firstIndex(atLeast number: Int) -> Int {
    var low = 0, high = count
    while low < high {
      let middle = (low + high) / 2
      if Int(self[middle]) < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
