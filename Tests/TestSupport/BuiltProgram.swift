import Foundation

/// Finds programs of this package as they were built.
public enum BuiltProgram {
  /// The path of a program beside the test bundle, where every build puts it.
  public static func path(_ name: String) -> String {
    let named = CommandLine.arguments.compactMap { argument in
      argument.firstRange(of: ".xctest").map { String(argument[..<$0.upperBound]) }
    }
    let bundles = named + Bundle.allBundles.map(\.bundlePath).filter { $0.hasSuffix(".xctest") }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folders =
      bundles.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
      + [root.appendingPathComponent(".build/debug"), root.appendingPathComponent(".build/release")]
    let candidates = folders.map { $0.appendingPathComponent(name).path }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[0]
  }
}
