#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Foregrounds that can be told from the background they stand on, whatever both are.
///
/// A colour that is too near is moved towards white or black, whichever is further off, until its contrast is enough
/// (WCAG 2.2, contrast ratio) and terminals of fewer colours show two different ones. On the terminal's own background,
/// which is not known here, every style stays as it is.
public struct ReadableInk: Sendable {
  /// The least ratio of luminances, 1 to 21; 3 is WCAG's bound for graphics.
  public let contrast: Double
  /// Whether 16 colours must do, or what is drawn may get lost where there are less than 256.
  public let isKeptBySixteen: Bool

  private struct Pair: Hashable {
    var foreground: Color
    var background: Color
  }
  private var known: [Pair: Color] = [:]
  private var indexed = ColorReducer(depth: .indexed)
  private var sixteen = ColorReducer(depth: .sixteen)

  public init(contrast: Double = 3, isKeptBySixteen: Bool = true) {
    self.contrast = contrast
    self.isKeptBySixteen = isKeptBySixteen
  }

  /// The style on a background, with a foreground that is seen there.
  public mutating func style(_ style: Style, on background: Color) -> Style {
    var style = style
    style.background = background
    guard background != .standard else { return style }
    style.foreground = foreground(style.foreground, on: background)
    return style
  }

  /// A colour that is seen on a background.
  public mutating func foreground(_ color: Color, on background: Color) -> Color {
    guard let ground = Self.components(of: background) else { return color }
    let pair = Pair(foreground: color, background: background)
    if let known = known[pair] { return known }
    // White and black are equally far from this luminance.
    let end = Self.luminance(ground) < 0.179 ? Self.white : Self.black
    // Text in the terminal's own colour becomes the end itself: it was meant to stand out.
    let start = Self.components(of: color) ?? end
    var result = Self.direct(end)
    for step in 0...16 {
      let mixed = Self.mix(start, end, Double(step) / 16)
      let candidate = step == 0 && color != .standard ? color : Self.direct(mixed)
      if Self.ratio(mixed, ground) >= contrast, isTold(candidate, from: background) {
        result = candidate
        break
      }
    }
    known[pair] = result
    return result
  }

  private mutating func isTold(_ color: Color, from background: Color) -> Bool {
    indexed.ink(for: color) != indexed.ink(for: background)
      && (!isKeptBySixteen || sixteen.ink(for: color) != sixteen.ink(for: background))
  }

  // MARK: Arithmetic

  private typealias RGB = ColorReducer.RGB
  private static let white = RGB(255, 255, 255)
  private static let black = RGB(0, 0, 0)

  private static func components(of color: Color) -> RGB? {
    switch color.kind {
    case .standard: nil
    case .indexed(let index): ColorReducer.components(ofIndexed: index)
    case .direct(let red, let green, let blue): RGB(red, green, blue)
    }
  }

  private static func direct(_ rgb: RGB) -> Color {
    .direct(UInt8(clamping: rgb.red), UInt8(clamping: rgb.green), UInt8(clamping: rgb.blue))
  }

  private static func mix(_ from: RGB, _ to: RGB, _ share: Double) -> RGB {
    func mix(_ from: Int, _ to: Int) -> UInt8 {
      UInt8(clamping: Int((Double(from) + Double(to - from) * share).rounded()))
    }
    return RGB(mix(from.red, to.red), mix(from.green, to.green), mix(from.blue, to.blue))
  }

  /// WCAG 2.2's contrast ratio, from the relative luminances of sRGB colours.
  private static func ratio(_ first: RGB, _ second: RGB) -> Double {
    let luminances = (luminance(first), luminance(second))
    return (max(luminances.0, luminances.1) + 0.05) / (min(luminances.0, luminances.1) + 0.05)
  }

  private static func luminance(_ rgb: RGB) -> Double {
    0.2126 * linear[rgb.red] + 0.7152 * linear[rgb.green] + 0.0722 * linear[rgb.blue]
  }

  /// For every component of sRGB its share of light.
  private static let linear = (0...255).map { component in
    let share = Double(component) / 255
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
  }
}
