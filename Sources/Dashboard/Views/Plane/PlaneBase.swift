import Charts
import Optimization
import Text

/// The plane as it is drawn: the map, the way, the marks and their labels.
struct PlaneBase: Sendable {
  struct Key: Hashable {
    var layer: LayerKey
    var map: PlaneMap.Key
    var masked: Set<Int>
    var pinned: Set<Int>
    var traps: [ActiveTrap]
    /// The prompt that a shared parameter is one of.
    var step: Int
    var repeated: Int?
    var prediction: PlanePrediction?
    var chosen: Int?
    var isPresentation: Bool

    init(_ state: DashboardState, frame: PlotFrame, size: Size, look: Look) {
      layer = LayerKey(state, size: size, look: look)
      map = PlaneMap.Key(state, frame: frame, size: size, look: look)
      let head = state.run.head
      masked = head.masked
      pinned = head.pinned
      traps = head.activeTraps
      step = head.current?.step ?? 0
      repeated = PlaneTraps.repeated(state)
      prediction = PlanePrediction(state)
      chosen = state.chosenRow
      isPresentation = state.arrangement.isPresentation
    }
  }

  let key: Key
  let map: PlaneMap
  let choice: PlaneChoice
  /// Of the size of the pane's inside.
  private(set) var cells: CellBuffer
  private var marks: PlotMarks

  /// - Parameters:
  ///   - frame: in a buffer of the key's size.
  ///   - kept: a map that may still be the one that is needed.
  init(_ state: DashboardState, key: Key, frame: PlotFrame, keeping kept: PlaneMap?, look: Look) {
    self.key = key
    map =
      kept.flatMap { $0.key == key.map ? $0 : nil } ?? PlaneMap(state, key: key.map, frame: frame, look: look)
    choice = PlaneChoice(state)
    cells = map.cells
    marks = PlotMarks(frame: frame)
    let trajectory = state.run.trajectory, theme = look.theme
    let parts = PlaneParts(cells.area)
    let traps = PlaneTraps(state, frame: frame)
    traps.drawLines(into: &cells, look: look)
    drawWay(trajectory, frame: frame, look: look)
    let references = state.isRevealed ? PlaneReference.all(state) : []
    let best = state.run.head.best
    var hasOutside = false
    for mark in PlaneMark.all(state, choice, frame, look: look) {
      hasOutside = hasOutside || !mark.place.isInside
      if mark.row == best?.row { continue }
      marks.mark(mark.glyph, at: mark.place, style: mark.style, isOneOfMany: true, into: &cells)
    }
    for reference in references { mark(reference.point, look.scalar(.reference), theme.reference) }
    if let prediction = key.prediction { mark((prediction.x, prediction.y), look.scalar(.prediction), theme.person) }
    if let best, let mark = PlaneMark(row: best.row, state, choice, frame, look: look) {
      marks.mark(mark.glyph, at: mark.place, style: mark.style, into: &cells)
    }
    let chosen = key.chosen.flatMap { PlaneMark(row: $0, state, choice, frame, look: look) }
    if let chosen { marks.mark(look.scalar(.selected), at: chosen.place, style: theme.selected, into: &cells) }
    // The most important first: a label that finds no room is left out.
    if let chosen {
      // An arrow at the edge does not tell that it is the chosen one.
      let symbol = chosen.place.isInside ? "" : look.symbol(.selected)
      label("\(symbol)\(trajectory.id(at: chosen.row))", at: chosen.place, theme.selected)
    }
    if let best, let point = PlaneMark.point(ofRow: best.row, in: trajectory),
      let place = frame.place(x: point.x, y: point.y), place != chosen?.place
    {
      label("\(best.id)", at: place, theme.best)
    }
    if let prediction = key.prediction { label(prediction.label, (prediction.x, prediction.y), theme.person) }
    for reference in references { label(reference.label, reference.point, theme.reference) }
    traps.drawLabels(marks: &marks, into: &cells, look: look)
    for contour in map.contours {
      marks.label(contour.label, onOneOf: contour.cells, style: theme.axis, into: &cells)
    }
    if !map.isKnown {
      let middle = frame.inner.inset(rows: max(0, frame.inner.rows / 2 - 1))
      Paragraph("no candidate yet: the map is made of them", style: theme.dim).draw(into: &cells, area: middle)
    }
    PlaneLegend(
      state, map: map, choice: choice, hasReferences: !references.isEmpty, hasOutside: hasOutside
    ).draw(look: look, into: &cells, area: parts.legend)
  }

  private mutating func mark(_ point: (x: Double, y: Double), _ glyph: Unicode.Scalar, _ style: Style) {
    guard let place = marks.frame.place(x: point.x, y: point.y) else { return }
    marks.mark(glyph, at: place, style: style, into: &cells)
  }

  private mutating func label(_ text: String, _ point: (x: Double, y: Double), _ style: Style) {
    if let place = marks.frame.place(x: point.x, y: point.y) { label(text, at: place, style) }
  }

  private mutating func label(_ text: String, at place: PlotFrame.Place, _ style: Style) {
    marks.label(text, beside: place, style: style, coversMany: true, into: &cells)
  }

  // MARK: The way

  /// So many of the newest stretches of the way have the colour of their step.
  private static let strongStretches = 8
  /// So many more are drawn faintly; all of them would hide the map.
  private static let faintStretches = 32

  private mutating func drawWay(_ trajectory: Trajectory, frame: PlotFrame, look: Look) {
    let points = choice.way.suffix(Self.strongStretches + Self.faintStretches + 1).compactMap { row in
      PlaneMark.point(ofRow: row, in: trajectory).map { (row: row, x: $0.x, y: $0.y) }
    }
    guard points.count > 1 else { return }
    var faint = PlotPath(frame: frame, marker: look.marker), strong = faint
    var old = look.theme.border
    old.attributes.insert(.dim)
    for (index, (from, to)) in zip(points, points.dropFirst()).enumerated() {
      if index < points.count - 1 - Self.strongStretches {
        faint.segment(from: (from.x, from.y), to: (to.x, to.y), style: old)
      } else {
        let style = LineStyles.style(ofRow: to.row, in: trajectory, steps: choice.steps, look: look)
        strong.segment(from: (from.x, from.y), to: (to.x, to.y), style: style)
      }
    }
    faint.draw(into: &cells, contrast: 1.8)
    strong.draw(into: &cells, contrast: 3)
  }
}

/// A known value with its place.
struct PlaneReference {
  var label: String
  var point: (x: Double, y: Double)

  /// Those of one place share a label.
  static func all(_ state: DashboardState) -> [PlaneReference] {
    guard let parameters = state.planeParameters else { return [] }
    var found: [PlaneReference] = []
    for reference in state.run.head.started?.problem.references ?? state.problem?.references ?? [] {
      guard let x = reference.solution?[parameters.x.name]?.number,
        let y = reference.solution?[parameters.y.name]?.number
      else { continue }
      let label = Words.clean(reference.label)
      if let same = found.firstIndex(where: { $0.point == (x, y) }) {
        found[same].label += ", " + label
      } else {
        found.append(PlaneReference(label: label, point: (x, y)))
      }
    }
    return found
  }
}

/// What people predicted, where it is a point of the plane.
struct PlanePrediction: Hashable {
  var x: Double
  var y: Double
  var label: String

  init?(_ state: DashboardState) {
    guard let prediction = state.shownPrediction, let parameters = state.planeParameters,
      let x = prediction.solution[parameters.x.name]?.number, let y = prediction.solution[parameters.y.name]?.number
    else { return nil }
    (self.x, self.y) = (x, y)
    label = prediction.label(isPresentation: state.arrangement.isPresentation)
  }
}
