import Optimization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension LogRepair {
  /// The code of the notice in a repaired log that says what was done.
  public static let noticeCode = "repaired"

  /// Where the copy goes where nobody names a place: beside the log.
  public var copyPath: String {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let name = path[slash...]
    let point = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? $0 : nil }
    return path[..<slash] + name[..<(point ?? name.endIndex)] + "-repaired.jsonl"
  }

  /// What was done, in a sentence.
  public var sentence: String {
    func lines(_ count: Int, _ done: String) -> String? {
      count == 0 ? nil : count == 1 ? "1 was \(done)" : "\(count) were \(done)"
    }
    let gaps =
      gapCount == 0 ? nil : gapCount == 1 ? "some are missing in 1 place" : "some are missing in \(gapCount) places"
    let done = [lines(droppedCount, "left out"), lines(movedCount, "moved"), lines(changedCount, "changed"), gaps]
      .compactMap(\.self)
    let total = lineCount == 1 ? "1 line" : "\(lineCount) lines"
    return "Of \(total) \(done.isEmpty ? "the numbers were put right" : done.joined(separator: ", "))."
  }

  /// Writes the copy: to a file beside its place, that only its owner can read, which then gets its name.
  ///
  /// - Parameter isForced: whether a file that is there may be replaced; the damaged log itself never is.
  /// - Throws: `LogError`; then nothing is left behind and what was there is as it was.
  public func write(to target: String, isForced: Bool) throws(LogError) {
    let source = try LogFile.openForReading(path)
    try Self.check(target, against: source, isForced: isForced)
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    let tag = String((0..<8).compactMap { _ in letters.randomElement() })
    let slash = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
    let temporary = String(target[..<slash]) + ".tiller-repair-\(tag)"
    do throws(LogError) {
      let copy = try LogFile.create(temporary, shownAs: target)
      try writeLines(of: source, to: copy, target)
      guard fsync(copy.descriptor) == 0 else { throw Self.unwritable(target, errno) }
      try Self.place(temporary, at: target, isForced: isForced)
    } catch {
      _ = unlink(temporary)
      throw error
    }
  }

  private func writeLines(
    of source: borrowing LogFile, to copy: borrowing LogFile, _ target: String
  ) throws(LogError) {
    var bytes: [UInt8] = []
    var shift = 0
    var time = 0.0
    for place in 0...kept.count {
      if place == noticePlace {
        shift = 1
        let notice = Notice(code: Self.noticeCode, text: "This log is a repaired copy. " + sentence)
        bytes += EventLine().bytes(of: LoggedEvent(n: place, time: time, event: .notice(notice)))
      }
      if place < kept.count {
        let line = kept[place]
        let read = try source.read(from: line.source.offset, count: line.source.length)
        guard read.count == line.source.length, let edited = line.edited(read[...], shift: shift) else {
          throw LogError(.corrupt, "The log \(path) was changed while it was repaired.")
        }
        bytes += edited
        bytes.append(LogLines.newline)
        time = line.time ?? line.source.time
      }
      guard bytes.count >= Self.pieceSize || place == kept.count else { continue }
      if let failure = copy.append(bytes[...]).failure {
        throw LogError(.unwritable, "\(target) cannot be written: \(failure).")
      }
      bytes.removeAll(keepingCapacity: true)
    }
  }

  private static let pieceSize = 1 << 20

  // MARK: Places

  private static func check(
    _ target: String, against source: borrowing LogFile, isForced: Bool
  ) throws(LogError) {
    var own = stat(), other = stat()
    guard stat(target, &other) == 0 || lstat(target, &other) == 0 else { return }
    guard fstat(source.descriptor, &own) == 0, own.st_dev != other.st_dev || own.st_ino != other.st_ino else {
      throw LogError(.exists, "A repaired copy never takes the place of the log itself: name another file.")
    }
    guard other.st_mode & S_IFMT == S_IFREG else {
      throw LogError(.exists, "\(target) is no file that could be replaced: name another.")
    }
    guard isForced else {
      throw LogError(.exists, "\(target) exists already: name another with --output, or replace it with --force.")
    }
  }

  private static func place(_ temporary: String, at target: String, isForced: Bool) throws(LogError) {
    if !isForced {
      // A second name is refused where something has come meanwhile; a change of name would replace it.
      if link(temporary, target) == 0 {
        _ = unlink(temporary)
        return
      }
      let failure = errno
      if failure == EEXIST || access(target, F_OK) == 0 {
        throw LogError(.exists, "\(target) exists already: name another with --output, or replace it with --force.")
      }
      // Else a file system without second names.
    }
    guard rename(temporary, target) == 0 else { throw unwritable(target, errno) }
  }

  private static func unwritable(_ target: String, _ number: Int32) -> LogError {
    LogError(.unwritable, "\(target) cannot be written: \(systemMessage(number)).")
  }
}
