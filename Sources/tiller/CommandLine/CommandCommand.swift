import ArgumentParser
import Optimization
import RunLog

struct CommandCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "command", abstract: "Print the command that starts the same run as a log's.",
    discussion: """
      On standard output the command, ready for a shell; on standard error what it cannot say. A person's acts come with \
      --acts, from the log itself.
      """)

  @Argument(help: "The log of the run.")
  var log: String

  @Option(
    help: ArgumentHelp(
      "Write points and a prompt of the person's own, which only the log holds, into this folder.", valueName: "folder")
  )
  var files: String?

  func execute() async throws -> Int32 {
    let started = try RunLogReader(log).started
    let acts = try ScheduledAct.acts(ofLog: log)
    var command = try RunCommandLine(
      started, acts: acts.isEmpty ? nil : log, preferences: try Preferences().settings)
    if let files { try command.write(into: files) }
    Output().write([command.text])
    for note in command.notes { StandardError.write("tiller: \(note)") }
    return ExitStatus.success
  }
}
