import Charts
import Optimization
import Text

/// Takes an action into the state of a comparison and says what is to be done outside. The only place where it changes.
public func reduce(_ state: inout ComparisonState, _ action: ComparisonAction) -> [ComparisonEffect] {
  switch action {
  case .input(let event): return state.take(event)
  case .resized(let size): state.size = size
  case .tick(let now): return state.advance(to: now)
  case .events(let lane, let events):
    guard state.lanes.indices.contains(lane) else { return [] }
    for (event, location) in events { state.lanes[lane].run.apply(event, at: location) }
    state.noteDifference()
  case .progress(let lane, let progress):
    guard state.lanes.indices.contains(lane) else { return [] }
    state.lanes[lane].progress = progress
  case .replaced(let lane, let run):
    guard state.lanes.indices.contains(lane) else { return [] }
    state.lanes[lane].run = run
    state.lanes[lane].generation += 1
    state.noteDifference(isReplaced: true)
  case .placed(let step, let runs):
    // An older answer may come behind a newer question.
    guard step == state.place, runs.count == state.lanes.count else { return [] }
    for (lane, run) in runs.enumerated() {
      state.lanes[lane].earlier = run
      state.lanes[lane].generation += 1
    }
  case .departed(let lane, let departure):
    guard state.lanes.indices.contains(lane) else { return [] }
    state.lanes[lane].departure = departure
  case .commandOutcome(let lane, let command, let outcome): state.report(outcome, of: command, lane: lane)
  case .notice(let text): state.say(text, .refused)
  }
  return []
}

extension ComparisonState {
  fileprivate mutating func advance(to time: Double) -> [ComparisonEffect] {
    guard time.isFinite else { return [] }
    now = time
    if let message, now >= message.until { self.message = nil }
    guard isPlaying, now >= nextMove else { return [] }
    nextMove = now + Self.secondsAStep
    guard let place, place + 1 < lanes.lastStep else { return move(to: nil) }
    return move(to: place + 1)
  }

  // MARK: The place

  /// - Parameter step: nil for the newest; what lies outside is brought inside.
  mutating func move(to step: Int?) -> [ComparisonEffect] {
    let last = lanes.lastStep
    guard let step, step < last || (isFollowing && step == last && last > 0) else {
      place = nil
      isPlaying = false
      for lane in lanes.indices where lanes[lane].earlier != nil {
        lanes[lane].earlier = nil
        lanes[lane].generation += 1
      }
      return []
    }
    let target = max(0, step)
    guard target != place else { return [] }
    place = target
    return [.place(step: target)]
  }

  // MARK: Commands

  fileprivate mutating func report(_ outcome: CommandOutcome, of command: Command, lane: Int) {
    guard lanes.indices.contains(lane) else { return }
    switch outcome {
    case .refused(let reason): say("\(lanes[lane].letter): \(reason)", .refused)
    case .accepted:
      // What one of them refused stays to be read.
      guard message?.kind != .refused, let words = words(accepted: command) else { return }
      say(words + " (\(letters(of: command)))", .done)
    }
  }

  private func words(accepted command: Command) -> String? {
    switch command {
    case .setTemperature(nil): "The temperature is left to the server from the next request on."
    case .setTemperature(let temperature?): "Temperature \(Words.temperature(temperature)) from the next request on."
    case .inject: "Injected: the model sees it with the next prompt."
    case .cancelStep: "The step is cancelled; replies that have come are kept."
    default: nil
    }
  }

  private func letters(of command: Command) -> String {
    selected.map { "lane \(lanes[$0].letter)" } ?? "all lanes"
  }
}
