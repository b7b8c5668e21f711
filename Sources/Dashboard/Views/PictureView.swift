import Charts
import Optimization
import Text

/// The problem's own picture: data, proposals coloured by their step, and what is known when it is revealed.
enum PictureView {
  /// At most so many proposals are drawn; more would hide each other.
  static let mostProposals = 300
  private static let mostInitial = 20
  /// More data than this is drawn as dots, fewer as marks.
  private static let mostMarks = 400

  /// The layer without the selection.
  struct Base: Sendable {
    var key: LayerKey
    var cells: CellBuffer
    var frame: PlotFrame?
    var shown: Shown
    /// Cells that a selection must not hide.
    var marks: Set<Int>
    /// Where the label of the best candidate stands.
    var bestLabel: (id: Int, area: Area)?
  }

  /// The rows that are drawn, in drawing order.
  struct Shown: Hashable, Sendable {
    var rows: [Int] = []
    var steps: ClosedRange<Int> = 0...0
    var isCut = false
  }

  static func draw(
    _ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer, cache: inout ViewCache
  ) {
    guard !layout.picture.isEmpty else { return }
    let area = layout.content(of: layout.picture)
    let key = LayerKey(state, size: area.size, look: look)
    let base: Base
    if let cached = cache.picture, cached.key == key {
      base = cached
    } else {
      base = makeBase(state, key: key, look: look)
      cache.picture = base
    }
    let total = state.run.trajectory.count
    let detail = base.shown.isCut ? "newest \(mostProposals) of \(NumberFormat.count(total))" : ""
    let title = state.problem?.brief.formula.map(Words.clean) ?? state.problem.map { Words.clean($0.name) } ?? "picture"
    PaneFrame.draw(layout.picture, title: title, detail: detail, layout: layout, look: look, into: &buffer)
    buffer.blit(base.cells, column: area.column, row: area.row)
    guard let frame = base.frame, let row = state.chosenRow else { return }
    drawSelection(ofRow: row, state, base: base, frame: frame, look: look, into: &buffer, area: area)
  }

  // MARK: The base layer

  private static func makeBase(_ state: DashboardState, key: LayerKey, look: Look) -> Base {
    var cells = CellBuffer(size: key.size)
    guard let problem = state.problem else {
      let text =
        state.run.head.started == nil ? "waiting for the run to start" : "This log's problem is not known here."
      Paragraph(text, style: look.theme.dim).draw(into: &cells, area: cells.area)
      return Base(key: key, cells: cells, frame: nil, shown: Shown(), marks: [])
    }
    let shown = choose(from: state)
    let trajectory = state.run.trajectory
    let known = shown.rows.map { (id: trajectory.id(at: $0), solution: trajectory.solution(at: $0)) }
    let picture = problem.picture(of: known, showsReferences: state.isRevealed)
    let hasLegend = key.size.rows >= 8 && key.size.columns >= 24
    let (plotArea, legend) = cells.area.splitBottom(hasLegend ? 1 : 0)
    let frame = PlotFrame(
      area: plotArea, x: .linear(picture.x.range), y: .linear(picture.y.range), xTitle: Words.clean(picture.x.label),
      yTitle: Words.clean(picture.y.label), lines: look.plotLines)
    let styles = LineStyles(state, shown: shown, look: look)
    let best = state.run.head.best?.id
    let blank = DotPlot(frame: frame, marker: look.marker)
    var plot = blank, bestPlot = blank, referencePlot = blank, dataPlot = blank
    for element in picture.elements {
      switch element.role {
      case .candidate(let id) where id == best:
        add(element.shape, to: &bestPlot, style: look.theme.best, look: look)
      case .candidate(let id): add(element.shape, to: &plot, style: styles.style(of: id), look: look)
      case .reference:
        addDashed(element.shape, to: &referencePlot, frame: frame, style: look.theme.reference, look: look)
      case .data: addData(element.shape, to: &dataPlot, look: look)
      }
    }
    plot.draw(into: &cells, styles: look.theme.plotStyles)
    // What must be seen among many lines takes its cells whole instead of adding dots to theirs.
    for layer in [bestPlot, referencePlot, dataPlot] { overlay(layer, onto: &cells, column: 0, row: 0) }
    labelReferences(picture, state, frame: frame, look: look, into: &cells)
    let bestLabel = drawBestLabel(picture, state, frame: frame, look: look, into: &cells)
    if hasLegend { drawLegend(state, shown: shown, look: look, into: &cells, area: legend) }
    return Base(
      key: key, cells: cells, frame: frame, shown: shown, marks: marks(in: cells, frame: frame, look: look),
      bestLabel: bestLabel)
  }

  /// Where data and labels stand: everything inside the axes that is no dot of a line.
  private static func marks(in cells: CellBuffer, frame: PlotFrame, look: Look) -> Set<Int> {
    var marks: Set<Int> = []
    let data = Glyph(look.scalar(.smallDot))
    for row in frame.inner.row..<frame.inner.endRow {
      for column in frame.inner.column..<frame.inner.endColumn {
        let cell = cells[column: column, row: row]
        if cell.glyph == data, cell.style == look.theme.data { marks.insert(row * cells.size.columns + column) }
      }
    }
    return marks
  }

  private static func choose(from state: DashboardState) -> Shown {
    let trajectory = state.run.trajectory
    var shown = Shown()
    guard trajectory.count > 0 else { return shown }
    var seen: Set<Int> = []
    var newest: [Int] = [], initial: [Int] = []
    var row = trajectory.count - 1
    while row >= 0, newest.count < mostProposals {
      let isInitial = trajectory.origins[row] == .initial
      if !isInitial || initial.count < mostInitial, seen.insert(identity(of: row, in: trajectory)).inserted {
        if isInitial { initial.append(row) } else { newest.append(row) }
      }
      row -= 1
    }
    shown.isCut = row >= 0
    if shown.isCut {
      // The first ones are a landmark, however far the run has come.
      for row in 0..<min(row + 1, mostInitial) where trajectory.origins[row] == .initial { initial.append(row) }
    }
    let best = state.run.head.best?.row
    let steps = newest.map { trajectory.step(at: $0) }
    shown.steps = (steps.min() ?? 0)...(steps.max() ?? 0)
    // Older below newer; the best over all but the newest.
    shown.rows = (initial + newest.dropFirst().reversed()).filter { $0 != best }
    if let best, best != newest.first { shown.rows.append(best) }
    if let last = newest.first { shown.rows.append(last) }
    return shown
  }

  private static func identity(of row: Int, in trajectory: Trajectory) -> Int {
    var hasher = Hasher()
    if trajectory.parameters.isEmpty {
      hasher.combine(trajectory.text(at: row))
    } else {
      for number in trajectory.numbers(at: row) { hasher.combine(number) }
    }
    return hasher.finalize()
  }

  // MARK: Shapes

  private static func add(_ shape: Picture.Shape, to plot: inout DotPlot, style: Style, look: Look) {
    switch shape {
    case .line(let first, let second):
      plot.line(through: (first.x, first.y), (second.x, second.y), style: style)
    case .points(let points):
      plot.points(points.map { ($0.x, $0.y) }, style: style)
    }
  }

  private static func addData(_ shape: Picture.Shape, to plot: inout DotPlot, look: Look) {
    guard case .points(let points) = shape, points.count <= mostMarks else {
      return add(shape, to: &plot, style: look.theme.data, look: look)
    }
    for point in points {
      plot.marker(x: point.x, y: point.y, glyph: look.scalar(.smallDot), style: look.theme.data)
    }
  }

  /// Draws a plot aside, with nothing behind it, and puts the cells that it fills over those of a buffer.
  ///
  /// - Parameter sparing: cells of the plot that stay as they are, counted row by row.
  private static func overlay(
    _ plot: DotPlot, onto buffer: inout CellBuffer, column: Int, row: Int, sparing: Set<Int> = []
  ) {
    let frame = plot.frame
    let width = frame.area.endColumn
    var layer = CellBuffer(size: Size(columns: width, rows: frame.area.endRow))
    plot.draw(into: &layer)
    for line in frame.inner.row..<frame.inner.endRow {
      for place in frame.inner.column..<frame.inner.endColumn {
        let cell = layer[column: place, row: line]
        guard cell.glyph != .blank, !sparing.contains(line * width + place) else { continue }
        buffer[column: column + place, row: row + line] = cell
      }
    }
  }

  /// A line in dashes, so that it is no proposal even without colours.
  private static func addDashed(
    _ shape: Picture.Shape, to plot: inout DotPlot, frame: PlotFrame, style: Style, look: Look
  ) {
    guard case .line(let first, let second) = shape, first.x != second.x else {
      return add(shape, to: &plot, style: style, look: look)
    }
    let slope = (second.y - first.y) / (second.x - first.x)
    func point(_ x: Double) -> (x: Double, y: Double) { (x, first.y + slope * (x - first.x)) }
    let low = frame.x.range.lowerBound, width = frame.x.range.upperBound - low
    let dashes = max(4, frame.inner.columns / 4)
    for dash in 0..<dashes {
      let start = low + width * Double(dash) / Double(dashes)
      plot.segment(from: point(start), to: point(start + width * 0.55 / Double(dashes)), style: style)
    }
  }

  // MARK: Labels

  private static func labelReferences(
    _ picture: Picture, _ state: DashboardState, frame: PlotFrame, look: Look, into cells: inout CellBuffer
  ) {
    let references = state.run.head.started?.problem.references ?? state.problem?.references ?? []
    var taken: Set<Int> = []
    for element in picture.elements {
      guard case .reference(let kind) = element.role, case .line(let first, let second) = element.shape,
        let label = references.first(where: { $0.kind == kind })?.label
      else { continue }
      // At the left, where lines of proposals are labelled at the right.
      place(
        " \(Words.clean(label)) ", onLineThrough: first, second, atRight: false, style: look.theme.reference,
        frame: frame, taken: &taken, into: &cells)
    }
  }

  private static func drawBestLabel(
    _ picture: Picture, _ state: DashboardState, frame: PlotFrame, look: Look, into cells: inout CellBuffer
  ) -> (id: Int, area: Area)? {
    guard let best = state.run.head.best, let line = line(of: best.id, in: picture) else { return nil }
    var taken: Set<Int> = []
    return place(
      "\(look.symbol(.best))\(best.id)", onLineThrough: line.0, line.1, atRight: true, style: look.theme.best,
      frame: frame, taken: &taken, into: &cells
    ).map { (best.id, $0) }
  }

  private static func line(of id: Int, in picture: Picture) -> (Picture.Point, Picture.Point)? {
    for element in picture.elements.reversed() {
      if element.role == .candidate(id), case .line(let first, let second) = element.shape { return (first, second) }
    }
    return nil
  }

  /// Writes a label on a line, as near to an edge of the plot as the line comes, on a row that is free.
  @discardableResult
  private static func place(
    _ text: String, onLineThrough first: Picture.Point, _ second: Picture.Point, atRight: Bool, style: Style,
    frame: PlotFrame, taken: inout Set<Int>, into cells: inout CellBuffer
  ) -> Area? {
    let inner = frame.inner
    let width = TextWidth.columns(of: text)
    guard inner.columns >= width + 4, inner.rows >= 3, first.x != second.x else { return nil }
    let slope = (second.y - first.y) / (second.x - first.x)
    let reach = inner.columns - width
    for step in 0..<reach {
      let column = atRight ? inner.endColumn - width - step : inner.column + step
      let x = frame.xValue(atColumn: column + width / 2)
      guard let row = frame.row(of: first.y + slope * (x - first.x)), !taken.contains(row) else { continue }
      cells.write(text, column: column, row: row, in: inner, style: style)
      taken.insert(row)
      return Area(column: column, row: row, columns: width, rows: 1)
    }
    return nil
  }

  private static func drawLegend(
    _ state: DashboardState, shown: Shown, look: Look, into cells: inout CellBuffer, area: Area
  ) {
    let theme = look.theme
    var column = area.column
    if shown.rows.count > 0, shown.steps.upperBound > 0 {
      let width = min(36, max(17, area.columns / 2 - 2))
      let place = Area(column: column, row: area.row, columns: width, rows: 1).intersection(area)
      ColorBar(
        theme.lineGradient, lowLabel: "step \(shown.steps.lowerBound)", highLabel: "\(shown.steps.upperBound)",
        labelStyle: theme.dim
      ).draw(into: &cells, area: place)
      if look.isASCII {
        // The same colours on a character that every terminal has.
        for column in place.column..<place.endColumn {
          let cell = cells[column: column, row: area.row]
          if cell.glyph == Glyph("█") { cells[column: column, row: area.row] = Cell(Glyph("="), cell.style) }
        }
      }
      column += width + 2
    }
    var entries: [[Piece]] = []
    if state.run.head.best != nil { entries.append([Piece("\(look.symbol(.best)) best", theme.best)]) }
    let origins = state.run.head.counts.origins
    if origins[.initial] != nil { entries.append([Piece("\(look.symbol(.rule)) initial", theme.initial)]) }
    if origins[.person] != nil { entries.append([Piece("\(look.symbol(.rule)) by you", theme.person)]) }
    for entry in entries {
      let width = entry.reduce(0) { $0 + $1.columns }
      guard column + width <= area.endColumn else { break }
      column = cells.write(entry, column: column, row: area.row, in: area) + 2
    }
  }

  // MARK: The selection

  private static func drawSelection(
    ofRow row: Int, _ state: DashboardState, base: Base, frame: PlotFrame, look: Look, into buffer: inout CellBuffer,
    area: Area
  ) {
    guard let problem = state.problem else { return }
    let trajectory = state.run.trajectory
    let id = trajectory.id(at: row)
    let picture = problem.picture(of: [(id: id, solution: trajectory.solution(at: row))], showsReferences: false)
    var plot = DotPlot(frame: frame, marker: look.marker)
    for element in picture.elements where element.role == .candidate(id) {
      add(element.shape, to: &plot, style: look.theme.selected, look: look)
    }
    // The label of the best stays readable, unless it is the same line.
    let occupied = base.bestLabel.flatMap { $0.id == id ? nil : $0.area }
    var spared = base.marks
    if let occupied {
      for column in occupied.column..<occupied.endColumn { spared.insert(occupied.row * area.columns + column) }
    }
    overlay(plot, onto: &buffer, column: area.column, row: area.row, sparing: spared)
    guard let line = line(of: id, in: picture) else { return }
    var taken = Set([occupied?.row].compactMap { $0 })
    var labels = CellBuffer(size: area.size)
    place(
      "\(look.symbol(.selected))\(id)", onLineThrough: line.0, line.1, atRight: true, style: look.theme.selected,
      frame: frame, taken: &taken, into: &labels)
    for row in taken where row != occupied?.row {
      for column in frame.inner.column..<frame.inner.endColumn
      where labels[column: column, row: row].glyph != .blank {
        buffer[column: area.column + column, row: area.row + row] = labels[column: column, row: row]
      }
    }
  }
}

/// The style of each proposal's line: by its step, but the initial, the best and those of a person by what they are.
struct LineStyles {
  private var styles: [Int: Style] = [:]

  init(_ state: DashboardState, shown: PictureView.Shown, look: Look) {
    let trajectory = state.run.trajectory
    let best = state.run.head.best?.row
    for row in shown.rows {
      styles[trajectory.id(at: row)] =
        row == best
        ? look.theme.best : Self.style(ofRow: row, in: trajectory, steps: shown.steps, look: look)
    }
    if let newest = shown.rows.last(where: { trajectory.origins[$0] != .initial && $0 != best }) {
      styles[trajectory.id(at: newest)]?.attributes.insert(.bold)
    }
  }

  func style(of id: Int) -> Style { styles[id] ?? .plain }

  static func style(ofRow row: Int, in trajectory: Trajectory, steps: ClosedRange<Int>, look: Look) -> Style {
    switch trajectory.origins[row] {
    case .initial: look.theme.initial
    case .person: look.theme.person
    case .model, .random, .fallback:
      Style(look.theme.lineColor(step: trajectory.step(at: row), in: steps))
    }
  }
}

extension Theme {
  func lineColor(step: Int, in steps: ClosedRange<Int>) -> Color {
    let width = steps.upperBound - steps.lowerBound
    guard width > 0 else { return lineGradient.color(at: 1) }
    // In 32 shades: more are not told apart, and each costs a terminal of 256 colours a search.
    let position = Double(step - steps.lowerBound) / Double(width)
    return lineGradient.color(at: (position * 31).rounded() / 31)
  }
}
