import Charts
import Optimization
import Text

/// The middle of a part of what a model means to propose, with how much of it there is.
struct ForesightMean: Hashable {
  var place: PlotFrame.Place
  /// 0 to 1, at the temperature that is shown.
  var weight: Double

  /// Those that the eye can tell apart, the heaviest first; the others are said by the shading.
  static func all(_ map: ForesightMap, in frame: PlotFrame) -> [ForesightMean] {
    let distribution = map.key.distribution
    var means: [ForesightMean] = []
    for (component, weight) in zip(distribution.components, distribution.weights) {
      let point = distribution.point(atCompressed: component.mean)
      var height = 0.0
      if let heights = map.heights, let column = frame.column(of: point[0]) {
        height = heights[column - frame.inner.column]
      }
      guard let place = frame.place(x: point[0], y: point.count > 1 ? point[1] : height) else { continue }
      if let same = means.firstIndex(where: { Self.areOne($0.place, place) }) {
        // The heavier one has the place.
        if weight > means[same].weight { means[same].place = place }
        means[same].weight += weight
      } else {
        means.append(ForesightMean(place: place, weight: weight))
      }
    }
    return means.filter { $0.weight >= least }.sorted { $0.weight > $1.weight }
  }

  /// Less is no part of its own.
  private static let least = 0.02

  private static func areOne(_ first: PlotFrame.Place, _ second: PlotFrame.Place) -> Bool {
    first.side == second.side && abs(first.row - second.row) <= 1 && abs(first.column - second.column) <= 2
  }
}

/// The foresight as it is drawn: the shading, the means, the pairs that the prompt showed, what was proposed.
struct ForesightBase: Sendable {
  struct Key: Hashable {
    var layer: LayerKey
    var map: ForesightMap.Key
    var step: Int
    /// The step whose pairs and proposals are marked.
    var marked: CurrentMarks
    var prediction: PlanePrediction?
    var chosen: Int?

    struct CurrentMarks: Hashable {
      var step: Int
      var shown: [Int]
      var masked: Set<Int>
      var pinned: Set<Int>
      var best: Int?
    }

    init(
      _ state: DashboardState, _ foresight: (step: Int, distribution: ProposalDistribution), frame: PlotFrame,
      size: Size, look: Look
    ) {
      layer = LayerKey(state, size: size, look: look)
      map = ForesightMap.Key(foresight.distribution, frame: frame, size: size, look: look)
      step = foresight.step
      let head = state.run.head
      marked = CurrentMarks(
        step: head.current?.step ?? 0, shown: head.current?.shown ?? [], masked: head.masked, pinned: head.pinned,
        best: head.best?.id)
      prediction = PlanePrediction(state)
      chosen = state.chosenRow
    }
  }

  let key: Key
  let map: ForesightMap
  /// Of the size of the pane's inside.
  private(set) var cells: CellBuffer
  private var marks: PlotMarks

  /// - Parameters:
  ///   - frame: in a buffer of the key's size.
  ///   - kept: a shading that may still be the one that is needed.
  init(_ state: DashboardState, key: Key, frame: PlotFrame, keeping kept: ForesightMap?, look: Look) {
    self.key = key
    map = kept.flatMap { $0.key == key.map ? $0 : nil } ?? ForesightMap(key: key.map, frame: frame, look: look)
    cells = map.cells
    marks = PlotMarks(frame: frame)
    let trajectory = state.run.trajectory, theme = look.theme
    let choice = PlaneChoice(state)
    drawCurve(frame, look)
    let candidates = PlaneMark.all(state, choice, frame, look: look)
    for mark in candidates {
      marks.mark(mark.glyph, at: mark.place, style: mark.style, isOneOfMany: true, into: &cells)
    }
    let references = state.isRevealed ? PlaneReference.all(state) : []
    for reference in references {
      guard let place = frame.place(x: reference.point.x, y: reference.point.y) else { continue }
      marks.mark(look.scalar(.reference), at: place, style: theme.reference, into: &cells)
    }
    let prediction = key.prediction.flatMap { frame.place(x: $0.x, y: $0.y) }
    if let prediction { marks.mark(look.scalar(.prediction), at: prediction, style: theme.person, into: &cells) }
    let means = ForesightMean.all(map, in: frame)
    for mean in means.reversed() {
      marks.mark(look.scalar(.mean), at: mean.place, style: theme.strong, into: &cells)
    }
    let chosen = key.chosen.flatMap { PlaneMark(row: $0, state, choice, frame, look: look) }
    if let chosen { marks.mark(look.scalar(.selected), at: chosen.place, style: theme.selected, into: &cells) }
    if let chosen {
      let symbol = chosen.place.isInside ? "" : look.symbol(.selected)
      label("\(symbol)\(trajectory.id(at: chosen.row))", at: chosen.place, theme.selected)
    }
    if let prediction, let text = key.prediction?.label { label(text, at: prediction, theme.person) }
    for mean in means where mean.place.isInside || mean.weight >= 0.1 {
      label("\(Int((mean.weight * 100).rounded())) %", at: mean.place, theme.strong)
    }
    for reference in references {
      guard let place = frame.place(x: reference.point.x, y: reference.point.y) else { continue }
      label(reference.label, at: place, theme.reference)
    }
    if map.outside > 0.995 {
      let middle = frame.inner.inset(rows: max(0, frame.inner.rows / 2 - 1))
      let keys = state.keyMap.names(of: .fit)
      Paragraph(
        "All of it lies outside this part of the plane" + (keys.isEmpty ? "." : "; \(keys) goes there."),
        style: theme.dim
      ).draw(into: &cells, area: middle)
    }
    ForesightLegend(
      state, map: map, means: means.count, marks: candidates, hasReferences: !references.isEmpty
    ).draw(look: look, into: &cells, area: PlaneParts(cells.area).legend)
  }

  /// Over one parameter the edge of the shading is a line of its own.
  private mutating func drawCurve(_ frame: PlotFrame, _ look: Look) {
    guard let heights = map.heights, heights.count > 1 else { return }
    var path = PlotPath(frame: frame, marker: look.marker)
    let points = heights.enumerated().map { column, height in
      (x: frame.xValue(atColumn: frame.inner.column + column), y: height)
    }
    for (from, to) in zip(points, points.dropFirst()) { path.segment(from: from, to: to, style: look.theme.loss) }
    path.draw(into: &cells, contrast: 3)
  }

  private mutating func label(_ text: String, at place: PlotFrame.Place, _ style: Style) {
    marks.label(text, beside: place, style: style, coversMany: true, into: &cells)
  }
}
