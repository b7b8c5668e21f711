import Optimization

/// What each column of the line shows: found anew when the log or the room for it has changed, not at every frame.
struct TimelineBase: Sendable {
  enum Sign: Hashable, Sendable {
    /// Where a step ends, or every tenth, hundredth ... where there are many.
    case stepEnd
    case mark(TimelineMark.Kind)
  }

  struct Key: Hashable, Sendable {
    var columns: Int
    var count: Int
    var steps: Int
  }

  let key: Key
  /// By column.
  private(set) var signs: [Sign?]
  /// Steps from one tick to the next.
  let stepsPerTick: Int
  /// The kinds of marks that there are.
  let kinds: [TimelineMark.Kind]

  /// Columns between two ticks at least.
  private static let leastGap = 4

  static func key(_ timeline: Timeline, columns: Int) -> Key {
    Key(columns: columns, count: timeline.count, steps: timeline.stepStarts.count)
  }

  init(_ timeline: Timeline, columns: Int) {
    key = Self.key(timeline, columns: columns)
    let scale = TimelineScale(columns: columns, count: timeline.count)
    signs = [Sign?](repeating: nil, count: max(0, columns))
    kinds = TimelineMark.Kind.allCases.filter { !timeline.places(of: $0).isEmpty }
    stepsPerTick = Self.interval(steps: timeline.stepStarts.count, ticks: max(1, columns / Self.leastGap))
    guard columns > 1, timeline.count > 0 else { return }
    if let first = timeline.stepStarts.first?.step {
      let firstTick = (max(1, first) + stepsPerTick - 1) / stepsPerTick * stepsPerTick
      for step in stride(from: firstTick, through: timeline.lastStep, by: stepsPerTick) {
        signs[scale.column(of: timeline.end(ofStep: step))] = .stepEnd
      }
    }
    for column in signs.indices {
      let places = scale.places(of: column)
      if let kind = TimelineMark.Kind.byImportance.first(where: { timeline.first($0, in: places) != nil }) {
        signs[column] = .mark(kind)
      }
    }
  }

  /// 1, 2, 5, 10, 20, ...: the smallest that needs no more ticks than there is room for.
  static func interval(steps: Int, ticks: Int) -> Int {
    var power = 1
    while true {
      for factor in [1, 2, 5] where steps <= ticks * power * factor { return power * factor }
      power *= 10
    }
  }
}

extension TimelineMark.Kind {
  /// Where several share a column, the first is shown.
  static let byImportance: [TimelineMark.Kind] = [.error, .steering, .best]

  var tone: EventTone {
    switch self {
    case .best: .good
    case .steering: .person
    case .error: .warning
    }
  }
}
