import Dispatch
import Foundation
import Optimization
import Synchronization

/// The signals that end a headless run: the first interrupt lets the replies under way finish, all else ends at once.
final class Signals: Sendable {
  private let received = Mutex<Int32?>(nil)
  private let sources = Mutex<[any DispatchSourceSignal]>([])

  init(_ run: OptimizationRun) {
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [weak self] in self?.take(number, run) }
      source.resume()
      sources.withLock { $0.append(source) }
    }
  }

  deinit { sources.withLock { $0.forEach { $0.cancel() } } }

  /// The signal that ended the run.
  var last: Int32? { received.withLock { $0 } }

  private func take(_ number: Int32, _ run: OptimizationRun) {
    let isFirst = received.withLock { received in
      defer { received = number }
      return received == nil
    }
    Task { _ = await run.perform(.end(immediately: !(isFirst && number == SIGINT)), source: .signal) }
  }
}
