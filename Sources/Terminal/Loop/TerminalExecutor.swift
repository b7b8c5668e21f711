import CTerminal
import Synchronization

/// Runs the jobs of `TerminalActor` on a thread of its own, and between them waits for the terminal.
final class TerminalExecutor: SerialExecutor {
  private struct Waiting: Sendable {
    var continuation: UnsafeContinuation<Wake, Never>
    var device: Int32
    var forOutput: Bool
    var deadline: ContinuousClock.Instant?
  }

  private let jobs = Mutex<[UnownedJob]>([])
  private let waiting = Mutex<Waiting?>(nil)
  private let wakeDescriptor: Int32

  init() {
    wakeDescriptor = terminal_wake_open()
    precondition(
      wakeDescriptor >= 0, "no pipe can be opened for the terminal: \(TerminalError.reason(-wakeDescriptor))")
    let result = terminal_thread_start(
      { context in
        guard let context else { return }
        Unmanaged<TerminalExecutor>.fromOpaque(context).takeRetainedValue().loop()
      }, Unmanaged.passRetained(self).toOpaque())
    precondition(result == 0, "no thread can be started for the terminal: \(TerminalError.reason(result))")
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isFirst = jobs.withLock { jobs in
      jobs.append(job)
      return jobs.count == 1
    }
    // The thread looks for jobs before it sleeps, so its own need no byte; of others' only the first of a batch does.
    if isFirst, !terminal_thread_is_current() { terminal_wake(0) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  func checkIsolated() { precondition(terminal_thread_is_current(), "not on the thread of the terminal") }

  func nextWake(device: Int32, forOutput: Bool, until deadline: ContinuousClock.Instant?) async -> Wake {
    await withUnsafeContinuation { continuation in
      let earlier = waiting.withLock { waiting in
        let earlier = waiting
        waiting = Waiting(continuation: continuation, device: device, forOutput: forOutput, deadline: deadline)
        return earlier
      }
      earlier?.continuation.resume(returning: Wake(ready: 0, bits: UInt32(TERMINAL_WOKEN), isDeadline: false))
      if !terminal_thread_is_current() { terminal_wake(0) }
    }
  }

  private func loop() {
    while true {
      runJobs()
      guard let waiting = waiting.withLock({ $0 }) else {
        // Bits stay where they are until somebody waits for them.
        if terminal_wait(wakeDescriptor, -1, false, -1) != 0 { terminal_wake_drain() }
        continue
      }
      // Whatever was noted already, the terminal is looked at too: nobody's wakes may starve the keys.
      var bits = terminal_wake_take()
      let time = bits != 0 ? 0 : Self.nanoseconds(until: waiting.deadline)
      let ready = terminal_wait(wakeDescriptor, waiting.device, waiting.forOutput, time)
      if ready & UInt32(TERMINAL_READY_WAKE) != 0 {
        terminal_wake_drain()
        bits |= terminal_wake_take()
      }
      let isDeadline = waiting.deadline.map { $0 <= .now } ?? false
      if bits != 0 || isDeadline || ready & ~UInt32(TERMINAL_READY_WAKE) != 0 {
        finishWaiting(Wake(ready: ready, bits: bits, isDeadline: isDeadline))
      }
    }
  }

  private func runJobs() {
    while true {
      let batch = jobs.withLock { jobs in
        let batch = jobs
        jobs.removeAll(keepingCapacity: true)
        return batch
      }
      if batch.isEmpty { return }
      for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
  }

  private func finishWaiting(_ wake: Wake) {
    let finished = waiting.withLock { waiting in
      let finished = waiting
      waiting = nil
      return finished
    }
    finished?.continuation.resume(returning: wake)
  }

  /// At least a nanosecond while the deadline lies ahead, 0 after it, -1 without one.
  private static func nanoseconds(until deadline: ContinuousClock.Instant?) -> Int64 {
    guard let deadline else { return -1 }
    let left = ContinuousClock.now.duration(to: deadline)
    if left <= .zero { return 0 }
    // A year is as good as for ever, and its nanoseconds fit.
    guard left < .seconds(365 * 86_400) else { return -1 }
    let parts = left.components
    return parts.seconds * 1_000_000_000 + max(1, parts.attoseconds / 1_000_000_000)
  }
}
