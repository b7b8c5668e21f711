import Optimization
import RunLog
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the runs of the library are looked for.
struct LibraryPlaces: Sendable {
  private(set) var folders: [String] = []
  /// Logs that were named themselves.
  private(set) var logs: [String] = []
  /// Whether nobody named a place, and the folder of all runs is meant, which need not be there.
  let isDefault: Bool
  let trash: LogTrash

  /// - Parameter paths: folders and logs; none means the folder of all runs.
  /// - Throws: `LogError` where one is not there.
  init(_ paths: [String], _ environment: [String: String] = Environment.variables) throws(LogError) {
    trash = LogTrash(folder: StateFolder.trash(environment))
    isDefault = paths.isEmpty
    if isDefault { folders = [StateFolder.path(environment)] }
    for path in paths {
      if LogFolder.isFolder(path) {
        folders.append(path)
      } else if access(path, F_OK) != 0 && errno == ENOENT {
        throw LogError(.unreadable, "There is no folder and no log \(path).")
      } else {
        logs.append(try FoundLog(at: path).path)
      }
    }
  }

  /// For people: "~/.local/state/tiller/runs".
  func words(home: String?) -> String {
    let places = folders + logs
    let shown = places.prefix(2).map { path in
      guard let home, !home.isEmpty, path.hasPrefix(home + "/") else { return path }
      return "~" + path.dropFirst(home.count)
    }
    let more = places.count > shown.count ? [" and \(places.count - shown.count) more"] : []
    return DisplayText(cleaning: shown.joined(separator: ", ") + more.joined()).string
  }

  /// The files that may be logs, the last written first; one that was named and has gone since is left out.
  ///
  /// - Throws: `LogError` where a folder cannot be read.
  func found() throws(LogError) -> [FoundLog] {
    var found: [FoundLog] = []
    for folder in folders where !isDefault || LogFolder.isFolder(folder) { found += try LogFolder.logs(in: folder) }
    found += logs.compactMap { try? FoundLog(at: $0) }
    var seen: Set<String> = []
    return found.filter { seen.insert($0.path).inserted }.sorted {
      ($1.modified, $0.path) < ($0.modified, $1.path)
    }
  }

  func isNamed(_ path: String) -> Bool { logs.contains(path) }

  /// A log that was named has another name now.
  mutating func follow(from: String, to: String) { logs = logs.map { $0 == from ? to : $0 } }
}

extension StateFolder {
  /// The folder of deleted logs, whether or not it is there.
  static func trash(_ environment: [String: String]) -> String {
    var folder = path(environment)
    folder.removeLast("runs".count)
    return folder + "trash"
  }
}
