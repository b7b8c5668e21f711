import ArgumentParser
import Dashboard
import Optimization

struct CompareCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Show several runs side by side, from their logs.",
    discussion: """
      Their losses on shared axes, their pictures at the same step, and a table: the best loss, what it took to come \
      within 10 % and 1 % of the optimum where it is known, duplicates, rejects, tokens, time and cost. Without a screen, \
      the table as lines, with --json an object a run.
      """)

  @Argument(help: "The logs of 2 to \(Lane.most) runs.")
  var logs: [String]

  @Option(
    help: ArgumentHelp(
      "What the losses are drawn against at first: evaluations, tokens or seconds.", valueName: "axis"),
    transform: OptionValues.named(CourseAxis.self))
  var against: CourseAxis = .evaluations

  @OptionGroup(title: "Watching") var watch: WatchOptions

  func execute() async throws -> Int32 {
    guard (2...Lane.most).contains(logs.count) else {
      throw InputError("tiller compare takes 2 to \(Lane.most) logs; \(logs.count) was given.")
    }
    let watching = watch.isHeadless ? nil : try WatchPreferences(watch, try Preferences())
    let isWatched = watching.map { !$0.isPlain } ?? false
    let (lanes, opened) = try CompareSession.open(logs, isFollowed: isWatched)
    for log in opened where log.log.hasTornTail && !log.isWritten {
      StandardError.write("tiller: The last line of \(log.log.path) is torn and was left out.")
    }
    guard let watching, isWatched else { return CompareSession.printTable(lanes, asJSON: watch.json) }
    return try await CompareSession.watch(lanes, opened, axis: against, watching)
  }
}
