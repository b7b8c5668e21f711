import Text

/// Where the lines of a text begin when it is broken to a width, as byte offsets: the text itself is not copied, so that
/// a text of some megabytes is laid out in milliseconds and only the lines that are seen are ever drawn.
///
/// A line ends at a newline, else behind the last blanks that fit, else, where a word is wider than a line, between two
/// characters; characters of two columns may be parted anywhere. Blanks at a break hang over the edge and are not seen;
/// all else is on some line. Widths are those of the text as `DisplayText` shows it, placeholders included.
public struct WrappedLines: Hashable, Sendable {
  /// The width that the lines were broken to, at least 1.
  public let columns: Int
  /// Bytes of the text.
  public let byteCount: Int
  private var starts: ContiguousArray<UInt32> = [0]

  /// - Parameters:
  ///   - text: what lies beyond 4 GB is not laid out.
  ///   - columns: less than 1 counts as 1.
  public init(_ text: String, columns: Int) {
    self.init(text, columns: columns, takesShortcuts: true)
  }

  /// Without shortcuts every line is looked at character by character; for comparison.
  init(_ text: String, columns: Int, takesShortcuts: Bool) {
    self.columns = max(1, columns)
    var text = text
    let limit = Int(UInt32.max)
    byteCount = min(text.utf8.count, limit)
    text.withUTF8 { bytes in
      lay(out: UnsafeBufferPointer(rebasing: bytes.prefix(limit)), takesShortcuts: takesShortcuts)
    }
  }

  /// How many lines there are; an empty text has one.
  public var count: Int { starts.count }

  /// The bytes of a line, with the newline or the blanks that it was broken at.
  public func bytes(ofLine line: Int) -> Range<Int> {
    let end = line + 1 < starts.count ? Int(starts[line + 1]) : byteCount
    return Int(starts[line])..<end
  }

  /// The line that holds a byte: the nearest one for a byte that the text has not.
  public func line(atByte byte: Int) -> Int {
    var low = 0, high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if Int(starts[middle]) <= byte { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  /// The lines that hold some of a range of bytes; those of an empty range are where it begins.
  public func lines(ofBytes range: Range<Int>) -> Range<Int> {
    let first = line(atByte: range.lowerBound)
    return first..<(max(first, line(atByte: range.upperBound - 1)) + 1)
  }
}

// MARK: Breaking

extension WrappedLines {
  private mutating func lay(out bytes: UnsafeBufferPointer<UInt8>, takesShortcuts: Bool) {
    var start = 0
    while true {
      let (end, isASCII) = ByteScan.line(in: bytes, from: start)
      // A carriage return before the newline belongs to it.
      let isLast = end == bytes.count
      let inkEnd = !isLast && end > start && bytes[end - 1] == 0x0D ? end - 1 : end
      // A character takes no more columns than bytes.
      if inkEnd - start > columns || !takesShortcuts {
        if isASCII, takesShortcuts {
          breakASCII(bytes, start, inkEnd)
        } else {
          breakScalars(bytes, start, inkEnd)
        }
      }
      if isLast { return }
      start = end + 1
      starts.append(UInt32(start))
    }
  }

  /// One column a byte: each break is looked for from where the line is full, backwards.
  private mutating func breakASCII(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
    let blank = UInt8(ascii: " ")
    var start = start
    while end - start > columns {
      var ink = start
      while ink < end, bytes[ink] == blank { ink += 1 }
      var next = start + columns
      // Only behind some ink: what indents stays with what it indents.
      while next > ink, bytes[next] != blank { next -= 1 }
      if next > ink || ink >= start + columns {
        next = max(next, ink)
        while next < end, bytes[next] == blank { next += 1 }
      } else {
        next = start + columns
      }
      // Nothing but blanks is left, which hang.
      guard next < end else { return }
      starts.append(UInt32(next))
      start = next
    }
  }

  private mutating func breakScalars(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
    var position = start
    var used = 0
    var lineStart = start
    var hasInk = false, isBehindWide = false
    // Where the next line would begin.
    var opening: Int?
    var shown = DisplayColumns()
    while position < end {
      let (scalar, length) = ByteScan.scalar(in: bytes, at: position)
      var next = shown
      let taken = next.add(scalar)
      if scalar == " " {
        if used < columns { used += 1 }
        if hasInk || used == columns { opening = position + length }
        isBehindWide = false
      } else {
        if hasInk, taken == 2 || isBehindWide && taken > 0, !shown.isJoined { opening = position }
        if used + taken > columns, position > lineStart {
          lineStart = opening ?? position
          starts.append(UInt32(lineStart))
          position = lineStart
          used = 0
          hasInk = false
          isBehindWide = false
          opening = nil
          shown = DisplayColumns()
          continue
        }
        used += taken
        hasInk = true
        isBehindWide = taken == 2
      }
      shown = next
      position += length
    }
  }
}

/// The columns that a text takes as `DisplayText` shows it, scalar by scalar; never less, so that a line always fits.
struct DisplayColumns {
  /// What marks combine with; nil where there is none.
  private var base: Unicode.Scalar?
  private var marks = 0
  /// Marks beyond what is shown have left their placeholder.
  private var isOverflowing = false
  private var hasSelector = false
  private var hasTone = false
  /// Behind a joiner, which holds two pictures together.
  private(set) var isJoined = false

  /// Whether the scalar may be shown together with the one before it, or not at all.
  static func belongsToTheOneBefore(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x300: false
    case 0xFE0E, 0xFE0F, 0x200D, 0x1F3FB...0x1F3FF: true
    default: TextWidth.isMark(scalar)
    }
  }

  /// Takes one more scalar and tells how many columns that needs.
  mutating func add(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    isJoined = false
    if let width = Self.widthOfLetter(value) {
      begin(scalar)
      return width
    }
    switch value {
    // Controls, and what is shown as a placeholder like them.
    case ..<0x300:
      end()
      return 1
    case 0xFE0E, 0xFE0F:
      if base?.properties.isEmoji == true, marks == 0, !hasSelector {
        hasSelector = true
        return 0
      }
      end()
      return 1
    case 0x200D:
      end()
      isJoined = true
      // Where it joins nothing a placeholder takes its place.
      return 1
    case 0x1F3FB...0x1F3FF:
      guard base?.properties.isEmojiModifierBase == true, marks == 0 else {
        begin(scalar)
        return 2
      }
      defer { if hasTone { end() } else { hasTone = true } }
      return hasTone ? 1 : 0
    default: return addOther(scalar)
    }
  }

  private mutating func addOther(_ scalar: Unicode.Scalar) -> Int {
    let width = TextWidth.columns(of: scalar)
    if width > 0 {
      begin(scalar)
      return width
    }
    if scalar.properties.isDefaultIgnorableCodePoint {
      end()
      return 1
    }
    if isOverflowing { return 0 }
    if marks < 2, base.map(Self.isShown) == true {
      marks += 1
      return 0
    }
    end()
    isOverflowing = true
    return 1
  }

  /// Of what most text is made of, so that nothing needs to be looked up for it: ASCII and Latin, Greek and Cyrillic
  /// letters, kana, Chinese and Korean characters; nil for all else.
  private static func widthOfLetter(_ value: UInt32) -> Int? {
    switch value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300, 0x400..<0x483, 0x48A..<0x530: 1
    case 0x3001..<0x302A, 0x3041..<0x3097, 0x30A1..<0x3100, 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xAC00..<0xD7A4,
      0xFF01..<0xFF61:
      2
    default: nil
    }
  }

  private mutating func begin(_ scalar: Unicode.Scalar) {
    base = scalar
    marks = 0
    isOverflowing = false
    hasSelector = false
    hasTone = false
  }

  /// Nothing is there that a mark could combine with.
  private mutating func end() {
    base = nil
    isOverflowing = false
  }

  /// Whether the scalar itself is seen, and no placeholder.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    if widthOfLetter(scalar.value) != nil { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
    default: return !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}

/// Reading UTF-8 by its bytes.
enum ByteScan {
  /// The end of the line that begins at a byte, which is its newline or the end of the text, and whether all of it is
  /// ASCII. Eight bytes at a time.
  static func line(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (end: Int, isASCII: Bool) {
    guard let base = bytes.baseAddress else { return (0, true) }
    let ones: UInt64 = 0x0101_0101_0101_0101, highs: UInt64 = 0x8080_8080_8080_8080
    var position = start
    var seen: UInt64 = 0
    while position + 8 <= bytes.count {
      let word = UInt64(littleEndian: UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self))
      // A byte that is a newline becomes zero, and the lowest zero byte is found by what borrows from it.
      let crossed = word ^ (ones * 0x0A)
      let found = (crossed &- ones) & ~crossed & highs
      if found != 0 {
        let length = found.trailingZeroBitCount / 8
        seen |= word & (length == 0 ? 0 : .max >> UInt64(64 - 8 * length))
        return (position + length, seen & highs == 0)
      }
      seen |= word
      position += 8
    }
    while position < bytes.count, bytes[position] != 0x0A {
      seen |= UInt64(bytes[position])
      position += 1
    }
    return (position, seen & highs == 0)
  }

  /// The scalar at a byte of a valid text, and how many bytes it has.
  static func scalar(in bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> (Unicode.Scalar, Int) {
    let first = UInt32(bytes[position])
    func next(_ offset: Int) -> UInt32 {
      position + offset < bytes.count ? UInt32(bytes[position + offset] & 0x3F) : 0
    }
    let (value, length): (UInt32, Int) =
      switch first {
      case ..<0x80: (first, 1)
      case ..<0xE0: ((first & 0x1F) << 6 | next(1), 2)
      case ..<0xF0: ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3)
      default: ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
      }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", min(length, bytes.count - position))
  }
}
