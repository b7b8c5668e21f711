import EmbeddedModel
import LanguageModels
import Optimization
import RunLog

/// Who follows a run, as far as it concerns the models that could answer at once.
struct Watching: Sendable {
  /// Whether a person does: then a recording takes the time that its model took.
  var isWatched: Bool
  /// What the person chose; nil leaves it to who follows.
  var pace: ReplyPace?

  /// Of the models inside the program.
  var chosenPace: ReplyPace { pace ?? (isWatched ? .reading : .atOnce) }
}

/// Makes what answers in the place of a language model.
enum StandIns {
  /// Nil where the choice is no stand-in.
  ///
  /// - Throws: `SettingError`, `InputError`, `LogError`.
  static func model(
    _ choice: ModelChoice, _ watching: Watching, _ environment: [String: String]
  ) throws -> (any LanguageModel)? {
    switch choice {
    case .simulated(let profile):
      let profile = try profile.map { try SimulatedProfile(named: $0) } ?? .steady
      // What shows slowness is slow until a person says otherwise.
      let isAtOnce = profile == .slow ? watching.pace == .atOnce : watching.chosenPace == .atOnce
      return SimulatedModel(profile, pace: isAtOnce ? .immediate : nil)
    case .embedded:
      return EmbeddedModel(pace: watching.chosenPace)
    case .recorded(let log):
      return RecordedModel(try Recording(log: expanded(log, environment)), isWatched: watching.isWatched)
    default: return nil
    }
  }

  /// A shell leaves the ~ behind a colon as it is.
  private static func expanded(_ path: String, _ environment: [String: String]) -> String {
    guard path.hasPrefix("~/"), let home = environment["HOME"], !home.isEmpty else { return path }
    return home + path.dropFirst()
  }
}
