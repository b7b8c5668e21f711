/// Changes members of a line's object and leaves all else of it as it is, the members of a later version among it.
enum LineEdit {
  /// - Parameters:
  ///   - line: a JSON object that was read already.
  ///   - members: the names and the new values, as JSON.
  /// - Returns: nil where one of the members is not there as plain text.
  static func replacing(_ members: [(name: String, value: String)], in line: ArraySlice<UInt8>) -> [UInt8]? {
    guard let found = Self.members(of: line) else { return nil }
    var changes: [(range: Range<Int>, value: String)] = []
    for (name, value) in members {
      let ranges = found.filter { line[$0.name].elementsEqual(name.utf8) }
      guard !ranges.isEmpty else { return nil }
      // One that is there twice is changed twice, whichever of them counts.
      changes += ranges.map { ($0.value, value) }
    }
    changes.sort { $0.range.lowerBound < $1.range.lowerBound }
    var edited: [UInt8] = []
    edited.reserveCapacity(line.count + 16)
    var place = line.startIndex
    for change in changes {
      edited += line[place..<change.range.lowerBound]
      edited += Array(change.value.utf8)
      place = change.range.upperBound
    }
    return edited + line[place...]
  }

  /// Where the names, without their quotes, and the values of an object's members lie.
  private static func members(of line: ArraySlice<UInt8>) -> [(name: Range<Int>, value: Range<Int>)]? {
    var scan = Scan(bytes: line, place: line.startIndex)
    var members: [(name: Range<Int>, value: Range<Int>)] = []
    guard scan.take("{") else { return nil }
    if scan.take("}") { return members }
    while true {
      guard let name = scan.string(), scan.take(":") else { return nil }
      scan.skipBlanks()
      let start = scan.place
      guard scan.skipValue() else { return nil }
      let value = line[start..<scan.place]
      let end = value.lastIndex { !Scan.isBlank($0) } ?? start - 1
      members.append((name.lowerBound + 1..<name.upperBound - 1, start..<end + 1))
      if scan.take("}") { return members }
      guard scan.take(",") else { return nil }
    }
  }

  private struct Scan {
    let bytes: ArraySlice<UInt8>
    var place: Int

    private var next: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    mutating func skipBlanks() {
      while let byte = next, Self.isBlank(byte) { place += 1 }
    }

    mutating func take(_ expected: Unicode.Scalar) -> Bool {
      skipBlanks()
      guard next == UInt8(ascii: expected) else { return false }
      place += 1
      return true
    }

    /// With its quotes.
    mutating func string() -> Range<Int>? {
      skipBlanks()
      let start = place
      guard next == UInt8(ascii: "\"") else { return nil }
      place += 1
      while let byte = next {
        place += byte == UInt8(ascii: "\\") ? 2 : 1
        if byte == UInt8(ascii: "\"") { return start..<place }
      }
      return nil
    }

    /// To the comma or the bracket behind it.
    mutating func skipValue() -> Bool {
      var depth = 0
      while let byte = next {
        switch byte {
        case UInt8(ascii: "\""):
          guard string() != nil else { return false }
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 { return true }
          depth -= 1
        case UInt8(ascii: ","): if depth == 0 { return true }
        default: break
        }
        place += 1
      }
      return false
    }
  }
}
