import Charts
import Dashboard
import RunLog
import Terminal
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The library of runs on the screen. It can be shown again, on another terminal loop too, and is then as it was left.
@TerminalActor
final class LibraryContent: ScreenContent {
  private(set) var state: LibraryState
  /// Told what the person wants done with runs, elsewhere; whoever is told ends the loop, or does not.
  var onRequest: (LibraryRequest) -> Void = { _ in }

  private var loop: ScreenLoop?
  private let feed: LibraryFeed
  private var watch: FolderWatch?
  private let markers: Marker
  private var lastTick = ContinuousClock.now

  /// The words for ages change no faster than this.
  private static let tickInterval = Duration.seconds(30)

  init(
    _ places: LibraryPlaces, _ preferences: WatchPreferences, sort: LibrarySort = .newestFirst,
    filter: LibraryFilter? = nil
  ) {
    let home = getenv("HOME").map { String(cString: $0) }
    state = LibraryState(
      theme: preferences.theme, place: places.words(home: home), trash: places.trash.folder, now: Self.now,
      sort: sort, filter: filter)
    markers = preferences.marker
    feed = LibraryFeed(places) { TerminalActor.wake() }
    for notice in preferences.notices { _ = reduceLibrary(&state, .failed(notice)) }
  }

  /// Shows the library until the person leaves it or wants something done.
  func run(on loop: ScreenLoop) async -> SessionEnd {
    self.loop = loop
    resize(to: loop.size)
    // Before the look, so that nothing falls between the two.
    if watch == nil {
      // Where there was no run yet, so that the first is seen; without it a key looks again.
      if feed.places.isDefault { _ = try? StateFolder.runs() }
      watch = FolderWatch(feed.places.folders.filter { LogFolder.isFolder($0) }) { [feed] in feed.look() }
    }
    feed.look()
    return await loop.run(self)
  }

  /// Says a sentence at the foot.
  func tell(_ refusal: String) { fold(.failed(refusal)) }

  /// Ends what goes on beside the screen.
  func close() {
    watch = nil
    feed.close()
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static let start = ContinuousClock.now

  // MARK: ScreenContent

  func take(_ input: InputEvent) {
    let passed = (ContinuousClock.now - Self.start).components
    fold(.input(input, at: Double(passed.seconds) + Double(passed.attoseconds) / 1e18))
  }

  func resize(to size: Size) { fold(.resized(size)) }

  func takeNews() { for action in feed.takeNews() { fold(action) } }

  var nextNews: ContinuousClock.Instant? { nil }

  var nextChange: ContinuousClock.Instant? { state.rows.isEmpty ? nil : lastTick + Self.tickInterval }

  var hasFailed: Bool { false }

  func draw(into buffer: inout CellBuffer, depth: ColorDepth) {
    lastTick = .now
    _ = reduceLibrary(&state, .tick(now: Self.now))
    drawLibrary(state, markers: markers, depth: depth, into: &buffer)
  }

  // MARK: Effects

  private func fold(_ action: LibraryAction) {
    loop?.isFramePending = true
    for effect in reduceLibrary(&state, action) { carryOut(effect) }
  }

  private func carryOut(_ effect: LibraryEffect) {
    switch effect {
    case .leave: loop?.finish(.quit)
    case .request(let request): onRequest(request)
    case .reread: feed.look()
    case .copy(let text, let name):
      do {
        // Of use in whatever folder it is pasted.
        try loop?.copy(LogFolder.absolute(text))
        fold(.done("Copied \(name), if the terminal allows it."))
      } catch {
        fold(.failed(error.description))
      }
    case .suspend:
      guard let loop else { break }
      loop.suspend()
      fold(.resized(loop.size))
    case .redraw: loop?.redraw()
    case .rename, .delete, .undo: change(effect)
    }
  }

  /// Changes files beside the loop: a log that moves to another disk is copied.
  private func change(_ effect: LibraryEffect) {
    Task.detached { [feed] in
      let trash = feed.places.trash
      do throws(LogError) {
        switch effect {
        case .rename(let path, let stem):
          let target = try LogMove.rename(path, to: stem)
          feed.follow(from: path, to: target)
          feed.tell(.changed(.renamed(from: path, to: target)))
        case .delete(let path):
          feed.tell(.changed(.deleted(path: path, name: try trash.take(path))))
        case .undo(.renamed(let from, let to)):
          _ = try LogMove.rename(to, to: LogFolder.stem(of: from))
          feed.follow(from: to, to: from)
          feed.tell(.undone(.renamed(from: from, to: to)))
        case .undo(.deleted(let path, let name)):
          _ = try trash.restore(name, fallback: StateFolder.path(Environment.variables))
          feed.tell(.undone(.deleted(path: path, name: name)))
        case .leave, .request, .reread, .copy, .suspend, .redraw: break
        }
      } catch {
        feed.tell(.failed(error.description))
      }
      feed.look()
    }
  }
}
