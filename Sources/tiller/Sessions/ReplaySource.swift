import Dashboard
import Optimization
import RunLog
import Terminal

/// Feeds the screen from a log, at any speed and from any place, and goes on with the log while somebody writes it.
@TerminalActor
final class ReplaySource: SessionSource {
  private var log: FoldedLog
  /// Events shown.
  private var position = 0
  /// Seconds since the start of the run that is shown.
  private var time = 0.0
  private var pace = ReplayPace.times(1)
  private var isPlaying: Bool
  private var lastLook = ContinuousClock.now
  /// When the replay was opened.
  private let opened = ContinuousClock.now
  private var complaint: String?
  /// What the screen has not been told yet.
  private var untold: Set<Untold> = [.timeline, .place]
  /// Events that the screen has folded; nil where it is somewhere else altogether.
  private var told: Int?

  private enum Untold { case timeline, place }

  /// The events of the step that is shown, for the replies under way in it.
  private var step: (range: Range<Int>, events: [LoggedEvent]) = (0..<0, [])
  /// What is under way, and where and when that was found.
  private var underWay: (position: Int, time: Double, progress: Progress)?

  private let watch: LogWatch?
  private var isWritten = false
  private var isMoreToRead = false
  /// Nothing more is read of the file.
  private var isClosed = false

  /// A streaming reply is shown at this pace.
  private static let streamInterval = Duration.milliseconds(33)
  /// More events than these are not folded one by one by the screen.
  private static let mostEvents = 1000

  /// - Parameters:
  ///   - startsAtEnd: whether it shows the end first and waits; else it plays.
  ///   - watch: says when the log grows, if it was begun before the log was read.
  init(_ log: consuming FoldedLog, startsAtEnd: Bool = false, watch: LogWatch? = nil) {
    self.log = log
    self.watch = watch
    isPlaying = !startsAtEnd
    isWritten = watch?.take().isWritten ?? false
    // What came while the log was read.
    isMoreToRead = watch != nil
    if startsAtEnd {
      position = self.log.count
      time = self.log.duration
      return
    }
    // Playing starts with what is there at once: the problem and its first solutions.
    position = self.log.stepStarts.first?.position ?? self.log.count
    time = self.log.time(at: position)
  }

  /// The run as far as the log reaches.
  var final: RunState { log.whole }

  // MARK: SessionSource

  var now: Double? { nil }

  var nextNews: ContinuousClock.Instant? {
    if !untold.isEmpty || isMoreToRead { return lastLook }
    guard isPlaying, position < log.count else { return nil }
    switch pace {
    case .stepEachSecond: return lastLook + .seconds(1)
    case .times(let speed):
      let next = lastLook + .seconds(max(0, log.times[position] - time) / speed)
      return isStreaming ? min(next, lastLook + Self.streamInterval) : next
    }
  }

  func news() -> [Action] {
    var actions = takeGrowth()
    if isPlaying { play() }
    if untold.remove(.timeline) != nil { actions.append(.timeline(log.timeline)) }
    if untold.remove(.place) != nil || isPlaying {
      do {
        actions += try moves()
      } catch {
        complaint = "\(error)"
        isPlaying = false
        // Whatever it shows, it is not that place.
        told = nil
      }
      actions += [.replayMoved(replayState), .progress(progress)]
    }
    if let complaint { actions.append(.notice(complaint)) }
    complaint = nil
    return actions
  }

  /// What takes the screen from where it is to where it should be.
  private func moves() throws(LogError) -> [Action] {
    if told == position { return [] }
    let action: Action
    if let told, told < position, position - told <= Self.mostEvents {
      action = .events(try log.reader.events(in: told..<position).map { ($0.event, $0.location) })
    } else {
      action = .replaced(try log.state(at: position))
    }
    told = position
    return [action]
  }

  func carryOut(_ effect: Effect) -> [Action] {
    guard case .replay(let command) = effect else { return [] }
    if isPlaying { play() }
    untold.insert(.place)
    switch command {
    case .play:
      if position >= log.count { move(to: 0) }
      isPlaying = true
      lastLook = .now
    case .pause: isPlaying = false
    case .pace(let pace):
      self.pace = pace
      lastLook = .now
    case .stepBack: move(to: log.timeline.boundary(before: position))
    case .stepForward: move(to: log.timeline.boundary(after: position))
    case .eventBack: move(to: position - 1)
    case .eventForward: move(to: position + 1)
    case .jump(toStep: let step): move(to: log.end(ofStep: step))
    case .jumpToTime(let time):
      move(to: log.position(atTime: time))
      self.time = min(max(time, self.time), log.duration)
    case .jumpToEvent(let place): move(to: place)
    case .scrub(toEvent: let place):
      move(to: place)
      // The hand may be elsewhere before there is a frame.
      return []
    case .toStart: move(to: 0)
    case .toEnd: move(to: log.count)
    }
    return news()
  }

  // MARK: Time

  private func play() {
    let now = ContinuousClock.now
    let passed = now - lastLook
    switch pace {
    case .stepEachSecond:
      guard passed >= .seconds(1) else { return }
      // A screen that was stopped does not run after the steps that it missed.
      lastLook = passed < .seconds(2) ? lastLook + .seconds(1) : now
      position = log.timeline.boundary(after: position)
      time = log.time(at: position)
    case .times(let speed):
      lastLook = now
      time += passed / .seconds(1) * speed
      position = max(position, log.position(atTime: time))
    }
    if position >= log.count {
      isPlaying = false
      untold.insert(.place)
      time = log.duration
    }
  }

  private func move(to target: Int) {
    position = min(max(0, target), log.count)
    time = log.time(at: position)
    lastLook = .now
    untold.insert(.place)
    // There is nothing to play while what comes is shown as it comes.
    if isWritten, position == log.count { isPlaying = false }
  }

  /// Where the replay stands.
  var replayState: ReplayState {
    ReplayState(
      position: position, count: log.count, time: time, duration: log.duration, pace: pace, isPlaying: isPlaying,
      isLive: isWritten && !isClosed, watched: (ContinuousClock.now - opened) / .seconds(1))
  }

  // MARK: A log that grows

  /// Takes in a piece of what was written since the last look.
  private func takeGrowth() -> [Action] {
    guard let watch, !isClosed else { return [] }
    let news = watch.take()
    var actions: [Action] = []
    if news.hasChanged || isMoreToRead {
      do {
        let wasAtEnd = position == log.count
        let growth = try log.grow()
        isMoreToRead = growth.isMore
        if !growth.events.isEmpty {
          if untold.contains(.timeline) == false { actions.append(.timelineGrew(growth.marks, count: log.count)) }
          if wasAtEnd {
            // The screen has all before these: it need not read them again.
            if told == position { actions.append(.events(growth.events.map { ($0.event, $0.location) })) }
            if told == position { told = log.count }
            position = log.count
            time = log.duration
          }
          untold.insert(.place)
        }
      } catch {
        close("\(error)")
      }
    }
    if news.isLost, !isClosed {
      close("The log \(watch.path) was moved or deleted meanwhile: what was read of it stays, and no more will come.")
    }
    if news.isWritten != isWritten, !isMoreToRead {
      isWritten = news.isWritten
      untold.insert(.place)
      if !isWritten { complaint = Self.farewell(log.whole, watch.path) }
    }
    return actions
  }

  private func close(_ sentence: String) {
    isClosed = true
    isMoreToRead = false
    complaint = sentence
    untold.insert(.place)
  }

  /// What is to be said when the writer of a log has gone.
  static func farewell(_ run: RunState, _ path: String) -> String {
    run.head.phase == .ended
      ? "The Tiller that wrote this log has closed; this is an ordinary replay now."
      : "The Tiller that wrote this log is gone, in the middle of the run; tiller resume goes on with it."
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
    if let underWay, underWay.position == position, underWay.time == time { return underWay.progress }
    let range = log.stepRange(at: position)
    if step.range != range {
      // A step that goes on is not read again from its start.
      let isLonger = range.lowerBound == step.range.lowerBound && step.range.upperBound <= range.upperBound
      let rest = (isLonger ? step.range.upperBound : range.lowerBound)..<range.upperBound
      let events = (try? log.reader.events(in: rest).map(\.event)) ?? []
      if isLonger { step.events += events } else { step.events = events }
      step.range = range
    }
    let progress = ReplayProgress.progress(events: step.events, shown: position - range.lowerBound, time: time)
    underWay = (position, time, progress)
    return progress
  }
}
