/// A colour of a cell. The terminal reduces it to what it can show.
public struct Color: Hashable, Sendable {
  /// 0 is the terminal's own default; else the highest byte says the kind (1 indexed, 2 direct), the rest the value.
  public let rawValue: UInt32
  @usableFromInline init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The terminal's own foreground or background.
  public static let standard = Color(rawValue: 0)

  /// One of the terminal's 256 colours; 0 to 15 are the user's own palette.
  public static func indexed(_ index: UInt8) -> Color { Color(rawValue: 1 << 24 | UInt32(index)) }

  /// A colour by its sRGB components.
  public static func direct(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Color {
    Color(rawValue: 2 << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
  }

  public enum Kind: Hashable, Sendable {
    case standard
    case indexed(UInt8)
    case direct(red: UInt8, green: UInt8, blue: UInt8)
  }

  public var kind: Kind {
    switch rawValue >> 24 {
    case 1: .indexed(UInt8(truncatingIfNeeded: rawValue))
    case 2:
      .direct(
        red: UInt8(truncatingIfNeeded: rawValue >> 16), green: UInt8(truncatingIfNeeded: rawValue >> 8),
        blue: UInt8(truncatingIfNeeded: rawValue))
    default: .standard
    }
  }
}

/// Attributes of a cell beside its colours.
public struct Attributes: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let bold = Attributes(rawValue: 1)
  public static let dim = Attributes(rawValue: 2)
  public static let underline = Attributes(rawValue: 4)
  public static let reverse = Attributes(rawValue: 8)
  public static let italic = Attributes(rawValue: 16)
}

/// How a cell looks.
///
/// Packed into one word, 26 bits a colour and 8 for the attributes: a screen of cells is gone through for every frame.
public struct Style: Hashable, Sendable {
  @usableFromInline var bits: UInt64

  @inlinable
  public init(_ foreground: Color = .standard, on background: Color = .standard, _ attributes: Attributes = []) {
    bits = UInt64(foreground.rawValue) | UInt64(background.rawValue) << 26 | UInt64(attributes.rawValue) << 52
  }

  @inlinable public var foreground: Color {
    get { Color(rawValue: UInt32(truncatingIfNeeded: bits & Self.colorMask)) }
    set { bits = bits & ~Self.colorMask | UInt64(newValue.rawValue) }
  }
  @inlinable public var background: Color {
    get { Color(rawValue: UInt32(truncatingIfNeeded: bits >> 26 & Self.colorMask)) }
    set { bits = bits & ~(Self.colorMask << 26) | UInt64(newValue.rawValue) << 26 }
  }
  @inlinable public var attributes: Attributes {
    get { Attributes(rawValue: UInt8(truncatingIfNeeded: bits >> 52)) }
    set { bits = bits & ~(0xFF << 52) | UInt64(newValue.rawValue) << 52 }
  }

  @usableFromInline static var colorMask: UInt64 { 1 << 26 - 1 }
  public static let plain = Style()
}

/// What stands in a cell: a base character and at most two marks that combine with it.
///
/// Packed into one word, 21 bits each, so that cells are plain bits and a screen compares as fast as memory.
public struct Glyph: Hashable, Sendable {
  public let rawValue: UInt64

  public init(_ base: Unicode.Scalar, _ firstMark: Unicode.Scalar? = nil, _ secondMark: Unicode.Scalar? = nil) {
    rawValue = UInt64(base.value) | UInt64(firstMark?.value ?? 0) << 21 | UInt64(secondMark?.value ?? 0) << 42
  }
  private init(rawValue: UInt64) { self.rawValue = rawValue }

  public static let blank = Glyph(" ")
  /// The second cell of a wide character: nothing is drawn there.
  public static let continuation = Glyph(rawValue: 0)

  /// Base first; empty for a continuation.
  public var scalars: [Unicode.Scalar] {
    [rawValue, rawValue >> 21, rawValue >> 42].compactMap { bits in
      let value = UInt32(bits & 0x1F_FFFF)
      return value == 0 ? nil : Unicode.Scalar(value)
    }
  }
}

/// One cell of the screen.
public struct Cell: Hashable, Sendable {
  public var glyph: Glyph
  public var style: Style
  public init(_ glyph: Glyph = .blank, _ style: Style = .plain) {
    self.glyph = glyph
    self.style = style
  }
}
