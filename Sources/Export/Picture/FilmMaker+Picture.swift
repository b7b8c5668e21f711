import Charts
import Optimization

// The problem's own picture.
extension FilmMaker {
  /// More would hide each other.
  static let mostProposals = 400

  func pictureElements() -> [Film.Element] {
    guard let problem, let area = layout.picture else { return [] }
    let rows = shownRows()
    let trajectory = state.trajectory
    let known = rows.map { (id: trajectory.id(at: $0), solution: trajectory.solution(at: $0)) }
    let picture = problem.picture(of: known, showsReferences: showsReferences)
    let axes = PlotAxes(area: area, x: .linear(picture.x.range), y: .linear(picture.y.range))
    let shapes = axes.shapes(
      xTitle: Self.clean(picture.x.label), yTitle: Self.clean(picture.y.label), type: type, paint: paint)
    var elements = shapes.map { element($0) }

    var byRow: [Int: [Picture.Shape]] = [:]
    for shape in picture.elements {
      if case .candidate(let id) = shape.role, let row = trajectory.row(of: id) {
        byRow[row, default: []].append(shape.shape)
      }
    }
    let steps = proposedSteps
    for row in rows {
      let ink = ink(ofRow: row, steps: steps)
      let frames = strip.from(strip.arrivals[row])
      elements += drawn(byRow[row], Stroke(ink.with(alpha: 0.85), width: type * 0.09), radius: 0.28, axes, frames)
    }
    for shape in picture.elements where shape.role == .data {
      elements += drawn([shape.shape], Stroke(paint.data, width: type * 0.12), radius: 0.27, axes, strip.all)
    }
    // What labels that are always there cover, so that no other is written over them.
    var taken: [Rectangle] = []
    for shape in picture.elements {
      guard case .reference(let kind) = shape.role else { continue }
      let stroke = Stroke(paint.reference, width: type * 0.14, dashes: [type * 0.55, type * 0.4])
      elements += drawn([shape.shape], stroke, radius: 0.35, axes, strip.all)
      if let label = references.first(where: { $0.kind == kind })?.label {
        elements += marked(Self.clean(label), on: shape.shape, at: .start, paint.reference, axes, strip.all, &taken)
      }
    }
    for span in FilmStrip.spans(of: strip.newest(in: trajectory)) {
      let stroke = Stroke(ink(ofRow: span.value, steps: steps), width: type * 0.18)
      elements += drawn(byRow[span.value], stroke, radius: 0.38, axes, span.frames)
    }
    for span in FilmStrip.spans(of: strip.best(in: trajectory)) {
      elements += drawn(
        byRow[span.value], Stroke(paint.best, width: type * 0.24), radius: 0.42, axes, span.frames)
      if let shape = byRow[span.value]?.first {
        let label = "★ #\(trajectory.id(at: span.value))"
        // Each frame has its own, which may lie where another had.
        var taken = taken
        elements += marked(label, on: shape, at: .end, paint.best, axes, span.frames, &taken)
      }
    }
    return elements
  }

  /// All rows, or where there are too many: the improvements, those of people, and of the rest as many as there is room
  /// for, evenly.
  private func shownRows() -> [Int] {
    let trajectory = state.trajectory
    guard trajectory.count > Self.mostProposals else { return Array(0..<trajectory.count) }
    var kept = Set(strip.best(in: trajectory).compactMap { $0 }).union(strip.newest(in: trajectory).compactMap { $0 })
    for row in 0..<trajectory.count where trajectory.origins[row] == .person && kept.count < Self.mostProposals {
      kept.insert(row)
    }
    let room = max(20, Self.mostProposals - kept.count)
    for place in 0..<room { kept.insert(place * (trajectory.count - 1) / max(1, room - 1)) }
    return kept.sorted()
  }

  /// The steps of all proposals, over which the colours go.
  var proposedSteps: ClosedRange<Int> {
    let trajectory = state.trajectory
    let steps = (0..<trajectory.count).filter { trajectory.origins[$0] != .initial }.map { trajectory.step(at: $0) }
    return (steps.min() ?? 0)...(steps.max() ?? 0)
  }

  /// By its step, but the initial ones and those of a person by what they are.
  func ink(ofRow row: Int, steps: ClosedRange<Int>) -> Ink {
    let trajectory = state.trajectory
    if state.head.masked.contains(trajectory.id(at: row)) { return paint.masked }
    switch trajectory.origins[row] {
    case .initial: return paint.initial
    case .person: return paint.person
    case .model, .random, .fallback:
      let width = steps.upperBound - steps.lowerBound
      return paint.shade(at: width > 0 ? Double(trajectory.step(at: row) - steps.lowerBound) / Double(width) : 1)
    }
  }

  // MARK: Shapes

  /// - Parameter radius: of a point, in heights of the type.
  private func drawn(
    _ shapes: [Picture.Shape]?, _ stroke: Stroke, radius: Double, _ axes: PlotAxes, _ frames: Range<Int>
  ) -> [Film.Element] {
    (shapes ?? []).flatMap { shape -> [Film.Element] in
      switch shape {
      case .line(let first, let second):
        guard
          let ends = axes.area.clip(
            lineThrough: axes.point(first.x, first.y), axes.point(second.x, second.y))
        else { return [] }
        return [element(.line([ends.0, ends.1], stroke), frames)]
      case .points(let points):
        return points.map { axes.point($0.x, $0.y) }.filter { axes.area.contains($0) }.map { point in
          element(
            .circle(
              center: point, radius: type * radius, fill: stroke.ink,
              stroke: Stroke(paint.background, width: type * 0.06)), frames)
        }
      }
    }
  }

  /// A label at an end of what is drawn, further in where another lies there.
  private func marked(
    _ text: String, on shape: Picture.Shape, at anchor: SceneLabel.Anchor, _ ink: Ink, _ axes: PlotAxes,
    _ frames: Range<Int>, _ taken: inout [Rectangle]
  ) -> [Film.Element] {
    let size = type * 0.9
    let width = Double(text.count) * size * 0.66
    for place in places(on: shape, at: anchor, axes) {
      let y = min(max(place.y - type * 0.35, axes.area.y + type), axes.area.bottom - type * 0.3)
      let left = anchor == .start ? place.x : place.x - width
      let box = Rectangle(x: left, y: y - size, width: width, height: size * 1.25)
      guard box.x >= axes.area.x, box.right <= axes.area.right, !taken.contains(where: box.meets) else { continue }
      taken.append(box)
      let label = SceneLabel(
        text: text, place: ScenePoint(place.x, y), size: size, ink: ink, anchor: anchor, isBold: true,
        halo: paint.background)
      return [element(.label(label), frames)]
    }
    return []
  }

  /// Where a label may stand, the best first: along a line from one end inwards.
  private func places(on shape: Picture.Shape, at anchor: SceneLabel.Anchor, _ axes: PlotAxes) -> [ScenePoint] {
    switch shape {
    case .line(let first, let second):
      let ends = axes.area.clip(lineThrough: axes.point(first.x, first.y), axes.point(second.x, second.y))
      guard let ends else { return [] }
      let (left, right) = ends.0.x <= ends.1.x ? ends : (ends.1, ends.0)
      return stride(from: 0.04, to: 0.6, by: 0.06).map { inwards in
        let share = anchor == .start ? inwards : 1 - inwards
        return ScenePoint(left.x + (right.x - left.x) * share, left.y + (right.y - left.y) * share)
      }
    case .points(let points):
      return points.first.map { [axes.point($0.x, $0.y)] }?.filter { axes.area.contains($0) } ?? []
    }
  }
}
