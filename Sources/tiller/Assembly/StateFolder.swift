import Optimization

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

/// Where logs go by default: the XDG state folder.
enum StateFolder {
  /// The folder of all runs, whether or not it is there.
  static func path(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    // The specification lets relative paths be ignored.
    let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let base = state ?? (environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path) + "/.local/state"
    return base + "/tiller/runs"
  }

  /// Whether logs can be written into a folder, or it can be made for them. Nothing is made.
  static func state(of folder: String) -> FolderState {
    var place = folder
    while access(place, F_OK) != 0, let slash = place.lastIndex(of: "/"), slash > place.startIndex {
      // A file where a folder should be is in the way of all below it.
      if errno != ENOENT && errno != ENOTDIR { return .closed(place) }
      place = String(place[..<slash])
    }
    var status = stat()
    guard stat(place, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, access(place, W_OK | X_OK) == 0 else {
      return .closed(place)
    }
    return place == folder ? .writable : .absent
  }

  /// The folder of all runs; made where it is missing.
  static func runs(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws -> String {
    let folder = path(environment)
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
    // By hand: the formatters of dates load tables that would delay the first frame by milliseconds.
    var seconds = time_t(date.timeIntervalSince1970.rounded(.down))
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func digits(_ number: Int32, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let day = [digits(parts.tm_year + 1900, 4), digits(parts.tm_mon + 1, 2), digits(parts.tm_mday, 2)]
    let clock = [digits(parts.tm_hour, 2), digits(parts.tm_min, 2), digits(parts.tm_sec, 2)]
    started = day.joined(separator: "-") + "T" + clock.joined(separator: ":") + "Z"
    let letters = Array("abcdefghjkmnpqrstuvwxyz")
    let tag = String((0..<4).compactMap { _ in letters.randomElement() })
    id = "\(day.joined())-\(clock.joined())-\(problem)-\(tag)"
  }
}
