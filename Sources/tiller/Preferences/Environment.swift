#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The environment of the process.
enum Environment {
  static var variables: [String: String] { ProcessInfo.processInfo.environment }

  /// With the keys of the person's file, where the environment has none.
  static var withKeys: [String: String] { withKeys(variables) }

  static func withKeys(_ variables: [String: String]) -> [String: String] {
    variables.merging(KeyFile.contents(variables).keys) { mine, other in
      mine.contains { !$0.isWhitespace } ? mine : other
    }
  }
}
