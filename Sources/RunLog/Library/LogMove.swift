#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Gives logs other names and places. None ever takes the place of another file, and none that is being written moves.
public enum LogMove {
  /// Gives a log another name in its folder.
  ///
  /// - Parameter stem: the name without the ending, which it keeps; one that was typed with it is understood.
  /// - Returns: the new path; the old one where the name is as it was.
  /// - Throws: `LogError`: the name cannot be one, is taken, or the log is being written.
  public static func rename(_ path: String, to stem: String) throws(LogError) -> String {
    let name = LogFolder.name(of: path)
    let ending = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? String(name[$0...]) : nil } ?? ""
    let stem = !ending.isEmpty && stem.hasSuffix(ending) ? String(stem.dropLast(ending.count)) : stem
    if let reason = reasonAgainst(stem, ending: ending) {
      throw LogError(.unwritable, "A log cannot be called \"\(stem)\": \(reason).")
    }
    let folder = LogFolder.folder(of: path)
    let isBare = folder == "." && !path.hasPrefix("./")
    let target = isBare ? stem + ending : LogFolder.path(of: stem + ending, in: folder)
    guard target != path else { return path }
    let file = try locked(path)
    let failure = withoutReplacing(path, target)
    _ = consume file
    switch failure {
    case 0: return target
    case EEXIST: throw LogError(.exists, "There is a file \(target) already: choose another name.")
    default: throw LogError(.unwritable, "The log \(path) cannot be renamed: \(systemMessage(failure)).")
    }
  }

  /// Why a stem cannot be a file's name, to follow a colon; nil where it can.
  public static func reasonAgainst(_ stem: String, ending: String = LogFolder.ending) -> String? {
    if stem.isEmpty { return "a name needs a character at least" }
    if stem.utf8.contains(UInt8(ascii: "/")) { return "a name holds no /" }
    if stem.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      return "a name holds no control characters"
    }
    if stem.hasPrefix(".") { return "files whose names begin with a dot are hidden" }
    if stem.utf8.count + ending.utf8.count > 255 { return "it is longer than the 255 bytes that a name may have" }
    return nil
  }

  /// The open file of a log, locked until it is closed, so that nobody begins to write meanwhile.
  static func locked(_ path: String) throws(LogError) -> LogFile {
    let file = try LogFile.openForReading(path)
    guard file.lock() else {
      throw LogError(.inUse, "The log \(path) is being written by another Tiller: let that end first.")
    }
    return file
  }

  /// Moves a file on its disk.
  ///
  /// - Returns: 0, or the system's number: EEXIST where something has that name already, EXDEV for another disk.
  static func withoutReplacing(_ path: String, _ target: String) -> Int32 {
    // A second name and the end of the first: the one way that every system has and that nobody can come between.
    if link(path, target) == 0 {
      guard unlink(path) != 0 else { return 0 }
      let failure = errno
      _ = unlink(target)
      return failure
    }
    let failure = errno
    guard [EPERM, EOPNOTSUPP, ENOTSUP, ENOSYS, EMLINK].contains(failure) else { return failure }
    // A file system without second names; here somebody could come between, in theory.
    var status = stat()
    if lstat(target, &status) == 0 { return EEXIST }
    return renameFile(path, target) == 0 ? 0 : errno
  }

  /// Copies a file that nobody writes to another disk, whole or not at all, and removes the first.
  ///
  /// - Returns: 0, or the system's number.
  static func copy(_ file: borrowing LogFile, to target: String) -> Int32 {
    let partial = target + ".partial"
    let output = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard output >= 0 else { return errno }
    var failure = copyBytes(of: file, to: output)
    var status = stat()
    if failure == 0, fstat(file.descriptor, &status) == 0 {
      // As old as it was.
      #if canImport(Darwin)
        let times = [status.st_atimespec, status.st_mtimespec]
      #else
        let times = [status.st_atim, status.st_mtim]
      #endif
      _ = futimens(output, times)
    }
    if failure == 0, fsync(output) != 0 { failure = errno }
    if close(output) != 0, failure == 0 { failure = errno }
    if failure == 0 { failure = withoutReplacing(partial, target) }
    if failure == 0, unlink(file.path) != 0 {
      failure = errno
      _ = unlink(target)
    }
    if failure != 0 { _ = unlink(partial) }
    return failure
  }

  private static func copyBytes(of file: borrowing LogFile, to output: Int32) -> Int32 {
    var offset = 0
    while true {
      guard let bytes = try? file.read(from: offset, count: 1 << 20) else { return EIO }
      if bytes.isEmpty { return 0 }
      offset += bytes.count
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if count == 0 || errno != EINTR {
          return count == 0 ? ENOSPC : errno
        }
      }
    }
  }
}

// Outside, where the name of the method does not hide the call.
private func renameFile(_ path: String, _ target: String) -> Int32 { rename(path, target) }
