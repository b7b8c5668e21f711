import ArgumentParser
import Optimization
import Settings
import Text

struct ConfigCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Print the settings in force, and where each comes from.",
    discussion: "The file is config.toml in ~/.config/tiller (XDG_CONFIG_HOME), or what TILLER_CONFIG names.")

  @Flag(help: "Print a settings file to start from, with every line commented out.")
  var sample = false

  @Flag(help: "As one JSON object.")
  var json = false

  func execute() async throws -> Int32 {
    if sample {
      print(SampleConfiguration.text(acts: Preferences.acts), terminator: "")
      return ExitStatus.success
    }
    let preferences = try Preferences()
    // With the acts, whether or not there is a file.
    var settings = ResolvedSettings(
      preferences.settings.configuration, acts: Preferences.acts, environment: Environment.variables)
    settings.tellWhatDecides()
    let list = SettingList(settings)
    if json {
      print(list.json)
      return ExitStatus.success
    }
    let file = list.path ?? preferences.places.file.map { "\($0) (there is none)" } ?? "none"
    print("Settings: \(DisplayText(cleaning: file).string)\n")
    for line in list.lines { print(line) }
    if !list.problems.isEmpty {
      print("\nWrong, and passed over:")
      for problem in list.problems { print(DisplayText(cleaning: problem.description).string) }
    }
    return ExitStatus.success
  }
}
