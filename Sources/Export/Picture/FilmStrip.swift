import Optimization

/// Which frame shows what of a run: its steps in order, thinned where there are too many to be told apart.
struct FilmStrip: Sendable {
  let steps: [Int]
  /// The frame in which each row of the trajectory comes.
  let arrivals: [Int]

  static let mostFrames = 120

  init(_ state: RunState) {
    let last = max(0, state.head.step)
    let most = Self.mostFrames - 1
    steps =
      last <= most
      ? Array(0...last) : (0...most).map { Int((Double($0) / Double(most) * Double(last)).rounded()) }
    let trajectory = state.trajectory
    var arrivals: [Int] = []
    arrivals.reserveCapacity(trajectory.count)
    var latest = 0
    for row in 0..<trajectory.count {
      let step = min(max(0, trajectory.step(at: row)), last)
      var frame = last <= most ? step : Int((Double(step) / Double(last) * Double(most)).rounded(.down))
      while frame < steps.count - 1, steps[frame] < step { frame += 1 }
      // Never before what was judged before it.
      latest = max(latest, frame)
      arrivals.append(latest)
    }
    self.arrivals = arrivals
  }

  var count: Int { steps.count }
  var all: Range<Int> { 0..<count }
  func from(_ frame: Int) -> Range<Int> { min(frame, count - 1)..<count }

  /// The row of the best candidate of each frame; nil before the first that could be judged.
  func best(in trajectory: Trajectory) -> [Int?] {
    var rows: [Int?] = Array(repeating: nil, count: count)
    var best: Int?
    for row in 0..<trajectory.count {
      if let loss = trajectory.loss(at: row), loss < best.flatMap({ trajectory.loss(at: $0) }) ?? .infinity {
        best = row
      }
      rows[arrivals[row]] = best
    }
    return filled(rows)
  }

  /// The newest candidate of each frame that is no initial one.
  func newest(in trajectory: Trajectory) -> [Int?] {
    var rows: [Int?] = Array(repeating: nil, count: count)
    for row in 0..<trajectory.count where trajectory.origins[row] != .initial { rows[arrivals[row]] = row }
    return filled(rows)
  }

  private func filled(_ rows: [Int?]) -> [Int?] {
    var latest: Int?
    return rows.map { row in
      latest = row ?? latest
      return latest
    }
  }

  /// Frames in which a value stays the same, with the value.
  static func spans(of values: [Int?]) -> [(value: Int, frames: Range<Int>)] {
    var spans: [(value: Int, frames: Range<Int>)] = []
    for (frame, value) in values.enumerated() {
      guard let value else { continue }
      if let last = spans.last, last.value == value, last.frames.upperBound == frame {
        spans[spans.count - 1].frames = last.frames.lowerBound..<frame + 1
      } else {
        spans.append((value, frame..<frame + 1))
      }
    }
    return spans
  }
}
