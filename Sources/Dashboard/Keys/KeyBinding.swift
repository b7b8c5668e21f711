import Text

/// What a key does: the one declaration that the reducer, the footer and the help are made from.
public struct KeyBinding: Sendable {
  public let act: Act
  public let keys: [KeyPress]
  public let group: Group
  /// The modes that it means something in.
  public let modes: Set<ScreenMode>
  /// Its place in the footer, lowest first, those of one place together; nil where only the help names it.
  public let footerRank: Int?
  /// A sentence for the help.
  public let help: String
  /// A word or two for the footer, which may follow the state.
  public let label: @Sendable (DashboardState) -> String

  init(
    _ act: Act, _ keys: [KeyPress], _ group: Group, in modes: Set<ScreenMode> = [.live, .replay], footer: Int? = nil,
    _ label: String, help: String
  ) {
    self.init(act, keys, group, in: modes, footer: footer, label: { _ in label }, help: help)
  }

  init(
    _ act: Act, _ keys: [KeyPress], _ group: Group, in modes: Set<ScreenMode> = [.live, .replay], footer: Int? = nil,
    label: @escaping @Sendable (DashboardState) -> String, help: String
  ) {
    self.act = act
    self.keys = keys
    self.group = group
    self.modes = modes
    self.footerRank = footer
    self.label = label
    self.help = help
  }

  /// How to leave and where to find the rest are shown whatever else there is room for.
  var isAlwaysInFooter: Bool { act == .quit || act == .help }

  /// The keys as people read them: "j down".
  public var keyNames: String { keys.map(\.name).joined(separator: " ") }

  public enum ScreenMode: Hashable, Sendable { case live, replay }

  /// The headings of the help, in its order.
  public enum Group: String, CaseIterable, Sendable {
    case run = "The run"
    case replay = "The replay"
    case look = "Looking"
    case program = "The program"
  }
}

/// Everything a key can ask for.
public enum Act: String, CaseIterable, Hashable, Sendable {
  case pauseOrResume, step, temperature, cooler, hotter, inject, cancelStep, fewerSteps, moreSteps, setSteps, newRun
  case playOrPause, stepBack, stepForward, eventBack, eventForward, slower, faster, jump, toStart, toEnd
  case reveal, sort, down, up, pageDown, pageUp, first, last, leave
  case help, quit, interrupt, suspend, redraw
}

/// Whether an act is possible now, and if not, why, in a sentence.
public enum Availability: Hashable, Sendable {
  case available
  case unavailable(reason: String)
}

extension DashboardState {
  public var screenMode: KeyBinding.ScreenMode { replay == nil ? .live : .replay }
}

extension KeyBinding {
  private static func character(_ character: Character) -> KeyPress { KeyPress(.character(character)) }
  private static func control(_ character: Character) -> KeyPress { KeyPress(.character(character), .control) }

  /// All keys, in the order of the help.
  public static let all: [KeyBinding] = [
    KeyBinding(
      .pauseOrResume, [character(" ")], .run, in: [.live], footer: 1,
      label: { [.paused, .waiting].contains($0.run.head.phase) ? "resume" : "pause" },
      help: "Pause or resume. What is under way when you pause is finished and kept."),
    KeyBinding(
      .step, [character("s")], .run, in: [.live], footer: 2, "one step",
      help: "Do one step and pause; during a run, pause after this step."),
    KeyBinding(
      .temperature, [character("t")], .run, in: [.live], footer: 4, "temperature",
      help: "Type the temperature of the next requests; empty leaves it to the server."),
    KeyBinding(
      .cooler, [character("[")], .run, in: [.live], footer: 5, "tenths", help: "Lower the temperature by a tenth."),
    KeyBinding(
      .hotter, [character("]")], .run, in: [.live], footer: 5, "tenths", help: "Raise the temperature by a tenth."),
    KeyBinding(
      .inject, [character("i")], .run, in: [.live], footer: 3, "inject",
      help: "Type solutions of your own; they are judged at once and shown to the model."),
    KeyBinding(
      .cancelStep, [character("c")], .run, in: [.live], footer: 8, "cancel step",
      help: "Give up the replies that have not come; those that have are kept."),
    KeyBinding(.moreSteps, [character("+")], .run, in: [.live], footer: 11, "steps", help: "Ten steps more."),
    KeyBinding(
      .fewerSteps, [character("-")], .run, in: [.live], footer: 11, "steps",
      help: "Ten steps fewer, but not fewer than are done."),
    KeyBinding(.setSteps, [character("S")], .run, in: [.live], "steps", help: "Type the step that the run ends at."),
    KeyBinding(
      .newRun, [character("n")], .run, in: [.live], footer: 9, "new run", help: "Start a new run with the next seed."),

    KeyBinding(
      .playOrPause, [character(" ")], .replay, in: [.replay], footer: 1,
      label: { $0.replay?.isPlaying == true ? "pause" : "play" },
      help: "Play or pause; at the end, play from the start."),
    KeyBinding(.stepBack, [KeyPress(.left)], .replay, in: [.replay], footer: 2, "step", help: "One step back."),
    KeyBinding(
      .stepForward, [KeyPress(.right)], .replay, in: [.replay], footer: 2, "step", help: "One step forward."),
    KeyBinding(
      .eventBack, [character(",")], .replay, in: [.replay], footer: 8, "event", help: "One event back."),
    KeyBinding(
      .eventForward, [character(".")], .replay, in: [.replay], footer: 8, "event", help: "One event forward."),
    KeyBinding(.slower, [character("<")], .replay, in: [.replay], footer: 5, "speed", help: "Half the speed."),
    KeyBinding(.faster, [character(">")], .replay, in: [.replay], footer: 5, "speed", help: "Twice the speed."),
    KeyBinding(
      .jump, [character("J")], .replay, in: [.replay], footer: 4, "jump", help: "Type a step to jump to."),
    KeyBinding(.toStart, [KeyPress(.home)], .replay, in: [.replay], "start", help: "To the start of the log."),
    KeyBinding(.toEnd, [KeyPress(.end)], .replay, in: [.replay], "end", help: "To the end of the log."),

    KeyBinding(
      .reveal, [character("R")], .look, footer: 7, label: { $0.isRevealed ? "hide" : "reveal" },
      help: "Reveal or hide the known answers, such as least squares."),
    KeyBinding(
      .sort, [character("o")], .look, footer: 10, label: { $0.sort == .newestFirst ? "best first" : "newest first" },
      help: "Sort the table: newest first or best first."),
    KeyBinding(
      .down, [character("j"), KeyPress(.down)], .look, footer: 13, "select", help: "Select the next row of the table."),
    KeyBinding(
      .up, [character("k"), KeyPress(.up)], .look, footer: 13, "select", help: "Select the row before."),
    KeyBinding(.pageDown, [KeyPress(.pageDown)], .look, "page", help: "A page down in the table."),
    KeyBinding(.pageUp, [KeyPress(.pageUp)], .look, "page", help: "A page up in the table."),
    KeyBinding(.first, [KeyPress(.home)], .look, in: [.live], "first", help: "Select the first row of the table."),
    KeyBinding(.last, [KeyPress(.end)], .look, in: [.live], "last", help: "Select the last row of the table."),
    KeyBinding(
      .leave, [KeyPress(.escape)], .look, "follow newest",
      help: "Close what is open; else follow the newest candidate again."),

    KeyBinding(.help, [character("?")], .program, footer: 15, "help", help: "Show or close this help."),
    KeyBinding(.quit, [character("q")], .program, footer: 14, "quit", help: "Quit; nothing is lost."),
    KeyBinding(.interrupt, [control("c")], .program, "quit", help: "Quit, from everywhere."),
    KeyBinding(.suspend, [control("z")], .program, "suspend", help: "Go back to the shell; fg returns."),
    KeyBinding(.redraw, [control("l")], .program, "redraw", help: "Draw the whole screen anew."),
  ]

  private static let byMode: [ScreenMode: [KeyPress: KeyBinding]] = {
    var table: [ScreenMode: [KeyPress: KeyBinding]] = [:]
    for mode in [ScreenMode.live, .replay] {
      for binding in all where binding.modes.contains(mode) {
        for key in binding.keys { table[mode, default: [:]][key] = binding }
      }
    }
    return table
  }()

  /// The binding of a key in a mode; where it has none there, that of the other mode.
  static func binding(for key: KeyPress, in mode: ScreenMode) -> KeyBinding? {
    byMode[mode]?[key] ?? byMode[mode == .live ? .replay : .live]?[key]
  }
}
