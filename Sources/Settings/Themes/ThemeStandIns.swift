extension ThemeFile {
  /// A colour in place of one that the file does not say.
  struct StandIn: Hashable, Sendable {
    var color: ThemeColor
    /// Whose it is; nil for the default theme's.
    var source: ThemeKey?
  }

  /// Stand-ins for the marks that share a plot.
  ///
  /// Many themes of btop use one colour for several of their keys, but five kinds of marks want five colours: of those
  /// that may stand in, the first is taken that differs enough from the others, else the one that differs most.
  func plotStandIns() -> [ThemeKey: StandIn] {
    let marks = [ThemeKey.best, .reject, .person, .ghost]
    let missing = marks.filter { colors[$0] == nil }
    guard !missing.isEmpty, colors.values.contains(where: { $0 != .terminal }) else { return [:] }
    var taken = marks.compactMap { colors[$0]?.rgb }
    if let model = (colors[.model] ?? colors[.mainForeground])?.rgb { taken.append(model) }
    var standIns: [ThemeKey: StandIn] = [:]
    for key in missing {
      // A theme without this colour on purpose gets none.
      if let first = key.stands.first(where: { colors[$0] != nil }), colors[first] == .terminal,
        !first.isPartOfGradient
      {
        continue
      }
      let possible = key.stands.compactMap { candidate in
        colors[candidate]?.rgb.map { color in
          StandIn(color: candidate.isOwn ? .rgb(color) : readable(.rgb(color), as: key), source: candidate)
        }
      }
      guard let chosen = Self.choose(among: possible + [standard(for: key)].compactMap { $0 }, apartFrom: taken) else {
        continue
      }
      standIns[key] = chosen
      if let color = chosen.color.rgb { taken.append(color) }
    }
    return standIns
  }

  private func standard(for key: ThemeKey) -> StandIn? {
    let color = readable(Self.standard.color(key), as: key)
    return color == .terminal ? nil : StandIn(color: color, source: nil)
  }

  /// As far apart as the marks of a good theme are.
  private static let enough = 15.0

  private static func choose(among possible: [StandIn], apartFrom taken: [RGB]) -> StandIn? {
    let taken = taken.map { Lab($0) }
    var best: (standIn: StandIn, difference: Double)?
    for standIn in possible {
      guard let color = standIn.color.rgb else { continue }
      let lab = Lab(color)
      let difference = taken.map { lab.difference(from: $0) }.min() ?? .infinity
      if difference >= enough { return standIn }
      if difference > best?.difference ?? -1 { best = (standIn, difference) }
    }
    return best?.standIn
  }
}
