#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lines as they come from a terminal or a pipe.
struct LineReader {
  enum Result {
    case lines([String])
    /// There will be no more.
    case ended([String])
  }

  /// More than any command needs; the rest of a longer line is dropped.
  private static let longest = 1 << 16
  private var rest: [UInt8] = []

  /// Reads what is there; to be called when something is.
  mutating func read(from descriptor: Int32) -> Result {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let count = Descriptors.readOnce(descriptor, &buffer)
    if count < 0, errno == EINTR || errno == EAGAIN { return .lines([]) }
    guard count > 0 else {
      defer { rest = [] }
      return .ended(rest.isEmpty ? [] : [String(decoding: rest, as: UTF8.self)])
    }
    var lines: [String] = []
    for byte in buffer[..<count] {
      if byte == UInt8(ascii: "\n") {
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        lines.append(String(decoding: rest, as: UTF8.self))
        rest.removeAll(keepingCapacity: true)
      } else if rest.count < Self.longest {
        rest.append(byte)
      }
    }
    return .lines(lines)
  }
}
