import ArgumentParser
import Optimization
import Problems
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
  @OptionGroup(title: "Loop") var loop: LoopOptions
  @OptionGroup(title: "Watching") var watch: WatchOptions

  @Option(help: ArgumentHelp("Where the log goes; it must not exist.", valueName: "file"))
  var log: String?

  func execute() async throws -> Int32 {
    try ProblemCatalog.check(problem)
    let preferences = try Preferences()
    var (line, prompt, model, loop) = (line, prompt, model, loop)
    line.fill(from: preferences.settings)
    prompt.fill(from: preferences.settings)
    model.fill(from: preferences.settings)
    loop.fill(from: preferences.settings)
    let isHeadless = watch.isHeadless
    let plan = try RunPlan(line: line, prompt: prompt, loop: loop, isAttended: !isHeadless)
    let choose = try ModelAssembly.chooser(model)
    guard isHeadless else {
      let watching = try WatchPreferences(watch, preferences)
      return try await watching.isPlain
        ? LiveSession.start(plan, choose: choose, logPath: log, watching) { PlainHost($0, watching) }
        : LiveSession.start(plan, choose: choose, logPath: log, watching) { try ScreenHost($0, watching) }
    }
    if let notice = preferences.notice { StandardError.write("tiller: \(DisplayText(cleaning: notice).string)") }
    let log = try NewLog(problem: problem, path: log)
    let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let monitor = RunMonitor.forLines(printsEvents: watch.json) { continuation.yield() }
    let live = LiveRun(plan, choose(), log: log, monitor: monitor)
    return await HeadlessSession(live: live, changes: changes, printsEvents: watch.json).run()
  }
}

extension WatchOptions {
  /// A setting alone makes no pipe a conversation.
  var isHeadless: Bool { headless || json || (isatty(STDOUT_FILENO) == 0 && plain != true) }
}
