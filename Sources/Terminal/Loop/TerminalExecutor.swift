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
    // The thread looks for jobs before it sleeps, so its own need no byte; of others' only the first that waits does.
    if isFirst, !terminal_thread_is_current() { terminal_wake(0) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  func checkIsolated() { precondition(terminal_thread_is_current(), "not on the thread of the terminal") }

  /// As `TerminalActor.nextWake`; -1 is no device.
  @TerminalActor
  func nextWake(device: Int32, forOutput: Bool, until deadline: ContinuousClock.Instant?) async -> Wake {
    finishWaiting(Wake(ready: 0, bits: UInt32(TERMINAL_WOKEN), isDeadline: false))
    // A continuation is resumed by way of another thread, which a key should not have to wait for. So the job itself
    // waits as long as there is no other for this thread.
    while jobs.withLock({ $0.isEmpty }) {
      if let wake = look(device: device, forOutput: forOutput, until: deadline) { return wake }
    }
    return await withUnsafeContinuation { continuation in
      waiting.withLock {
        $0 = Waiting(continuation: continuation, device: device, forOutput: forOutput, deadline: deadline)
      }
    }
  }

  private func loop() {
    while true {
      runJobs()
      if let waiting = waiting.withLock({ $0 }) {
        if let wake = look(device: waiting.device, forOutput: waiting.forOutput, until: waiting.deadline) {
          finishWaiting(wake)
        }
      } else if terminal_wait(wakeDescriptor, -1, false, -1) != 0 {
        // Bits stay where they are until somebody waits for them.
        terminal_wake_drain()
      }
    }
  }

  /// Waits once; nil where that ended for a new job, or for nothing.
  private func look(device: Int32, forOutput: Bool, until deadline: ContinuousClock.Instant?) -> Wake? {
    // Whatever was noted already, the terminal is looked at too: nobody's wakes may starve the keys.
    var bits = terminal_wake_take()
    let time = bits != 0 ? 0 : Self.nanoseconds(until: deadline)
    let ready = terminal_wait(wakeDescriptor, device, forOutput, time)
    if ready & UInt32(TERMINAL_READY_WAKE) != 0 {
      terminal_wake_drain()
      bits |= terminal_wake_take()
    }
    let isDeadline = deadline.map { $0 <= .now } ?? false
    guard bits != 0 || isDeadline || ready & ~UInt32(TERMINAL_READY_WAKE) != 0 else { return nil }
    return Wake(ready: ready, bits: bits, isDeadline: isDeadline)
  }

  private func runJobs() {
    // One at a time: a job that waits must see those behind it.
    while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      job.runSynchronously(on: asUnownedSerialExecutor())
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
