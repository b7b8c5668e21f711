import ArgumentParser
import Text

struct ModelsCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List the models that can be asked, what was found of them, and which one is asked without --model.",
    discussion: """
      Keys come from the variables of the environment that are listed, or from lines NAME=KEY in the file keys beside the \
      settings, which nobody else may read; a key alone never chooses a service that costs \
      money. Model servers are looked for at their usual ports on this machine, for a third of a second.
      """)

  @Flag(help: "As one JSON object.")
  var json = false

  func execute() async throws -> Int32 {
    let survey = ModelSurvey(try Preferences().settings, Environment.withKeys)
    if json {
      print(try survey.json.canonicalText())
    } else {
      for line in survey.lines { print(line) }
    }
    return ExitStatus.success
  }
}
