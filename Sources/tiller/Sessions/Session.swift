import Dashboard
import Optimization
import RunLog
import Terminal
import Text

/// What feeds a host: a run, or the log of one.
@TerminalActor
protocol SessionSource: AnyObject {
  /// What is new since the last look.
  func news() -> [Action]
  /// Does what the person wants done; what can be answered at once is returned.
  func carryOut(_ effect: Effect) -> [Action]
  /// When the source has news without waking the host; nil where it will wake it.
  var nextNews: ContinuousClock.Instant? { get }
  /// Seconds since the start of the run, for the clock; nil where the source tells the time itself.
  var now: Double? { get }
  /// Whether there is nothing to show or to steer: the host ends.
  var hasFailed: Bool { get }
}

extension SessionSource {
  var hasFailed: Bool { false }
}

/// What a person watches and steers with: the screen, or lines.
@TerminalActor
protocol SessionHost: AnyObject {
  /// Folds an action, from wherever it came.
  func send(_ action: Action)
  /// Runs until the person or a signal ends it.
  func run(_ source: any SessionSource) async -> SessionEnd
  /// Goes on with another source, as where a fork takes the place of a replay.
  func feed(from source: any SessionSource)
  /// Gives the terminal back.
  func close()
  /// Who makes forks of what is shown.
  var forks: ForkDesk? { get set }
  /// Where the commands of this host come from.
  static var commandSource: CommandSource { get }
}

/// Why a host stopped.
enum SessionEnd: Hashable {
  case quit
  case signal(Int32)
}

/// Reads a part of the log for a pane, beside the loop of the host.
@TerminalActor
enum LogPartReader {
  static func read(_ part: LogPart, at location: LogLocation, in path: String, for host: some SessionHost) {
    Task {
      let result = await Task.detached { () -> Result<RunEvent, InputError> in
        do {
          return .success(try RunLogReader.event(at: location, in: path).event)
        } catch {
          return .failure(InputError("\(error)"))
        }
      }.value
      host.send(.read(part, result))
    }
  }
}
