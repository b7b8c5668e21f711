/// Passes over the bytes of one line of a log and takes from it what is plain.
///
/// It is no judge: everything that is unusual, whether JSON allows it or not, is answered with nil or false, and is then
/// the decoder's business. Plain is what our own writer writes: no blanks between tokens, no escapes in keys, no halves
/// of surrogate pairs as escapes, numbers of up to 19 digits.
///
/// The bytes belong to the caller and outlive the scanner, which never leaves the function that made it.
struct JSONScanner {
  private let bytes: UnsafeRawPointer
  private let end: Int
  var position: Int

  init(_ buffer: UnsafeRawBufferPointer, at position: Int = 0) {
    // An empty buffer may have no address; nothing is ever read of it.
    bytes = buffer.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
    end = buffer.count
    self.position = position
  }

  static let maximumDepth = 32

  var isAtEnd: Bool { position >= end }

  @inline(__always) private func byte(at place: Int) -> UInt8 { bytes.load(fromByteOffset: place, as: UInt8.self) }

  /// The byte that comes next; 0, which no JSON holds, at the end.
  @inline(__always) var next: UInt8 { position < end ? byte(at: position) : 0 }

  @inline(__always) mutating func take(_ expected: UInt8) -> Bool {
    guard next == expected else { return false }
    position += 1
    return true
  }

  // MARK: Strings

  /// What lies between the quotes of a string.
  struct Text {
    var from: Int
    var to: Int
    var hasEscapes = false
  }

  /// From the quote before a string to the one behind it.
  mutating func string() -> Text? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    var text = Text(from: position, to: position)
    var isASCII = true
    while true {
      skipPlain()
      let byte = next
      switch byte {
      case UInt8(ascii: "\""):
        text.to = position
        position += 1
        return isASCII || isUTF8(text) ? text : nil
      case UInt8(ascii: "\\"):
        text.hasEscapes = true
        guard skipEscape() else { return nil }
      case 0x80...:
        isASCII = false
        while next >= 0x80 { position += 1 }
      default: return nil
      }
    }
  }

  /// Goes to the next byte that is a quote, a backslash, a control character or beyond ASCII: eight bytes at a time.
  @inline(__always) private mutating func skipPlain() {
    let ones: UInt64 = 0x0101_0101_0101_0101, highs: UInt64 = 0x8080_8080_8080_8080
    while position + 8 <= end {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      // The lowest marked byte is a true one; a borrow can only reach the bytes above it.
      let controls = word &- ones &* 0x20
      let quotes = (word ^ ones &* 0x22) &- ones, escapes = (word ^ ones &* 0x5C) &- ones
      let marked = ((controls | quotes | escapes) & ~word | word) & highs
      if marked != 0 {
        position += marked.trailingZeroBitCount >> 3
        return
      }
      position += 8
    }
    while position < end {
      let byte = byte(at: position)
      if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { return }
      position += 1
    }
  }

  private mutating func skipEscape() -> Bool {
    position += 1
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
      return true
    case UInt8(ascii: "u"):
      position += 1
      guard let unit = hexadecimal(at: position) else { return false }
      position += 4
      return !(0xD800..<0xE000).contains(unit)
    default: return false
    }
  }

  private func hexadecimal(at place: Int) -> UInt32? {
    guard place + 4 <= end else { return nil }
    var unit: UInt32 = 0
    for offset in 0..<4 {
      let byte = byte(at: place + offset)
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return unit
  }

  private func raw(_ text: Text) -> UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(start: bytes + text.from, count: text.to - text.from).assumingMemoryBound(to: UInt8.self)
  }

  private func isUTF8(_ text: Text) -> Bool { String(validating: raw(text), as: UTF8.self) != nil }

  /// Whether a string is this one, byte for byte and without an escape.
  func isEqual(_ text: Text, _ other: StaticString) -> Bool {
    guard !text.hasEscapes, text.to - text.from == other.utf8CodeUnitCount else { return false }
    for offset in 0..<other.utf8CodeUnitCount where byte(at: text.from + offset) != other.utf8Start[offset] {
      return false
    }
    return true
  }

  func value(of text: Text) -> String {
    guard text.hasEscapes else { return String(decoding: raw(text), as: UTF8.self) }
    return String(unsafeUninitializedCapacity: text.to - text.from) { unescape(text, into: $0) }
  }

  /// Calls a function with the bytes of a string as it is meant, and room in a buffer for those that held escapes.
  func withBytes<Value>(
    of text: Text, room: inout [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    guard text.hasEscapes else { return body(raw(text)) }
    let count = text.to - text.from
    if room.count < count { room = [UInt8](repeating: 0, count: count) }
    return room.withUnsafeMutableBufferPointer { buffer in
      let written = unescape(text, into: buffer)
      return body(UnsafeBufferPointer(rebasing: buffer[..<written]))
    }
  }

  /// No text is longer than its escaped form.
  /// - Returns: how many bytes were written.
  private func unescape(_ text: Text, into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var place = text.from, written = 0
    while place < text.to {
      let byte = byte(at: place)
      guard byte == UInt8(ascii: "\\") else {
        buffer[written] = byte
        written += 1
        place += 1
        continue
      }
      let kind = self.byte(at: place + 1)
      place += 2
      switch kind {
      case UInt8(ascii: "b"): buffer[written] = 0x08
      case UInt8(ascii: "f"): buffer[written] = 0x0C
      case UInt8(ascii: "n"): buffer[written] = 0x0A
      case UInt8(ascii: "r"): buffer[written] = 0x0D
      case UInt8(ascii: "t"): buffer[written] = 0x09
      case UInt8(ascii: "u"):
        let scalar = hexadecimal(at: place).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
        place += 4
        for unit in UTF8.encode(scalar).unsafelyUnwrapped {
          buffer[written] = unit
          written += 1
        }
        continue
      default: buffer[written] = kind
      }
      written += 1
    }
    return written
  }

  // MARK: Names of members

  /// The first eight bytes of a name, and its length.
  struct Name: Equatable {
    var word: UInt64
    var length: Int
    var tail: UInt32

    init(word: UInt64, length: Int, tail: UInt32) {
      self.word = word
      self.length = length
      self.tail = tail
    }

    /// - Parameter text: of 1 to 12 ASCII characters.
    init(_ text: StaticString) {
      word = 0
      tail = 0
      length = text.utf8CodeUnitCount
      for offset in 0..<min(8, length) { word |= UInt64(text.utf8Start[offset]) << UInt64(8 * offset) }
      for offset in 8..<max(8, length) { tail |= UInt32(text.utf8Start[offset]) << UInt32(8 * (offset - 8)) }
    }
  }

  /// A member's name with the colon behind it; one of more than 12 bytes is given with its length alone.
  mutating func name() -> Name? {
    guard let text = nameText() else { return nil }
    let length = text.to - text.from
    guard length <= 12 else { return Name(word: 0, length: length, tail: 0) }
    var word: UInt64 = 0, tail: UInt32 = 0
    if text.from + 12 <= end {
      word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: text.from, as: UInt64.self))
      if length < 8 { word &= (1 << UInt64(8 * length)) - 1 }
      if length > 8 {
        tail = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: text.from + 8, as: UInt32.self))
        if length < 12 { tail &= (1 << UInt32(8 * (length - 8))) - 1 }
      }
    } else {
      for offset in 0..<min(8, length) { word |= UInt64(byte(at: text.from + offset)) << UInt64(8 * offset) }
      for offset in 8..<max(8, length) { tail |= UInt32(byte(at: text.from + offset)) << UInt32(8 * (offset - 8)) }
    }
    return Name(word: word, length: length, tail: tail)
  }

  /// A member's name with the colon behind it. Those with escapes or beyond ASCII are not plain: other names may be
  /// meant to be the same.
  mutating func nameText() -> Text? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = position
    while position < end {
      let byte = byte(at: position)
      if byte == UInt8(ascii: "\"") { break }
      if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\\") { return nil }
      position += 1
    }
    let text = Text(from: start, to: position)
    guard take(UInt8(ascii: "\"")), take(UInt8(ascii: ":")) else { return nil }
    return text
  }

  // MARK: Values of any kind

  /// Passes over a value, all of which is looked at.
  mutating func skipValue(depth: Int = 0) -> Bool {
    switch next {
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "{"):
      position += 1
      guard depth < Self.maximumDepth else { return false }
      if take(UInt8(ascii: "}")) { return true }
      while true {
        guard nameText() != nil, skipValue(depth: depth + 1) else { return false }
        if take(UInt8(ascii: "}")) { return true }
        guard take(UInt8(ascii: ",")) else { return false }
      }
    case UInt8(ascii: "["):
      position += 1
      guard depth < Self.maximumDepth else { return false }
      if take(UInt8(ascii: "]")) { return true }
      while true {
        guard skipValue(depth: depth + 1) else { return false }
        if take(UInt8(ascii: "]")) { return true }
        guard take(UInt8(ascii: ",")) else { return false }
      }
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return number() != nil
    }
  }

  mutating func word(_ word: StaticString) -> Bool {
    for offset in 0..<word.utf8CodeUnitCount {
      guard take(word.utf8Start[offset]) else { return false }
    }
    return true
  }
}
