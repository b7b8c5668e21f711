import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that deleted logs are moved to, each with a note beside it of where it was.
///
/// The note, "NAME.json" with the member "from", is made first and never replaced: so two who delete logs of one name at
/// the same moment get two names.
public struct LogTrash: Hashable, Sendable {
  public let folder: String

  public init(folder: String) { self.folder = folder }

  public struct Item: Hashable, Sendable {
    /// Its name in the trash, without the ending.
    public var name: String
    public var path: String
    /// Where it was; nil where the note is gone or unreadable.
    public var from: String?
    /// Bytes.
    public var size: Int
    /// Seconds since 1970.
    public var deleted: Double
  }

  private func log(_ name: String) -> String { LogFolder.path(of: name + LogFolder.ending, in: folder) }
  private func note(_ name: String) -> String { LogFolder.path(of: name + ".json", in: folder) }

  /// Moves a log into the trash, from another disk too.
  ///
  /// - Returns: its name there.
  /// - Throws: `LogError`; the log is then where it was.
  public func take(_ path: String) throws(LogError) -> String {
    let from = LogFolder.absolute(path)
    try makeFolder()
    if LogFolder.folder(of: from) == folder {
      throw LogError(
        .inUse, "The log \(path) is in the trash already: tiller runs --empty-trash removes what is there.")
    }
    let file = try LogMove.locked(path)
    let stem = LogFolder.stem(of: from)
    var count = 1
    while true {
      let name = count == 1 ? stem : "\(Self.shortened(stem))-\(count)"
      count += 1
      guard try reserve(name, from: from, path) else { continue }
      var failure = LogMove.withoutReplacing(path, log(name))
      if failure == EXDEV { failure = LogMove.copy(file, to: log(name)) }
      if failure == 0 { return name }
      _ = unlink(note(name))
      // A log without its note has that name.
      if failure == EEXIST { continue }
      throw LogError(.unwritable, "The log \(path) cannot be moved to the trash: \(systemMessage(failure)).")
    }
  }

  /// What is there, the last deleted first; nothing where there is no trash yet.
  ///
  /// - Throws: `LogError` where the trash cannot be read.
  public func items() throws(LogError) -> [Item] {
    guard access(folder, F_OK) == 0 else { return [] }
    let items = try LogFolder.logs(in: folder).map { found in
      let name = LogFolder.stem(of: found.path)
      let noted = try? FoundLog(at: note(name))
      return Item(
        name: name, path: found.path, from: noted.flatMap { Self.origin(in: $0.path) }, size: found.size,
        deleted: noted?.modified ?? found.modified)
    }
    return items.sorted { ($1.deleted, $0.name) < ($0.deleted, $1.name) }
  }

  /// Moves a log back to where it was.
  ///
  /// - Parameters:
  ///   - name: in the trash, with or without the ending.
  ///   - fallback: the folder for a log whose note is gone.
  /// - Returns: the path.
  /// - Throws: `LogError` where there is none of that name, or its place is taken or gone; it then stays in the trash.
  public func restore(_ name: String, fallback: String) throws(LogError) -> String {
    let name = LogFolder.stem(of: name)
    let path = log(name)
    guard access(path, F_OK) == 0 else {
      throw LogError(.unreadable, "There is no log \"\(name)\" in the trash: tiller runs --trash lists what is there.")
    }
    let target = Self.origin(in: note(name)) ?? LogFolder.path(of: name + LogFolder.ending, in: fallback)
    guard LogFolder.isFolder(LogFolder.folder(of: target)) else {
      throw LogError(
        .unwritable,
        "The log \(name) cannot go back: the folder \(LogFolder.folder(of: target)) is gone. It is the file \(path).")
    }
    let file = try LogMove.locked(path)
    var failure = LogMove.withoutReplacing(path, target)
    if failure == EXDEV { failure = LogMove.copy(file, to: target) }
    switch failure {
    case 0:
      _ = unlink(note(name))
      return target
    case EEXIST:
      throw LogError(.exists, "The log \(name) cannot go back: there is a file \(target). Rename that one first.")
    default: throw LogError(.unwritable, "The log \(name) cannot go back to \(target): \(systemMessage(failure)).")
    }
  }

  /// Removes logs of the trash for good; what is no log and no note of one is left alone.
  ///
  /// - Throws: `LogError` at the first that cannot be removed.
  public func remove(_ items: [Item]) throws(LogError) {
    for item in items {
      guard unlink(log(item.name)) == 0 || errno == ENOENT else {
        throw LogError(.unwritable, "\(log(item.name)) cannot be removed: \(systemMessage(errno)).")
      }
      _ = unlink(note(item.name))
    }
  }

  // MARK: Notes

  /// Makes the note of a name; false where there is one.
  private func reserve(_ name: String, from: String, _ path: String) throws(LogError) -> Bool {
    let descriptor = open(note(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0, errno == EEXIST { return false }
    guard descriptor >= 0 else {
      throw LogError(.unwritable, "The log \(path) cannot be moved to the trash: \(systemMessage(errno)).")
    }
    defer { close(descriptor) }
    let text = (try? JSONValue.object(["from": .string(from)]).canonicalText()) ?? "{}"
    let bytes = Array((text + "\n").utf8)
    guard bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
      let failure = errno
      _ = unlink(note(name))
      throw LogError(.unwritable, "The log \(path) cannot be moved to the trash: \(systemMessage(failure)).")
    }
    return true
  }

  private static func origin(in note: String) -> String? {
    guard let file = try? LogFile.openForReading(note), let bytes = try? file.read(from: 0, count: 1 << 16),
      let from = (try? JSONValue(parsing: bytes))?["from"]?.string, from.hasPrefix("/"),
      !from.utf8.contains(0)
    else { return nil }
    return from
  }

  // MARK: Folders

  private func makeFolder() throws(LogError) {
    var place = ""
    for part in folder.split(separator: "/") {
      place += (folder.hasPrefix("/") || !place.isEmpty ? "/" : "") + part
      // Only for its owner, as the logs are.
      if mkdir(place, 0o700) != 0, errno != EEXIST, !LogFolder.isFolder(place) {
        throw LogError(.unwritable, "The folder \(folder) for deleted logs cannot be made: \(systemMessage(errno)).")
      }
    }
  }

  /// Leaves room in a name for a number.
  private static func shortened(_ stem: String) -> String {
    var stem = stem
    while stem.utf8.count > 240 { stem.removeLast() }
    return stem
  }
}
