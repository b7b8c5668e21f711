import ArgumentParser
import Dashboard
import LanguageModels
import Optimization
import Problems
import Settings
import Text

struct RaceCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "race", abstract: "Run several models on one problem and one seed, side by side.",
    discussion: """
      Each lane is a run of its own with its own log, all with the same settings and initial solutions. On the screen \
      the keys of a run act on the selected lane, or on all. Without a screen, lines with their lane before them and a \
      table; with --json the events with a field lane.
      """)

  @Argument(help: "What is optimized: line.")
  var problem = "line"

  @Option(
    name: .customLong("model"),
    help: ArgumentHelp(
      "A model that races, as run takes it; given 2 to \(Lane.most) times, the same one twice where you like.",
      valueName: "model"))
  var models: [String]

  @Option(
    help: ArgumentHelp(
      "How fast the models inside the program talk, embedded and simulated: reading or at-once.", valueName: "pace"),
    transform: OptionValues.named(ReplyPace.self))
  var pace: ReplyPace?

  @Option(
    help: ArgumentHelp(
      "llama.cpp's server, which llama:FILE.gguf starts; else llama-server on the PATH.", valueName: "path"))
  var llamaServer: String?

  @Flag(
    name: .customLong("allow-http"),
    help: "Ask a server on another machine over plain http, where what is sent can be read on the way. A key never is.")
  var allowsHTTP = false

  @OptionGroup(title: "Problem") var line: LineOptions
  @OptionGroup(title: "Prompt") var prompt: PromptOptions
  @OptionGroup(title: "Requests") var request: RequestOptions
  @OptionGroup(title: "Loop") var loop: LoopOptions
  @OptionGroup(title: "Watching") var watch: WatchOptions

  @Option(
    help: ArgumentHelp(
      "Where the logs go: the start of their names, to which -a, -b and so on are added.", valueName: "stem"))
  var log: String?

  @Option(
    help: ArgumentHelp(
      "Do in every lane, at the same steps, what a person did to the run of this log; pauses are left out.",
      valueName: "log"))
  var acts: String?

  func execute() async throws -> Int32 {
    try ProblemCatalog.check(problem)
    guard (2...Lane.most).contains(models.count) else {
      throw InputError(
        "A race has 2 to \(Lane.most) lanes, each with its --model; \(models.count == 1 ? "one was" : "\(models.count) were") given."
      )
    }
    let preferences = try Preferences()
    let watching = watch.isHeadless ? nil : try WatchPreferences(watch, preferences)
    // Lines in words have no room for several runs that can be steered.
    let isWatched = watching.map { !$0.isPlain } ?? false
    let race = try racePlan(preferences, isWatched: isWatched)
    if let watching, isWatched { return try await RaceSession.start(race, stem: log, watching) }
    if let notice = preferences.notice { StandardError.write("tiller: \(DisplayText(cleaning: notice).string)") }
    return await (try HeadlessRace(race, stem: log, printsEvents: watch.json)).run()
  }

  private func racePlan(_ preferences: Preferences, isWatched: Bool) throws -> RacePlan {
    var (line, prompt, request, loop) = (line, prompt, request, loop)
    line.fill(from: preferences.settings)
    prompt.fill(from: preferences.settings)
    request.fill(from: preferences.settings)
    loop.fill(from: preferences.settings)
    var model = try ModelOptions.parse([])
    model.pace = pace
    model.llamaServer = llamaServer
    model.allowsHTTP = allowsHTTP
    model.fill(from: preferences.settings)
    model.announce()
    var plan = try RunPlan(line: line, prompt: prompt, request: request, loop: loop, isAttended: isWatched)
    if let acts {
      let found = try ScheduledAct.acts(ofLog: acts)
      plan.settings.acts = found.isEmpty ? nil : found
    }
    let prices = preferences.settings.configuration.prices
    let llama = LlamaOptions(
      program: model.llamaServer, candidates: plan.settings.candidates,
      isThinkingOff: plan.settings.request.thinking == .off)
    plan.forecastTokens = preferences.settings.integer("forecast-tokens") ?? SettingDeclaration.forecastTokens
    plan.models = ModelAssembly.maker(prices, Watching(isWatched: isWatched, pace: model.pace), llama)
    let chosen = try RaceModels.make(models, model, llama, prices, isWatched: isWatched)
    if !isWatched, let complaint = chosen.lazy.compactMap({ LiveRun.unheldBudget(plan, $0) }).first {
      throw InputError(
        complaint + " Add one as prices.\"NAME\" = { input = 0.15, output = 0.6 }, or take --budget-tokens.")
    }
    return RacePlan(plan: plan, names: models, models: chosen)
  }
}
