import Optimization
import Text

// What the marks and colours mean.
extension FilmMaker {
  func legendElements() -> [Film.Element] {
    let area = layout.legend
    let base = area.y + area.height * 0.72
    let size = type * 0.85
    var x = area.x
    var elements: [Film.Element] = []

    func write(_ text: String) {
      let text = Self.fitted(text, width: area.right - x, size: size)
      elements.append(
        element(.label(SceneLabel(text: text, place: ScenePoint(x, base), size: size, ink: paint.dim))))
      x += Double(TextWidth.columns(of: text)) * size * 0.58 + type * 1.3
    }
    func hasRoom(_ text: String) -> Bool {
      x + type * 2.5 + Double(TextWidth.columns(of: text)) * size * 0.58 <= area.right
    }
    func stroke(_ text: String, _ stroke: Stroke) {
      guard hasRoom(text) else { return }
      let y = base - size * 0.35
      elements.append(element(.line([ScenePoint(x, y), ScenePoint(x + type * 1.8, y)], stroke)))
      x += type * 2.2
      write(text)
    }

    let origins = state.head.counts.origins
    if origins.contains(where: { [.model, .random, .fallback].contains($0.key) }) {
      write("step 1")
      x -= type * 0.9
      let width = min(type * 9, area.width * 0.2)
      for shade in 0..<32 {
        let left = x + width * Double(shade) / 32
        // Half a point over the next, so that no ground is seen between them.
        let part = Rectangle(x: left, y: base - size * 0.75, width: width / 32 + 0.5, height: size * 0.8)
        elements.append(element(.polygon(part.corners, paint.shade(at: Double(shade) / 31))))
      }
      x += width + type * 0.4
      write("\(max(1, state.head.step))")
    }
    if origins[.initial] ?? 0 > 0 { stroke("initial", Stroke(paint.initial, width: type * 0.14)) }
    if origins[.person] ?? 0 > 0 { stroke("person", Stroke(paint.person, width: type * 0.14)) }
    stroke("best", Stroke(paint.best, width: type * 0.24))
    if !references.isEmpty {
      let labels = references.map { Self.clean($0.label) }.joined(separator: ", ")
      stroke(labels, Stroke(paint.reference, width: type * 0.14, dashes: [type * 0.5, type * 0.35]))
    }
    return elements
  }
}
