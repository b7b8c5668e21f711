import Optimization
import Text

/// A mark that a replay can be taken to from where it stands.
struct ReplayMark {
  /// Nil: of any kind.
  var kind: TimelineMark.Kind?
  var isBefore: Bool

  init(_ kind: TimelineMark.Kind?, isBefore: Bool) {
    self.kind = kind
    self.isBefore = isBefore
  }

  /// Nil where the act goes to no mark.
  init?(_ act: Act) {
    switch act {
    case .previousMark: self.init(nil, isBefore: true)
    case .nextMark: self.init(nil, isBefore: false)
    case .previousBest: self.init(.best, isBefore: true)
    case .nextBest: self.init(.best, isBefore: false)
    case .previousSteering: self.init(.steering, isBefore: true)
    case .nextSteering: self.init(.steering, isBefore: false)
    case .previousError: self.init(.error, isBefore: true)
    case .nextError: self.init(.error, isBefore: false)
    default: return nil
    }
  }

  /// The place of the mark; nil where there is none.
  func place(in state: DashboardState) -> Int? {
    guard let replay = state.replay else { return nil }
    return isBefore
      ? state.timeline.previous(kind, before: replay.position) : state.timeline.next(kind, after: replay.position)
  }

  func reasonAgainst(in state: DashboardState) -> String? {
    if state.replay?.isReading == true { return "The rest of the log is still being read." }
    if place(in: state) != nil { return nil }
    return "There is no \(kind?.words ?? "mark") \(isBefore ? "before" : "after") this place."
  }
}

extension TimelineMark.Kind {
  /// "new best", with what else it is called in sentences.
  var words: String {
    switch self {
    case .best: "new best"
    case .steering: "act of steering"
    case .error: "error"
    }
  }
}

extension DashboardState {
  /// What a place to jump to may be, in so few words that they fit beside a field of 80 columns.
  var jumpHint: String {
    "step 0-\(max(timeline.lastStep, run.head.step)), 1:30, 90s, best, steering, error, -best"
  }

  /// `12`, `1:30`, `90s`, `start`, `end`, `best`, `-error`.
  func jump(_ text: String) throws(InputError) -> ReplayCommand {
    let word = text.lowercased()
    switch word {
    case "start": return .toStart
    case "end": return .toEnd
    default: break
    }
    let isBefore = word.hasPrefix("-")
    if let kind = TimelineMark.Kind(rawValue: String(isBefore ? word.dropFirst() : word[...])) {
      let mark = ReplayMark(kind, isBefore: isBefore)
      if let reason = mark.reasonAgainst(in: self) { throw InputError(reason) }
      return mark.place(in: self).map { .jumpToEvent($0) } ?? .toEnd
    }
    if let seconds = Self.seconds(word) {
      let duration = replay?.duration ?? 0
      guard seconds <= max(duration, duration.rounded(.up)) else {
        throw InputError("\"\(text)\" is behind the end: the log reaches to \(Words.clock(duration)).")
      }
      return .jumpToTime(seconds)
    }
    guard let step = Int(word), step >= 0 else {
      throw InputError(
        "\"\(text)\" is no place: allowed are a step, a time as 1:30 or 90s, best, steering, error, and -best.")
    }
    // While the rest is being read, nobody knows the last.
    let last = max(timeline.lastStep, run.head.step)
    guard step <= last || replay?.isReading == true else {
      throw InputError("There is no step \(step) in the log: the last is \(last).")
    }
    return .jump(toStep: step)
  }

  /// `1:30`, `1:02:33`, `90s`, `1.5s`; nil where it is no time.
  private static func seconds(_ text: String) -> Double? {
    if text.hasSuffix("s") {
      return Double(text.dropLast()).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    var seconds = 0.0
    for (place, part) in parts.enumerated() {
      guard let number = Double(part), number.isFinite, number >= 0, place == 0 || number < 60 else { return nil }
      seconds = seconds * 60 + number
    }
    return seconds
  }

  // MARK: The mouse on the line

  /// Takes the replay to where the line was touched; nothing where it was not.
  func scrub(to cell: ScreenCell, _ layout: Layout, isPressed: Bool) -> [Effect] {
    let track = TimelineView.track(self, layout)
    guard let replay, !replay.isReading, !track.isEmpty,
      !isPressed || track.contains(column: cell.column, row: cell.row)
    else { return [] }
    let scale = TimelineScale(columns: track.columns, count: replay.count)
    let column = min(max(cell.column - track.column, 0), track.columns - 1)
    // A click on a mark is meant for it, not for a place beside it that looks the same.
    let mark =
      isPressed
      ? TimelineMark.Kind.byImportance.compactMap { timeline.first($0, in: scale.places(of: column)) }
        .first : nil
    return [.replay(.scrub(toEvent: mark ?? scale.place(of: column)))]
  }
}
