import Charts
import Settings

extension ThemeCheck {
  /// Takes the figures of a theme.
  struct Survey {
    let theme: Theme
    /// What the theme may lie on.
    let grounds: [RGB]
    private(set) var findings: [Finding] = []
    private(set) var leastText: Double?
    private(set) var leastGraphics: Double?
    private(set) var leastDifferences: [ColorVision: Double] = [:]

    init(_ theme: Theme) {
      self.theme = theme
      if let background = RGB(theme.background) {
        grounds = [background]
      } else {
        grounds =
          switch theme.appearance {
          case .dark: [.black]
          case .light: [.white]
          case nil: [.black, .white]
          }
      }
    }

    /// What is seen of a style over a ground; nil where both its colours are the terminal's own, which its owner chose.
    private func seen(_ style: Style, on ground: RGB) -> (front: RGB, behind: RGB)? {
      let style = theme.grounded(style)
      let hasOwn =
        style.foreground != .standard || (style.background != .standard && style.background != theme.background)
      guard hasOwn else { return nil }
      let front = RGB(style.foreground) ?? (ground == .white ? .black : .white)
      let behind = RGB(style.background) ?? ground
      return style.attributes.contains(.reverse) ? (behind, front) : (front, behind)
    }

    // MARK: Contrast

    mutating func checkContrast() {
      for ground in grounds {
        for role in Theme.Role.allCases where role != .cursor {
          guard let seen = seen(theme[role], on: ground) else { continue }
          note(seen.front.contrast(with: seen.behind), of: role, on: seen.behind)
        }
        for stop in theme.lineGradient.stops {
          let color = RGB(stop.red, stop.green, stop.blue)
          let value = color.contrast(with: ground)
          leastGraphics = min(leastGraphics ?? value, value)
          guard value < graphicsContrast else { continue }
          findings.append(.gradientContrast(color, value: value, needed: graphicsContrast, on: ground))
        }
      }
    }

    private mutating func note(_ value: Double, of role: Theme.Role, on behind: RGB) {
      let needed = role.isText ? textContrast : graphicsContrast
      if role.isText {
        leastText = min(leastText ?? value, value)
      } else {
        leastGraphics = min(leastGraphics ?? value, value)
      }
      if value < needed { findings.append(.contrast(role, value: value, needed: needed, on: behind)) }
    }

    // MARK: Differences

    mutating func checkDifferences() {
      guard Theme.Role.plotted.contains(where: { theme[$0].foreground != .standard }) else { return }
      for vision in ColorVision.allCases {
        var least: [Pair: Double] = [:]
        for ground in grounds {
          let labs = Theme.Role.plotted.map { role in
            Lab(vision.seen(seen(theme[role], on: ground)?.front ?? (ground == .white ? .black : .white)))
          }
          for pair in Self.pairs(Theme.Role.plotted) {
            let value = labs[pair.first].difference(from: labs[pair.second])
            least[pair] = min(least[pair] ?? value, value)
          }
        }
        leastDifferences[vision] = least.values.min()
        for pair in Self.pairs(Theme.Role.plotted) {
          guard let value = least[pair], value < plotDifference else { continue }
          findings.append(
            .difference(Theme.Role.plotted[pair.first], Theme.Role.plotted[pair.second], value: value, vision: vision))
        }
      }
    }

    /// Places in a list.
    private struct Pair: Hashable {
      var first: Int
      var second: Int
    }

    private static func pairs(_ roles: [Theme.Role]) -> [Pair] {
      roles.indices.flatMap { first in ((first + 1)..<roles.count).map { Pair(first: first, second: $0) } }
    }

    // MARK: What terminals leave of it

    mutating func checkReductions() {
      let all = Theme.Role.allCases
      let indexed = inks(.indexed)
      for pair in Self.pairs(all) {
        let first = theme.grounded(theme[all[pair.first]]), second = theme.grounded(theme[all[pair.second]])
        let differ = first.foreground != second.foreground || first.background != second.background
        guard differ, indexed[pair.first] == indexed[pair.second] else { continue }
        findings.append(.merged(all[pair.first], all[pair.second], depth: .indexed))
      }
      for depth in [ColorDepth.indexed, .sixteen, .eight, .none] {
        let inks = inks(depth)
        for pair in Self.pairs(all) where Self.shareAPlace(all[pair.first], all[pair.second]) {
          let first = all[pair.first], second = all[pair.second]
          guard inks[pair.first] == inks[pair.second], theme[first].attributes == theme[second].attributes,
            first.shape == second.shape || first.shape?.ascii == second.shape?.ascii
          else { continue }
          findings.append(.alike(first, second, depth: depth))
        }
      }
    }

    private func inks(_ depth: ColorDepth) -> [[ColorReducer.Ink]] {
      var reducer = ColorReducer(depth: depth)
      return Theme.Role.allCases.map { role in
        let style = theme.grounded(theme[role])
        return [reducer.ink(for: style.foreground), reducer.ink(for: style.background)]
      }
    }

    /// Whether the two can stand side by side and mean different things.
    private static func shareAPlace(_ first: Theme.Role, _ second: Theme.Role) -> Bool {
      Theme.Role.places.contains { $0.contains(first) && $0.contains(second) }
    }

    // MARK: The map of the loss

    /// Lightness alone must tell which of two losses is the greater, for all eyes and in grey.
    mutating func checkPlane() {
      let levels = theme.planeGradient.stops.map { RGB($0.red, $0.green, $0.blue).luminance }
      let steps = zip(levels, levels.dropFirst()).map { $1 - $0 }
      if steps.contains(where: { $0 <= 0 }), steps.contains(where: { $0 >= 0 }) { findings.append(.unevenPlane) }
    }
  }
}

extension Theme.Role {
  /// Whether words are written in it.
  var isText: Bool {
    switch self {
    case .border, .focus, .data, .loss: false
    default: true
    }
  }

  /// Roles that are seen side by side.
  static let places: [Set<Theme.Role>] = [
    Set(plotted + [.initial, .random, .reference, .selected]), [.data, .loss, .best, .reference, .selected],
    [.model, .person, .random, .initial],
    [.running, .paused, .waiting, .ended],
    [.accepted, .rejected, .warning, .trap, .best, .person],
    [.text, .changed, .guidance, .mask, .pin, .match, .span],
    [.text, .selectedRow], [.border, .focus], [.text, .key], [.text, .cursor], [.text, .strong],
  ]
}

extension RGB {
  init?(_ color: Color) {
    guard case .direct(let red, let green, let blue) = color.kind else { return nil }
    self.init(red, green, blue)
  }
}
