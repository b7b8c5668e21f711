import Dispatch
import Optimization
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The signals that end headless runs: the first interrupt lets the replies under way finish, all else ends at once.
final class Signals {
  private let received = Received()
  private var sources: [any DispatchSourceSignal] = []

  private final class Received: Sendable {
    let last = Mutex<Int32?>(nil)
  }

  /// - Parameter runs: all of the process. Once only: a second handling of a signal would take it from the first.
  init(_ runs: [OptimizationRun]) {
    // Who reads standard output may go away; that is seen where it is written.
    signal(SIGPIPE, SIG_IGN)
    let registration = DispatchGroup()
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [received] in
        let isFirst = received.last.withLock { last in
          defer { last = number }
          return last == nil
        }
        for run in runs {
          Task { _ = await run.perform(.end(immediately: !(isFirst && number == SIGINT)), source: .signal) }
        }
      }
      registration.enter()
      source.setRegistrationHandler { registration.leave() }
      source.resume()
      sources.append(source)
    }
    // Until then a signal would be lost, and the run would go on.
    registration.wait()
  }

  deinit { sources.forEach { $0.cancel() } }

  /// The signal that ended the run.
  var last: Int32? { received.last.withLock { $0 } }
}
