/// The bytes that TOML 1.0 gives a meaning.
enum TOMLByte {
  static let tab: UInt8 = 0x09
  static let newline: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let quote = UInt8(ascii: "\"")
  static let apostrophe = UInt8(ascii: "'")
  static let number = UInt8(ascii: "#")
  static let backslash = UInt8(ascii: "\\")
  static let opening = UInt8(ascii: "[")
  static let closing = UInt8(ascii: "]")
  static let openingBrace = UInt8(ascii: "{")
  static let closingBrace = UInt8(ascii: "}")
  static let equals = UInt8(ascii: "=")
  static let dot = UInt8(ascii: ".")
  static let comma = UInt8(ascii: ",")

  static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  /// Whether it may stand in a key without quotes.
  static func isBareKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Whether it is a control character that no TOML text may hold; the ends of lines are judged elsewhere.
  static func isForbidden(_ byte: UInt8) -> Bool {
    (byte < 0x20 && byte != tab && byte != newline && byte != carriageReturn) || byte == 0x7F
  }
}
