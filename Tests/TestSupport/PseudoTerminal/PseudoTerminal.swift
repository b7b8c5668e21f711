import CTerminal
import Dispatch
import Foundation

/// A program on a terminal of its own, for tests that look at it as a person does.
///
/// The terminal is the program's controlling terminal, so that it gets the signals of a real one: of resizes, of keys,
/// of a hang-up. An actor on a queue of its own: its waits block no other test. Nothing sleeps: every wait ends as soon
/// as its condition holds.
public actor PseudoTerminal {
  /// How a program ended.
  public enum ExitStatus: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)

    init(waitStatus: Int32) {
      let signal = waitStatus & 0x7F
      self = signal == 0 ? .exited(waitStatus >> 8 & 0xFF) : .signalled(signal)
    }
  }

  /// What did not happen, with what was on the screen instead.
  public struct Failure: Error, CustomStringConvertible, Sendable {
    public let description: String
  }

  private nonisolated let executor = QueueExecutor(label: "pseudo-terminal")
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// The program's process.
  public nonisolated let process: Int32
  private var control: Int32
  private let ended: Int32

  /// What the program has drawn so far.
  public private(set) var screen: ScreenModel
  /// All bytes that the program has written.
  public private(set) var output: [UInt8] = []
  private var exitStatus: ExitStatus?
  /// The terminal's end was reached: nobody has it open any more.
  private var isFinished = false

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: Its path; it is not looked for.
  ///   - environment: All of its environment. TERM is xterm-256color where nothing else is said.
  public init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80,
    rows: Int = 24
  ) throws {
    var environment = environment
    if environment["TERM"] == nil { environment["TERM"] = "xterm-256color" }
    var child = terminal_child()
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for copy in words + variables { free(copy) } }
    let result = terminal_child_start(program, words, variables, Int32(columns), Int32(rows), &child)
    guard result == 0 else {
      throw Failure(description: "\(program) cannot be started: \(String(cString: strerror(result)))")
    }
    process = child.process
    control = child.control
    ended = child.ended
    screen = ScreenModel(columns: columns, rows: rows)
  }

  deinit {
    if exitStatus == nil { kill(process, SIGKILL) }
    if control >= 0 { terminal_close(control) }
    terminal_close(ended)
  }

  // MARK: - Acting

  /// Types text; control characters and sequences go as they are.
  public func send(_ text: String) throws { try send(Array(text.utf8)) }

  public func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty, control >= 0 {
      let count = rest.withUnsafeBytes { write(control, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        // The program does not read; it may first want to be read.
        try pump(until: .now + .seconds(5), forOutput: true)
      } else {
        throw Failure(description: "typing failed: \(String(cString: strerror(errno)))")
      }
    }
  }

  /// Changes the terminal's size, of which the program gets a signal.
  public func resize(columns: Int, rows: Int) {
    _ = terminal_pseudo_resize(control, Int32(columns), Int32(rows))
    screen.resize(columns: columns, rows: rows)
  }

  /// Sends the program a signal.
  public nonisolated func terminate(_ signal: Int32 = SIGTERM) { kill(process, signal) }

  /// Waits until the program has been stopped.
  public func waitForStop() throws {
    var information = siginfo_t()
    while waitid(P_PID, id_t(process), &information, WSTOPPED | WEXITED | WNOWAIT) < 0 {
      guard errno == EINTR else { throw failure("the program cannot be waited for") }
    }
  }

  /// Sends a signal to the job in the terminal's foreground.
  public func terminateForeground(_ signal: Int32) throws {
    let group = tcgetpgrp(control)
    guard group > 0, kill(group, signal) == 0 else { throw failure("there is no job in the foreground") }
  }

  /// Takes the terminal away, as when its window is closed.
  public func close() {
    if control >= 0 { terminal_close(control) }
    control = -1
    isFinished = true
  }

  /// Sets the terminal so that it gathers lines and echoes, as another program may.
  public func makeCooked() {
    var settings = termios()
    guard tcgetattr(control, &settings) == 0 else { return }
    settings.c_lflag |= tcflag_t(ICANON | ECHO | ISIG)
    settings.c_oflag |= tcflag_t(OPOST)
    tcsetattr(control, TCSANOW, &settings)
  }

  /// Whether the terminal is as a shell leaves it: lines, echo, signals from keys.
  public var isCooked: Bool { terminal_pseudo_is_cooked(control) }

  // MARK: - Waiting

  /// Waits until the screen is so, and returns it. Throws, with the screen as text, when it is not in time or the program
  /// has ended otherwise.
  @discardableResult
  public func waitForScreen(
    timeout: Duration = .seconds(10), _ what: String = "the screen",
    where condition: @Sendable (ScreenModel) -> Bool
  ) throws -> ScreenModel {
    let deadline = ContinuousClock.now + timeout
    while !condition(screen) {
      if isFinished { throw failure("the program ended before \(what) was there") }
      guard try pump(until: deadline) else { throw failure("\(what) was not there in \(timeout)") }
    }
    return screen
  }

  /// Waits until a row holds this text.
  @discardableResult
  public func waitForText(_ text: String, timeout: Duration = .seconds(10)) throws -> ScreenModel {
    try waitForScreen(timeout: timeout, "\"\(text)\"") { $0.contains(text) }
  }

  /// Waits until nothing has been written for this long; for tests that count bytes.
  public func waitForQuiet(_ duration: Duration = .milliseconds(100)) throws {
    while !isFinished, try pump(until: .now + duration) {}
  }

  /// Waits for the end of the program and reads the rest of what it wrote.
  public func waitForExit(timeout: Duration = .seconds(10)) throws -> ExitStatus {
    let deadline = ContinuousClock.now + timeout
    while exitStatus == nil {
      guard try pump(until: deadline) else { throw failure("the program did not end in \(timeout)") }
    }
    // What is still in the terminal.
    while !isFinished, try pump(until: .now) {}
    guard let exitStatus else { throw failure("the program has no exit status") }
    return exitStatus
  }

  private func failure(_ reason: String) -> Failure {
    Failure(description: "\(reason); the screen is:\n\(screen.description)")
  }

  /// Waits for output, for the program's end, or (where asked) for room, and takes it in. False where the time is over.
  @discardableResult
  private func pump(until deadline: ContinuousClock.Instant, forOutput: Bool = false) throws -> Bool {
    let left = ContinuousClock.now.duration(to: deadline)
    let milliseconds = max(0, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000)
    var waiting = [
      pollfd(fd: isFinished ? -1 : control, events: Int16(POLLIN | (forOutput ? POLLOUT : 0)), revents: 0),
      pollfd(fd: exitStatus == nil ? ended : -1, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&waiting, 2, Int32(clamping: milliseconds))
    if count < 0, errno != EINTR { throw Failure(description: "poll failed: \(String(cString: strerror(errno)))") }
    if count <= 0 { return count < 0 }
    if waiting[0].revents != 0 { readOutput() }
    if waiting[1].revents != 0 {
      var status: Int32 = 0
      if read(ended, &status, MemoryLayout<Int32>.size) > 0 { exitStatus = ExitStatus(waitStatus: status) }
    }
    return true
  }

  private func readOutput() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(control, &buffer, buffer.count)
    if count > 0 {
      output += buffer[..<count]
      screen.feed(buffer[..<count])
    } else if count == 0 || errno != EAGAIN && errno != EINTR {
      isFinished = true
    }
  }
}

/// Runs an actor on a serial queue, where it may block.
final class QueueExecutor: SerialExecutor {
  private let queue: DispatchQueue
  init(label: String) { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
}
