import Optimization

/// The events that come behind a place of a log, for who keeps none of them. The file is held open: what takes its
/// place under its name is not read.
public struct GrowingLines: ~Copyable {
  private let file: LogFile
  /// The end of the last line that was taken.
  private var end: Int
  private var lines = LineReader()

  /// - Parameter start: the end of a line.
  /// - Throws: `LogError` where the file cannot be read.
  public init(_ path: String, from start: Int) throws(LogError) {
    file = try LogFile.openForReading(path)
    end = start
  }

  /// The events of the next whole lines; nil where there are none yet.
  ///
  /// - Parameter limit: bytes to read at most, if a line is no longer than that.
  /// - Throws: `LogError` where the file cannot be read, became shorter, or is damaged.
  public mutating func next(
    limit: Int = 1 << 18
  ) throws(LogError) -> [(event: LoggedEvent, location: LogLocation)]? {
    let bytes = try file.newLines(behind: end, limit: limit).bytes
    if bytes.isEmpty { return nil }
    var events: [(event: LoggedEvent, location: LogLocation)] = []
    let damage = bytes.withUnsafeBytes { buffer -> LogError? in
      var place = 0
      while let lineEnd = LogLines.endOfLine(in: buffer, from: place) {
        let location = LogLocation(offset: end + place, length: lineEnd - place)
        do {
          events.append(
            (try lines.event(in: UnsafeRawBufferPointer(rebasing: buffer[place..<lineEnd])).event, location))
        } catch {
          return LogError(
            .corrupt, "The log \(file.path) is damaged at byte \(location.offset): \(LineReader.reason(error)).")
        }
        place = lineEnd + 1
      }
      return nil
    }
    if let damage { throw damage }
    end += bytes.count
    return events
  }
}

extension LogFile {
  /// The whole lines behind the end of one, and whether there may be more.
  ///
  /// - Parameter limit: bytes to read at most, if a line is no longer than that.
  /// - Throws: `LogError` where the file cannot be read or became shorter.
  borrowing func newLines(behind start: Int, limit: Int) throws(LogError) -> (bytes: [UInt8], isMore: Bool) {
    let rest = size - start
    guard rest >= 0 else { throw LogError(.corrupt, "The log \(path) became shorter while it was watched.") }
    var length = min(limit, rest)
    var bytes = try read(from: start, count: length)
    while length < rest, !bytes.contains(LogLines.newline) {
      length = min(2 * length, rest)
      bytes = try read(from: start, count: length)
    }
    let end = bytes.lastIndex(of: LogLines.newline).map { $0 + 1 } ?? 0
    bytes.removeLast(bytes.count - end)
    return (bytes, length < rest)
  }
}
