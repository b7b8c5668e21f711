import Foundation
import Testing

@testable import Terminal

/// The ways in which a process with a screen up ends by itself. Signals that others send, keys and the terminal's end
/// are tried with the program itself, in TillerTests.
enum Ending: String, Codable, CaseIterable, Sendable {
  case closed = "close() and the end"
  case exit = "exit() in a library, on the terminal's thread"
  case exitElsewhere = "exit() in a library, on another thread"
  case fatalErrorOnMain = "fatalError on the main thread"
  case fatalErrorInTask = "fatalError inside a task"
  case fatalErrorOnTerminal = "fatalError on the terminal's thread"
  case failedCheck = "an index out of bounds inside a task"
  case abortInTask = "abort() inside a task"
  case overflowOnTerminal = "a stack that overflows on the terminal's thread"
  case overflowInTask = "a stack that overflows inside a task"
  case segmentationFault = "a bad address inside a task"
  case raisedSegmentation = "SEGV, sent"
  case raisedAbort = "ABRT, sent"
  case raisedIllegal = "ILL, sent"
  case raisedTrap = "TRAP, sent"
  case raisedBus = "BUS, sent"
  case raisedArithmetic = "FPE, sent"
  case raisedSystemCall = "SYS, sent"
  case raisedUser = "USR1, which nobody expects"
  case raisedProcessorTime = "XCPU, which nobody expects"

  /// The signal of a check that fails.
  #if arch(x86_64) || arch(i386)
    static let failure = SIGILL
  #else
    static let failure = SIGTRAP
  #endif

  /// What the parent of the process is told.
  var condition: ExitTest.Condition {
    switch self {
    case .closed: .exitCode(0)
    case .exit, .exitElsewhere: .exitCode(7)
    case .fatalErrorOnMain, .fatalErrorInTask, .fatalErrorOnTerminal, .failedCheck: .signal(Self.failure)
    case .abortInTask, .raisedAbort: .signal(SIGABRT)
    case .overflowOnTerminal, .overflowInTask, .segmentationFault, .raisedSegmentation: .signal(SIGSEGV)
    case .raisedIllegal: .signal(SIGILL)
    case .raisedTrap: .signal(SIGTRAP)
    case .raisedBus: .signal(SIGBUS)
    case .raisedArithmetic: .signal(SIGFPE)
    case .raisedSystemCall: .signal(SIGSYS)
    case .raisedUser: .signal(SIGUSR1)
    case .raisedProcessorTime: .signal(SIGXCPU)
    }
  }

  /// What is to be read after the screen is gone, beside the line written to standard error while it was up.
  var words: String? {
    switch self {
    case .fatalErrorOnMain, .fatalErrorInTask, .fatalErrorOnTerminal: "Fatal error: lost the rudder"
    case .failedCheck: "Index out of range"
    default: nil
    }
  }

  /// Whether it leaves a report.
  var isCrash: Bool {
    switch self {
    case .closed, .exit, .exitElsewhere, .raisedUser, .raisedProcessorTime: false
    default: true
    }
  }

  /// Ends the process so.
  func perform(_ screen: TerminalScreen) async {
    switch self {
    case .closed:
      await screen.close()
      Self.leave(0)
    case .exit: await Self.leaveOnTerminal()
    case .exitElsewhere: await Task.detached { Self.leave(7) }.value
    case .fatalErrorOnMain: await MainActor.run { Self.fail() }
    case .fatalErrorInTask: await Task.detached { Self.fail() }.value
    case .fatalErrorOnTerminal: await Self.failOnTerminal()
    case .failedCheck: await Task.detached { Self.index(Self.zero + 3) }.value
    case .abortInTask: await Task.detached { Self.giveUp() }.value
    case .overflowOnTerminal: await Self.digOnTerminal()
    case .overflowInTask: await Task.detached { print(Self.dig(1, Self.zero)) }.value
    case .segmentationFault:
      await Task.detached { UnsafeMutablePointer<Int>(bitPattern: 8 + Self.zero)?.pointee = 1 }.value
    case .raisedSegmentation: kill(getpid(), SIGSEGV)
    case .raisedAbort: kill(getpid(), SIGABRT)
    case .raisedIllegal: kill(getpid(), SIGILL)
    case .raisedTrap: kill(getpid(), SIGTRAP)
    case .raisedBus: kill(getpid(), SIGBUS)
    case .raisedArithmetic: kill(getpid(), SIGFPE)
    case .raisedSystemCall: kill(getpid(), SIGSYS)
    case .raisedUser: kill(getpid(), SIGUSR1)
    case .raisedProcessorTime: kill(getpid(), SIGXCPU)
    }
    // A signal to the process may be another thread's to handle.
    while true { pause() }
  }

  /// 0, as the compiler does not know.
  private static var zero: Int { CommandLine.arguments.count > 100_000 ? 1 : 0 }

  /// Exits, as far as the compiler knows only perhaps.
  private static func leave(_ status: Int32) { Foundation.exit(status) }
  @TerminalActor private static func leaveOnTerminal() { leave(7) }
  private static func fail() { Swift.fatalError("lost the rudder") }
  @TerminalActor private static func failOnTerminal() { fail() }
  private static func giveUp() { abort() }
  private static func index(_ place: Int) { print([1, 2][place]) }
  @TerminalActor private static func digOnTerminal() { print(dig(1, zero)) }
  private static func dig(_ depth: Int, _ end: Int) -> Int {
    depth == end ? 0 : dig(depth + 1, end) &+ dig(depth + 2, end)
  }
}
