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

/// The environment of the process.
enum Environment {
  static var variables: [String: String] { ProcessInfo.processInfo.environment }

  /// For what reads the environment later in this process; before anything of the run is started.
  static func set(_ name: String, to value: String) { setenv(name, value, 1) }

  /// With the keys of the person's file, where the environment has none.
  static var withKeys: [String: String] { withKeys(variables) }

  static func withKeys(_ variables: [String: String]) -> [String: String] {
    variables.merging(KeyFile.contents(variables).keys) { mine, other in
      mine.contains { !$0.isWhitespace } ? mine : other
    }
  }
}
