/// How fast a replay goes.
public enum ReplayPace: Hashable, Sendable {
  /// As a multiple of the run's own speed.
  case times(Double)
  /// Each second the next step, whatever it took.
  case stepEachSecond

  /// As the keys go through them: the run's own speed is the third.
  public static let all: [ReplayPace] = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64].map(times) + [.stepEachSecond]

  /// The next of all in a direction, 1 or -1; nil where there is none.
  func next(_ direction: Int) -> ReplayPace? {
    guard let place = Self.all.firstIndex(of: self) else { return .times(1) }
    let next = place + direction
    return Self.all.indices.contains(next) ? Self.all[next] : nil
  }

  /// "4x", "1 step/s".
  public var words: String {
    switch self {
    case .times(let factor): Words.temperature(factor) + "x"
    case .stepEachSecond: "1 step/s"
    }
  }

  /// What people type: `4`, `4x`, `0.5`, `step`; nil where it is none of those that there are.
  init?(typed text: String) {
    let text = text.lowercased()
    if ["step", "steps", "1 step/s"].contains(text) {
      self = .stepEachSecond
    } else if let factor = Double(text.hasSuffix("x") ? String(text.dropLast()) : text),
      Self.all.contains(.times(factor))
    {
      self = .times(factor)
    } else {
      return nil
    }
  }
}

/// Where a replay stands.
public struct ReplayState: Hashable, Sendable {
  /// Events applied so far, 0 to `count`.
  public var position: Int
  public var count: Int
  /// Seconds since the start of the run, and the whole of it.
  public var time: Double
  public var duration: Double
  public var pace: ReplayPace
  public var isPlaying: Bool
  /// Only the newest part of the log is there yet.
  public var isReading: Bool
  /// Another program writes the log: at its end the replay goes on as events come.
  public var isLive: Bool
  /// Seconds that a person has watched, which go on at one speed whatever the pace.
  public var watched: Double

  public init(
    position: Int = 0, count: Int, time: Double = 0, duration: Double, pace: ReplayPace = .times(1),
    isPlaying: Bool = false, isReading: Bool = false, isLive: Bool = false, watched: Double = 0
  ) {
    self.position = position
    self.count = count
    self.time = time
    self.duration = duration
    self.pace = pace
    self.isPlaying = isPlaying
    self.isReading = isReading
    self.isLive = isLive
    self.watched = watched
  }

  public var isAtStart: Bool { position <= 0 }
  public var isAtEnd: Bool { position >= count }
  /// What another program writes is shown as it comes.
  public var isFollowing: Bool { isLive && isAtEnd }
}
