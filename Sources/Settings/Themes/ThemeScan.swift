import Text

/// One line of a theme file.
enum ThemeLine: Hashable {
  /// Blank, or a comment.
  case nothing
  case entry(name: String, value: String)
  /// What is wrong, as a part of a sentence.
  case broken(String)

  /// btop's form, read as btop reads it: what stands behind a value in quotes is passed over, and a value may stand
  /// without quotes.
  init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    var rest = bytes
    rest.dropBlanks()
    guard let first = rest.first, first != Self.hash else {
      self = .nothing
      return
    }
    guard rest.starts(with: Self.opening), let end = rest.firstIndex(of: Self.closing) else {
      self = .broken("is \"\(Self.shown(rest))\"; a line is theme[name]=\"value\" or, after #, a comment.")
      return
    }
    let name = String(decoding: rest[(rest.startIndex + Self.opening.count)..<end], as: UTF8.self)
    rest = rest[(end + 1)...]
    rest.dropBlanks()
    guard rest.first == Self.equals else {
      self = .broken("has no \"=\" after theme[\(Wording.shown(name))].")
      return
    }
    rest = rest.dropFirst()
    rest.dropBlanks()
    if let quote = rest.first, quote == Self.doubleQuote || quote == Self.singleQuote {
      rest = rest.dropFirst()
      guard let end = rest.firstIndex(of: quote) else {
        self = .broken("has no closing quote after theme[\(Wording.shown(name))].")
        return
      }
      rest = rest[..<end]
    } else if let comment = rest.indices.dropFirst().first(where: {
      rest[$0] == Self.hash && Self.isBlank(rest[$0 - 1])
    }) {
      rest = rest[..<comment]
    }
    rest.dropBlanks()
    while let last = rest.last, Self.isBlank(last) { rest = rest.dropLast() }
    self = .entry(name: name, value: String(decoding: rest, as: UTF8.self))
  }

  private static let hash = UInt8(ascii: "#")
  private static let equals = UInt8(ascii: "=")
  private static let closing = UInt8(ascii: "]")
  private static let doubleQuote = UInt8(ascii: "\"")
  private static let singleQuote = UInt8(ascii: "'")
  private static let opening = Array("theme[".utf8)

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  /// No more of a line than a sentence can hold.
  private static func shown(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    Wording.shown(String(decoding: bytes.prefix(200), as: UTF8.self))
  }
}

extension Slice where Base == UnsafeBufferPointer<UInt8> {
  fileprivate mutating func dropBlanks() {
    while let first, ThemeLine.isBlank(first) { self = dropFirst() }
  }
}

extension ThemeColor {
  static let allowed =
    "allowed are \"#RRGGBB\", \"#BW\" for a grey, \"R G B\" from 0 to 255 each, and \"\" for the terminal's own"

  /// The colour of a value of btop's; nil where it is none.
  init?(value: String) {
    if value.isEmpty {
      self = .terminal
      return
    }
    var value = value
    let color = value.withUTF8 { bytes in
      bytes.first == UInt8(ascii: "#") ? RGB(hexadecimal: bytes.dropFirst()) : RGB(decimal: bytes)
    }
    guard let color else { return nil }
    self = .rgb(color)
  }
}

extension RGB {
  /// Six digits, or two for a grey.
  fileprivate init?(hexadecimal digits: Slice<UnsafeBufferPointer<UInt8>>) {
    guard digits.count == 6 || digits.count == 2 else { return nil }
    var value = 0
    for byte in digits {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | Int(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | Int(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | Int(byte - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    let low = UInt8(value & 0xFF)
    self = digits.count == 2 ? RGB(low, low, low) : RGB(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), low)
  }

  /// Three numbers between blanks.
  fileprivate init?(decimal bytes: UnsafeBufferPointer<UInt8>) {
    let parts = bytes.split(whereSeparator: ThemeLine.isBlank)
    guard parts.count == 3 else { return nil }
    let numbers = parts.compactMap { UInt8(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 3 else { return nil }
    self.init(numbers[0], numbers[1], numbers[2])
  }
}

extension ThemeAttributes {
  static let allowed =
    "allowed are \(Wording.list(named.map(\.name))), several between blanks, and \"none\""

  /// The attributes of a value; nil where a word of it is none.
  init?(value: String) {
    self = []
    let words = value.split { $0 == " " || $0 == "\t" || $0 == "," }
    if words == ["none"] { return }
    for word in words {
      guard let attribute = Self.named.first(where: { $0.name == word }) else { return nil }
      insert(attribute.attribute)
    }
  }
}
