#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that may be a log, as its folder tells of it; nothing of it was read.
public struct FoundLog: Hashable, Sendable {
  public var path: String
  /// Bytes.
  public var size: Int
  /// When it was last written, seconds since 1970.
  public var modified: Double
  /// The file itself, whatever it is called; a new file under an old name has another.
  public var inode: UInt64

  public init(path: String, size: Int, modified: Double, inode: UInt64 = 0) {
    self.path = path
    self.size = size
    self.modified = modified
    self.inode = inode
  }

  /// - Throws: `LogError` where there is no file of this name.
  public init(at path: String) throws(LogError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw LogError(.unreadable, "The log \(path) cannot be read: \(systemMessage(errno)).")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw LogError(.notALog, "\(path) is no log: it is not a file.")
    }
    self.init(path: path, status)
  }

  fileprivate init(path: String, _ status: stat) {
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    self.init(
      path: path, size: Int(status.st_size), modified: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9,
      inode: UInt64(status.st_ino))
  }

  /// Whether another open file holds the log's lock: a run that goes on, or one that ended and is still on a screen.
  public var isBeingWritten: Bool {
    guard let file = try? LogFile.openForReading(path) else { return false }
    // Taken for a moment only, and shared, so that those who look are not in each other's way.
    return flock(file.descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}

/// A folder of logs.
public enum LogFolder {
  /// What the names of logs end with.
  public static let ending = ".jsonl"

  /// Whether a path leads to a folder.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The files that may be logs, the last written first: those whose names end in ".jsonl", but for hidden ones. Names
  /// that are no UTF-8, and what is no file, are passed over.
  ///
  /// - Throws: `LogError` where the folder cannot be read.
  public static func logs(in folder: String) throws(LogError) -> [FoundLog] {
    guard let directory = opendir(folder) else {
      throw LogError(.unreadable, "The folder \(folder) cannot be read: \(systemMessage(errno)).")
    }
    defer { closedir(directory) }
    var logs: [FoundLog] = []
    while let entry = readdir(directory) {
      guard let name = name(of: entry), name.hasSuffix(ending), !name.hasPrefix(".") else { continue }
      let path = path(of: name, in: folder)
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      logs.append(FoundLog(path: path, status))
    }
    return logs.sorted { ($1.modified, $0.path) < ($0.modified, $1.path) }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
    // By its place: an entry's name is shorter than the field that the header declares for it.
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
    return String(validatingCString: UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self))
  }

  static func path(of name: String, in folder: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// The folder that a path lies in; "." for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The name of a path's file.
  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// A log's name without folders and ending, as people call it.
  public static func stem(of path: String) -> String {
    let name = name(of: path)
    return name.hasSuffix(ending) && name.utf8.count > ending.utf8.count ? String(name.dropLast(ending.count)) : name
  }

  /// A path from the root.
  public static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return Self.path(of: path, in: String(cString: folder))
  }
}
