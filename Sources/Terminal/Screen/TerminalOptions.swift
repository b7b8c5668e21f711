import Charts

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How a screen is opened. The defaults come from the environment of the process.
public struct TerminalOptions: Sendable {
  /// The name of the terminal's kind, TERM.
  public var terminalName: String?
  /// What the environment says of colours, COLORTERM.
  public var colorTerm: String?
  /// Whether colours are refused: NO_COLOR is set and not empty (no-color.org).
  public var isColorRefused: Bool
  /// The depth of colour to use, whatever the terminal says; nil goes by its kind and the environment.
  public var colorDepth: ColorDepth?
  /// Whether the mouse is reported. Where it is, the terminal's own selection of text needs shift.
  public var isMouseEnabled = true
  /// The device of the terminal; nil is the one of the process.
  public var path: String?
  /// Whether standard error, where it is a terminal, is kept while the screen is up and written afterwards.
  public var capturesStandardError = true
  /// The file that a crash leaves its backtrace in, and what was written to standard error before it; one line on
  /// standard error names it. The file and its folders are made only then. By default it lies in the folder `crashes`
  /// of the program's state folder (XDG). Where it is nil, the backtrace follows on standard error.
  public var crashReportPath: String?
  /// Whether the signals of `TerminalSignals` are taken over while the screen is up.
  public var takesOverSignals = true

  public init() {
    terminalName = Self.variable("TERM")
    colorTerm = Self.variable("COLORTERM")
    isColorRefused = Self.variable("NO_COLOR").map { !$0.isEmpty } ?? false
    crashReportPath = CrashReportFile.path(
      program: CommandLine.arguments.first ?? "", state: Self.variable("XDG_STATE_HOME"), home: Self.variable("HOME"),
      time: time(nil), process: getpid())
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
