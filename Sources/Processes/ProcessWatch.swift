import CProcesses
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Our side of a supervisor: takes its reports and the child's standard error, and gives it orders.
///
/// It keeps itself alive until the supervisor has ended, so that this is waited for and leaves no zombie.
final class ProcessWatch: Sendable {
  enum Start: Sendable {
    case success(Int32)
    /// The system's words.
    case failure(String)
  }

  private struct State {
    var orders: Int32
    var child: Int32?
    var failure: String?
    var exit: ProcessExit?
    /// The supervisor has ended, and with it everything else.
    var isOver = false
    var lines = LastLines()
    var starting: CheckedContinuation<Start, Never>?
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    var nextWaiting = 0
  }

  private let state: Mutex<State>
  private let supervisor: Int32

  /// Takes the descriptors over.
  init(supervisor: Int32, orders: Int32, reports: Int32, errors: Int32) {
    self.supervisor = supervisor
    state = Mutex(State(orders: orders))
    for descriptor in [orders, reports, errors] { process_set_nonblocking(descriptor) }
    DispatchQueue(label: "supervised process").async { [self] in watch(errors, reports) }
  }

  var isRunning: Bool { state.withLock { $0.child != nil && $0.exit == nil } }
  var lastLines: [String] { state.withLock { $0.lines.all } }

  /// Waits until the child runs, or is known not to.
  func start() async -> Start {
    await withCheckedContinuation { continuation in
      let start = state.withLock { state -> Start? in
        if let start = Self.start(of: state) { return start }
        state.starting = continuation
        return nil
      }
      if let start { continuation.resume(returning: start) }
    }
  }

  private static func start(of state: State) -> Start? {
    if let child = state.child { return .success(child) }
    // A failure is told once the supervisor is gone, so that nothing of it is left then.
    guard state.isOver else { return nil }
    let words = state.lines.all.last.map { ": " + $0 } ?? ""
    return .failure(state.failure ?? "its supervisor ended" + words)
  }

  /// Waits until nothing is left.
  func exit() async throws -> ProcessExit {
    let number = state.withLock { state in
      defer { state.nextWaiting += 1 }
      return state.nextWaiting
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          if state.isOver || Task.isCancelled { return true }
          state.waiting[number] = continuation
          return false
        }
        if isDone { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
    }
    let exit = state.withLock { $0.isOver ? $0.exit : nil }
    guard let exit else { throw CancellationError() }
    return exit
  }

  /// - Parameter end: no further order comes.
  func order(kill: Bool = false, end: Bool = false) {
    state.withLock { state in
      guard state.orders >= 0 else { return }
      var order = UInt8(kill ? PROCESS_ORDER_KILL : PROCESS_ORDER_END)
      process_write(state.orders, &order, 1)
      if end { Self.closeOrders(&state) }
    }
  }

  private static func closeOrders(_ state: inout State) {
    if state.orders >= 0 { process_close(state.orders) }
    state.orders = -1
  }

  // MARK: - On the queue

  /// Reads both pipes until the reports have ended, and closes them.
  ///
  /// A thread that sleeps in poll(2), and no dispatch sources: on Linux those of pipes crash the program where one is
  /// cancelled while the end of its pipe is still on its way to it (Swift 6.3.1, `_dispatch_event_loop_drain`).
  private func watch(_ errors: Int32, _ reports: Int32) {
    // What is negative is not waited for.
    var open = errors
    while true {
      var waits = [
        pollfd(fd: reports, events: Int16(POLLIN), revents: 0), pollfd(fd: open, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&waits, 2, -1) > 0 else { continue }
      if open >= 0, waits[1].revents != 0, !take(errors) {
        process_close(errors)
        open = -1
      }
      guard waits[0].revents != 0, !takeReport(reports) else { continue }
      if open >= 0 {
        // Before the end is told, the last words.
        _ = take(errors)
        process_close(errors)
      }
      process_close(reports)
      return finish()
    }
  }

  /// Takes what there is of standard error; false at its end.
  private func take(_ errors: Int32) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    // A child that writes without end must not keep the reports waiting: the rest is taken the next time.
    for _ in 0..<16 {
      let count = process_read(errors, &bytes, bytes.count)
      if count == -Int(EAGAIN) { return true }
      guard count > 0 else { return false }
      state.withLock { $0.lines.append(bytes[..<count]) }
    }
    return true
  }

  /// Takes the reports that there are; false at their end.
  private func takeReport(_ reports: Int32) -> Bool {
    while true {
      var report = process_report()
      // One write of so few bytes comes in one piece.
      let count = process_read(reports, &report, MemoryLayout<process_report>.size)
      if count == -Int(EAGAIN) { return true }
      guard count == MemoryLayout<process_report>.size else { return false }
      let starting = state.withLock { state -> CheckedContinuation<Start, Never>? in
        switch Int(report.kind) {
        case Int(PROCESS_STARTED):
          state.child = report.value
          defer { state.starting = nil }
          return state.starting
        case Int(PROCESS_FAILED): state.failure = SystemError(number: report.value).reason
        default:
          let value = process_exit_value(report.value)
          state.exit = value < 0 ? .signal(-value) : .status(value)
        }
        return nil
      }
      starting?.resume(returning: .success(report.value))
    }
  }

  private func finish() {
    process_reap(supervisor)
    let (starting, start, waiting) = state.withLock { state in
      if state.exit == nil {
        // Somebody ended the supervisor. The child goes with it; what it started and is still of its group, here.
        if let child = state.child { process_kill_group(child) }
        state.exit = .unknown
      }
      state.isOver = true
      Self.closeOrders(&state)
      defer {
        state.starting = nil
        state.waiting = [:]
      }
      return (state.starting, Self.start(of: state), state.waiting)
    }
    if let starting, let start { starting.resume(returning: start) }
    for continuation in waiting.values { continuation.resume() }
  }
}
