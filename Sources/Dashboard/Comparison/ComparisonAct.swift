import Text

/// Everything that a key of a comparison can ask for.
public enum ComparisonAct: Hashable, Sendable {
  // The runs of a race.
  case pauseOrResume, step, temperature, inject, cancelStep
  // The place that is looked at.
  case play, stepBack, stepForward, tenBack, tenForward, toStart, toEnd, jump
  // Lanes and panes.
  case lane, nextLane, previousLane, allLanes, axis, zoom, reveal
  // The program.
  case help, quit, suspend, redraw
}

extension ComparisonState {
  private static func key(_ character: Character) -> KeyPress { KeyPress(.character(character)) }

  /// The keys of this comparison, in the order of the help.
  public var bindings: [ScreenBinding<ComparisonAct>] { (isRace ? steering : []) + looking + leaving }

  private var steering: [ScreenBinding<ComparisonAct>] {
    // What can do nothing now is only in the help.
    let canSteer = actedOn.contains { !lanes[$0].hasEnded }
    func place(_ rank: Int) -> Int? { canSteer ? rank : nil }
    return [
      ScreenBinding(
        .pauseOrResume, [Self.key(" ")], footer: place(1), actedOn.contains { canPause($0) } ? "pause" : "resume",
        help: "Pause or resume the selected lane, or all. What is under way when you pause is finished and kept."),
      ScreenBinding(
        .step, [Self.key("s")], footer: place(2), "one step",
        help: "Do one step and pause, in the selected lane or in all."),
      ScreenBinding(
        .inject, [Self.key("i")], footer: place(3), "inject",
        help: "Type solutions of your own: they are judged at once and shown to the model of the selected lane, or all."
      ),
      ScreenBinding(
        .temperature, [Self.key("t")], footer: place(4), "temperature",
        help: "Type the temperature of the next requests of the selected lane, or of all."),
      ScreenBinding(
        .cancelStep, [Self.key("c")], footer: place(9), "cancel step",
        help: "Give up the replies that have not come, in the selected lane or in all."),
    ]
  }

  private var looking: [ScreenBinding<ComparisonAct>] {
    let play = ScreenBinding<ComparisonAct>(
      .play, [Self.key(isRace ? "P" : " ")], footer: isRace ? nil : 1, isPlaying ? "stop" : "play",
      help: "Go through the steps of all lanes together, or stop.")
    return [
      play,
      ScreenBinding(
        .stepBack, [KeyPress(.left), Self.key("h")], footer: 5, "step", help: "All lanes as they were a step earlier."),
      ScreenBinding(.stepForward, [KeyPress(.right), Self.key("l")], footer: 5, "step", help: "A step later."),
      ScreenBinding(.tenBack, [KeyPress(.pageUp), Self.key(",")], "ten", help: "Ten steps earlier."),
      ScreenBinding(.tenForward, [KeyPress(.pageDown), Self.key(".")], "ten", help: "Ten steps later."),
      ScreenBinding(.toStart, [KeyPress(.home)], "start", help: "The start, with the initial solutions."),
      ScreenBinding(
        .toEnd, [KeyPress(.end)], footer: place == nil ? nil : 6, "newest",
        help: "The end; where a run goes on, its newest."),
      ScreenBinding(.jump, [Self.key("J")], footer: 12, "jump", help: "Type the step to look at."),
      ScreenBinding(
        .nextLane, [KeyPress(.tab)], footer: 7, "lane", help: "Select the next lane, behind the last all of them."),
      ScreenBinding(.previousLane, [KeyPress(.tab, .shift)], "lane", help: "Select the lane before."),
      ScreenBinding(
        .lane, lanes.indices.map { Self.key(Character(String($0 + 1))) }, "lane", help: "Select the lane of this place."
      ),
      ScreenBinding(.allLanes, [Self.key("0"), KeyPress(.escape)], "all lanes", help: "Select all lanes."),
      ScreenBinding(
        .axis, [Self.key("a")], footer: 8, axis.next.rawValue,
        help: "Draw the losses against evaluations, tokens or seconds, pauses not counted."),
      ScreenBinding(
        .zoom, [Self.key("z")], footer: 10, "zoom", help: "Give the losses, the pictures or the words the whole screen."
      ),
      ScreenBinding(
        .reveal, [Self.key("R")], footer: 11, isRevealed ? "hide" : "reveal",
        help: "Show or hide what is known of the answer."),
    ]
  }

  private var leaving: [ScreenBinding<ComparisonAct>] {
    [
      ScreenBinding(.redraw, [KeyPress(.character("l"), .control)], "redraw", help: "Draw the whole screen anew."),
      ScreenBinding(
        .suspend, [KeyPress(.character("z"), .control)], "suspend", help: "Stop the program, as the shell does."),
      ScreenBinding(.help, [Self.key("?")], footer: 100, "help", help: "Show or close this help."),
      ScreenBinding(
        .quit, [Self.key("q")], footer: 101, "quit",
        help: isRace ? "End all runs and leave; their logs are whole." : "Leave."),
    ]
  }

  /// Whether a lane goes on.
  func canPause(_ lane: Int) -> Bool { lanes[lane].run.head.phase == .running || lanes[lane].run.head.phase == .idle }
}
