import Dashboard
import Optimization
import Settings

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A person's settings with what the environment puts above them.
struct Preferences: Sendable {
  var settings: ResolvedSettings
  let places: ConfigurationPlaces
  /// A settings file that is there and cannot be read.
  private(set) var unreadable: String?

  /// Reads the settings file, if there is one. What is wrong with it is a problem of the settings, never an error.
  ///
  /// - Throws: `InputError` where `TILLER_CONFIG` names a file that cannot be read: that was meant.
  init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    places = ConfigurationPlaces(environment: environment)
    guard let path = places.file, places.isNamed || access(path, F_OK) == 0 else {
      settings = ResolvedSettings(environment: environment)
      return
    }
    guard let bytes = Self.bytes(of: path) else {
      if places.isNamed { throw InputError("TILLER_CONFIG names \(path), which cannot be read.") }
      settings = ResolvedSettings(environment: environment)
      unreadable = path
      return
    }
    settings = ResolvedSettings(
      Configuration(parsingUTF8: bytes, path: path, acts: Self.acts), acts: Self.acts, environment: environment)
  }

  /// So much of a file as settings may have, and one byte more, so that a longer one is known for what it is.
  private static func bytes(of path: String) -> [UInt8]? {
    try? Descriptors.contents(of: path, upTo: Configuration.largestSize + 1)
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
    if let unreadable { return "\(unreadable) cannot be read; the settings in it do not count." }
    guard let first = settings.problems.first else { return nil }
    let more = settings.problems.count - 1
    return more == 0 ? first.description : "\(first) (\(more) more: tiller config)"
  }
}
