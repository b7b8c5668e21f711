import Charts
import Dashboard
import Optimization
import Terminal
import Text

/// What feeds the screen of a comparison: logs, or the runs of a race.
@TerminalActor
protocol ComparisonSource: AnyObject {
  /// What is new since the last look.
  func news() -> [ComparisonAction]
  /// Does what the person wants done with the lanes; what can be answered at once is returned.
  func carryOut(_ effect: ComparisonEffect) -> [ComparisonAction]
  /// When the source has news without waking the screen; nil where it will wake it.
  var nextNews: ContinuousClock.Instant? { get }
}

/// The screen of a comparison or a race.
@TerminalActor
final class ComparisonContent: ScreenContent {
  private let loop: ScreenLoop
  private(set) var state: ComparisonState
  private let source: any ComparisonSource
  private let marker: Marker
  private var cache = ComparisonCache()
  private let start = ContinuousClock.now

  init(_ state: ComparisonState, _ source: any ComparisonSource, _ watching: WatchPreferences, on loop: ScreenLoop) {
    self.loop = loop
    self.source = source
    marker = watching.marker
    self.state = state
    _ = reduce(&self.state, .resized(loop.size))
    for notice in watching.notices { _ = reduce(&self.state, .notice(notice)) }
  }

  private var now: Double { (ContinuousClock.now - start) / .seconds(1) }

  private func fold(_ action: ComparisonAction) {
    loop.isFramePending = true
    for effect in reduce(&state, action) { carryOut(effect) }
  }

  private func carryOut(_ effect: ComparisonEffect) {
    switch effect {
    case .quit: loop.finish(.quit)
    case .suspend:
      loop.suspend()
      fold(.resized(loop.size))
    case .redraw: loop.redraw()
    case .command, .place: for action in source.carryOut(effect) { fold(action) }
    }
  }

  // MARK: ScreenContent

  func take(_ input: InputEvent) {
    fold(.tick(now: now))
    fold(.input(input))
  }

  func resize(to size: Size) { fold(.resized(size)) }

  func takeNews() { for action in source.news() { fold(action) } }

  var nextNews: ContinuousClock.Instant? { source.nextNews }

  var nextChange: ContinuousClock.Instant? { state.nextChange.map { start + .seconds($0) } }

  var hasFailed: Bool { false }

  func draw(into buffer: inout CellBuffer, depth: ColorDepth) {
    fold(.tick(now: now))
    Dashboard.draw(state, markers: marker, depth: depth, into: &buffer, cache: &cache)
  }
}
