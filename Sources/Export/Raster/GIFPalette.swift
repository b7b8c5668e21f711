/// The colours of a film for a format that has but 256: each colour that is drawn with, and its way to the ground, which
/// smooth edges are made of.
enum GIFPalette {
  static let most = 256

  static func colors(of film: Film) -> [UInt32] {
    var inks: [Ink] = []
    var seen: Set<Ink> = []
    for element in film.elements {
      for ink in Self.inks(of: element.shape) {
        let solid = ink.over(film.background)
        if seen.insert(solid).inserted { inks.append(solid) }
      }
    }
    var colors = [RasterWriter.color(film.background)]
    // As many steps of the way as there is room for.
    let steps = max(1, min(6, (most - 1) / max(1, inks.count)))
    for step in (1...steps).reversed() {
      for ink in inks where colors.count < most {
        let color = RasterWriter.color(ink.with(alpha: Double(step) / Double(steps)).over(film.background))
        if !colors.contains(color) { colors.append(color) }
      }
    }
    return colors
  }

  private static func inks(of shape: SceneShape) -> [Ink] {
    switch shape {
    case .line(_, let stroke): [stroke.ink]
    case .polygon(_, let ink): [ink]
    case .circle(_, _, let fill, let stroke): [fill, stroke?.ink].compactMap { $0 }
    case .label(let label): [label.ink]
    }
  }
}
