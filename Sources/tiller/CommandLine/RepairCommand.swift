import ArgumentParser
import RunLog
import Text

struct RepairCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair", abstract: "Write a repaired copy of a damaged log.",
    discussion: """
      What cannot be read is left out, and what depends on it: the replies of a step whose start is lost, a second \
      candidate of one number. Lines that are not in order go where they belong. The log itself is not touched.
      """)

  @Argument(help: "The log of the run.")
  var log: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the copy goes; without it, beside the log as NAME-repaired.jsonl.", valueName: "file"))
  var output: String?

  @Flag(help: "Only say what would be done.")
  var dryRun = false

  @Flag(help: "Replace a file that is there.")
  var force = false

  func execute() async throws -> Int32 {
    let repair: LogRepair
    do throws(LogError) {
      repair = try LogRepair(of: log)
    } catch {
      guard error.code == .corrupt else { throw error }
      StandardError.write("tiller: \(DisplayText(cleaning: error.description).string)")
      return ExitStatus.failure
    }
    let name = DisplayText(cleaning: log).string
    guard repair.isNeeded else {
      let tail = repair.hasTornTail ? " but for its torn last line, which is left out wherever it is read" : ""
      Output().write("\(name) is whole\(tail): there is nothing to repair.")
      return ExitStatus.success
    }
    var lines = ["\(name) is damaged:"]
    for change in repair.changes {
      lines.append("  line \(change.line): \(words(change.kind))\(DisplayText(cleaning: change.reason).string)")
    }
    lines += rest(repair)
    let target = output ?? repair.copyPath
    if !dryRun { try repair.write(to: target, isForced: force) }
    lines.append(repair.sentence)
    lines.append(
      dryRun ? "Nothing was written." : "Wrote \(DisplayText(cleaning: target).string). The log itself is as it was.")
    Output().write(lines)
    return ExitStatus.success
  }

  private func words(_ kind: LogRepair.Change.Kind) -> String {
    switch kind {
    case .dropped: "left out: "
    case .missing, .moved, .changed: ""
    }
  }

  /// What is not told line by line.
  private func rest(_ repair: LogRepair) -> [String] {
    var told: [String: Int] = [:]
    for change in repair.changes { told[kind(change.kind), default: 0] += 1 }
    let all = [
      ("left out", repair.droppedCount), ("moved", repair.movedCount), ("changed", repair.changedCount),
      ("behind missing ones", repair.gapCount),
    ]
    return all.compactMap { kind, count in
      let more = count - (told[kind] ?? 0)
      return more > 0 ? "  and \(more) more lines \(kind)" : nil
    }
  }

  private func kind(_ kind: LogRepair.Change.Kind) -> String {
    switch kind {
    case .dropped: "left out"
    case .moved: "moved"
    case .changed: "changed"
    case .missing: "behind missing ones"
    }
  }
}
