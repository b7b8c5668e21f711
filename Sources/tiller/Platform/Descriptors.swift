#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a call of the system refused, by its number; the description is the system's.
struct SystemRefusal: Error, CustomStringConvertible {
  var number: Int32
  var description: String { String(cString: strerror(number)) }
}

/// Bytes to and from what is open already. Foundation's file handles would bring the whole of Foundation into the
/// program, whose tables of languages are four fifths of its size.
enum Descriptors {
  /// Everything up to the end, or `limit` bytes of it.
  static func read(_ descriptor: Int32, upTo limit: Int = .max) throws(SystemRefusal) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = piece.withUnsafeMutableBytes {
        systemRead(descriptor, $0.baseAddress, min($0.count, limit - bytes.count))
      }
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemRefusal(number: errno)
      }
      bytes += piece[..<count]
    }
    return bytes
  }

  /// What is there now, as the system's call has it: 0 at the end, below 0 where it refused.
  static func readOnce(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
    buffer.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
  }

  /// All of the bytes, however many calls it takes.
  static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) throws(SystemRefusal) {
    let bytes = Array(bytes)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemRefusal(number: errno)
      }
      written += count
    }
  }

  /// What a file holds, or its first `limit` bytes.
  static func contents(of path: String, upTo limit: Int = .max) throws(SystemRefusal) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemRefusal(number: errno) }
    defer { close(descriptor) }
    return try read(descriptor, upTo: limit)
  }
}

// Outside, where the names of the methods do not hide the calls.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
