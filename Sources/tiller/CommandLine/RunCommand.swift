import ArgumentParser
import Optimization
import Problems
import Settings
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct RunCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Start a run; without a problem, fit a line through noisy points.")

  @Argument(help: "What is optimized: line.")
  var problem = "line"

  @OptionGroup(title: "Problem") var line: LineOptions
  @OptionGroup(title: "Prompt") var prompt: PromptOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Requests") var request: RequestOptions
  @OptionGroup(title: "Loop") var loop: LoopOptions
  @OptionGroup(title: "Watching") var watch: WatchOptions

  @Option(help: ArgumentHelp("Where the log goes; it must not exist.", valueName: "file"))
  var log: String?

  @Option(
    help: ArgumentHelp(
      "Do again, at the same steps, what a person did to the run of this log; pauses are left out.",
      valueName: "log"))
  var acts: String?

  func execute() async throws -> Int32 {
    try ProblemCatalog.check(problem)
    let preferences = try Preferences()
    var (line, prompt, model, request, loop) = (line, prompt, model, request, loop)
    line.fill(from: preferences.settings)
    prompt.fill(from: preferences.settings)
    model.fill(from: preferences.settings)
    model.announce()
    request.fill(from: preferences.settings)
    loop.fill(from: preferences.settings)
    let isHeadless = watch.isHeadless
    var plan = try RunPlan(line: line, prompt: prompt, request: request, loop: loop, isAttended: !isHeadless)
    if let acts {
      let found = try ScheduledAct.acts(ofLog: acts)
      plan.settings.acts = found.isEmpty ? nil : found
    }
    let prices = preferences.settings.configuration.prices
    let llama = LlamaOptions(
      program: model.llamaServer, candidates: plan.settings.candidates,
      isThinkingOff: plan.settings.request.thinking == .off)
    plan.forecastTokens =
      preferences.settings.integer("forecast-tokens") ?? SettingDeclaration.forecastTokens
    plan.models = ModelAssembly.maker(
      prices, Watching(isWatched: !isHeadless, pace: model.pace), llama)
    let chooser = try ModelAssembly.chooser(model, llama, isWatched: !isHeadless)
    let choose = { @Sendable in ModelAssembly.priced(chooser(), prices) }
    guard isHeadless else {
      let watching = try WatchPreferences(watch, preferences)
      let forker = Forker(isAttended: true, model: model.ofLogs, prices: prices)
      return try await watching.isPlain
        ? LiveSession.start(plan, choose: choose, logPath: log, watching, forker) { PlainHost($0, watching) }
        : LiveSession.start(plan, choose: choose, logPath: log, watching, forker) { try ScreenHost($0, watching) }
    }
    if let notice = preferences.notice { StandardError.write("tiller: \(DisplayText(cleaning: notice).string)") }
    let chosen = choose()
    if let complaint = LiveRun.unheldBudget(plan, chosen) {
      throw InputError(
        complaint + " Add one as prices.\"NAME\" = { input = 0.15, output = 0.6 }, or take --budget-tokens.")
    }
    let log = try NewLog(problem: problem, path: log)
    let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let monitor = RunMonitor.forLines(printsEvents: watch.json) { continuation.yield() }
    let live = LiveRun(plan, chosen, log: log, monitor: monitor)
    return await HeadlessSession(live: live, changes: changes, printsEvents: watch.json).run()
  }
}

extension WatchOptions {
  /// A setting alone makes no pipe a conversation.
  var isHeadless: Bool { headless || json || (isatty(STDOUT_FILENO) == 0 && plain != true) }
}
