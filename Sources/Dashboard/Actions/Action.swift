import Charts
import Optimization
import Text

/// Everything that can happen to the screen.
public enum Action: Sendable {
  case input(InputEvent)
  /// A line of the plain mode, as the palette takes it: "temperature 0.4".
  case line(String)
  /// Events of the run in their order, with their places in the log where they have one.
  case events([(event: LoggedEvent, location: LogLocation?)])
  case progress(Progress)
  /// Seconds since the start of the run.
  case tick(now: Double)
  case resized(Size)
  /// What the run said to a command of this screen.
  case commandOutcome(Command, CommandOutcome)
  /// A part of the log that was asked for, or why it cannot be had.
  case read(LogPart, Result<RunEvent, InputError>)
  /// Where a model would propose, which was asked for, nil where it would not; or why the prompt cannot be had.
  case foreseen(ForesightQuestion, Result<ProposalDistribution?, InputError>)
  /// The themes there are, which were asked for.
  case themes([NamedTheme])
  /// A theme that was asked for by its name, or why it cannot be had.
  case theme(Result<NamedTheme, InputError>)
  /// What came of an effect that the terminal carries out: the text was copied.
  case done(String)
  /// The run was written to files, in a sentence, or why not.
  case exported(Result<String, InputError>)
  /// A replay moved, or was played, stopped or sped up. Events that it passed come as `events`, before.
  case replayMoved(ReplayState)
  /// The run as it was at another place of the same log.
  case replaced(RunState)
  /// The steps and marks of the log that is replayed.
  case timeline(Timeline)
  /// The log that is replayed became longer: the new marks, and its events in all.
  case timelineGrew([TimelineMark], count: Int)
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
  /// A run with a log of its own that shares everything up to the end of a step.
  case fork(afterStep: Int)
  case quit
  case replay(ReplayCommand)
  /// Stop the program as control-z does, with the terminal restored.
  case suspend
  /// Draw every cell anew.
  case redraw
  /// A part of the log is needed; it comes back as `Action.read`.
  case read(LogPart, LogLocation)
  /// Where the model that can tell would propose, given the prompt of a step; it comes back as `Action.foreseen`. The
  /// newest question counts: an older one that was not begun need not be answered.
  case foresee(ForesightQuestion)
  /// For the clipboard, with what it is in words.
  case copy(String, name: String)
  /// The run is to be written to a file; what came of it comes back as `Action.exported`.
  case export(ExportRequest)
  /// The person is wanted: the run has ended, or waits for a decision.
  case attention(String)
  /// All themes are needed; they come back as `Action.themes`.
  case listThemes
  /// A theme by its name; it comes back as `Action.theme`.
  case findTheme(String)
}

/// What a person asks of a replay.
public enum ReplayCommand: Hashable, Sendable {
  case play, pause
  case stepBack, stepForward
  case eventBack, eventForward
  /// To the end of a step.
  case jump(toStep: Int)
  /// To a time, in seconds since the start of the run.
  case jumpToTime(Double)
  /// To where so many events have happened.
  case jumpToEvent(Int)
  /// The same, by a hand that is still moving: the newest place counts, those before it need not be shown.
  case scrub(toEvent: Int)
  case toStart, toEnd
  case pace(ReplayPace)
}
