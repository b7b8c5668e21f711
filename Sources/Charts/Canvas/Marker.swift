/// What dots are drawn with: how many fit into a cell, and the characters that show them.
public enum Marker: String, Hashable, Sendable, CaseIterable {
  /// Two by four dots, from the Braille Patterns block; nearly every font has it.
  case braille
  /// Two by two dots, from the Block Elements block.
  case blocks
  /// One by two dots, shown by "'", "." and ":", where a font or a locale has no more.
  case ascii

  public var dotsAcross: Int { self == .ascii ? 1 : 2 }
  public var dotsDown: Int { self == .braille ? 4 : 2 }

  var acrossShift: Int { self == .ascii ? 0 : 1 }
  var downShift: Int { self == .braille ? 2 : 1 }

  /// The bit of each dot of a cell, row by row.
  var bits: [UInt8] {
    switch self {
    // Unicode numbers the dots of braille down the columns, and the fourth row last.
    case .braille: [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    case .blocks: [1, 2, 4, 8]
    case .ascii: [1, 2]
    }
  }

  /// The character of a set of dots.
  func glyph(_ mask: UInt8) -> Glyph {
    switch self {
    case .braille: Glyph(Unicode.Scalar(0x2800 + UInt32(mask)) ?? " ")
    case .blocks: Glyph(Self.quadrants[Int(mask & 15)])
    case .ascii: Glyph(Self.points[Int(mask & 3)])
    }
  }

  private static let quadrants: [Unicode.Scalar] = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
  ]
  private static let points: [Unicode.Scalar] = [" ", "'", ".", ":"]
}
