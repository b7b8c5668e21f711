import LanguageModels
import Optimization
import RunLog

/// Makes what answers in the place of a language model.
enum StandIns {
  /// Nil where the choice is no stand-in.
  ///
  /// - Parameter isWatched: whether a person follows the run: then a recording takes the time that its model took.
  /// - Throws: `SettingError`, `InputError`, `LogError`.
  static func model(
    _ choice: ModelChoice, isWatched: Bool, _ environment: [String: String]
  ) throws -> (any LanguageModel)? {
    switch choice {
    case .simulated(let profile):
      return SimulatedModel(try profile.map { try SimulatedProfile(named: $0) } ?? .steady)
    case .recorded(let log):
      return RecordedModel(try Recording(log: expanded(log, environment)), isWatched: isWatched)
    default: return nil
    }
  }

  /// A shell leaves the ~ behind a colon as it is.
  private static func expanded(_ path: String, _ environment: [String: String]) -> String {
    guard path.hasPrefix("~/"), let home = environment["HOME"], !home.isEmpty else { return path }
    return home + path.dropFirst()
  }
}
