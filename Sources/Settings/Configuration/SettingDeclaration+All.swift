extension SettingDeclaration {
  /// Every setting but keys and prices, in the order of the sample. Those of a run have the words of the command line.
  public static let all: [SettingDeclaration] = screen + run

  private static let screen: [SettingDeclaration] = [
    SettingDeclaration(
      "theme", .text(allowed: "the names that `tiller themes` lists"), .value(.text("default")),
      "The colours of the screen.", option: "--theme"),
    SettingDeclaration(
      "markers", .choice(["braille", "blocks", "ascii"]),
      .decided("what the locale can show", example: .text("braille")),
      "What plots are drawn with.", option: "--markers"),
    SettingDeclaration(
      "plain", .flag, .value(.flag(false)),
      "Whether a terminal gets lines in words in the place of the screen, as a screen reader needs them.",
      option: "--plain"),
    SettingDeclaration(
      "mouse", .flag, .value(.flag(true)), "Whether the mouse is read; if not, it is the terminal's, to select text.",
      option: "--no-mouse"),
    SettingDeclaration(
      "bell", .choice(["off", "bell", "notify"]), .value(.text("off")),
      "What happens when a run ends or needs a decision: nothing, the bell, or a notification of the desktop."),
    SettingDeclaration(
      "layout", .choice(["picture", "words", "wide"]), .value(.text("picture")),
      "The layout that the screen starts with."),
    SettingDeclaration(
      "split", .whole(20...80), .decided("the layout's own", example: .whole(48)),
      "The left side's share of the width, in percent."),
  ]

  private static let run: [SettingDeclaration] = [
    SettingDeclaration(
      "run.preset", .choice(["classroom", "opro"]), .value(.text("classroom")),
      "The published set-up that a run starts from; each of its numbers can be changed below.", option: "--preset"),
    SettingDeclaration(
      "run.model",
      .form(names: ["simulated", "none"], prefixes: ["openai:"], allowed: "openai:NAME, simulated and none"),
      .decided("a server on this machine, else simulated", example: .text("simulated")),
      "The model that proposes; none draws at random.", option: "--model"),
    SettingDeclaration(
      "run.base-url", .address,
      .decided("OpenAI's own", example: .text("http://127.0.0.1:11434/v1")),
      "The address of the server that openai:NAME is asked at.", environment: "OPENAI_BASE_URL", option: "--base-url"),
    SettingDeclaration(
      "run.steps", .whole(1...1_000_000), .decided("the preset's", example: .whole(50)),
      "The steps of a run.", option: "--steps"),
    SettingDeclaration(
      "run.candidates", .whole(1...64), .decided("the preset's", example: .whole(1)),
      "The replies asked for in a step.", option: "--candidates"),
    SettingDeclaration(
      "run.temperature", .number(0...2, allowed: "numbers from 0 to 2"),
      .decided("the preset's, else the server's", example: .number(1)), "The sampling temperature.",
      option: "--temperature"),
    SettingDeclaration(
      "run.reply-tokens", .whole(1...1_000_000), .decided("the preset's, else the server's", example: .whole(1024)),
      "The most tokens of a reply.", option: "--reply-tokens"),
    SettingDeclaration(
      "run.prompting", .choice(["classroom", "opro"]), .decided("the preset's", example: .text("classroom")),
      "The wording of the prompt.", option: "--prompting"),
    SettingDeclaration(
      "run.history", .wholeOrAll(0...1_000_000), .decided("the preset's", example: .text("all")),
      "The most pairs that the prompt shows.", option: "--history"),
    SettingDeclaration(
      "run.order", .choice(["best-last", "best-first", "as-made"]),
      .decided("the preset's", example: .text("as-made")), "The order of the pairs in the prompt.", option: "--order"),
    SettingDeclaration(
      "run.scores", .choice(["shown", "hidden"]), .decided("the preset's", example: .text("shown")),
      "Whether the prompt shows the losses.", option: "--scores"),
    SettingDeclaration(
      "run.decimals", .whole(0...15), .decided("the preset's, else in full", example: .whole(2)),
      "The decimals of a pair in the prompt.", option: "--decimals"),
    SettingDeclaration(
      "run.data-in-prompt", .flag, .decided("the preset's", example: .flag(true)),
      "Whether the prompt shows the points.",
      option: "--data-in-prompt"),
    SettingDeclaration(
      "run.repeats", .choice(["reject", "evaluate"]), .decided("the preset's", example: .text("reject")),
      "What becomes of a pair that was tried before.", option: "--repeats"),
    SettingDeclaration(
      "run.seed", .whole(0...Int.max), .decided("the preset's", example: .whole(1)), "The seed of everything random.",
      option: "--seed"),
    SettingDeclaration(
      "run.until", .number(-1e300...1e300, allowed: "finite numbers"),
      .decided("no such end", example: .number(0.01)), "The run ends at this loss or below.", option: "--until"),
    SettingDeclaration(
      "run.patience", .whole(1...1_000_000), .decided("no such end", example: .whole(20)),
      "The run ends after so many steps without a better loss.", option: "--patience"),
    SettingDeclaration(
      "run.budget-tokens", .whole(1...1_000_000_000), .decided("no budget", example: .whole(100_000)),
      "The run pauses when so many tokens were used.", option: "--budget-tokens"),
    SettingDeclaration(
      "run.paused", .flag, .value(.flag(false)), "Whether a run starts paused, before its first request.",
      option: "--paused"),
  ]
}
