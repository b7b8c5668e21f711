import Foundation
import Optimization

/// Where logs go by default: the XDG state folder.
enum StateFolder {
  /// The folder of all runs; made where it is missing.
  static func runs(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws -> String {
    // The specification lets relative paths be ignored.
    let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let base = state ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.local/state"
    let folder = base + "/tiller/runs"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw InputError("The folder \(folder) for logs cannot be made: name a log with --log FILE.")
    }
    return folder
  }
}

/// What a run calls itself: when it began, and four letters so that two of one second differ.
struct RunName: Sendable {
  var id: String
  var started: String

  init(problem: String, date: Date = Date()) {
    let formatter = ISO8601DateFormatter()
    formatter.timeZone = TimeZone(identifier: "UTC") ?? formatter.timeZone
    started = formatter.string(from: date)
    let stamp = started.replacing("-", with: "").replacing(":", with: "").replacing("T", with: "-").dropLast()
    let letters = Array("abcdefghjkmnpqrstuvwxyz")
    let tag = String((0..<4).compactMap { _ in letters.randomElement() })
    id = "\(stamp)-\(problem)-\(tag)"
  }
}
