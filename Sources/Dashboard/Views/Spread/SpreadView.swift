import Charts
import Optimization
import Text

/// What the temperature does: the replies of a step as a cloud, and their figures over the steps.
enum SpreadView {
  static func draw(
    _ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer, cache: inout ViewCache
  ) {
    guard layout.shows(.spread) else { return }
    let area = layout.content(of: .spread)
    let key = SpreadBase.Key(state, size: area.size, look: look)
    let base: SpreadBase
    if let cached = cache.spread, cached.key == key {
      base = cached
    } else {
      base = SpreadBase(state, key: key, keeping: cache.spread?.figures, look: look)
      cache.spread = base
    }
    PaneFrame.draw(
      .spread, title: "temperature and spread", detail: base.detail, state, layout: layout, look: look, into: &buffer)
    buffer.blit(base.cells, column: area.column, row: area.row)
  }

  /// The row of the candidate at a cell of the screen: that of a reply's mark, or the nearest of the cloud.
  static func row(at cell: ScreenCell, _ state: DashboardState, _ layout: Layout) -> Int? {
    guard layout.shows(.spread) else { return nil }
    let parts = SpreadParts(layout.content(of: .spread)), measure = SpreadMeasure(state)
    guard let step = SpreadStep(state, measure: measure) else { return nil }
    if parts.marks.contains(column: cell.column, row: cell.row) {
      let place = cell.column - parts.marks.column
      return step.replies.indices.contains(place) ? step.replies[place].row : nil
    }
    let look = Look(theme: state.theme, marker: .braille)
    guard parts.cloud.contains(column: cell.column, row: cell.row),
      let cloud = SpreadCloud(step, measure, state, in: parts.cloud, look: look)
    else { return nil }
    var nearest: (row: Int, distance: Double)?
    for mark in cloud.marks {
      // A cell is twice as high as wide.
      let across = Double(mark.place.column - cell.column) / 2, down = Double(mark.place.row - cell.row)
      let distance = (across * across + down * down).squareRoot()
      if distance <= nearest?.distance ?? reach { nearest = (mark.row, distance) }
    }
    return nearest?.row
  }

  /// In rows of the screen.
  private static let reach = 1.6
}

/// The pane's inside, kept until a reply, a candidate or the selection changes it.
struct SpreadBase: Sendable {
  struct Key: Hashable {
    var layer: LayerKey
    var steps: Int
    var replies: Int
    /// Of all steps: a reply is judged after it came.
    var judged: Int
    var chosen: Int?
    var temperature: Double?

    init(_ state: DashboardState, size: Size, look: Look) {
      layer = LayerKey(state, size: size, look: look)
      steps = state.run.steps.count
      replies = state.run.replies.count
      judged = state.run.head.counts.rejectedInAll
      chosen = state.chosenRow
      temperature = state.run.head.temperature
    }
  }

  let key: Key
  let figures: SpreadFigures
  private(set) var cells: CellBuffer
  let detail: String

  init(_ state: DashboardState, key: Key, keeping kept: SpreadFigures?, look: Look) {
    self.key = key
    let measure = SpreadMeasure(state)
    if var kept, kept.fit(state, measure) {
      kept.update(state)
      figures = kept
    } else {
      figures = SpreadFigures(state, measure: measure)
    }
    cells = CellBuffer(size: key.layer.size)
    let theme = look.theme, parts = SpreadParts(cells.area)
    detail =
      measure.pool > 1
      ? "over \(measure.pool) steps" : state.run.head.temperature.map { "T now \(Words.temperature($0))" } ?? ""
    guard let step = SpreadStep(state, measure: measure) else {
      Paragraph("no reply yet", style: theme.dim).draw(into: &cells, area: cells.area)
      return
    }
    let sentence = parts.sentence
    cells.write(
      step.sentence(columns: sentence.columns, look), column: sentence.column, row: sentence.row, in: sentence)
    Self.drawMarks(step, measure, state, look: look, into: &cells, area: parts.marks)
    if let cloud = SpreadCloud(step, measure, state, in: parts.cloud, look: look) {
      cloud.draw(state, look: look, into: &cells)
      let start = cloud.frame.inner.column, caption = parts.caption
      let words = cloud.caption(look, columns: caption.endColumn - start)
      cells.write(words, column: start, row: caption.row, in: caption, style: theme.dim)
    }
    if !parts.chart.isEmpty {
      SpreadChart(state, measure, figures, in: parts.chart, look: look).draw(
        state, figures, chosen: state.chosenRow == nil ? nil : step.steps?.upperBound, look: look, into: &cells)
    }
  }

  /// A mark for each reply, in their order: new, repeated, rejected, not judged yet; behind them their spread.
  private static func drawMarks(
    _ step: SpreadStep, _ measure: SpreadMeasure, _ state: DashboardState, look: Look, into cells: inout CellBuffer,
    area: Area
  ) {
    guard !area.isEmpty else { return }
    let theme = look.theme
    let words = step.spreadWords(measure, columns: area.columns - step.replies.count - 3)
    let room = area.columns - TextWidth.columns(of: words) - 2
    let shown = step.replies.count <= room ? step.replies.count : max(0, room - 1)
    for (place, reply) in step.replies.prefix(shown).enumerated() {
      cells.write([mark(reply, state, look)], column: area.column + place, row: area.row, in: area)
    }
    if shown < step.replies.count, room > 0 {
      cells.write(look.symbol(.cut), column: area.column + shown, row: area.row, in: area, style: theme.dim)
    }
    let start = max(area.column, area.column + min(step.replies.count, max(room, 0)) + 2)
    cells.write(
      words.truncated(toColumns: area.endColumn - start), column: start, row: area.row, in: area, style: theme.loss)
  }

  private static func mark(_ reply: SpreadStep.Reply, _ state: DashboardState, _ look: Look) -> Piece {
    let theme = look.theme
    if let row = reply.row, row == state.chosenRow { return Piece(look.symbol(.selected), theme.selected) }
    switch reply.kind {
    case .new:
      let isBest = reply.row != nil && reply.row == state.run.head.best?.row
      return isBest ? Piece(look.symbol(.best), theme.best) : Piece(look.symbol(.dot), theme.loss)
    case .repeated: return Piece(look.symbol(.repeated), theme.warning)
    case .rejected, .failed: return Piece(look.symbol(.failed), theme.rejected)
    case .pending: return Piece(look.symbol(.bullet), theme.dim)
    }
  }
}
