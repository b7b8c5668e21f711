import Charts
import Optimization
import Text

/// Everything that can happen to the screen.
public enum Action: Sendable {
  case input(InputEvent)
  /// Events of the run in their order, with their places in the log where they have one.
  case events([(event: LoggedEvent, location: LogLocation?)])
  case progress(Progress)
  /// Seconds since the start of the run.
  case tick(now: Double)
  case resized(Size)
  /// What the run said to a command of this screen.
  case commandOutcome(Command, CommandOutcome)
  /// A replay moved, or was played, stopped or sped up. Events that it passed come as `events`.
  case replayMoved(ReplayState)
  /// The run as it was at another place of the same log.
  case replaced(RunState)
  /// Another run takes the place of this one; its events are to follow.
  case newRunStarted(problem: AnyProblem?, logPath: String?, modelNotice: String?)
  /// Something for the person to read that comes from no event: why a new run could not start.
  case notice(String)
}

/// What the screen wants done.
public enum Effect: Hashable, Sendable {
  /// For the run; its answer comes back as `Action.commandOutcome`.
  case command(Command)
  /// A new run with the next seed.
  case newRun
  case quit
  case replay(ReplayCommand)
  /// Stop the program as control-z does, with the terminal restored.
  case suspend
  /// Draw every cell anew.
  case redraw
}

/// What a person asks of a replay.
public enum ReplayCommand: Hashable, Sendable {
  case play, pause
  case stepBack, stepForward
  case eventBack, eventForward
  case jump(toStep: Int)
  case toStart, toEnd
  /// As a multiple of the run's own speed.
  case speed(Double)
}
