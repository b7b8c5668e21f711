/// A program to start under supervision.
public struct ProcessPlan: Sendable {
  /// What is at the child's standard input.
  public enum Input: Sendable {
    case nothing
    /// A pipe that `SupervisedProcess.input` writes.
    case pipe
  }

  /// Where the child's standard output goes.
  public enum Output: Sendable {
    case nowhere
    /// To the last lines, among those of standard error.
    case lastLines
    /// To a pipe that `SupervisedProcess.output` reads; a child that nobody reads waits when it is full.
    case pipe
  }

  /// The file to run, see `ExecutableSearch`; not looked for on the PATH.
  public var executable: String
  /// Without the program's own name, which is `executable`.
  public var arguments: [String]
  /// All of the child's environment.
  public var environment: [String: String]
  /// Where the child starts; nil for where we are.
  public var folder: String?
  public var input: Input
  public var output: Output
  /// What everything that the child started has between TERM and KILL.
  public var grace: Duration

  public init(
    _ executable: String, _ arguments: [String] = [], environment: [String: String], folder: String? = nil,
    input: Input = .nothing, output: Output = .lastLines, grace: Duration = .seconds(3)
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.input = input
    self.output = output
    self.grace = grace
  }
}

/// Why a program could not be started.
public struct ProcessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A sentence without what to do about it, which only the caller knows.
  public var sentence: String
  public init(_ sentence: String) { self.sentence = sentence }
  public var description: String { sentence }
}

/// How a child ended.
public enum ProcessExit: Hashable, Sendable, CustomStringConvertible {
  case status(Int32)
  /// By a signal of this number.
  case signal(Int32)
  /// Its supervisor was ended by somebody before it could tell; the child was ended with it.
  case unknown

  public var isSuccess: Bool { self == .status(0) }

  /// What follows "it ended", as "with status 1".
  public var description: String {
    switch self {
    case .status(let status): "with status \(status)"
    case .signal(let number): "by signal \(number)"
    case .unknown: "with its supervisor"
    }
  }
}
