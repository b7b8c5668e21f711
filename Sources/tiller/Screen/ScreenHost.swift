import Charts
import Dashboard
import Foundation
import Terminal
import Text

/// The one loop between a person and a screen: waits for the terminal, folds what happened into the state, and draws.
///
/// A key is drawn at once. What comes from a run waits for the frame clock, and nothing is drawn that did not change;
/// while nothing happens the loop sleeps.
@TerminalActor
final class ScreenHost {
  /// What feeds the screen: a run, or the log of one.
  @TerminalActor
  protocol Source: AnyObject {
    /// Called before a frame, with the time of the frame: what is new since the last.
    func news() -> [Action]
    /// Does what the screen wants done; what can be answered at once is returned.
    func carryOut(_ effect: Effect) -> [Action]
    /// When the source has news without waking the screen; nil where it will wake it.
    var nextNews: ContinuousClock.Instant? { get }
    /// Seconds since the start of the run, for the clock on the screen; nil where the source tells the time itself.
    var now: Double? { get }
  }

  /// Why the loop ended.
  enum End: Hashable {
    case quit
    case signal(Int32)
  }

  private let screen: TerminalScreen
  private(set) var state: DashboardState
  private let theme = Theme.standard
  private let markers: Marker
  private var cache = ViewCache()
  private var buffer: CellBuffer
  private var lastFrame = ContinuousClock.now - .seconds(1)
  private var needsFrame = true
  private var hasNews = true
  private var end: End?

  static let frameInterval = Duration.microseconds(16_667)

  /// - Throws: `TerminalError`; the terminal is then as it was.
  init(_ state: DashboardState, _ watch: WatchOptions) throws {
    var options = TerminalOptions()
    options.isMouseEnabled = !watch.noMouse
    screen = try TerminalScreen(options)
    var state = state
    _ = reduce(&state, .resized(screen.size))
    self.state = state
    buffer = CellBuffer(size: screen.size)
    markers = watch.marker
  }

  /// Folds an action, from wherever it came, and asks for a frame.
  func send(_ action: Action) {
    _ = reduce(&state, action)
    needsFrame = true
    TerminalActor.wake()
  }

  /// Runs until the person or a signal ends it. The screen stays up.
  func run(_ source: any Source) async -> End {
    draw(source)
    while end == nil {
      take(await screen.nextEvents(until: nextDeadline(source)), source)
      drawWhenDue(source)
    }
    return end ?? .quit
  }

  func close() { screen.close() }

  // MARK: What happened

  private func take(_ events: TerminalEvents, _ source: any Source) {
    if events.isWoken { hasNews = true }
    if let size = events.size { resize(size) }
    if events.signals.contains(.suspend) { suspend() }
    if let number = events.signals.endingNumber { end = .signal(number) }
    if events.isHungUp { end = end ?? .signal(SIGHUP) }
    for event in events.input {
      // The same as the signal, which the terminal does not send in raw mode.
      if event == .key(KeyPress(.character("c"), .control)) {
        end = end ?? .signal(SIGINT)
        return
      }
      for effect in reduce(&state, .input(event)) { carryOut(effect, source) }
    }
    // The person sees what a key did before anything else.
    if !events.input.isEmpty { draw(source) }
  }

  private func carryOut(_ effect: Effect, _ source: any Source) {
    switch effect {
    case .quit: end = end ?? .quit
    case .suspend: suspend()
    case .redraw: screen.redraw()
    case .command, .newRun, .replay:
      for action in source.carryOut(effect) { _ = reduce(&state, action) }
    }
    needsFrame = true
  }

  private func resize(_ size: Size) {
    _ = reduce(&state, .resized(size))
    needsFrame = true
  }

  private func suspend() {
    screen.suspend()
    resize(screen.size)
  }

  // MARK: Frames

  private func nextDeadline(_ source: any Source) -> ContinuousClock.Instant? {
    var deadline: ContinuousClock.Instant?
    func consider(_ instant: ContinuousClock.Instant?) {
      guard let instant else { return }
      deadline = deadline.map { min($0, instant) } ?? instant
    }
    // While the terminal takes nothing, a frame would only wait.
    if screen.hasPending { return nil }
    if needsFrame || hasNews { consider(lastFrame + Self.frameInterval) }
    // However soon there is news, frames keep their distance.
    consider(source.nextNews.map { max($0, lastFrame + Self.frameInterval) })
    if let next = state.nextChange, let now = source.now {
      consider(.now + .seconds(max(0, next - now)))
    }
    return deadline
  }

  private func drawWhenDue(_ source: any Source) {
    let now = ContinuousClock.now
    if let next = source.nextNews, next <= now { needsFrame = true }
    if let next = state.nextChange, let time = source.now, next <= time { needsFrame = true }
    guard needsFrame || hasNews, !screen.hasPending, now >= lastFrame + Self.frameInterval else { return }
    draw(source)
  }

  private func draw(_ source: any Source) {
    if hasNews || source.nextNews.map({ $0 <= .now }) == true {
      hasNews = false
      for action in source.news() { _ = reduce(&state, action) }
    }
    if let now = source.now { _ = reduce(&state, .tick(now: now)) }
    if buffer.size != screen.size { buffer = CellBuffer(size: screen.size) }
    Dashboard.draw(state, theme: theme, markers: markers, into: &buffer, cache: &cache)
    screen.draw(buffer)
    needsFrame = false
    lastFrame = .now
  }
}

extension WatchOptions {
  /// Braille where nothing else is named: the terminal is given a UTF-8 locale, or refused.
  var marker: Marker {
    switch markers {
    case .braille: .braille
    case .blocks: .blocks
    case .ascii: .ascii
    case nil: .braille
    }
  }
}
