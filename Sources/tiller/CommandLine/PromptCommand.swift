import ArgumentParser
import Optimization

struct PromptCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "prompt",
    abstract: "Print a prompt as a template, to edit and give back with --prompt FILE.")

  @Argument(help: "classroom or opro.")
  var name = "classroom"

  func execute() async throws -> Int32 {
    print(try PromptingCatalog.templateText(of: name), terminator: "")
    return ExitStatus.success
  }
}
