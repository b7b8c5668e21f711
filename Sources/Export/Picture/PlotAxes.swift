import Charts
import Text

/// Two axes in a rectangle: from data to points, and what is drawn of them.
struct PlotAxes: Sendable {
  let area: Rectangle
  let x: AxisScale
  let y: AxisScale

  func point(_ dataX: Double, _ dataY: Double) -> ScenePoint {
    ScenePoint(area.x + x.position(of: dataX) * area.width, area.bottom - y.position(of: dataY) * area.height)
  }

  /// - Parameter countsX: whether x is a number of something, so that only whole ones are named.
  func shapes(xTitle: String, yTitle: String, countsX: Bool = false, type: Double, paint: Paint) -> [SceneShape] {
    var shapes: [SceneShape] = []
    let grid = Stroke(paint.border.with(alpha: 0.35), width: type * 0.05)
    let small = type * 0.85
    for tick in x.ticks(maximumCount: max(2, Int(area.width / (type * 4.5))))
    where !countsX || tick.value == tick.value.rounded() {
      let at = area.x + x.position(of: tick.value) * area.width
      shapes.append(.line([ScenePoint(at, area.y), ScenePoint(at, area.bottom)], grid))
      shapes.append(
        .label(
          SceneLabel(
            text: countsX ? NumberFormat.fixed(tick.value, decimals: 0) : tick.label,
            place: ScenePoint(at, area.bottom + small * 1.3), size: small, ink: paint.axis,
            anchor: .middle)))
    }
    for tick in y.ticks(maximumCount: max(2, Int(area.height / (type * 2.4)))) {
      let at = area.bottom - y.position(of: tick.value) * area.height
      shapes.append(.line([ScenePoint(area.x, at), ScenePoint(area.right, at)], grid))
      shapes.append(
        .label(
          SceneLabel(
            text: tick.label, place: ScenePoint(area.x - type * 0.4, at + small * 0.35), size: small, ink: paint.axis,
            anchor: .end)))
    }
    shapes.append(.line(area.corners + [area.corners[0]], Stroke(paint.border, width: type * 0.08)))
    shapes.append(
      .label(
        SceneLabel(
          text: FilmMaker.fitted(xTitle, width: area.width, size: type * 0.9),
          place: ScenePoint(area.x + area.width / 2, area.bottom + type * 2.3), size: type * 0.9,
          ink: paint.dim, anchor: .middle)))
    shapes.append(
      .label(
        SceneLabel(
          text: FilmMaker.fitted(yTitle, width: area.height, size: type * 0.9),
          place: ScenePoint(area.x - type * 3, area.y + area.height / 2), size: type * 0.9,
          ink: paint.dim, anchor: .middle, isUpright: true)))
    return shapes
  }
}
