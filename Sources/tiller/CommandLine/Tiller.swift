import ArgumentParser
import LanguageModels
import Optimization
import Processes
import RunLog
import Terminal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Watch and steer optimization by a language model, live.
struct Tiller: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tiller",
    abstract: "Watch and steer optimization by a language model, live.",
    discussion: """
      With no arguments: a model fits a line through noisy points, and you hold the tiller. Press ? on the screen for \
      the keys.
      """,
    version: "0.1.0",
    subcommands: [
      RunCommand.self, ReplayCommand.self, ResumeCommand.self, ForkCommand.self, RepairCommand.self, RunsCommand.self,
      CompareCommand.self, RaceCommand.self,
      ExportCommand.self, CommandCommand.self, PromptCommand.self, ConfigCommand.self,
      ThemesCommand.self, ModelsCommand.self, DoctorCommand.self, CompletionsCommand.self, ManualCommand.self,
    ],
    defaultSubcommand: RunCommand.self
  )
}

/// How the program ends: 0 by its rules or q, 1 failed or ended by a pause for a cause, 2 wrong usage, 128 and the
/// signal's number after one.
enum ExitStatus {
  static let success: Int32 = 0
  static let failure: Int32 = 1
  static let usage: Int32 = 2
  static func signal(_ number: Int32) -> Int32 { 128 + number }
}

/// A command of ours: it returns the exit status.
protocol TillerCommand: ParsableCommand {
  func execute() async throws -> Int32
}

@main enum Main {
  static func main() async {
    Supervisor.runIfAsked()
    // A log that may not become larger is told of by the write, as a full disk is; the program must live to say so.
    signal(SIGXFSZ, SIG_IGN)
    let status = await run(Array(CommandLine.arguments.dropFirst()))
    fflush(nil)
    exit(status)
  }

  private static func run(_ arguments: [String]) async -> Int32 {
    do {
      var command = try Tiller.parseAsRoot(arguments)
      if let command = command as? any TillerCommand { return try await command.execute() }
      try command.run()
      return ExitStatus.success
    } catch {
      return report(error)
    }
  }

  /// Help and version go to standard output; everything else is a sentence on standard error.
  private static func report(_ error: any Error) -> Int32 {
    switch error {
    case is InputError, is SettingError, is LogError, is TerminalError:
      StandardError.write("tiller: \(error)")
      return ExitStatus.usage
    default:
      let message = Tiller.fullMessage(for: error)
      if Tiller.exitCode(for: error) == .success {
        print(message)
        return ExitStatus.success
      }
      StandardError.write(message)
      return ExitStatus.usage
    }
  }
}

enum StandardError {
  static func write(_ line: String) {
    // Where nobody reads it any more, there is nothing to be done.
    try? Descriptors.write((line + "\n").utf8, to: STDERR_FILENO)
  }
}
