import Charts
import Dashboard
import Optimization
import Terminal
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The one loop between a person and a screen: waits for the terminal, folds what happened into the state, and draws.
///
/// A key is drawn at once. What comes from a run waits for the frame clock, and nothing is drawn that did not change;
/// while nothing happens the loop sleeps.
@TerminalActor
final class ScreenHost: SessionHost {
  static let commandSource = CommandSource.keyboard

  private let screen: TerminalScreen
  private(set) var state: DashboardState
  private let preferences: WatchPreferences
  private let foresight: ForesightDesk?
  private var cache = ViewCache()
  private var buffer: CellBuffer
  private var lastFrame = ContinuousClock.now - .seconds(1)
  private var needsFrame = true
  private var hasNews = true
  private var end: SessionEnd?
  private weak var source: (any SessionSource)?

  static let frameInterval = Duration.microseconds(16_667)

  /// - Throws: `TerminalError`; the terminal is then as it was.
  init(_ state: DashboardState, _ preferences: WatchPreferences) throws {
    screen = try TerminalScreen(preferences.terminal)
    var state = state
    _ = reduce(&state, .resized(screen.size))
    self.state = state
    self.preferences = preferences
    foresight = preferences.foreseer.map(ForesightDesk.init)
    buffer = CellBuffer(size: screen.size)
    for notice in preferences.notices { _ = reduce(&self.state, .notice(notice)) }
  }

  func send(_ action: Action) {
    fold(action)
    TerminalActor.wake()
  }

  func run(_ source: any SessionSource) async -> SessionEnd {
    self.source = source
    drawNews(source)
    while end == nil {
      take(await screen.nextEvents(until: nextDeadline(source)), source)
      if source.hasFailed { end = end ?? .quit }
      drawWhenDue(source)
    }
    return end ?? .quit
  }

  func close() { screen.close() }

  // MARK: What happened

  private func fold(_ action: Action) {
    needsFrame = true
    for effect in reduce(&state, action) { carryOut(effect) }
  }

  private func take(_ events: TerminalEvents, _ source: any SessionSource) {
    if events.isWoken { hasNews = true }
    if let size = events.size { fold(.resized(size)) }
    if events.signals.contains(.suspend) { suspend() }
    if let number = events.signals.endingNumber { end = .signal(number) }
    if events.isHungUp { end = end ?? .signal(SIGHUP) }
    for event in events.input {
      // The same as the signal, which the terminal does not send in raw mode.
      if event == .key(KeyPress(.character("c"), .control)) {
        end = end ?? .signal(SIGINT)
        return
      }
      fold(.input(event))
    }
    // The person sees what a key did before anything else, and before what else happened.
    if !events.input.isEmpty { draw(source) }
  }

  private func carryOut(_ effect: Effect) {
    switch effect {
    case .quit: end = end ?? .quit
    case .suspend: suspend()
    case .redraw: screen.redraw()
    case .command, .newRun, .replay:
      for action in source?.carryOut(effect) ?? [] { fold(action) }
    case .read(let part, let location):
      guard let path = state.logPath else { return fold(.read(part, .failure(InputError("There is no log.")))) }
      LogPartReader.read(part, at: location, in: path, for: self)
    case .foresee(let question):
      guard let path = state.logPath, let foresight else {
        return fold(.foreseen(question, .failure(InputError("There is no log."))))
      }
      foresight.ask(question, in: path, for: self)
    case .copy(let text, let name):
      do {
        try screen.copy(text)
        fold(.done("Copied \(name), if the terminal allows it."))
      } catch {
        fold(.notice(error.description))
      }
    case .export(let request):
      guard let path = state.logPath else { return fold(.notice("There is no log to write from.")) }
      fold(.done("Writing \(request.file)."))
      RunExport.write(request, ofLog: path, for: self)
    case .attention(let text): preferences.bell.ring(text, on: screen)
    case .listThemes: fold(.themes(preferences.themes.all()))
    case .findTheme(let name): fold(.theme(preferences.themes.theme(named: name)))
    }
  }

  private func suspend() {
    screen.suspend()
    fold(.resized(screen.size))
  }

  // MARK: Frames

  private func nextDeadline(_ source: any SessionSource) -> ContinuousClock.Instant? {
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

  private func drawWhenDue(_ source: any SessionSource) {
    let now = ContinuousClock.now
    if let next = source.nextNews, next <= now { needsFrame = true }
    if let next = state.nextChange, let time = source.now, next <= time { needsFrame = true }
    guard needsFrame || hasNews, !screen.hasPending, now >= lastFrame + Self.frameInterval else { return }
    drawNews(source)
  }

  /// Draws what is new with the source.
  private func drawNews(_ source: any SessionSource) {
    if hasNews || source.nextNews.map({ $0 <= .now }) == true {
      hasNews = false
      for action in source.news() { fold(action) }
    }
    lastFrame = .now
    draw(source, givesWay: true)
  }

  /// Draws the state as it is.
  ///
  /// - Parameter givesWay: to a key that came meanwhile, whose frame shows the same and more.
  private func draw(_ source: any SessionSource, givesWay: Bool = false) {
    if let now = source.now { fold(.tick(now: now)) }
    if buffer.size != screen.size { buffer = CellBuffer(size: screen.size) }
    Dashboard.draw(
      state, markers: preferences.marker, depth: screen.colorDepth, into: &buffer, cache: &cache)
    if givesWay, screen.hasInput { return }
    screen.draw(buffer)
    needsFrame = false
  }
}
