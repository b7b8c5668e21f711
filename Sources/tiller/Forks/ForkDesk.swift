import Dashboard
import Optimization
import RunLog
import Terminal

/// Puts a fork in the place of what a host shows, beside its loop: one at a time.
@TerminalActor
final class ForkDesk {
  private let forker: Forker
  /// What the host shows, where that is a run of this process.
  private(set) var shown: LiveSource?
  /// The log that the newest fork was made of.
  private(set) var parent: String?
  private var isBusy = false

  init(_ forker: Forker, showing source: LiveSource? = nil) {
    self.forker = forker
    shown = source
  }

  /// Makes the fork, ends the run that is shown as q would, and goes on with the fork, paused.
  func fork(_ path: String, afterStep step: Int, for host: some SessionHost) {
    guard !isBusy else { return host.send(.notice("A fork is being made already.")) }
    isBusy = true
    Task {
      defer { isBusy = false }
      do {
        let recorded = try await Task.detached { [forker] in
          try forker.fork(path, Forker.Wishes(step: step))
        }.value
        _ = await shown?.finish(interrupted: false)
        parent = path
        let source = LiveSource(logPath: recorded.writer.path, commandSource: type(of: host).commandSource)
        source.replace = { [weak source, weak host] live in
          if let host { source?.begin(live, host) }
        }
        shown = source
        host.feed(from: source)
        source.begin(LiveRun(recorded, monitor: RunMonitor(onChange: { TerminalActor.wake() })), host)
        host.send(.done("Forked behind step \(step); the run before is kept in \(path)."))
      } catch {
        host.send(.notice("\(error)"))
      }
    }
  }
}
