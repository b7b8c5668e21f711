import Optimization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads a log by the place of its events. Lines are indexed at the start and decoded when they are asked for.
public struct RunLogReader: ~Copyable {
  private let file: LogFile
  private let decoder = JSONDecoder()
  /// The offset of each whole line, and behind the last one the end.
  private var offsets: [Int]
  public let started: RunStarted
  /// Whether something behind the last whole line was left out.
  public let hasTornTail: Bool

  public var path: String { file.path }
  public var count: Int { offsets.count - 1 }

  /// - Throws: `LogError` where the file cannot be read, is no log, or has a later version.
  public init(_ path: String) throws(LogError) {
    let file = try LogFile.openForReading(path)
    let (starts, end) = try LogLines.index(file)
    guard !starts.isEmpty else { throw Self.notALog(path, "it holds no whole line") }
    let line = try file.read(from: 0, count: (starts + [end])[1] - 1)
    let decoder = JSONDecoder()
    guard let first = try? decoder.decode(FirstLine.self, from: Data(line)), first.event == "run-started" else {
      throw Self.notALog(path, "its first line is no start of a run")
    }
    guard first.version <= RunStarted.currentVersion else {
      throw LogError(
        .laterVersion,
        "The log \(path) has version \(first.version); this Tiller reads version \(RunStarted.currentVersion). "
          + "A newer Tiller can open it.")
    }
    guard case .runStarted(let started)? = try? decoder.decode(LoggedEvent.self, from: Data(line)).event else {
      throw LogError(.corrupt, "The log \(path) is damaged in line 1: the start of the run cannot be read.")
    }
    self.started = started
    offsets = starts + [end]
    hasTornTail = end < file.size
    self.file = file
  }

  private struct FirstLine: Decodable {
    var event: String
    var version: Int
  }

  private static func notALog(_ path: String, _ why: String) -> LogError {
    LogError(.notALog, "\(path) is no log of Tiller: \(why).")
  }

  public func location(at position: Int) -> LogLocation {
    LogLocation(offset: offsets[position], length: offsets[position + 1] - offsets[position] - 1)
  }

  /// - Throws: `LogError` with the line where it is damaged.
  public func event(at position: Int) throws(LogError) -> LoggedEvent {
    let location = location(at: position)
    let bytes = try file.read(from: location.offset, count: location.length)
    return try decode(bytes[...], line: position + 1)
  }

  /// The events of a range of places, read together.
  public func events(in range: Range<Int>) throws(LogError) -> [(event: LoggedEvent, location: LogLocation)] {
    guard !range.isEmpty else { return [] }
    let start = offsets[range.lowerBound]
    let bytes = try file.read(from: start, count: offsets[range.upperBound] - start)
    var events: [(event: LoggedEvent, location: LogLocation)] = []
    events.reserveCapacity(range.count)
    for position in range {
      let location = location(at: position)
      let from = location.offset - start
      guard from + location.length <= bytes.count else {
        throw LogError(.corrupt, "The log \(path) became shorter while it was read.")
      }
      events.append((try decode(bytes[from..<from + location.length], line: position + 1), location))
    }
    return events
  }

  private func decode(_ bytes: ArraySlice<UInt8>, line: Int) throws(LogError) -> LoggedEvent {
    do {
      return try decoder.decode(LoggedEvent.self, from: Data(bytes))
    } catch {
      throw LogError(.corrupt, "The log \(path) is damaged in line \(line): \(Self.reason(error)).")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "the field \"\(key.stringValue)\" is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "the field \"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" has another form"
    case let error as InputError: error.description
    default: "it is no JSON object of the log's form"
    }
  }

  /// One event of a log that may still be written.
  ///
  /// - Throws: `LogError` where the file cannot be read or holds no event there.
  public static func event(at location: LogLocation, in path: String) throws(LogError) -> LoggedEvent {
    let file = try LogFile.openForReading(path)
    let (offset, length) = (location.offset, location.length)
    // With the byte before it and the one behind it, which are ends of lines.
    let start = max(0, offset - 1)
    guard offset >= 0, length > 0, length < .max - offset, offset + length < file.size else {
      throw LogError(
        .corrupt,
        "The log \(path) does not reach as far as byte \(offset): that event is not written yet, or was cut off.")
    }
    let bytes = try file.read(from: start, count: offset - start + length + 1)
    guard bytes.count == offset - start + length + 1, bytes.last == LogLines.newline,
      offset == 0 || bytes.first == LogLines.newline
    else { throw LogError(.corrupt, "The log \(path) has no event at byte \(offset): it was changed meanwhile.") }
    do {
      return try JSONDecoder().decode(LoggedEvent.self, from: Data(bytes[(offset - start)...].dropLast()))
    } catch {
      throw LogError(.corrupt, "The log \(path) is damaged at byte \(offset): \(reason(error)).")
    }
  }

  /// The events at the start of a range of bytes that begins and ends at lines, for a watcher that fell behind.
  ///
  /// - Parameter limit: bytes to read at most, if a line is no longer than that; a long way is gone in pieces.
  /// - Returns: the events, and where the next piece begins.
  public static func events(
    of path: String, bytes range: Range<Int>, limit: Int = 1 << 20
  ) throws(LogError) -> (events: [(event: LoggedEvent, location: LogLocation)], end: Int) {
    let file = try LogFile.openForReading(path)
    var count = min(limit, range.count)
    var bytes = try file.read(from: range.lowerBound, count: count)
    while count < range.count, !bytes.contains(LogLines.newline) {
      count = min(2 * count, range.count)
      bytes = try file.read(from: range.lowerBound, count: count)
    }
    let end = (bytes.lastIndex(of: LogLines.newline) ?? -1) + 1
    guard end > 0 || range.isEmpty else {
      throw LogError(.corrupt, "The log \(path) became shorter while it was read.")
    }
    let decoder = JSONDecoder()
    var events: [(event: LoggedEvent, location: LogLocation)] = []
    for line in bytes[..<end].split(separator: LogLines.newline, omittingEmptySubsequences: true) {
      guard let event = try? decoder.decode(LoggedEvent.self, from: Data(line)) else {
        throw LogError(.corrupt, "The log \(path) is damaged near byte \(range.lowerBound + line.startIndex).")
      }
      events.append((event, LogLocation(offset: range.lowerBound + line.startIndex, length: line.count)))
    }
    return (events, range.lowerBound + end)
  }
}
