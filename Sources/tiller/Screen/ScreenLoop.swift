import Charts
import Dashboard
import Terminal
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a screen shows: a state of its own, folded and drawn between the waits of a `ScreenLoop`.
@TerminalActor
protocol ScreenContent: AnyObject {
  /// Folds a key, the mouse or a paste. Control-c and signals are the loop's business.
  func take(_ input: InputEvent)
  func resize(to size: Size)
  /// Pulls what is new with whoever feeds it: after a wake, and when `nextNews` is due.
  func takeNews()
  /// When there is news without a wake; nil where there will be one.
  var nextNews: ContinuousClock.Instant? { get }
  /// When it looks different though nothing happened; nil where it stands still.
  var nextChange: ContinuousClock.Instant? { get }
  /// Whether there is nothing to show: the loop ends.
  var hasFailed: Bool { get }
  /// Sets every cell.
  func draw(into buffer: inout CellBuffer, depth: ColorDepth)
}

/// The one loop between a person and a screen: waits for the terminal, lets what is shown fold what happened, and draws.
///
/// A key is drawn at once. What comes by itself waits for the frame clock, and nothing is drawn that did not change; while
/// nothing happens the loop sleeps. One terminal shows one content after another.
@TerminalActor
final class ScreenLoop {
  private let screen: TerminalScreen
  private var buffer: CellBuffer
  private var lastFrame = ContinuousClock.now - .seconds(1)
  private var hasNews = true
  private var end: SessionEnd?
  /// Set by what is shown when its state has changed.
  var isFramePending = true

  static let frameInterval = Duration.microseconds(16_667)

  /// - Throws: `TerminalError`; the terminal is then as it was.
  init(_ options: TerminalOptions) throws {
    screen = try TerminalScreen(options)
    buffer = CellBuffer(size: screen.size)
  }

  var size: Size { screen.size }

  /// Shows a content until it, or a signal, ends it.
  func run(_ content: some ScreenContent) async -> SessionEnd {
    end = nil
    hasNews = true
    isFramePending = true
    drawNews(content)
    while true {
      if let end { return end }
      take(await screen.nextEvents(until: nextDeadline(content)), content)
      if content.hasFailed { finish(.quit) }
      drawWhenDue(content)
    }
  }

  /// Ends the content that is shown; what came first counts.
  func finish(_ end: SessionEnd) { self.end = self.end ?? end }

  func close() { screen.close() }

  // MARK: What a content asks of the terminal

  /// Stops the program as control-z does; its size may be another afterwards.
  func suspend() { screen.suspend() }

  func redraw() { screen.redraw() }

  /// - Throws: `TerminalRefusal`.
  func copy(_ text: String) throws(TerminalRefusal) { try screen.copy(text) }

  func ring(_ bell: WatchPreferences.Bell, _ text: String) { bell.ring(text, on: screen) }

  // MARK: What happened

  private func take(_ events: TerminalEvents, _ content: some ScreenContent) {
    if events.isWoken { hasNews = true }
    if let size = events.size { content.resize(to: size) }
    if events.signals.contains(.suspend) {
      suspend()
      content.resize(to: screen.size)
    }
    // A signal says more than a key that came just before.
    if let number = events.signals.endingNumber { end = .signal(number) }
    if events.isHungUp { finish(.signal(SIGHUP)) }
    for event in events.input {
      // The same as the signal, which the terminal does not send in raw mode.
      if event == .key(KeyPress(.character("c"), .control)) { return finish(.signal(SIGINT)) }
      content.take(event)
      // What was typed behind it is for whoever comes next.
      if end != nil { break }
    }
    // The person sees what a key did before anything else, and before what else happened.
    if !events.input.isEmpty { draw(content) }
  }

  // MARK: Frames

  private func nextDeadline(_ content: some ScreenContent) -> ContinuousClock.Instant? {
    // While the terminal takes nothing, a frame would only wait.
    if screen.hasPending { return nil }
    let earliest = lastFrame + Self.frameInterval
    return [
      isFramePending || hasNews ? earliest : nil,
      // However soon there is news, frames keep their distance.
      content.nextNews.map { max($0, earliest) },
      content.nextChange,
    ].compactMap(\.self).min()
  }

  private func drawWhenDue(_ content: some ScreenContent) {
    for due in [content.nextNews, content.nextChange] { if let due, due <= .now { isFramePending = true } }
    guard isFramePending || hasNews, !screen.hasPending, .now >= lastFrame + Self.frameInterval else { return }
    drawNews(content)
  }

  private func drawNews(_ content: some ScreenContent) {
    if hasNews || content.nextNews.map({ $0 <= .now }) == true {
      hasNews = false
      content.takeNews()
    }
    lastFrame = .now
    draw(content, givesWay: true)
  }

  /// Draws the content as it is.
  ///
  /// - Parameter givesWay: to a key that came meanwhile, whose frame shows the same and more.
  private func draw(_ content: some ScreenContent, givesWay: Bool = false) {
    if buffer.size != screen.size { buffer = CellBuffer(size: screen.size) }
    content.draw(into: &buffer, depth: screen.colorDepth)
    if givesWay, screen.hasInput { return }
    screen.draw(buffer)
    isFramePending = false
  }
}
