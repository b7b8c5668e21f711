import ArgumentParser
import Optimization
import RunLog

struct ReplayCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Show a run again from its log, on the same screen.",
    discussion: "A log that another Tiller is writing is followed as it grows; going back in time works meanwhile.")

  @Argument(help: "The log of the run.")
  var log: String

  @Flag(help: "Without a screen: where another Tiller writes the log, go on until the run ends.")
  var follow = false

  @OptionGroup(title: "Watching") var watch: WatchOptions

  func execute() async throws -> Int32 {
    guard !watch.isHeadless else {
      return try await HeadlessReplay.run(log, printsEvents: watch.json, isFollowing: follow)
    }
    // Before the log is read, so that nothing comes between.
    let growth = await ReplaySession.watch(log)
    let reader = try RunLogReader(log)
    let preferences = try Preferences()
    let watching = try WatchPreferences(watch, preferences)
    let forker = try Forker(preferences, isAttended: true)
    if watching.isPlain {
      return try await ReplaySession.start(try FoldedLog(reader), watch: growth, watching, forker) {
        PlainHost($0, watching)
      }
    }
    if reader.isLong {
      return try await ReplaySession.start(try reader.newestPart(), of: log, watch: growth, watching, forker) {
        try ScreenHost($0, watching)
      }
    }
    return try await ReplaySession.start(try FoldedLog(reader), watch: growth, watching, forker) {
      try ScreenHost($0, watching)
    }
  }
}
