import Charts
import Optimization

// The loss of every candidate and the best so far, over their number.
extension FilmMaker {
  func lossElements() -> [Film.Element] {
    let trajectory = state.trajectory
    let axes = PlotAxes(area: layout.loss, x: .linear(0...Double(max(1, trajectory.count - 1))), y: lossScale())
    var elements = axes.shapes(
      xTitle: "candidate", yTitle: objective.name, countsX: true, type: type, paint: paint
    ).map { element($0) }
    for reference in references where axes.y.kind == .linear || reference.loss > 0 {
      elements += referenceElements(reference, axes)
    }
    elements += dotElements(axes)
    elements += bestElements(axes)
    return elements
  }

  /// Round bounds around all losses and what they are compared with; linear where one is not positive.
  private func lossScale() -> AxisScale {
    var low = Double.infinity, high = -Double.infinity
    for loss in state.trajectory.losses where loss.isFinite {
      low = min(low, loss)
      high = max(high, loss)
    }
    guard low <= high else { return .logarithmic(1...100) }
    let isLogarithmic = low >= 0
    for reference in references where reference.loss.isFinite && (!isLogarithmic || reference.loss > 0) {
      low = min(low, reference.loss)
    }
    return AxisScale(isLogarithmic ? .logarithmic : .linear, low...high).rounded()
  }

  private func referenceElements(_ reference: Reference, _ axes: PlotAxes) -> [Film.Element] {
    let place = axes.point(0, reference.loss)
    guard place.y >= axes.area.y - 0.5, place.y <= axes.area.bottom + 0.5 else { return [] }
    let stroke = Stroke(paint.reference, width: type * 0.1, dashes: [type * 0.5, type * 0.4])
    let isOptimum = reference.kind == .optimum || reference.kind == .lowerBound
    // Often close to each other: one above its line, one below.
    let base =
      isOptimum
      ? min(place.y + type * 0.95, axes.area.bottom - type * 0.2) : max(place.y - type * 0.3, axes.area.y + type)
    return [
      element(.line([ScenePoint(axes.area.x, place.y), ScenePoint(axes.area.right, place.y)], stroke)),
      element(
        .label(
          SceneLabel(
            text: Self.fitted(
              "\(Self.clean(reference.label)) \(Self.loss(reference.loss))", width: axes.area.width - type,
              size: type * 0.8),
            place: ScenePoint(axes.area.x + type * 0.4, base), size: type * 0.8, ink: paint.reference,
            halo: paint.background))),
    ]
  }

  private func dotElements(_ axes: PlotAxes) -> [Film.Element] {
    let trajectory = state.trajectory
    let steps = proposedSteps
    // Where there are more than can be told apart, one of those that lie on each other is enough.
    let grain = trajectory.count > 20_000 ? 3.0 : trajectory.count > 4000 ? 1.5 : 0
    var taken: Set<[Int]> = []
    let radius = type * (trajectory.count > 400 ? 0.12 : trajectory.count > 120 ? 0.18 : 0.26)
    return (0..<trajectory.count).compactMap { row in
      let frames = strip.from(strip.arrivals[row])
      guard let loss = trajectory.loss(at: row) else {
        let x = axes.point(Double(row), 0).x
        if grain > 0, !taken.insert([Int(x / grain), -1]).inserted { return nil }
        let cross = SceneLabel(
          text: "×", place: ScenePoint(x, axes.area.bottom - type * 0.2), size: type * 0.9, ink: paint.rejected,
          anchor: .middle)
        return element(.label(cross), frames)
      }
      let place = axes.point(Double(row), loss)
      if grain > 0, !taken.insert([Int(place.x / grain), Int(place.y / grain)]).inserted { return nil }
      return element(
        .circle(center: place, radius: radius, fill: ink(ofRow: row, steps: steps), stroke: nil), frames)
    }
  }

  /// A staircase, level until a candidate is better, with a mark at the best of each frame.
  private func bestElements(_ axes: PlotAxes) -> [Film.Element] {
    let trajectory = state.trajectory
    var elements: [Film.Element] = []
    let stroke = Stroke(paint.best, width: type * 0.14)
    var row = 0
    var last: ScenePoint?
    while row < trajectory.count {
      let frame = strip.arrivals[row]
      var points = last.map { [$0] } ?? []
      while row < trajectory.count, strip.arrivals[row] == frame {
        if trajectory.bestSoFar[row].isFinite {
          let place = axes.point(Double(row), trajectory.bestSoFar[row])
          if let before = points.last, before.y != place.y { points.append(ScenePoint(place.x, before.y)) }
          // A level stretch needs its two ends only.
          if points.count >= 2, points[points.count - 1].y == place.y, points[points.count - 2].y == place.y {
            points[points.count - 1] = place
          } else {
            points.append(place)
          }
        }
        row += 1
      }
      last = points.last
      if points.count > 1 { elements.append(element(.line(points, stroke), strip.from(frame))) }
    }
    for span in FilmStrip.spans(of: strip.best(in: trajectory)) {
      guard let loss = trajectory.loss(at: span.value) else { continue }
      let place = axes.point(Double(span.value), loss)
      elements.append(
        element(
          .circle(
            center: place, radius: type * 0.34, fill: paint.best, stroke: Stroke(paint.background, width: type * 0.08)),
          span.frames))
    }
    return elements
  }
}
