#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The file behind a log: one owner, closed when it goes. All calls say what failed in a sentence.
struct LogFile: ~Copyable {
  let descriptor: Int32
  let path: String

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { _ = close(descriptor) }

  /// Makes a new file that only its owner can read; an existing one is refused and left alone.
  ///
  /// - Parameter name: what it is going to be called, where that is not its path; complaints are about that.
  static func create(_ path: String, shownAs name: String? = nil) throws(LogError) -> LogFile {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    if descriptor < 0, errno == EEXIST {
      throw LogError(.exists, "The log \(path) exists already: name another, or remove it first.")
    }
    guard descriptor >= 0 else {
      throw LogError(.unwritable, "The log \(name ?? path) cannot be written: \(systemMessage(errno)).")
    }
    return try LogFile(descriptor: descriptor, path: path).locked()
  }

  static func openForAppending(_ path: String) throws(LogError) -> LogFile {
    let descriptor = open(path, O_RDWR | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw LogError(.unwritable, "The log \(path) cannot be written: \(systemMessage(errno)).")
    }
    return try LogFile(descriptor: descriptor, path: path).locked()
  }

  static func openForReading(_ path: String) throws(LogError) -> LogFile {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw LogError(.unreadable, "The log \(path) cannot be read: \(systemMessage(errno)).")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      _ = close(descriptor)
      throw LogError(.notALog, "\(path) is no log: it is not a file.")
    }
    return LogFile(descriptor: descriptor, path: path)
  }

  /// The lock belongs to the open file and dies with the process, however it ends.
  private consuming func locked() throws(LogError) -> LogFile {
    guard lock() else {
      throw LogError(.inUse, "The log \(path) is being written by another Tiller.")
    }
    return self
  }

  /// Takes the lock until the file is closed; false where another has it.
  borrowing func lock() -> Bool {
    // Who lists logs holds their locks for a moment, to see whether they are held; a writer keeps one for longer.
    for _ in 0..<25 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      usleep(2000)
    }
    return false
  }

  /// How many of the bytes were written, and why not all.
  func append(_ bytes: ArraySlice<UInt8>) -> (written: Int, failure: String?) {
    var written = 0
    let failure: String? = bytes.withUnsafeBytes { buffer in
      while written < buffer.count {
        let count = write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count > 0 {
          written += count
        } else if count == 0 || errno != EINTR {
          return systemMessage(count == 0 ? ENOSPC : errno)
        }
      }
      return nil
    }
    return (written, failure)
  }

  /// Up to `count` bytes from an offset; fewer at the end of the file.
  func read(from offset: Int, count: Int) throws(LogError) -> [UInt8] {
    var failure: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
      while filled < buffer.count {
        let got = pread(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled, offset + filled)
        if got > 0 {
          filled += got
        } else if got == 0 {
          break
        } else if errno != EINTR {
          failure = errno
          break
        }
      }
    }
    if let failure { throw LogError(.unreadable, "The log \(path) cannot be read: \(systemMessage(failure)).") }
    return bytes
  }

  var size: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  func truncate(to size: Int) throws(LogError) {
    guard ftruncate(descriptor, size) == 0 else {
      throw LogError(.unwritable, "The log \(path) cannot be shortened: \(systemMessage(errno)).")
    }
  }

  func sync() {
    #if canImport(Darwin)
      _ = fsync(descriptor)
    #else
      _ = fdatasync(descriptor)
    #endif
  }
}

/// The system's words for an error number.
func systemMessage(_ number: Int32) -> String { String(cString: strerror(number)) }
