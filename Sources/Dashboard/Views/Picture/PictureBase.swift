import Charts
import Optimization
import Text

/// The layer of the picture without the selection and the mouse: costly, and kept as long as it stays the same.
struct PictureBase: Sendable {
  var key: Key
  var cells: CellBuffer
  /// Nil where there is no picture.
  var frame: PlotFrame?
  var shown: PictureChoice
  /// Cells of data, counted row by row, which a line over the base must not hide.
  var marks: Set<Int> = []
  var labels: [PictureLabels.Placed] = []

  /// What the layer depends on.
  struct Key: Hashable, Sendable {
    var layer: LayerKey
    var masked: Set<Int>
    var pinned: Set<Int>
    var prediction: ShownPrediction?
    var score: String?

    init(_ state: DashboardState, size: Size, look: Look) {
      layer = LayerKey(state, size: size, look: look)
      masked = state.run.head.masked
      pinned = state.run.head.pinned
      prediction = state.shownPrediction
      score = state.scoreWords
    }
  }

  /// More data than this is drawn as dots, fewer as marks.
  private static let mostMarks = 400
  /// Cells of the plot for each of the data, above which a mark may be three cells wide.
  private static let ampleRoom = 90
  /// More labels would hide what they name.
  private static let mostPinnedLabels = 6

  init(_ state: DashboardState, key: Key, look: Look) {
    self.key = key
    cells = CellBuffer(size: key.layer.size)
    shown = PictureChoice()
    guard let problem = state.problem else {
      let text =
        state.run.head.started == nil ? "waiting for the run to start" : "This log's problem is not known here."
      Paragraph(text, style: look.theme.dim).draw(into: &cells, area: cells.area)
      return
    }
    shown = PictureChoice(from: state)
    let trajectory = state.run.trajectory
    let picture = problem.picture(of: shown.known(in: trajectory), showsReferences: state.isRevealed)
    let frame = PictureView.frame(picture, in: cells.area, look: look)
    self.frame = frame
    drawLines(picture, state, frame: frame, look: look)
    drawData(picture, frame: frame, look: look)
    drawLabels(picture, problem, state, frame: frame, look: look)
    let legend = cells.area.splitBottom(cells.area.rows - frame.area.rows).bottom
    PictureLegend.draw(state, shown: shown, look: look, into: &cells, area: legend)
  }

  // MARK: Lines

  private mutating func drawLines(_ picture: Picture, _ state: DashboardState, frame: PlotFrame, look: Look) {
    let styles = LineStyles(state, shown: shown, look: look)
    let head = state.run.head, theme = look.theme
    let newest = shown.newest(in: state.run.trajectory).map { state.run.trajectory.id(at: $0) }
    let blank = DotPlot(frame: frame, marker: look.marker)
    // What must be seen among many lines takes its cells whole instead of adding dots to theirs.
    var plot = blank, newestPlot = blank, bestPlot = blank, peoplePlot = blank, referencePlot = blank
    for element in picture.elements {
      switch element.role {
      case .data: break
      case .reference: Self.add(element.shape, .dashed(rows: look.lightRows), theme.reference, look, to: &referencePlot)
      case .candidate(let id):
        let stroke = PictureStroke(ofCandidate: id, state, isNewest: id == newest, look: look)
        if id == head.best?.id {
          Self.add(element.shape, stroke, styles.style(of: id), look, to: &bestPlot)
        } else if id == newest, look.isLarge {
          Self.add(element.shape, stroke, styles.style(of: id), look, to: &newestPlot)
        } else {
          Self.add(element.shape, stroke, styles.style(of: id), look, to: &plot)
        }
      }
    }
    if let prediction = state.shownPrediction, let problem = state.problem {
      for shape in problem.shapes(of: prediction.solution) {
        Self.add(shape, .people(rows: look.lightRows, isBroken: true), theme.person, look, to: &peoplePlot)
      }
    }
    plot.draw(into: &cells, styles: theme.plotStyles)
    for layer in [newestPlot, bestPlot, referencePlot, peoplePlot] {
      PictureView.overlay(layer, onto: &cells, column: 0, row: 0)
    }
  }

  static func add(
    _ shape: Picture.Shape, _ stroke: PictureStroke, _ style: Style, _ look: Look, to plot: inout DotPlot
  ) {
    switch shape {
    case .line(let first, let second): stroke.draw(through: first, second, style: style, look: look, into: &plot)
    case .points(let points): plot.points(points.map { ($0.x, $0.y) }, style: style)
    }
  }

  // MARK: Data

  private mutating func drawData(_ picture: Picture, frame: PlotFrame, look: Look) {
    var plot = DotPlot(frame: frame, marker: look.marker)
    var wide: [(column: Int, row: Int)] = []
    for element in picture.elements where element.role == .data {
      guard case .points(let points) = element.shape, points.count <= Self.mostMarks else {
        Self.add(element.shape, .solid, look.theme.data, look, to: &plot)
        continue
      }
      let isAmple = frame.inner.columns * frame.inner.rows >= Self.ampleRoom * max(1, points.count)
      let glyph = look.scalar(look.isLarge ? .dot : .smallDot)
      for point in points {
        plot.marker(x: point.x, y: point.y, glyph: glyph, style: look.theme.data)
        guard let column = frame.column(of: point.x), let row = frame.row(of: point.y) else { continue }
        marks.insert(row * cells.size.columns + column)
        // Among blocks a block is no mark.
        if look.isLarge, isAmple, look.marker != .blocks { wide.append((column, row)) }
      }
    }
    PictureView.overlay(plot, onto: &cells, column: 0, row: 0)
    let edges = wide.flatMap { widen($0, frame: frame, look: look) }
    marks.formUnion(edges)
  }

  /// Makes a mark three cells wide: two columns and one row, which is a square. Gives the cells beside its middle.
  private mutating func widen(_ place: (column: Int, row: Int), frame: PlotFrame, look: Look) -> [Int] {
    var edges: [Int] = []
    let glyphs: [Unicode.Scalar] = look.isASCII ? ["(", "O", ")"] : ["▐", "█", "▌"]
    for (offset, glyph) in glyphs.enumerated() {
      let column = place.column + offset - 1
      let index = place.row * cells.size.columns + column
      // Where two meet, the middle of one is not cut by the edge of the other.
      guard frame.inner.contains(column: column, row: place.row), offset == 1 || !marks.contains(index) else {
        continue
      }
      cells[column: column, row: place.row] = Cell(Glyph(glyph), look.theme.data)
      if offset != 1 { edges.append(index) }
    }
    return edges
  }

  // MARK: Labels

  private mutating func drawLabels(
    _ picture: Picture, _ problem: AnyProblem, _ state: DashboardState, frame: PlotFrame, look: Look
  ) {
    var writer = PictureLabels(frame: frame)
    let head = state.run.head, trajectory = state.run.trajectory, theme = look.theme
    if let prediction = state.shownPrediction {
      let text = " \(look.symbol(.person)) \(prediction.label(isPresentation: look.isLarge)) "
      for case .line(let first, let second) in problem.shapes(of: prediction.solution) {
        writer.write(text, onLineThrough: first, second, at: .left, style: theme.person, into: &cells)
      }
    }
    let references = head.started?.problem.references ?? state.problem?.references ?? []
    for element in picture.elements {
      guard case .reference(let kind) = element.role, case .line(let first, let second) = element.shape,
        let label = references.first(where: { $0.kind == kind })?.label
      else { continue }
      // At the left, where lines of proposals are labelled at the right.
      writer.write(
        " \(Words.clean(label)) ", onLineThrough: first, second, at: .left, style: theme.reference, into: &cells)
    }
    func write(_ sign: Look.Symbol?, row: Int, style: Style) {
      let id = trajectory.id(at: row)
      guard let line = picture.line(ofCandidate: id) else { return }
      let text = look.label(sign, ofRow: row, in: state.run)
      writer.write(text, onLineThrough: line.0, line.1, at: .right, id: id, style: style, into: &cells)
    }
    if let best = head.best { write(.best, row: best.row, style: theme.best) }
    let newest = shown.newest(in: trajectory)
    if look.isLarge, let newest, newest != head.best?.row {
      write(
        trajectory.origins[newest] == .person ? nil : .play, row: newest,
        style: LineStyles.style(ofRow: newest, in: trajectory, steps: shown.steps, look: look))
    }
    let pinned = shown.rows.filter { row in
      row != head.best?.row && !(look.isLarge && row == newest) && head.pinned.contains(trajectory.id(at: row))
    }
    for row in pinned.suffix(Self.mostPinnedLabels) { write(nil, row: row, style: theme.pin) }
    labels = writer.placed
  }
}

extension PictureStroke {
  init(ofCandidate id: Int, _ state: DashboardState, isNewest: Bool, look: Look) {
    let head = state.run.head
    let isPerson = state.run.trajectory.row(of: id).map { state.run.trajectory.origins[$0] } == .person
    let isHeavy = look.isLarge && (isNewest || id == head.best?.id)
    let rows = isHeavy ? look.heavyRows : id == head.best?.id ? look.bestRows : 1
    if head.masked.contains(id) {
      self = .dotted
    } else if isPerson, id != head.best?.id {
      self = .people(rows: rows, isBroken: false)
    } else {
      self = rows > 1 ? .thick(rows) : .solid
    }
  }
}

extension Look {
  /// The rows of dots of a line that is to be seen from the back of a room; coarse dots are large by themselves.
  var heavyRows: Int { marker == .braille ? 3 : 2 }
  /// Of the best line among many, so that it is found without its colour.
  var bestRows: Int { marker == .braille ? 2 : 1 }
  /// Of a broken line.
  var lightRows: Int { isLarge && marker == .braille ? 2 : 1 }
}

extension Picture {
  func line(ofCandidate id: Int) -> (Point, Point)? {
    for element in elements.reversed() {
      if element.role == .candidate(id), case .line(let first, let second) = element.shape { return (first, second) }
    }
    return nil
  }
}

extension AnyProblem {
  /// What a solution looks like that is no candidate.
  func shapes(of solution: JSONValue) -> [Picture.Shape] {
    let picture = picture(of: [(id: -1, solution: solution)], showsReferences: false)
    return picture.elements.filter { $0.role == .candidate(-1) }.map(\.shape)
  }
}
