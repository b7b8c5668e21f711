import Charts
import Dashboard
import Optimization
import Terminal
import Text

/// The screen of a run: folds what happened into the dashboard's state, and has what it wants done.
@TerminalActor
final class ScreenHost: SessionHost, ScreenContent {
  static let commandSource = CommandSource.keyboard

  private let loop: ScreenLoop
  /// Whether the terminal is given back with this screen.
  private let isAlone: Bool
  private(set) var state: DashboardState
  private let preferences: WatchPreferences
  private let foresight: ForesightDesk?
  private var cache = ViewCache()
  private weak var source: (any SessionSource)?
  var forks: ForkDesk?

  /// - Parameter loop: of a terminal that shows other screens too; nil opens the terminal.
  /// - Throws: `TerminalError`; the terminal is then as it was.
  init(_ state: DashboardState, _ preferences: WatchPreferences, on loop: ScreenLoop? = nil) throws {
    self.loop = try loop ?? ScreenLoop(preferences.terminal)
    isAlone = loop == nil
    var state = state
    _ = reduce(&state, .resized(self.loop.size))
    self.state = state
    self.preferences = preferences
    foresight = preferences.foreseer.map(ForesightDesk.init)
    for notice in preferences.notices { _ = reduce(&self.state, .notice(notice)) }
  }

  // MARK: SessionHost

  func send(_ action: Action) {
    fold(action)
    TerminalActor.wake()
  }

  func feed(from source: any SessionSource) {
    self.source = source
    TerminalActor.wake()
  }

  func run(_ source: any SessionSource) async -> SessionEnd {
    self.source = source
    return await loop.run(self)
  }

  func close() { if isAlone { loop.close() } }

  // MARK: ScreenContent

  func take(_ input: InputEvent) { fold(.input(input)) }

  func resize(to size: Size) { fold(.resized(size)) }

  func takeNews() { for action in source?.news() ?? [] { fold(action) } }

  var nextNews: ContinuousClock.Instant? { source?.nextNews }

  var nextChange: ContinuousClock.Instant? {
    guard let next = state.nextChange, let now = source?.now else { return nil }
    return .now + .seconds(next - now)
  }

  var hasFailed: Bool { source?.hasFailed ?? false }

  func draw(into buffer: inout CellBuffer, depth: ColorDepth) {
    if let now = source?.now { fold(.tick(now: now)) }
    Dashboard.draw(state, markers: preferences.marker, depth: depth, into: &buffer, cache: &cache)
  }

  // MARK: Effects

  private func fold(_ action: Action) {
    loop.isFramePending = true
    for effect in reduce(&state, action) { carryOut(effect) }
  }

  private func carryOut(_ effect: Effect) {
    switch effect {
    case .quit: loop.finish(.quit)
    case .suspend:
      loop.suspend()
      fold(.resized(loop.size))
    case .redraw: loop.redraw()
    case .fork(let step):
      guard let path = state.logPath, let forks else { return fold(.notice("This run cannot be forked.")) }
      forks.fork(path, afterStep: step, for: self)
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
        try loop.copy(text)
        fold(.done("Copied \(name), if the terminal allows it."))
      } catch {
        fold(.notice(error.description))
      }
    case .export(let request):
      guard let path = state.logPath else { return fold(.notice("There is no log to write from.")) }
      fold(.done("Writing \(request.file)."))
      RunExport.write(request, ofLog: path, for: self)
    case .attention(let text): loop.ring(preferences.bell, text)
    case .listThemes: fold(.themes(preferences.themes.all()))
    case .findTheme(let name): fold(.theme(preferences.themes.theme(named: name)))
    }
  }
}
