/// One cell of a modelled screen, as a person sees it.
public struct ScreenCell: Hashable, Sendable {
  public enum Color: Hashable, Sendable {
    case standard
    case indexed(UInt8)
    case direct(red: UInt8, green: UInt8, blue: UInt8)
  }

  public struct Attributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let italic = Attributes(rawValue: 4)
    public static let underline = Attributes(rawValue: 8)
    public static let blink = Attributes(rawValue: 16)
    public static let reverse = Attributes(rawValue: 32)
    public static let hidden = Attributes(rawValue: 64)
  }

  public struct Style: Hashable, Sendable {
    public var foreground = Color.standard
    public var background = Color.standard
    public var attributes: Attributes = []
    public init() {}
  }

  /// The character with its marks; empty in the second cell of a wide one.
  public var text = " "
  public var style = Style()
  public init() {}
}
