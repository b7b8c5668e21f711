import Dashboard
import Optimization
import RunLog
import Terminal

/// Feeds the screen from a log, at any speed and from any place.
@TerminalActor
final class ReplaySource: SessionSource {
  private var log: FoldedLog
  /// Events shown.
  private var position = 0
  /// Seconds since the start of the run that is shown.
  private var time = 0.0
  private var speed = 1.0
  private var isPlaying: Bool
  private var lastLook = ContinuousClock.now
  /// The events of the step that is shown, for the replies under way in it.
  private var step: (range: Range<Int>, events: [LoggedEvent]) = (0..<0, [])
  private var complaint: String?
  private var isMoved = true

  /// A streaming reply is shown at this pace.
  private static let streamInterval = Duration.milliseconds(33)

  /// - Parameter startsAtEnd: whether it shows the end first and waits; else it plays.
  init(_ log: consuming FoldedLog, startsAtEnd: Bool = false) {
    self.log = log
    isPlaying = !startsAtEnd
    if startsAtEnd {
      position = self.log.count
      time = self.log.duration
      return
    }
    // Playing starts with what is there at once: the problem and its first solutions.
    position = self.log.stepStarts.first?.position ?? self.log.count
    time = self.log.time(at: position)
  }

  // MARK: SessionSource

  var now: Double? { nil }

  var nextNews: ContinuousClock.Instant? {
    guard isPlaying, position < log.count else { return nil }
    let next = lastLook + .seconds(max(0, log.times[position] - time) / speed)
    return isStreaming ? min(next, lastLook + Self.streamInterval) : next
  }

  func news() -> [Action] {
    if isPlaying { play() }
    guard isMoved || isPlaying else { return [] }
    isMoved = false
    do {
      try log.seek(to: position)
    } catch {
      complaint = "\(error)"
      isPlaying = false
    }
    var actions: [Action] = [.replaced(log.state), .replayMoved(replayState), .progress(progress)]
    if let complaint { actions.append(.notice(complaint)) }
    complaint = nil
    return actions
  }

  func carryOut(_ effect: Effect) -> [Action] {
    guard case .replay(let command) = effect else { return [] }
    if isPlaying { play() }
    switch command {
    case .play:
      if position >= log.count { move(to: 0) }
      isPlaying = true
      lastLook = .now
    case .pause: isPlaying = false
    case .speed(let speed): self.speed = speed
    case .stepBack: move(to: log.boundaries.last { $0 < position } ?? 0)
    case .stepForward: move(to: log.boundaries.first { $0 > position } ?? log.count)
    case .eventBack: move(to: position - 1)
    case .eventForward: move(to: position + 1)
    case .jump(let step): move(to: log.end(ofStep: step))
    case .toStart: move(to: 0)
    case .toEnd: move(to: log.count)
    }
    isMoved = true
    return news()
  }

  // MARK: Time

  private func play() {
    let now = ContinuousClock.now
    time += (now - lastLook) / .seconds(1) * speed
    lastLook = now
    while position < log.count, log.times[position] <= time { position += 1 }
    if position >= log.count {
      isPlaying = false
      isMoved = true
      time = log.duration
    }
  }

  private func move(to target: Int) {
    position = min(max(0, target), log.count)
    time = log.time(at: position)
    lastLook = .now
    isMoved = true
  }

  private var replayState: ReplayState {
    ReplayState(
      position: position, count: log.count, time: time, duration: log.duration, speed: speed, isPlaying: isPlaying)
  }

  // MARK: Replies under way

  private var isStreaming: Bool {
    progress.replies.contains { reply in
      switch reply.phase {
      case .streaming, .asking: true
      case .waiting, .stopped, .done: false
      }
    }
  }

  /// What was under way at this time, made from the times and texts of the replies that were still to come.
  private var progress: Progress {
    let range = log.stepRange(at: position)
    if step.range != range {
      step = (range, (try? log.reader.events(in: range).map(\.event)) ?? [])
    }
    return ReplayProgress.progress(
      events: step.events, shown: position - range.lowerBound, time: time)
  }
}
