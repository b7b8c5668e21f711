#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the lines of a log lie.
enum LogLines {
  static let newline = UInt8(ascii: "\n")
  private static let block = 1 << 20

  /// The offset behind the last line that has its end; what follows is torn.
  static func endOfLastLine(in file: borrowing LogFile) throws(LogError) -> Int {
    var end = file.size
    while end > 0 {
      let start = max(0, end - block)
      let bytes = try file.read(from: start, count: end - start)
      if let position = bytes.lastIndex(of: newline) { return start + position + 1 }
      end = start
    }
    return 0
  }

  /// The offsets of all whole lines from `start` on, and the end of the last.
  static func index(_ file: borrowing LogFile, from start: Int = 0) throws(LogError) -> (starts: [Int], end: Int) {
    var starts: [Int] = []
    var lineStart = start
    var offset = start
    while true {
      let bytes = try file.read(from: offset, count: block)
      if bytes.isEmpty { return (starts, lineStart) }
      bytes.withUnsafeBytes { buffer in
        var place = 0
        while let end = endOfLine(in: buffer, from: place) {
          starts.append(lineStart)
          place = end + 1
          lineStart = offset + place
        }
      }
      offset += bytes.count
    }
  }

  /// The place of the next line's end; nil where there is none.
  static func endOfLine(in buffer: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < buffer.count, let base = buffer.baseAddress,
      let found = memchr(base + start, Int32(newline), buffer.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - base
  }
}
