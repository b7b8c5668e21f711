import Foundation
import Settings
import Testing

@testable import Charts
@testable import Dashboard

/// Every theme of the folder themes/, held to what is promised of it.
@Suite struct ShippedThemesTests {
  /// Ours, made to be read by everybody.
  static let own = [
    "default", "dark", "light", "high-contrast-dark", "high-contrast-light", "deuteranopia-dark", "deuteranopia-light",
    "tritanopia-dark", "tritanopia-light",
  ]
  /// By others, whose colours stay as they are.
  static let named = ThemeCatalog.compiledNames.filter { !own.contains($0) && $0 != "monochrome" }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("themes")

  private func theme(_ name: String) throws -> Theme { Theme(try ThemeCatalog().theme(named: name)) }

  @Test func allThatArePromisedAreThere() {
    let promised = [
      "gruvbox", "nord", "dracula", "solarized-dark", "solarized-light", "tokyo-night", "catppuccin-mocha",
      "catppuccin-latte",
    ]
    #expect(Set(ThemeCatalog.compiledNames) == Set(Self.own + promised + ["monochrome"]))
  }

  // MARK: All

  @Test(arguments: ThemeCatalog.compiledNames) func rolesStayApartWith256Colours(name: String) throws {
    let theme = try theme(name)
    for finding in ThemeCheck(theme, name: name).findings {
      if case .merged = finding { Issue.record("\(finding)") }
    }
    guard name != "monochrome" else { return }
    var reducer = ColorReducer(depth: .indexed)
    let inks = Theme.Role.plotted.map { reducer.ink(for: theme[$0].foreground) }
    #expect(Set(inks).count == inks.count, "the marks of a plot by their colours alone")
  }

  @Test(arguments: ThemeCatalog.compiledNames) func whatStandsSideBySideIsToldApartAtEveryDepth(name: String) throws {
    for finding in ThemeCheck(try theme(name), name: name).findings {
      if case .alike = finding { Issue.record("\(finding)") }
    }
  }

  @Test(arguments: ThemeCatalog.compiledNames) func lightnessTellsLossesApartOnTheMap(name: String) throws {
    #expect(!ThemeCheck(try theme(name), name: name).findings.contains(.unevenPlane))
  }

  // MARK: Ours

  @Test(arguments: own) func ourOwnPassEveryCheck(name: String) throws {
    let check = ThemeCheck(try theme(name), name: name)
    #expect(check.findings == [])
    #expect(check.leastTextContrast ?? 0 >= 4.5)
    #expect(check.leastGraphicsContrast ?? 0 >= 3)
    #expect(check.leastDifferences.count == 4)
    #expect(check.leastDifferences.values.min() ?? 0 >= 15)
  }

  @Test(arguments: ["high-contrast-dark", "high-contrast-light"]) func highContrastIsHigh(name: String) throws {
    let check = ThemeCheck(try theme(name), name: name)
    #expect(check.leastTextContrast ?? 0 >= 7)
    #expect(check.leastGraphicsContrast ?? 0 >= 4.5)
  }

  @Test(arguments: [
    ("deuteranopia-dark", [ColorVision.deuteranopia, .protanopia], 22.0), ("tritanopia-dark", [.tritanopia], 24),
    ("deuteranopia-light", [.deuteranopia, .protanopia], 17), ("tritanopia-light", [.tritanopia], 20),
  ])
  func themesForSomeEyesServeThemBest(name: String, visions: [ColorVision], least: Double) throws {
    let check = ThemeCheck(try theme(name), name: name)
    for vision in visions { #expect(check.leastDifferences[vision] ?? 0 >= least, "\(vision)") }
  }

  /// The others are made of colours that such terminals have.
  @Test(arguments: own) func textStaysReadableWith256Colours(name: String) throws {
    var theme = try theme(name)
    var reducer = ColorReducer(depth: .indexed)
    func reduced(_ color: Color) -> Color {
      let number = reducer.ink(for: color).number
      guard number >= 0 else { return color }
      let rgb = ColorReducer.components(ofIndexed: UInt8(number))
      return .direct(UInt8(rgb.red), UInt8(rgb.green), UInt8(rgb.blue))
    }
    theme.foreground = reduced(theme.foreground)
    theme.background = reduced(theme.background)
    for role in Theme.Role.allCases {
      theme[role].foreground = reduced(theme[role].foreground)
      theme[role].background = reduced(theme[role].background)
    }
    let check = ThemeCheck(theme, name: name)
    // Six of the 256 have contrast 4.5 to black and to white, too few for the default theme.
    #expect(check.leastTextContrast ?? 0 >= (name == "default" ? 3.7 : 4.5))
  }

  // MARK: Others'

  @Test(arguments: named) func bodyTextOfNamedPalettesCanBeRead(name: String) throws {
    let body: Set<Theme.Role> = [.text, .strong, .dim, .title, .key, .axis, .caption, .match, .selected, .selectedRow]
    for finding in ThemeCheck(try theme(name), name: name).findings {
      if case .contrast(let role, let value, _, _) = finding, body.contains(role) {
        Issue.record("\(role.name) \(value)")
      }
    }
  }

  @Test(arguments: named) func themesOfNamedPalettesSayWhoseTheyAre(name: String) throws {
    let file = Self.folder.appendingPathComponent(name + ".theme")
    let head = try #require(try String(contentsOf: file, encoding: .utf8).split(separator: "\ntheme[").first)
    #expect(head.contains(" by ") && head.contains("licence"), "author and licence")
    #expect(head.contains("Other shades than"), "what differs from the author's use")
  }

  // MARK: Without colours

  @Test func inMonochromeEveryRoleHasItsOwnShapeOrAttribute() throws {
    let theme = try theme("monochrome")
    #expect(ThemeCheck(theme, name: "monochrome").findings == [])
    #expect(theme.foreground == .standard && theme.background == .standard)
    #expect(theme.stepsBar == nil && theme.planeGradient.stops.isEmpty)
    for isASCII in [false, true] {
      var seen: [String: Theme.Role] = [:]
      for role in Theme.Role.allCases {
        let style = theme[role]
        #expect(style.foreground == .standard && style.background == .standard, "\(role)")
        let shape = role.shape.map { isASCII ? $0.ascii : $0.symbol } ?? ""
        let look = "\(shape) \(style.attributes.rawValue)"
        if let other = seen.updateValue(role, forKey: look) { Issue.record("\(role) looks like \(other)") }
      }
    }
  }

  @Test func themesThatAreToldApartByAttributesKeepThemWithoutColours() throws {
    for name in ThemeCatalog.compiledNames {
      let theme = try theme(name)
      var reducer = ColorReducer(depth: .none)
      #expect(reducer.sequence(for: theme.best).contains("1"), "\(name)")
      #expect(reducer.sequence(for: theme.selectedRow).contains("7"), "\(name)")
      #expect(reducer.sequence(for: theme.span).contains("4"), "\(name)")
    }
  }

  @Test func shapesAreOneColumnWideAndHaveAnASCIIForm() {
    for role in Theme.Role.allCases {
      guard let shape = role.shape else { continue }
      #expect(shape.symbol.unicodeScalars.count == 1 && shape.ascii.unicodeScalars.count == 1, "\(role)")
      #expect(shape.ascii.unicodeScalars.allSatisfy { $0.isASCII }, "\(role)")
      #expect(!Glyph(shape.symbol.unicodeScalars.first ?? " ").isWide, "\(role)")
    }
    let plotted = Theme.Role.plotted.compactMap(\.shape)
    #expect(Set(plotted.map(\.symbol)).count == 5)
    #expect(Set(plotted.map(\.ascii)).count == 5)
  }
}
