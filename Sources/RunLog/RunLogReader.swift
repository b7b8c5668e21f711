import Optimization
import Text

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads a log by the place of its events. Lines are indexed at the start and read when they are asked for.
public struct RunLogReader: ~Copyable, Sendable {
  private let file: LogFile
  /// The offset of each whole line, and behind the last one the end.
  private var offsets: [Int]
  public let started: RunStarted
  /// Whether something behind the last whole line was left out; in a log that is being written, the next line.
  public private(set) var hasTornTail: Bool

  public var path: String { file.path }
  public var count: Int { offsets.count - 1 }
  /// The bytes of all whole lines.
  public var size: Int { offsets[count] }

  /// - Throws: `LogError` where the file cannot be read, is no log, or has a later version.
  public init(_ path: String) throws(LogError) {
    let file = try LogFile.openForReading(path)
    let (starts, end) = try LogLines.index(file)
    started = try Self.started(in: file)
    offsets = starts + [end]
    hasTornTail = end < file.size
    self.file = file
  }

  /// The start of the run, which is a log's first line; the rest is not looked at.
  ///
  /// - Throws: `LogError` where the file cannot be read, is no log, or has a later version.
  public static func started(of path: String) throws(LogError) -> RunStarted {
    try started(in: LogFile.openForReading(path))
  }

  /// - Throws: `LogError` where the file is no log, or has a later version.
  static func started(in file: borrowing LogFile) throws(LogError) -> RunStarted {
    let path = file.path
    var line: [UInt8] = []
    while line.last != LogLines.newline {
      let piece = try file.read(from: line.count, count: max(1 << 14, line.count))
      guard !piece.isEmpty else { throw notALog(path, "it holds no whole line") }
      line += piece.prefix(through: piece.firstIndex(of: LogLines.newline) ?? piece.count - 1)
    }
    line.removeLast()
    let decoder = JSONDecoder()
    guard let first = try? decoder.decode(FirstLine.self, from: Data(line)), first.event == "run-started" else {
      throw notALog(path, "its first line is no start of a run")
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
    return started
  }

  private struct FirstLine: Decodable {
    var event: String
    var version: Int
  }

  private static func notALog(_ path: String, _ why: String) -> LogError {
    LogError(.notALog, "\(path) is no log of Tiller: \(why).")
  }

  /// Finds the lines that were written behind those that are known.
  ///
  /// - Parameter limit: bytes to look at, if a line is no longer than that.
  /// - Returns: whether there may be more.
  /// - Throws: `LogError` where the file cannot be read or became shorter.
  mutating func takeNewLines(limit: Int) throws(LogError) -> Bool {
    let start = size
    let (bytes, isMore) = try file.newLines(behind: start, limit: limit)
    bytes.withUnsafeBytes { buffer in
      var place = 0
      while let lineEnd = LogLines.endOfLine(in: buffer, from: place) {
        place = lineEnd + 1
        offsets.append(start + place)
      }
    }
    hasTornTail = size < file.size
    return isMore
  }

  public func location(at position: Int) -> LogLocation {
    LogLocation(offset: offsets[position], length: offsets[position + 1] - offsets[position] - 1)
  }

  /// - Throws: `LogError` with the line where it is damaged.
  public func event(at position: Int) throws(LogError) -> LoggedEvent {
    try events(in: position..<position + 1)[0].event
  }

  /// The events of a range of places, read together.
  public func events(in range: Range<Int>) throws(LogError) -> [(event: LoggedEvent, location: LogLocation)] {
    var check = LogCheck(startingAt: range.lowerBound)
    return try events(in: range, heldTo: &check)
  }

  /// The events of a range of places, for who reads a log piece by piece.
  ///
  /// - Parameter check: has seen all events before them.
  /// - Throws: `LogError` with the line where it is damaged, or holds what no run can have written.
  public func events(
    in range: Range<Int>, heldTo check: inout LogCheck
  ) throws(LogError) -> [(event: LoggedEvent, location: LogLocation)] {
    var events: [(event: LoggedEvent, location: LogLocation)] = []
    events.reserveCapacity(range.count)
    try forEach(in: range, heldTo: &check) { scanned, location in events.append((scanned.event, location)) }
    return events
  }

  /// Folds the events of a range of places into a state, without making the prompts, which no state keeps.
  ///
  /// - Parameter each: sees every event and its place, without its prompt.
  /// - Throws: `LogError` with the line where it is damaged, or holds what no run can have written; the state then holds
  ///   the events before it.
  public func fold(
    _ range: Range<Int>, into state: inout RunState, each: (LoggedEvent, Int) -> Void = { _, _ in }
  ) throws(LogError) {
    var position = range.lowerBound
    try forEach(in: range, keepsPrompts: false) { scanned, location in
      state.apply(scanned.event, at: location, promptTokens: scanned.promptTokens)
      each(scanned.event, position)
      position += 1
    }
  }

  /// Every event of a range is held to its place; those of a range from the start to all that a run can write.
  func forEach(
    in range: Range<Int>, keepsPrompts: Bool = true, _ body: (EventScanner.Scanned, LogLocation) -> Void
  ) throws(LogError) {
    var check = LogCheck(startingAt: range.lowerBound)
    try forEach(in: range, keepsPrompts: keepsPrompts, heldTo: &check, body)
  }

  /// Reads pieces of whole lines, as events take several times the room of what is kept of them.
  private func forEach(
    in range: Range<Int>, keepsPrompts: Bool = true, heldTo check: inout LogCheck,
    _ body: (EventScanner.Scanned, LogLocation) -> Void
  ) throws(LogError) {
    var lines = LineReader(keepsPrompts: keepsPrompts)
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, offsets[end + 1] - offsets[start] <= Self.pieceSize { end += 1 }
      let offset = offsets[start]
      let bytes = try file.read(from: offset, count: offsets[end] - offset)
      guard bytes.count == offsets[end] - offset else {
        throw LogError(.corrupt, "The log \(path) became shorter while it was read.")
      }
      let failure = bytes.withUnsafeBytes { buffer -> LogError? in
        for position in start..<end {
          let location = location(at: position)
          let from = location.offset - offset
          do {
            let line = UnsafeRawBufferPointer(rebasing: buffer[from..<from + location.length])
            let scanned = try lines.event(in: line)
            if let objection = check.objection(to: scanned.event) { return damaged(line: position + 1, objection) }
            body(scanned, location)
          } catch {
            return damaged(line: position + 1, LineReader.reason(error))
          }
        }
        return nil
      }
      if let failure { throw failure }
      start = end
    }
  }

  private static let pieceSize = 1 << 20

  private func damaged(line: Int, _ reason: String) -> LogError {
    LogError(
      .corrupt, "The log \(path) is damaged in line \(line): \(reason). `tiller repair` writes a copy of what is whole."
    )
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
    let line = bytes[(offset - start)...].dropLast()
    do {
      var lines = LineReader()
      return try line.withUnsafeBytes { try lines.event(in: $0) }.event
    } catch {
      throw LogError(.corrupt, "The log \(path) is damaged at byte \(offset): \(LineReader.reason(error)).")
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
    var lines = LineReader()
    var events: [(event: LoggedEvent, location: LogLocation)] = []
    let damaged = bytes.withUnsafeBytes { buffer -> Int? in
      var place = 0
      while place < end, let lineEnd = LogLines.endOfLine(in: buffer, from: place) {
        let offset = range.lowerBound + place
        let line = UnsafeRawBufferPointer(rebasing: buffer[place..<lineEnd])
        if !line.isEmpty {
          guard let event = try? lines.event(in: line).event else { return offset }
          events.append((event, LogLocation(offset: offset, length: line.count)))
        }
        place = lineEnd + 1
      }
      return nil
    }
    if let damaged { throw LogError(.corrupt, "The log \(path) is damaged near byte \(damaged).") }
    return (events, range.lowerBound + end)
  }
}
