import Charts
import Optimization
import Settings

/// How everything on the screen looks, by what it means; made from a theme file.
///
/// A view draws with the styles of roles and gives no background. The terminal's own colours in a style stand for the
/// theme's text and background, which `paint` puts in as the last act of a frame, so that whatever a view draws it fits.
/// Colour is never the only cue: shape (`Role.shape`), attributes or a label say the same.
public struct Theme: Hashable, Sendable {
  private var styles: [Style]

  /// Of all text that has no colour of its own.
  public var foreground: Color
  /// Behind everything; the terminal's own lets it show through.
  public var background: Color
  /// What kind of terminal it is made for; nil for either.
  public var appearance: ThemeAppearance?
  /// From the oldest step to the newest; without stops where there are no colours.
  public var lineGradient: Gradient
  /// From the least loss to the greatest; without stops where there are no colours.
  public var planeGradient: Gradient

  /// - Parameter keepsTerminalBackground: leaves out the file's background, for a terminal that is translucent.
  public init(_ file: ThemeFile, keepsTerminalBackground: Bool = false) {
    styles = Role.allCases.map { Self.style(of: $0, in: file) }
    foreground = Color(file.color(.text))
    background = keepsTerminalBackground ? .standard : Color(file.color(.mainBackground))
    appearance = file.appearance
    lineGradient = Gradient(file.gradient(.line))
    planeGradient = Gradient(file.gradient(.plane))
  }

  /// The theme "default".
  public static let standard = Theme(.standard)

  /// The style of a role.
  public subscript(role: Role) -> Style {
    get { styles[role.rawValue] }
    set { styles[role.rawValue] = newValue }
  }

  private static func style(of role: Role, in file: ThemeFile) -> Style {
    let attributes = file.attributes(role.key).map { Attributes($0) }
    switch role {
    case .text: return Style(.standard, on: .standard, attributes ?? [])
    case .selectedRow:
      let ground = file.color(.selectBackground)
      guard ground != .terminal else {
        return Style(Color(file.color(role.key)), on: .standard, attributes ?? role.attributes)
      }
      // Swapped and reversed it looks the same, and is still seen where there are no colours.
      var text = file.color(role.key)
      if text == .terminal { text = file.color(.text) }
      return Style(Color(ground), on: Color(text), (attributes ?? []).union(.reverse))
    default:
      let ground: ThemeColor = role.key.background == .mainBackground ? .terminal : file.color(role.key.background)
      return Style(Color(file.color(role.key)), on: Color(ground), attributes ?? role.attributes)
    }
  }

  // MARK: The ground

  /// The style with the theme's colours in place of the terminal's own.
  public func grounded(_ style: Style) -> Style {
    var style = style
    if style.foreground == .standard { style.foreground = foreground }
    if style.background == .standard { style.background = background }
    return style
  }

  /// Gives every cell that has the terminal's own colours those of the theme.
  public func paint(_ buffer: inout CellBuffer) {
    guard foreground != .standard || background != .standard else { return }
    buffer.replaceStandardColors(foreground: foreground, background: background)
  }
}

extension Theme {
  func style(of phase: RunHead.Phase) -> Style {
    switch phase {
    case .idle: dim
    case .running: running
    case .paused: paused
    case .waiting: waiting
    case .ended: ended
    }
  }

  /// For a bar of the steps; nil where it must do with shades of characters.
  var stepsBar: Gradient? { lineGradient.stops.isEmpty ? nil : lineGradient }

  var plotStyles: PlotFrame.Styles { PlotFrame.Styles(axis: border, label: axis, title: dim) }
}

// MARK: - From settings to charts

extension Color {
  init(_ color: RGB) { self = .direct(color.red, color.green, color.blue) }

  init(_ color: ThemeColor) {
    switch color {
    case .terminal: self = .standard
    case .rgb(let rgb): self.init(rgb)
    }
  }
}

extension Attributes {
  init(_ attributes: ThemeAttributes) {
    self = []
    if attributes.contains(.bold) { insert(.bold) }
    if attributes.contains(.dim) { insert(.dim) }
    if attributes.contains(.underline) { insert(.underline) }
    if attributes.contains(.reverse) { insert(.reverse) }
    if attributes.contains(.italic) { insert(.italic) }
  }
}

extension Gradient {
  /// At equal distances.
  init(_ colors: [RGB]) {
    let last = Double(max(1, colors.count - 1))
    self.init(
      stops: colors.enumerated().map {
        Stop(Double($0.offset) / last, $0.element.red, $0.element.green, $0.element.blue)
      })
  }
}
