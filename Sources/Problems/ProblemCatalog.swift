import Optimization
import Text

/// The problems there are. A new one is named here and nowhere else.
public enum ProblemCatalog {
  public static let names = ["line"]

  /// The problem that a log describes.
  /// - Throws: `InputError` for an unknown name, and for settings or data that are missing or wrong.
  public static func problem(
    named name: String, settings: [String: JSONValue], data: JSONValue?
  ) throws -> any Problem {
    try check(name)
    return try LineProblem(settings: settings, data: data)
  }

  /// - Throws: `InputError` that lists the names there are.
  public static func check(_ name: String) throws {
    guard names.contains(name) else {
      throw InputError("Unknown problem \"\(name)\"; the problems are: \(names.joined(separator: ", ")).")
    }
  }
}
