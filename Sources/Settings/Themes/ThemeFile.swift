import Text

/// A theme as its file gives it: colours and attributes by key, in the format of btop's themes
/// (github.com/aristocratos/btop, whose own files work as they are).
///
///     # comment
///     theme[main_bg]="#282a36"
///     theme[best]="80 250 123"
///     theme[best_attributes]="bold underline"
///     theme[appearance]="dark"
///
/// A colour is "#RRGGBB", "#BW" for a grey, "R G B" in decimals, or empty for the terminal's own. Every key may be left
/// out: the keys of Tiller fall back on those of btop that come nearest, these on the default theme. A line that cannot
/// be read is passed over with a problem, so that whatever the bytes are there is a theme.
public struct ThemeFile: Hashable, Sendable {
  /// As `theme = "NAME"` has it.
  public let name: String
  public private(set) var problems: [ConfigurationProblem] = []

  private(set) var colors: [ThemeKey: ThemeColor] = [:]
  private var attributes: [ThemeKey: ThemeAttributes] = [:]
  private var declaredAppearance: ThemeAppearance?
  /// For the marks of a plot that the file says nothing of.
  private var standIns: [ThemeKey: StandIn] = [:]
  /// The theme that all others fall back on falls back on nothing.
  private let isLast: Bool

  /// A file beyond this is read up to here; btop's own have four kilobytes.
  public static let maximumBytes = 262_144
  /// More problems are counted, not told.
  static let maximumProblems = 20

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: its text, which need not be UTF-8.
  ///   - path: for the problems.
  public init(name: String, path: String, bytes: [UInt8]) {
    self.init(name: name, path: path, bytes: bytes, isLast: false)
  }

  private init(name: String, path: String, bytes: [UInt8], isLast: Bool) {
    self.name = name
    self.isLast = isLast
    var reader = ThemeReader(path: path)
    reader.read(bytes)
    colors = reader.colors
    attributes = reader.attributes
    declaredAppearance = reader.appearance
    if !isLast { standIns = plotStandIns() }
    for found in reader.problems {
      let stand = found.key.map { " " + standSentence(for: $0) } ?? ""
      problems.append(ConfigurationProblem(path: path, line: found.line, text: found.text + stand))
    }
  }

  /// The theme "default", as it is compiled in.
  public static let standard = ThemeFile(
    name: CompiledTheme.standardName, path: CompiledTheme.standardName, bytes: CompiledTheme.standardBytes,
    isLast: true)

  /// What stands in for a colour that could not be read.
  private func standSentence(for key: ThemeKey) -> String {
    let stand = standIns[key].map(\.source) ?? key.stands.first { colors[$0] != nil }
    return stand.map { "\($0.rawValue) stands in." } ?? "The default theme's stands in."
  }

  /// Whether the file itself says this colour.
  public func sets(_ key: ThemeKey) -> Bool { colors[key] != nil }

  /// The colour of a key, by its fallbacks where the file has none.
  ///
  /// A colour of btop's that stands in was chosen for another use; it is moved toward black or white until it can be
  /// read.
  public func color(_ key: ThemeKey) -> ThemeColor {
    if let color = colors[key] ?? standIns[key]?.color { return color }
    for stand in key.stands {
      guard let color = colors[stand] ?? standIns[stand]?.color, !(color == .terminal && stand.isPartOfGradient) else {
        continue
      }
      return stand.isOwn ? color : readable(color, as: key)
    }
    if key == .mainForeground || key == .text, let background = colors[.mainBackground]?.rgb {
      // The terminal's own may be anything beside a background of the theme's.
      return .rgb(background.opposite)
    }
    guard !isLast else { return .terminal }
    return readable(Self.standard.color(key), as: key)
  }

  func readable(_ color: ThemeColor, as key: ThemeKey) -> ThemeColor {
    guard let contrast = key.neededContrast, case .rgb(let rgb) = color, let background = background(of: key) else {
      return color
    }
    return .rgb(rgb.readable(on: background, contrast: contrast, toward: background.opposite))
  }

  /// As a line of a plot.
  private func readable(_ color: RGB) -> RGB {
    guard let background = background(of: .lineStart) else { return color }
    return color.readable(on: background, contrast: 3, toward: background.opposite)
  }

  /// The colours of a gradient in their order: three, two, one, or none where there are no colours.
  public func gradient(_ gradient: ThemeGradient) -> [RGB] {
    for keys in gradient.keys where keys.contains(where: { colors[$0] != nil }) {
      return keys.compactMap { key in
        colors[key]?.rgb.map { gradient == .line && !key.isOwn ? readable($0) : $0 }
      }
    }
    return isLast ? [] : Self.standard.gradient(gradient)
  }

  /// What a key has beside its colour; nil leaves it to the program.
  public func attributes(_ key: ThemeKey) -> ThemeAttributes? { attributes[key] }

  /// What the key's colour lies on, as far as it is known.
  public func background(of key: ThemeKey) -> RGB? {
    if key.background != .mainBackground, let color = colors[key.background]?.rgb { return color }
    if key.background == .selectBackground, let color = colors[.selectedBackground]?.rgb { return color }
    if let color = colors[.mainBackground]?.rgb { return color }
    return appearance.map { $0 == .dark ? .black : .white }
  }

  /// What kind of terminal it is made for: by its background, else as it says, else by its text; nil where it is for
  /// either.
  public var appearance: ThemeAppearance? {
    if let background = colors[.mainBackground]?.rgb { return background.opposite == .white ? .dark : .light }
    if let declaredAppearance { return declaredAppearance }
    return colors[.mainForeground]?.rgb.map { $0.opposite == .white ? .light : .dark }
  }
}

/// Light on dark, or dark on light.
public enum ThemeAppearance: String, Hashable, Sendable, CaseIterable {
  case dark, light
}

extension RGB {
  /// Black or white, whichever is further away; one of them always has a contrast of 4.5.
  var opposite: RGB { contrast(with: .white) >= contrast(with: .black) ? .white : .black }
}
