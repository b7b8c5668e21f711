import Charts
import Optimization
import Problems
import Settings

extension ResolvedSettings {
  /// Says what the settings that the preset or the locale decides have come to.
  mutating func tellWhatDecides() {
    tellBuiltIn("markers", .text(Marker.forLocale.rawValue))
    guard let preset = LinePreset(rawValue: string("run.preset") ?? LinePreset.classroom.rawValue) else { return }
    let defaults = preset.defaults, prompt = defaults.promptSettings
    tellBuiltIn("run.steps", .whole(defaults.steps))
    tellBuiltIn("run.candidates", .whole(defaults.candidates))
    tellBuiltIn("run.temperature", defaults.temperature.map { .number($0) })
    tellBuiltIn("run.reply-tokens", defaults.replyTokens.map { .whole($0) })
    tellBuiltIn("run.prompting", .text(defaults.promptingName))
    tellBuiltIn("run.history", prompt.history.map { .whole($0) } ?? .text("all"))
    tellBuiltIn("run.order", .text(prompt.order.rawValue))
    tellBuiltIn("run.scores", .text(prompt.scoresShown ? "shown" : "hidden"))
    tellBuiltIn("run.decimals", prompt.decimals.map { .whole($0) })
    tellBuiltIn("run.data-in-prompt", .flag(prompt.dataInPrompt))
    let repeats: RunSettings.Repeats = defaults.rejectsRepeats ? .reject : .evaluate
    tellBuiltIn("run.repeats", .text(repeats.rawValue))
    tellBuiltIn("run.seed", .whole(Int(clamping: defaults.seed)))
  }
}
