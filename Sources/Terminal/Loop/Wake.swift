import CTerminal

/// Signals that came since the last look, each counted once.
public struct TerminalSignals: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// WINCH: the terminal has another size.
  public static let resize = TerminalSignals(rawValue: UInt32(TERMINAL_SIGNAL_RESIZE))
  /// TSTP: stop, as a shell asks for it.
  public static let suspend = TerminalSignals(rawValue: UInt32(TERMINAL_SIGNAL_SUSPEND))
  /// CONT: go on after a stop; somebody else may have used the terminal.
  public static let resume = TerminalSignals(rawValue: UInt32(TERMINAL_SIGNAL_CONTINUE))
  public static let terminate = TerminalSignals(rawValue: UInt32(TERMINAL_SIGNAL_TERMINATE))
  public static let hangup = TerminalSignals(rawValue: UInt32(TERMINAL_SIGNAL_HANGUP))
  public static let interrupt = TerminalSignals(rawValue: UInt32(TERMINAL_SIGNAL_INTERRUPT))
  public static let quit = TerminalSignals(rawValue: UInt32(TERMINAL_SIGNAL_QUIT))

  /// The number of the first signal that asks the program to end (15 TERM, 1 HUP, 2 INT, 3 QUIT), or nil. The exit
  /// status of a program that ends for a signal is 128 and this number.
  public var endingNumber: Int32? {
    if contains(.terminate) { return 15 }
    if contains(.hangup) { return 1 }
    if contains(.interrupt) { return 2 }
    return contains(.quit) ? 3 : nil
  }

  /// Takes over WINCH, TSTP, CONT, TERM, HUP, INT and QUIT for the whole process: from now on `nextWake` reports them.
  /// Those that were ignored at the start, as under nohup, stay ignored. SIGPIPE is ignored from here on.
  public static func takeOver() { terminal_signals_install() }

  /// Gives the signals back as they were found; SIGPIPE stays ignored.
  public static func giveBack() { terminal_signals_remove() }
}

/// Why a wait ended; several causes may come together.
public struct Wake: Hashable, Sendable {
  public var signals: TerminalSignals = []
  /// Somebody called `TerminalActor.wake()`.
  public var isWoken = false
  /// Bytes can be read from the terminal.
  public var hasInput = false
  /// Bytes can be written; only where it was asked for.
  public var isWritable = false
  /// The terminal is gone.
  public var isHungUp = false
  /// The deadline has passed.
  public var isDeadline = false

  public init() {}

  init(ready: UInt32, bits: UInt32, isDeadline: Bool) {
    signals = TerminalSignals(rawValue: bits & ~UInt32(TERMINAL_WOKEN))
    isWoken = bits & UInt32(TERMINAL_WOKEN) != 0
    hasInput = ready & UInt32(TERMINAL_READY_INPUT) != 0
    isWritable = ready & UInt32(TERMINAL_READY_OUTPUT) != 0
    isHungUp = ready & UInt32(TERMINAL_READY_HANGUP) != 0
    self.isDeadline = isDeadline
  }
}
