import Charts
import Settings
import Text

/// How well a theme can be read and its roles be told apart, by figures.
///
/// A theme is held against its own background; one without is held against black if it says `appearance` "dark",
/// against white if "light", else against both. Where a text has the terminal's own colour, that is taken for the other
/// of the two. Attributes that change the colours are counted in, except dimming, which every terminal does its own way.
public struct ThemeCheck: Hashable, Sendable {
  /// One figure that falls short.
  public enum Finding: Hashable, Sendable {
    case contrast(Theme.Role, value: Double, needed: Double, on: RGB)
    case gradientContrast(RGB, value: Double, needed: Double, on: RGB)
    case difference(Theme.Role, Theme.Role, value: Double, vision: ColorVision)
    /// Two colours that are told apart with direct colours only.
    case merged(Theme.Role, Theme.Role, depth: ColorDepth)
    /// Two roles with neither colour, attribute nor shape of their own.
    case alike(Theme.Role, Theme.Role, depth: ColorDepth)
    /// The map of the loss does not go evenly from dark to light or from light to dark.
    case unevenPlane
  }

  /// The contrast that text needs (WCAG 2.2, success criterion 1.4.3).
  public static let textContrast = 4.5
  /// The contrast that graphics need (WCAG 2.2, success criterion 1.4.11).
  public static let graphicsContrast = 3.0
  /// How far apart by CIEDE2000 roles must be that share a plot. A difference of 1 is just seen in large patches side by
  /// side; a mark is a few dots among others, and 15 of them leave no doubt which of five it is.
  public static let plotDifference = 15.0

  public let name: String
  public let findings: [Finding]
  /// The least contrast of a text role.
  public let leastTextContrast: Double?
  /// The least contrast of a role or gradient that is graphics.
  public let leastGraphicsContrast: Double?
  /// The least difference of two roles that share a plot.
  public let leastDifferences: [ColorVision: Double]

  public init(_ theme: Theme, name: String) {
    self.name = name
    var survey = Survey(theme)
    survey.checkContrast()
    survey.checkDifferences()
    survey.checkReductions()
    survey.checkPlane()
    findings = survey.findings
    leastTextContrast = survey.leastText
    leastGraphicsContrast = survey.leastGraphics
    leastDifferences = survey.leastDifferences
  }

  /// The report: the theme's figures, then a line for each that falls short.
  public var lines: [String] {
    let differences = ColorVision.allCases.compactMap { vision in
      leastDifferences[vision].map { "\(vision.rawValue) \(Self.figure($0))" }
    }
    let figures = [
      leastTextContrast.map { "text \(Self.figure($0))" }, leastGraphicsContrast.map { "graphics \(Self.figure($0))" },
      differences.isEmpty ? nil : "difference " + differences.joined(separator: ", "),
    ].compactMap { $0 }
    let head = figures.isEmpty ? "no colours" : "least contrast of " + figures.joined(separator: "; ")
    return ["\(DisplayText(cleaning: name).string): \(head)"] + findings.map { "  \(Self.words(for: $0))" }
  }

  private static func words(for finding: Finding) -> String {
    switch finding {
    case .contrast(let role, let value, let needed, let ground):
      "\(role.name) has contrast \(figure(value)) on \(ground); it needs \(figure(needed))"
    case .gradientContrast(let color, let value, let needed, let ground):
      "\(color) of line_start to line_end has contrast \(figure(value)) on \(ground); it needs \(figure(needed))"
    case .difference(let first, let second, let value, let vision):
      "\(first.name) and \(second.name) differ by \(figure(value)) in \(vision.words); "
        + "\(figure(plotDifference)) are needed"
    case .merged(let first, let second, let depth):
      "\(first.name) and \(second.name) become the same colour of \(depth.words)"
    case .alike(let first, let second, let depth):
      "\(first.name) and \(second.name) have neither colour, attribute nor shape to be told apart with \(depth.words)"
    case .unevenPlane: "plane_start to plane_end goes neither from dark to light nor from light to dark"
    }
  }

  static func figure(_ value: Double) -> String {
    // Cut, not rounded: 4.49 is no 4.5.
    let tenths = Int((value * 10).rounded(.down))
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension ColorVision {
  var words: String { self == .normal ? "normal vision" : rawValue }
}

extension ColorDepth {
  var words: String {
    switch self {
    case .none: "no colours"
    case .eight: "8 colours"
    case .sixteen: "16 colours"
    case .indexed: "256 colours"
    case .direct: "direct colours"
    }
  }
}
