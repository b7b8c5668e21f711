import Charts
import Optimization
import Text

/// The problem's own picture: data, proposals coloured by their step, and what is known when it is revealed.
enum PictureView {
  typealias Base = PictureBase

  static func draw(
    _ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer, cache: inout ViewCache
  ) {
    guard layout.shows(.picture) else { return }
    let area = layout.content(of: .picture)
    let key = PictureBase.Key(state, size: area.size, look: look)
    let base: PictureBase
    if let cached = cache.picture, cached.key == key {
      base = cached
    } else {
      base = PictureBase(state, key: key, look: look)
      cache.picture = base
    }
    let total = state.run.trajectory.count
    let most = look.isLarge ? PictureChoice.mostProposalsLarge : PictureChoice.mostProposals
    let detail = base.shown.isCut ? "newest \(most) of \(NumberFormat.count(total))" : ""
    let title = state.problem?.brief.formula.map(Words.clean) ?? state.problem.map { Words.clean($0.name) } ?? "picture"
    PaneFrame.draw(
      .picture, title: title, detail: detail, state, layout: layout, look: look, into: &buffer)
    buffer.blit(base.cells, column: area.column, row: area.row)
    guard let frame = base.frame else { return }
    var over = Over(base: base, frame: frame, area: area, look: look)
    if let row = state.chosenRow { over.drawSelection(ofRow: row, state, into: &buffer) }
    if case .line(let start, let end)? = state.gesture {
      over.drawGesture(from: start, to: end, state, layout, into: &buffer)
    }
  }

  /// The axes of the picture in a pane.
  static func frame(_ picture: Picture, in area: Area, look: Look) -> PlotFrame {
    let hasLegend = area.rows >= 8 && area.columns >= 24
    return PlotFrame(
      area: area.splitBottom(hasLegend ? 1 : 0).rest, x: .linear(picture.x.range), y: .linear(picture.y.range),
      xTitle: Words.clean(picture.x.label), yTitle: Words.clean(picture.y.label), lines: look.plotLines)
  }

  /// Puts the dots and marks of a plot over the cells of a buffer, which they replace, background and all.
  ///
  /// - Parameter sparing: cells of the plot that stay as they are, counted row by row.
  static func overlay(
    _ plot: DotPlot, onto buffer: inout CellBuffer, column: Int, row: Int, sparing: Set<Int> = []
  ) {
    let width = plot.frame.area.endColumn
    plot.forEachCell { place, line, cell in
      if !sparing.isEmpty, sparing.contains(line * width + place) { return }
      buffer[column: column + place, row: row + line] = cell
    }
  }

  /// What lies over the base: the selection, and the line that the mouse draws.
  private struct Over {
    let base: PictureBase
    let frame: PlotFrame
    let area: Area
    let look: Look
    var labels: PictureLabels

    init(base: PictureBase, frame: PlotFrame, area: Area, look: Look) {
      self.base = base
      self.frame = frame
      self.area = area
      self.look = look
      labels = PictureLabels(frame: frame)
    }

    mutating func drawSelection(ofRow row: Int, _ state: DashboardState, into buffer: inout CellBuffer) {
      guard let problem = state.problem else { return }
      let trajectory = state.run.trajectory, head = state.run.head
      let id = trajectory.id(at: row)
      let picture = problem.picture(of: [(id: id, solution: trajectory.solution(at: row))], showsReferences: false)
      // Its own label gives way to the one that says it is selected.
      let others = base.labels.filter { $0.id != id }
      labels.avoid(others)
      let shapes = picture.elements.filter { $0.role == .candidate(id) }.map(\.shape)
      let stroke: PictureStroke =
        head.masked.contains(id) ? .dotted : look.isLarge ? .thick(look.heavyRows) : .solid
      draw(shapes, stroke, look.theme.selected, sparing: others, into: &buffer)
      guard let line = picture.line(ofCandidate: id) else { return }
      let text = look.label(.selected, ofRow: row, in: state.run)
      write(text, on: line, id: id, style: look.theme.selected, into: &buffer)
    }

    /// The line that will be injected when the button is let go.
    mutating func drawGesture(
      from start: ScreenCell, to end: ScreenCell, _ state: DashboardState, _ layout: Layout,
      into buffer: inout CellBuffer
    ) {
      guard let drawn = PictureView.drawnLine(from: start, to: end, state, layout) else { return }
      draw(
        drawn.shapes, .people(rows: look.lightRows, isBroken: true), look.theme.person, sparing: [], into: &buffer
      )
      for case .line(let first, let second) in drawn.shapes.prefix(1) {
        write(
          " \(look.symbol(.person)) \(Words.clean(drawn.text)) ", on: (first, second), id: nil,
          style: look.theme.person, into: &buffer)
      }
    }

    private func draw(
      _ shapes: [Picture.Shape], _ stroke: PictureStroke, _ style: Style, sparing labels: [PictureLabels.Placed],
      into buffer: inout CellBuffer
    ) {
      var plot = DotPlot(frame: frame, marker: look.marker)
      for shape in shapes { PictureBase.add(shape, stroke, style, look, to: &plot) }
      var spared = base.marks
      for label in labels.map(\.area) {
        for column in label.column..<label.endColumn { spared.insert(label.row * area.columns + column) }
      }
      PictureView.overlay(plot, onto: &buffer, column: area.column, row: area.row, sparing: spared)
    }

    private mutating func write(
      _ text: String, on line: (Picture.Point, Picture.Point), id: Int?, style: Style, into buffer: inout CellBuffer
    ) {
      guard let place = labels.place(text, onLineThrough: line.0, line.1, at: .right, id: id) else { return }
      buffer.write(text, column: area.column + place.column, row: area.row + place.row, in: area, style: style)
    }
  }
}
