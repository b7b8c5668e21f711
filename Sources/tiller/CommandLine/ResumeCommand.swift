import ArgumentParser
import Optimization
import RunLog

struct ResumeCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Go on with a run from its log, however it was left.")

  @Argument(help: "The log of the run.")
  var log: String

  @Option(
    help: ArgumentHelp("The step that the run ends at from now on.", valueName: "n"),
    transform: OptionValues.count(1...1_000_000))
  var steps: Int?

  @OptionGroup(title: "Model, where it is another than before") var model: ModelOptions
  @OptionGroup(title: "Watching") var watch: WatchOptions

  func execute() async throws -> Int32 {
    let isHeadless = watch.isHeadless
    let preferences = try Preferences()
    var model = model
    // Of the settings only this: the model itself is the log's.
    model.llamaServer = model.llamaServer ?? preferences.settings.string("run.llama-server")
    model.allowsHTTP = model.allowsHTTP || preferences.settings.flag("run.allow-http") == true
    model.announce()
    let prices = preferences.settings.configuration.prices
    let open = { @Sendable [log, steps, model] () throws -> RecordedRun in
      try RecordedRun(log, steps: steps, isAttended: !isHeadless, modelOptions: model, prices: prices)
    }
    guard isHeadless else {
      let watching = try WatchPreferences(watch, preferences)
      let forker = Forker(isAttended: true, model: model.ofLogs, prices: prices)
      if watching.isPlain {
        return try await LiveSession.resume(try open(), watching, forker) { PlainHost($0, watching) }
      }
      let reader = try RunLogReader(log)
      guard reader.isLong else {
        return try await LiveSession.resume(try open(), watching, forker) { try ScreenHost($0, watching) }
      }
      return try await LiveSession.resume(log, try reader.newestPart(), open: open, watching, forker) {
        try ScreenHost($0, watching)
      }
    }
    let recorded = try open()
    let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let monitor = RunMonitor.forLines(printsEvents: watch.json) { continuation.yield() }
    let live = LiveRun(recorded, monitor: monitor)
    return await HeadlessSession(live: live, changes: changes, printsEvents: watch.json).run()
  }
}
