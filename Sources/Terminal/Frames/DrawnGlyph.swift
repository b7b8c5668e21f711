import Charts
import Text

/// What is written for a glyph: itself where every terminal takes the columns for it that the buffer has, else what
/// stands for it. Cells hold cleaned text; this is the last place to keep a stray control from the terminal.
struct DrawnGlyph {
  var base: UInt32
  /// Marks that combine; 0 for none.
  var marks: (UInt32, UInt32) = (0, 0)
  /// Whether terminals may differ about its width, so that the cursor is to be placed anew behind it.
  var isUncertain = false

  /// - Parameter isWide: The buffer has two cells for it.
  @inline(__always)
  init(_ glyph: Glyph, isWide: Bool) {
    let raw = glyph.rawValue
    if raw >= 0x20, raw < 0x7F, !isWide {
      base = UInt32(truncatingIfNeeded: raw)
    } else {
      self = Self.checked(raw, isWide: isWide)
    }
  }

  private init(base: UInt32) { self.base = base }

  private static func checked(_ raw: UInt64, isWide: Bool) -> DrawnGlyph {
    let value = UInt32(truncatingIfNeeded: raw & 0x1F_FFFF)
    guard let scalar = Unicode.Scalar(value), value != 0 else { return DrawnGlyph(base: 0x20) }
    let columns = TextWidth.columns(of: scalar)
    // Half of a wide character, cut at the edge of the screen.
    if columns == 2, !isWide { return DrawnGlyph(base: 0x20) }
    guard columns == (isWide ? 2 : 1), isShown(scalar) else { return DrawnGlyph(base: 0xFFFD) }
    var drawn = DrawnGlyph(base: value)
    drawn.isUncertain = !isCertain(value)
    if raw >> 21 != 0 {
      drawn.marks = (mark(raw >> 21), mark(raw >> 42))
      drawn.isUncertain = true
    }
    return drawn
  }

  /// Whether the character is one that prints.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0xA1..<0xAD, 0xAE..<0x300: return true
    // Arrows, mathematics, box drawing, blocks, braille; Chinese, Japanese and Korean.
    case 0x2190...0x23FF, 0x2500...0x2B73, 0x3041...0x3096, 0x4E00...0x9FFF, 0xAC00...0xD7A3: return true
    default: break
    }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
    default: return !properties.isDefaultIgnorableCodePoint
    }
  }

  /// Whether all terminals agree about the width; about emoji, and scripts whose letters join, they do not.
  private static func isCertain(_ value: UInt32) -> Bool {
    switch value {
    case 0x20..<0x300, 0x370..<0x530, 0x2010..<0x2060, 0x20A0..<0x20C0, 0x2100..<0x231A, 0x2336..<0x237B,
      0x2460..<0x25FD, 0x2800..<0x2900, 0x2E80..<0xA4D0, 0xAC00..<0xD7A4, 0xF900..<0xFB00, 0xFE30..<0xFE50,
      0xFF01..<0xFF61, 0xFFE0..<0xFFE7, 0xFFFD, 0x20000..<0x3FFFE:
      true
    default: false
    }
  }

  private static func mark(_ bits: UInt64) -> UInt32 {
    let value = UInt32(truncatingIfNeeded: bits & 0x1F_FFFF)
    guard value != 0, let scalar = Unicode.Scalar(value), TextWidth.isMark(scalar), isShown(scalar) else { return 0 }
    return value
  }

  /// Appends the UTF-8 of it.
  @inline(__always)
  func append(to bytes: inout [UInt8]) {
    if base < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: base))
    } else {
      Self.append(base, to: &bytes)
    }
    if marks.0 != 0 { Self.append(marks.0, to: &bytes) }
    if marks.1 != 0 { Self.append(marks.1, to: &bytes) }
  }

  /// How many bytes `append` adds.
  var byteCount: Int { Self.count(base) + Self.count(marks.0) + Self.count(marks.1) }

  private static func count(_ value: UInt32) -> Int {
    value == 0 ? 0 : value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4
  }

  private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    func part(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | value >> shift & 0x3F) }
    switch value {
    case 0..<0x80: bytes.append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      bytes.append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
      bytes.append(part(0))
    case 0x800..<0x10000:
      bytes.append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
      bytes.append(part(6))
      bytes.append(part(0))
    default:
      bytes.append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
      bytes.append(part(12))
      bytes.append(part(6))
      bytes.append(part(0))
    }
  }
}
