import ArgumentParser
import Dashboard
import Optimization
import RunLog
import Terminal

/// The library on a terminal: it is shown, what the person wants of a run is done, and it is shown again.
@TerminalActor
enum LibrarySession {
  /// Does what is asked, on the terminal that the library has given back; returns the exit status.
  typealias Performer = @Sendable (LibraryRequest) async throws -> Int32

  /// - Returns: the exit status.
  static func start(
    _ content: LibraryContent, _ preferences: WatchPreferences, perform: Performer = perform
  ) async throws -> Int32 {
    defer { content.close() }
    while true {
      let loop = try ScreenLoop(preferences.terminal)
      var wanted: LibraryRequest?
      content.onRequest = { request in
        wanted = request
        loop.finish(.quit)
      }
      let end = await content.run(on: loop)
      loop.close()
      if case .signal(let number) = end { return ExitStatus.signal(number) }
      guard let wanted else { return ExitStatus.success }
      let status: Int32
      do {
        status = try await perform(wanted)
      } catch {
        // The library goes on, and says why nothing came of it.
        content.tell(sentence(error))
        continue
      }
      // A signal was meant for the program.
      if status >= ExitStatus.signal(1) { return status }
      if status != ExitStatus.success {
        content.tell("tiller \(wanted.arguments[0]) failed; what it said stands on the screen that q goes back to.")
      }
    }
  }

  /// One line of what went wrong: the argument parser has more of them.
  private static func sentence(_ error: any Error) -> String {
    switch error {
    case is InputError, is LogError, is TerminalError: "\(error)"
    default: String(Tiller.message(for: error).prefix { !$0.isNewline })
    }
  }

  /// As the command line does it.
  static let perform: Performer = { request in
    let arguments = request.arguments
    // Whatever is no command would be taken for what stands behind `run`.
    guard Tiller.configuration.subcommands.contains(where: { $0.configuration.commandName == arguments[0] }),
      let command = try Tiller.parseAsRoot(arguments) as? any TillerCommand
    else { throw InputError("This Tiller has no command \(arguments[0]).") }
    return try await command.execute()
  }
}

extension LibraryRequest {
  /// Those of the command that does the same.
  var arguments: [String] {
    switch self {
    case .replay(let path): ["replay", "--", path]
    case .resume(let path, let steps): ["resume"] + (steps.map { ["--steps", String($0)] } ?? []) + ["--", path]
    case .fork(let path): ["fork", "--", path]
    case .compare(let paths): ["compare", "--"] + paths
    }
  }
}
