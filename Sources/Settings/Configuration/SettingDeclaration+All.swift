extension SettingDeclaration {
  /// Every setting but keys and prices, in the order of the sample. Those of a run have the words of the command line.
  public static let all: [SettingDeclaration] = screen + run

  /// What a run on another machine may use at most without being asked about.
  public static let forecastTokens = 1_000_000

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
      "forecast-tokens", .whole(1...1_000_000_000), .value(.whole(forecastTokens)),
      "A run that may use more tokens than this says so, and waits before its first request."),
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
      .form(
        names: [
          "embedded", "simulated", "none", "vllm", "vllm:", "lmstudio", "lmstudio:", "ollama", "ollama:", "llama",
          "llama:",
        ],
        prefixes: [
          "openai:", "dashscope:", "openrouter:", "groq:", "vllm:", "lmstudio:", "ollama:", "anthropic:", "llama:",
          "recorded:", "simulated:",
        ],
        allowed:
          "openai:NAME, dashscope:NAME, openrouter:NAME, groq:NAME, vllm:[NAME], lmstudio:[NAME], ollama:[NAME], "
          + "anthropic:NAME, llama:FILE.gguf, recorded:LOG, embedded, simulated[:PROFILE] and none"),
      .decided("a server on this machine, else embedded", example: .text("embedded")),
      "The model that proposes; none draws at random.", option: "--model"),
    SettingDeclaration(
      "run.base-url", .address,
      .decided("OpenAI's own", example: .text("http://127.0.0.1:11434/v1")),
      "The address of the server that openai:NAME is asked at.", environment: "OPENAI_BASE_URL", option: "--base-url"),
    SettingDeclaration(
      "run.llama-server", .text(allowed: "the name or path of a program"),
      .decided("llama-server on the PATH", example: .text("/usr/local/bin/llama-server")),
      "llama.cpp's server, which a model llama:FILE.gguf starts.", option: "--llama-server"),
    SettingDeclaration(
      "run.allow-http", .flag, .value(.flag(false)),
      "Whether a server on another machine may be asked over plain http, which can be read on the way.",
      environment: "TILLER_ALLOW_HTTP", option: "--allow-http"),
    SettingDeclaration(
      "run.pace", .choice(["reading", "at-once"]),
      .decided("reading where somebody watches, else at once", example: .text("reading")),
      "How fast the models inside the program talk: embedded and simulated.", option: "--pace"),
    SettingDeclaration(
      "run.steps", .whole(1...1_000_000), .decided("the preset's", example: .whole(50)),
      "The steps of a run.", option: "--steps"),
    SettingDeclaration(
      "run.candidates", .whole(1...64), .decided("the preset's", example: .whole(1)),
      "The replies asked for in a step.", option: "--candidates"),
    SettingDeclaration(
      "run.temperature",
      .course(
        0...2, allowed: "numbers from 0 to 2, or two of them for the first and the last step, as \"1:0.2\""),
      .decided("the preset's, else the server's", example: .number(1)),
      "The sampling temperature, or a schedule over the steps.", option: "--temperature"),
    SettingDeclaration(
      "run.reply-tokens", .whole(1...1_000_000), .decided("the preset's, else the server's", example: .whole(1024)),
      "The most tokens of a reply.", option: "--reply-tokens"),
    SettingDeclaration(
      "run.thinking", .choice(["off", "on", "low", "medium", "high"]),
      .decided("the preset's, else the service's own", example: .text("off")),
      "Whether and how much the model thinks before it answers.", option: "--thinking"),
    SettingDeclaration(
      "run.top-p", .number(0.000001...1, allowed: "numbers above 0 up to 1"),
      .decided("the server's own", example: .number(0.95)),
      "The part of the probability that is sampled from.", option: "--top-p"),
    SettingDeclaration(
      "run.answers", .choice(["structured", "free"]), .value(.text("structured")),
      "Whether a server that can be is held to the form of an answer, or writes freely.", option: "--answers"),
    SettingDeclaration(
      "run.show-reasoning", .flag, .value(.flag(false)),
      "Whether the prompt shows the gist of the reasoning that led to each pair.", option: "--show-reasoning"),
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
      "The run pauses before a request that could pass so many tokens.", option: "--budget-tokens"),
    SettingDeclaration(
      "run.budget-cost", .number(0.0001...1_000_000, allowed: "numbers from 0.0001 to 1000000, in dollars"),
      .decided("no budget", example: .number(1)),
      "The run pauses before a request that could pass so many dollars; it needs a price.", option: "--budget-cost"),
    SettingDeclaration(
      "run.budget-seconds", .number(0.1...100_000_000, allowed: "numbers from 0.1 to 100000000"),
      .decided("no budget", example: .number(600)),
      "The run pauses when it has run for so long, without its pauses.", option: "--budget-seconds"),
    SettingDeclaration(
      "run.paused", .flag, .value(.flag(false)), "Whether a run starts paused, before its first request.",
      option: "--paused"),
  ]
}
