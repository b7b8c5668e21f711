import Optimization
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files that appear whole or not at all: each is written beside its place, brought to the disk and then given its name.
public struct ExportFile: Sendable {
  public var path: String
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// Refuses a place where nothing can be written, before the work begins.
  ///
  /// - Parameters:
  ///   - isForced: whether a file that is there may be replaced.
  ///   - otherwise: what else can be done where one is there, to end the sentence with.
  /// - Throws: `InputError`.
  public static func check(_ path: String, isForced: Bool, otherwise: String = "") throws(InputError) {
    var status = stat()
    // What a link leads to counts: replacing the link alone would surprise.
    if stat(path, &status) == 0 || lstat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw InputError("\(shown(path)) is no file that could be replaced: name another.")
      }
      guard isForced else {
        throw InputError("\(shown(path)) exists already: name another file\(otherwise).")
      }
    }
    let folder = folder(of: path)
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw InputError("\(shown(path)) cannot be written: there is no folder \(shown(folder)).")
    }
    guard access(folder, W_OK | X_OK) == 0 else {
      throw InputError("\(shown(path)) cannot be written: \(systemWords(errno)).")
    }
  }

  /// Writes all of them, or none.
  ///
  /// - Throws: `InputError`; then nothing is left behind and what was there is as it was, unless a later file of several
  ///   could not take its place after an earlier one had replaced another.
  public static func write(_ files: [ExportFile], isForced: Bool) throws(InputError) {
    for file in files { try check(file.path, isForced: isForced) }
    var prepared: [String] = []
    var placed: [String] = []
    do throws(InputError) {
      for file in files { prepared.append(try file.writeBeside()) }
      for (file, temporary) in zip(files, prepared) {
        try place(temporary, at: file.path, isForced: isForced)
        if !isForced { placed.append(file.path) }
      }
    } catch {
      for path in prepared + placed { _ = unlink(path) }
      throw error
    }
  }

  /// Under a name of its own in the same folder, so that the last act is a change of name.
  private func writeBeside() throws(InputError) -> String {
    let letters = "abcdefghijkmnpqrstuvwxyz23456789"
    let tag = String((0..<8).compactMap { _ in letters.randomElement() })
    let temporary = Self.folder(of: path) + "/.tiller-export-\(tag)"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw InputError("\(Self.shown(path)) cannot be written: \(Self.systemWords(errno)).")
    }
    var failure: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count, failure == 0 {
        let count = Self.systemWrite(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count > 0 { written += count } else if count == 0 || errno != EINTR { failure = count == 0 ? ENOSPC : errno }
      }
    }
    if failure == 0, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    guard failure == 0 else {
      _ = unlink(temporary)
      throw InputError("\(Self.shown(path)) cannot be written: \(Self.systemWords(failure)).")
    }
    return temporary
  }

  private static func place(_ temporary: String, at path: String, isForced: Bool) throws(InputError) {
    if isForced {
      guard rename(temporary, path) == 0 else {
        throw InputError("\(shown(path)) cannot be written: \(systemWords(errno)).")
      }
      return
    }
    // A link is refused where something has come meanwhile; a change of name would replace it.
    if link(temporary, path) == 0 {
      _ = unlink(temporary)
      return
    }
    let failure = errno
    if failure == EEXIST {
      throw InputError("\(shown(path)) exists already: name another file.")
    }
    // File systems without links.
    guard access(path, F_OK) != 0, rename(temporary, path) == 0 else {
      throw InputError("\(shown(path)) cannot be written: \(systemWords(failure)).")
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func shown(_ path: String) -> String { DisplayText(cleaning: path).string }
  private static func systemWords(_ number: Int32) -> String { String(cString: strerror(number)) }
  private static func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, buffer, count)
    #elseif canImport(Musl)
      Musl.write(descriptor, buffer, count)
    #else
      Darwin.write(descriptor, buffer, count)
    #endif
  }
}
