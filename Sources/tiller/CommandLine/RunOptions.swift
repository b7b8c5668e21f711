import ArgumentParser
import Charts
import LanguageModels
import Optimization
import Problems
import Text

/// The model that proposes, and how it is reached.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The model that proposes: \(ModelChoice.allowed). With none, pairs are drawn at random.",
      discussion: """
        Without it, a model server that answers on this machine; else embedded, a transformer inside the program that \
        was trained to optimize in context and is no language model. simulated is a stand-in; its profiles are \
        \(SimulatedProfile.allCases.map(\.name).joined(separator: ", ")). A recording takes the time that its model took, \
        up to 10 s a reply; without a screen it answers at once.
        """,
      valueName: "model"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "The server's address, as http://127.0.0.1:11434/v1; else that of the environment, as in OPENAI_BASE_URL or OLLAMA_HOST.",
      valueName: "url"))
  var baseURL: String?

  @Option(
    help: ArgumentHelp(
      "How fast the models inside the program talk, embedded and simulated: reading or at-once; without it, at once "
        + "where there is no screen.",
      valueName: "pace"), transform: OptionValues.named(ReplyPace.self))
  var pace: ReplyPace?

  @Option(
    help: ArgumentHelp(
      "llama.cpp's server, which llama:FILE.gguf starts; else llama-server on the PATH.", valueName: "path"))
  var llamaServer: String?

  @Flag(
    name: .customLong("allow-http"),
    help: "Ask a server on another machine over plain http, where what is sent can be read on the way. A key never is.")
  var allowsHTTP = false

  /// Tells all that makes models, those of `m` too: the flag is short for its variable.
  func announce() {
    if allowsHTTP { Environment.set(ServerAddress.allowanceVariable, to: "true") }
  }
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

/// What a request is sent with, beside its messages and the temperature.
struct RequestOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Whether and how much the model thinks before it answers: off, on, low, medium or high; classroom: off.",
      valueName: "thinking"), transform: OptionValues.named(Thinking.self))
  var thinking: Thinking?

  @Flag(
    inversion: .prefixedNo, help: "Show the gist of the reasoning that led to each pair in the prompt.")
  var showReasoning: Bool?

  @Option(
    help: ArgumentHelp(
      "Hold a server that can be held to it to the form of an answer, or let it write freely: structured or free.",
      valueName: "answers"), transform: OptionValues.named(AnswersChoice.self))
  var answers: AnswersChoice?

  @Option(
    help: ArgumentHelp("The part of the probability that is sampled from.", valueName: "p"),
    transform: OptionValues.number(0.000001...1, "numbers above 0 up to 1"))
  var topP: Double?

  @Option(
    help: ArgumentHelp("The most tokens of a reply.", valueName: "n"), transform: OptionValues.count(1...1_000_000))
  var replyTokens: Int?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A further member of the request, as top_k=20; may be given several times, and wins over what Tiller sends.",
      valueName: "key=json"), transform: OptionValues.requestField)
  var requestField: [RequestField] = []
}

enum AnswersChoice: String, CaseIterable, Sendable { case structured, free }

/// A member of a request's body that a person adds.
struct RequestField: Sendable {
  var key: String
  var value: JSONValue
}

enum TemperatureChoice: Sendable {
  case fixed(Double)
  case schedule(TemperatureSchedule)
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
    help: ArgumentHelp(
      "The sampling temperature, or a schedule over the steps, as 1:0.2; without it, the preset's, or the server's own.",
      valueName: "t|a:b"),
    transform: OptionValues.temperature)
  var temperature: TemperatureChoice?

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
    help: ArgumentHelp("Pause before a request that could pass so many tokens.", valueName: "n"),
    transform: OptionValues.count(1...1_000_000_000))
  var budgetTokens: Int?

  @Option(
    help: ArgumentHelp(
      "Pause before a request that could pass so many dollars; the price comes from the settings.",
      valueName: "dollars"),
    transform: OptionValues.number(0.0001...1_000_000, "numbers from 0.0001 to 1000000"))
  var budgetCost: Double?

  @Option(
    help: ArgumentHelp("Pause when the run has run for so long, its pauses not counted.", valueName: "seconds"),
    transform: OptionValues.number(0.1...100_000_000, "numbers from 0.1 to 100000000"))
  var budgetSeconds: Double?

  @Flag(help: "Start paused, before the first request.")
  var paused = false
}
