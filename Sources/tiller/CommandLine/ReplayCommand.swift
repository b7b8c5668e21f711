import ArgumentParser
import Optimization
import RunLog

struct ReplayCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Show a run again from its log, on the same screen.")

  @Argument(help: "The log of the run.")
  var log: String

  @OptionGroup(title: "Watching") var watch: WatchOptions

  func execute() async throws -> Int32 {
    let reader = try RunLogReader(log)
    guard !watch.isHeadless else { return try HeadlessReplay.run(reader, printsEvents: watch.json) }
    let watching = try WatchPreferences(watch, try Preferences())
    if watching.isPlain {
      return try await ReplaySession.start(try FoldedLog(reader), watching) { PlainHost($0, watching) }
    }
    if reader.isLong {
      return try await ReplaySession.start(try reader.newestPart(), of: log, watching) { try ScreenHost($0, watching) }
    }
    return try await ReplaySession.start(try FoldedLog(reader), watching) { try ScreenHost($0, watching) }
  }
}
