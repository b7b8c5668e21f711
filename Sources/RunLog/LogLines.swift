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
      for (position, byte) in bytes.enumerated() where byte == newline {
        starts.append(lineStart)
        lineStart = offset + position + 1
      }
      offset += bytes.count
    }
  }
}
