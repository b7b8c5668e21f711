import ArgumentParser
import Optimization

struct CompletionsCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print what a shell needs to complete tiller's commands and options.",
    discussion: """
      bash: tiller completions bash > ~/.local/share/bash-completion/completions/tiller

      zsh: tiller completions zsh > a folder of your fpath, as _tiller

      fish: tiller completions fish > ~/.config/fish/completions/tiller.fish
      """)

  @Argument(help: "bash, zsh or fish.")
  var shell: String

  func execute() async throws -> Int32 {
    guard let shell = CompletionShell.allCases.first(where: { $0.rawValue == shell }) else {
      let names = CompletionShell.allCases.map(\.rawValue).joined(separator: ", ")
      throw InputError("There are no completions for \"\(self.shell)\"; the shells are: \(names).")
    }
    print(Tiller.completionScript(for: shell))
    return ExitStatus.success
  }
}
