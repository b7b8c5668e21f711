import ArgumentParser
import Charts
import Optimization
import Problems

/// The model that proposes, and how it is reached.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The model that proposes: openai:NAME (any server with the chat completions API), simulated, or none (random).",
      discussion: "Without it, a model server that answers on this machine; else the simulated model.",
      valueName: "model"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "The server's address, as http://127.0.0.1:11434/v1; else OPENAI_BASE_URL. The key comes from OPENAI_API_KEY.",
      valueName: "url"))
  var baseURL: String?
}

/// How a run is watched.
struct WatchOptions: ParsableArguments {
  @Flag(help: "No screen: one line a step and a summary. Chosen by itself where standard output is no terminal.")
  var headless = false

  @Flag(help: "No screen: the events as JSON Lines on standard output.")
  var json = false

  @Flag(
    inversion: .prefixedNo,
    help: "No screen: lines in words, and the commands of the palette as lines; for a screen reader or a pipe.")
  var plain: Bool?

  @Flag(
    inversion: .prefixedNo, help: "Read the mouse, or leave it to the terminal, so that text can be selected.")
  var mouse: Bool?

  @Option(
    help: ArgumentHelp(
      "What plots are drawn with: braille, blocks or ascii. Without it, what the locale can show.",
      valueName: "markers"),
    transform: OptionValues.named(Marker.self))
  var markers: Marker?

  @Option(help: ArgumentHelp("The colours of the screen; `tiller themes` lists them.", valueName: "name"))
  var theme: String?
}

/// The problem `line` and its prompt.
struct LineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A published set-up: classroom or opro; without it, classroom. Each of its numbers is an option of its own.",
      valueName: "name"))
  var preset: String?

  @Option(
    help: ArgumentHelp("Points of your own: two columns, - for a pipe, a header or none.", valueName: "file.csv"))
  var data: String?

  @Option(
    help: ArgumentHelp("How many points are drawn.", valueName: "n"), transform: OptionValues.count(2...1_000_000))
  var points: Int?

  @Option(
    help: ArgumentHelp(
      "The noise of drawn points: opro, its standard deviation; classroom, that as a part of the range of y.",
      valueName: "x"), transform: OptionValues.number(0...1e100, "numbers from 0 to 1e100"))
  var noise: Double?

  @Option(help: ArgumentHelp("The line that generates the points.", valueName: "w,b"), transform: OptionValues.pair)
  var truth: LineSolution?

  @Option(
    help: ArgumentHelp("Where starting and random pairs are drawn from.", valueName: "low:high"),
    transform: OptionValues.range)
  var start: ClosedRange<Double>?

  @Option(
    help: ArgumentHelp("How many starting pairs are drawn, or the pairs: \"1,2; 3,4\".", valueName: "n|pairs"),
    transform: OptionValues.initial)
  var initial: InitialSolutions?

  @Option(
    help: ArgumentHelp("The mean or the sum of the squared residuals.", valueName: "mean|sum"),
    transform: OptionValues.named(LineLoss.self))
  var loss: LineLoss?
}

/// What the model is shown.
struct PromptOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The wording of the prompt: classroom or opro.", valueName: "name"))
  var prompting: String?

  @Option(
    help: ArgumentHelp("A prompt of your own; `tiller prompt classroom` prints one to edit.", valueName: "file"))
  var prompt: String?

  @Option(
    help: ArgumentHelp("The most pairs the prompt shows; all shows every one.", valueName: "n|all"),
    transform: { text in
      text == "all" ? .all : .most(try OptionValues.count(0...1_000_000)(text))
    })
  var history: HistoryChoice?

  @Option(
    help: ArgumentHelp("The order of the pairs: best-last, best-first or as-made.", valueName: "order"),
    transform: OptionValues.named(PromptSettings.Order.self))
  var order: PromptSettings.Order?

  @Option(
    help: ArgumentHelp("Whether the prompt shows the losses.", valueName: "shown|hidden"),
    transform: OptionValues.shownOrHidden)
  var scores: Bool?

  @Option(
    help: ArgumentHelp("Decimals of a pair in the prompt; without it, in full.", valueName: "n"),
    transform: OptionValues.count(0...15))
  var decimals: Int?

  @Option(
    help: ArgumentHelp("Whether the prompt shows the points.", valueName: "yes|no"),
    transform: OptionValues.yesOrNo)
  var dataInPrompt: Bool?
}

enum HistoryChoice: Sendable {
  case all
  case most(Int)
}

/// How long a run goes and what it may cost.
struct LoopOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Steps of the run.", valueName: "n"), transform: OptionValues.count(1...1_000_000))
  var steps: Int?

  @Option(help: ArgumentHelp("Replies asked for in a step.", valueName: "n"), transform: OptionValues.count(1...64))
  var candidates: Int?

  @Option(
    help: ArgumentHelp("The sampling temperature; without it, the preset's, or the server's own.", valueName: "t"),
    transform: OptionValues.number(OptimizationRun.temperatures, "numbers from 0 to 2"))
  var temperature: Double?

  @Option(help: ArgumentHelp("The seed of everything random.", valueName: "n"), transform: OptionValues.seed)
  var seed: UInt64?

  @Option(
    help: ArgumentHelp("End at this loss or below.", valueName: "loss"),
    transform: OptionValues.number(-1e300...1e300, "finite numbers"))
  var until: Double?

  @Option(
    help: ArgumentHelp("End after so many steps without a better loss.", valueName: "n"),
    transform: OptionValues.count(1...1_000_000))
  var patience: Int?

  @Option(
    help: ArgumentHelp("Reject a pair that was tried before, or evaluate it again.", valueName: "reject|evaluate"),
    transform: OptionValues.named(RunSettings.Repeats.self))
  var repeats: RunSettings.Repeats?

  @Option(
    help: ArgumentHelp("Pause when so many tokens were used.", valueName: "n"),
    transform: OptionValues.count(1...1_000_000_000))
  var budgetTokens: Int?

  @Option(
    help: ArgumentHelp("The most tokens of a reply.", valueName: "n"), transform: OptionValues.count(1...1_000_000))
  var replyTokens: Int?

  @Flag(help: "Start paused, before the first request.")
  var paused = false
}
