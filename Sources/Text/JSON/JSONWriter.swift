/// A value that has no JSON form.
public struct JSONNumberError: Error, Hashable, Sendable, CustomStringConvertible {
  /// NaN or an infinity.
  public var value: Double
  public init(value: Double) { self.value = value }
  public var description: String { "JSON has no form for the number \(value); only finite numbers can be written" }
}

extension JSONValue {
  /// The value as compact JSON text: no blanks, the keys of objects sorted by their UTF-8 bytes, numbers in the shortest
  /// form that reads back the same, whole ones up to 2^53 without a point, strings with no more escapes than needed.
  ///
  /// Equal values give equal text. Throws where a number is NaN or infinite.
  public func canonicalText() throws(JSONNumberError) -> String {
    var writer = JSONWriter()
    try writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The bytes of `canonicalText`, for a file or a socket.
  public func canonicalUTF8() throws(JSONNumberError) -> [UInt8] {
    var writer = JSONWriter()
    try writer.write(self)
    return writer.bytes
  }
}

/// Writes JSON text piece by piece, for those who know their form and must be fast; nothing checks that the pieces fit.
public struct JSONWriter: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init(reservingCapacity capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  public mutating func write(_ value: JSONValue) throws(JSONNumberError) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .number(let value): try write(value)
    case .string(let value): write(value)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (position, value) in values.enumerated() {
        if position > 0 { bytes.append(UInt8(ascii: ",")) }
        try write(value)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (position, member) in sorted.enumerated() {
        if position > 0 { bytes.append(UInt8(ascii: ",")) }
        write(member.key)
        bytes.append(UInt8(ascii: ":"))
        try write(member.value)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Appends text that is JSON already.
  public mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  public mutating func write(_ number: Double) throws(JSONNumberError) {
    guard number.isFinite else { throw JSONNumberError(value: number) }
    if number.magnitude <= 9_007_199_254_740_992, number == number.rounded(.towardZero) {
      // -0 and 0 are equal values, so they have one text.
      bytes.append(contentsOf: String(Int64(number)).utf8)
    } else {
      bytes.append(contentsOf: number.description.utf8)
    }
  }

  public mutating func write(_ number: Int) {
    bytes.append(contentsOf: String(number).utf8)
  }

  /// As a JSON string, in quotes.
  public mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for index in utf8.indices {
        let byte = utf8[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
        bytes.append(contentsOf: utf8[start..<index])
        writeEscape(byte)
        start = index + 1
      }
      bytes.append(contentsOf: utf8[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func writeEscape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x08: append("\\b")
    case 0x09: append("\\t")
    case 0x0A: append("\\n")
    case 0x0C: append("\\f")
    case 0x0D: append("\\r")
    default:
      append("\\u00")
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
  }
}
