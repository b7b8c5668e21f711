import Dashboard
import Foundation
import Optimization
import Settings

/// A person's settings with what the environment puts above them.
struct Preferences: Sendable {
  var settings: ResolvedSettings
  let places: ConfigurationPlaces

  /// Reads the settings file, if there is one. What is wrong with it is a problem of the settings, never an error.
  ///
  /// - Throws: `InputError` where `TILLER_CONFIG` names a file that cannot be read: that was meant.
  init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    places = ConfigurationPlaces(environment: environment)
    guard let path = places.file, places.isNamed || access(path, F_OK) == 0 else {
      settings = ResolvedSettings(environment: environment)
      return
    }
    var bytes: [UInt8] = []
    do {
      bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch where places.isNamed {
      throw InputError("TILLER_CONFIG names \(path), which cannot be read.")
    } catch {}
    settings = ResolvedSettings(
      Configuration(parsingUTF8: bytes, path: path, acts: Self.acts), acts: Self.acts, environment: environment)
  }

  /// The acts that settings may give keys to.
  static var acts: [KeyDefault] {
    KeyBinding.all.map { binding in
      KeyDefault(
        name: binding.name, keys: binding.keys, modes: Set(binding.modes.map(\.rawValue)),
        isRebindable: binding.isRebindable, meaning: binding.help)
    }
  }

  /// What is wrong with the settings, in a line for the screen; nil where nothing is.
  var notice: String? {
    guard let first = settings.problems.first else { return nil }
    let more = settings.problems.count - 1
    return more == 0 ? first.description : "\(first) (\(more) more: tiller config)"
  }
}
