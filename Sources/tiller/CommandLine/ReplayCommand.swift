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
    return try await ReplaySession.start(try FoldedLog(reader), watch)
  }
}
