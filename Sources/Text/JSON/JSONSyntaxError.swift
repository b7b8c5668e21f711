/// Why bytes are no JSON, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Problem: Hashable, Sendable {
    /// The text ends before the value does.
    case unexpectedEnd
    /// A byte that cannot stand there; what can.
    case unexpected(UInt8, expected: String)
    /// A string holds bytes that are no UTF-8.
    case invalidUTF8
    /// A control character stands in a string without an escape.
    case unescapedControl(UInt8)
    case invalidEscape
    /// A number is larger than a double can hold.
    case numberOutOfRange
    /// An object has this key twice.
    case duplicateKey(String)
    /// Arrays and objects within each other beyond the bound.
    case tooDeep(limit: Int)
    /// Something follows the value.
    case trailingContent
  }

  public var problem: Problem
  /// The byte of the input, from 0, at which it was noticed.
  public var offset: Int

  public init(_ problem: Problem, offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  public var description: String { "byte \(offset): \(reason)" }

  private var reason: String {
    switch problem {
    case .unexpectedEnd: "the JSON text ends too early"
    case .unexpected(let byte, let expected): "\(Self.name(of: byte)) cannot stand here; expected \(expected)"
    case .invalidUTF8: "the string is not valid UTF-8"
    case .unescapedControl(let byte): "\(Self.name(of: byte)) must be escaped in a string"
    case .invalidEscape:
      "no such escape; allowed are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits"
    case .numberOutOfRange: "the number is too large; at most about 1.8e308 in magnitude"
    case .duplicateKey(let key): "the key \"\(DisplayText(cleaning: key))\" is given twice in one object"
    case .tooDeep(let limit): "arrays and objects are nested deeper than \(limit)"
    case .trailingContent: "nothing may follow the JSON value"
    }
  }

  private static func name(of byte: UInt8) -> String {
    if byte > 0x20, byte < 0x7F { return "\"\(Character(Unicode.Scalar(byte)))\"" }
    let digits = String(byte, radix: 16, uppercase: true)
    return "the byte 0x" + (digits.count < 2 ? "0" : "") + digits
  }
}
