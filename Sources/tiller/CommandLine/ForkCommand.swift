import ArgumentParser
import Optimization
import RunLog

struct ForkCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "fork", abstract: "Go on from a step of a log as another run, with a log of its own.",
    discussion: """
      The new log begins with a copy of everything up to the end of the step, names its parent, and goes on from there; \
      the parent is only read. On a screen the fork waits, so that something can be changed first; with changes named \
      here, or without a screen, it goes on at once.
      """)

  @Argument(help: "The log of the parent.")
  var log: String

  @Option(
    help: ArgumentHelp(
      "The last step that both share; 0 is what the run began with. Without it, the last that is done.",
      valueName: "step"),
    transform: OptionValues.count(0...1_000_000))
  var step: Int?

  @Option(
    help: ArgumentHelp("The step that the fork ends at; else the parent's.", valueName: "n"),
    transform: OptionValues.count(1...1_000_000))
  var steps: Int?

  @Option(
    help: ArgumentHelp("The sampling temperature from now on.", valueName: "t"),
    transform: OptionValues.number(OptimizationRun.temperatures, "numbers from 0 to 2"))
  var temperature: Double?

  @Option(
    help: ArgumentHelp("Solutions of your own, as i takes them: \"1 2; 3 4\".", valueName: "solutions"))
  var inject: String?

  @Option(
    help: ArgumentHelp("Candidates that the model no longer sees, as 3,17.", valueName: "numbers"),
    transform: OptionValues.numbers)
  var mask: [Int]?

  @Option(help: ArgumentHelp("Words to the model in every prompt from now on.", valueName: "text"))
  var guidance: String?

  @Flag(help: "Wait before the first request.")
  var paused = false

  @Option(
    name: .customLong("log"),
    help: ArgumentHelp(
      "Where the fork's log goes; it must not exist. Without it, among the runs, or beside a parent elsewhere.",
      valueName: "file"))
  var output: String?

  @OptionGroup(title: "Model, where it is another than the parent's") var model: ModelOptions
  @OptionGroup(title: "Watching") var watch: WatchOptions

  func validate() throws {
    if paused, watch.isHeadless {
      throw ValidationError("--paused needs somebody to go on: leave it out, or use a screen or --plain.")
    }
  }

  func execute() async throws -> Int32 {
    let preferences = try Preferences()
    var model = model
    // Of the settings only this: the model itself is the log's.
    model.llamaServer = model.llamaServer ?? preferences.settings.string("run.llama-server")
    model.allowsHTTP = model.allowsHTTP || preferences.settings.flag("run.allow-http") == true
    model.announce()
    let prices = preferences.settings.configuration.prices
    let isHeadless = watch.isHeadless
    let watching = isHeadless ? nil : try WatchPreferences(watch, preferences)
    let wishes = Forker.Wishes(step: step, steps: steps, changes: changes, isPaused: paused, log: output)
    let recorded = try Forker(isAttended: !isHeadless, model: model, prices: prices).fork(log, wishes)
    if let watching {
      let forker = Forker(isAttended: true, model: model.ofLogs, prices: prices)
      return watching.isPlain
        ? try await LiveSession.resume(recorded, watching, forker) { PlainHost($0, watching) }
        : try await LiveSession.resume(recorded, watching, forker) { try ScreenHost($0, watching) }
    }
    let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let monitor = RunMonitor.forLines(printsEvents: watch.json) { continuation.yield() }
    return await HeadlessSession(
      live: LiveRun(recorded, monitor: monitor), changes: changes, printsEvents: watch.json
    ).run()
  }

  private var changes: [Command] {
    var changes: [Command] = []
    if let temperature { changes.append(.setTemperature(temperature)) }
    if let mask, !mask.isEmpty { changes.append(.mask(ids: mask)) }
    if let guidance { changes.append(.setGuidance(guidance)) }
    if let inject { changes.append(.inject(inject)) }
    return changes
  }
}
