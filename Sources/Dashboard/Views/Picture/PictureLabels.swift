import Charts
import Optimization
import Text

/// Writes labels onto lines of the picture, at an edge of the plot, each on a row of its own.
struct PictureLabels {
  enum Side: Hashable { case left, right }

  /// A label that was written.
  struct Placed: Hashable, Sendable {
    /// The candidate that it names; nil for what is none.
    var id: Int?
    var area: Area
  }

  let frame: PlotFrame
  private(set) var placed: [Placed] = []
  private var taken: [Side: Set<Int>] = [:]

  init(frame: PlotFrame) { self.frame = frame }

  /// Keeps clear of labels that stand in the picture already.
  mutating func avoid(_ labels: [Placed]) {
    let middle = frame.inner.column + frame.inner.columns / 2
    for label in labels {
      if label.area.column < middle { taken[.left, default: []].insert(label.area.row) }
      if label.area.endColumn > middle { taken[.right, default: []].insert(label.area.row) }
    }
  }

  /// Writes a label where `place` finds room for it.
  mutating func write(
    _ text: String, onLineThrough first: Picture.Point, _ second: Picture.Point, at side: Side, id: Int? = nil,
    style: Style, into cells: inout CellBuffer
  ) {
    guard let place = place(text, onLineThrough: first, second, at: side, id: id) else { return }
    cells.write(text, column: place.column, row: place.row, in: frame.inner, style: style)
  }

  /// Takes a place for a label as near to an edge as its line comes, on a row that is free; nil where there is no room.
  mutating func place(
    _ text: String, onLineThrough first: Picture.Point, _ second: Picture.Point, at side: Side, id: Int? = nil
  ) -> Area? {
    let inner = frame.inner
    let width = TextWidth.columns(of: text)
    guard inner.columns >= width + 4, inner.rows >= 3, first.x != second.x else { return nil }
    let slope = (second.y - first.y) / (second.x - first.x)
    for step in 0..<(inner.columns - width) {
      let column = side == .right ? inner.endColumn - width - step : inner.column + step
      let x = frame.xValue(atColumn: column + width / 2)
      guard let row = frame.row(of: first.y + slope * (x - first.x)), taken[side]?.contains(row) != true else {
        continue
      }
      let area = Area(column: column, row: row, columns: width, rows: 1)
      taken[side, default: []].insert(row)
      placed.append(Placed(id: id, area: area))
      return area
    }
    return nil
  }
}

extension Look {
  /// The label of a candidate on its line: "★15", by people and pinned "★▸◉15"; from the back of a room with its loss,
  /// " ★ #15  3.479 ".
  func label(_ sign: Symbol?, ofRow row: Int, in run: RunState) -> String {
    let id = run.trajectory.id(at: row)
    let signs: [Symbol?] = [
      sign, run.trajectory.origins[row] == .person ? .person : nil, run.head.pinned.contains(id) ? .pinned : nil,
    ]
    let text = signs.compactMap { $0.map(symbol) }.joined()
    guard isLarge else { return text + String(id) }
    return " \(text) #\(id)  \(run.trajectory.loss(at: row).map(Words.loss) ?? "failed") "
  }
}

/// What the colours and signs of the picture mean, in one row below it.
enum PictureLegend {
  static func draw(
    _ state: DashboardState, shown: PictureChoice, look: Look, into cells: inout CellBuffer, area: Area
  ) {
    guard !area.isEmpty else { return }
    var area = area
    if !look.isLarge, let score = state.scoreWords {
      // What people wait for comes before all else; a presentation says it in its caption.
      let score = score.truncated(toColumns: area.columns)
      let width = TextWidth.columns(of: score)
      cells.write(score, column: area.endColumn - width, row: area.row, in: area, style: look.theme.person)
      area = area.splitRight(width + 2).rest
    }
    var column = area.column
    if shown.rows.count > 0, shown.steps.upperBound > 0, look.theme.stepsBar == nil {
      // The lines look alike without colours: a bar of shades would promise more.
      let steps = "\(look.symbol(.rule)) steps \(shown.steps.lowerBound) to \(shown.steps.upperBound)"
      column = cells.write([Piece(steps, look.theme.text)], column: column, row: area.row, in: area) + 2
    } else if shown.rows.count > 0, shown.steps.upperBound > 0 {
      let width = min(36, max(17, area.columns / 2 - 2))
      let place = Area(column: column, row: area.row, columns: width, rows: 1).intersection(area)
      drawBar(shown.steps, look: look, into: &cells, area: place)
      column += width + 2
    }
    for entry in entries(state, shown: shown, look) where column + entry.columns <= area.endColumn {
      column = cells.write([entry], column: column, row: area.row, in: area) + 2
    }
  }

  private static func drawBar(
    _ steps: ClosedRange<Int>, look: Look, into cells: inout CellBuffer, area: Area
  ) {
    ColorBar(
      look.theme.stepsBar, lowLabel: "step \(steps.lowerBound)", highLabel: "\(steps.upperBound)",
      labelStyle: look.theme.dim
    ).draw(into: &cells, area: area)
    guard look.isASCII else { return }
    // The same colours on characters that every terminal has.
    let plain: [Glyph: Glyph] = [
      Glyph("█"): Glyph("="), Glyph("▓"): Glyph("+"), Glyph("▒"): Glyph("-"), Glyph("░"): Glyph("."),
    ]
    for column in area.column..<area.endColumn {
      let cell = cells[column: column, row: area.row]
      if let glyph = plain[cell.glyph] { cells[column: column, row: area.row] = Cell(glyph, cell.style) }
    }
  }

  private static func entries(_ state: DashboardState, shown: PictureChoice, _ look: Look) -> [Piece] {
    let theme = look.theme, head = state.run.head
    let origins = Set(shown.rows.map { state.run.trajectory.origins[$0] })
    let people = look.isLarge ? "people" : "you"
    var entries: [Piece] = []
    if head.best != nil { entries.append(Piece("\(look.symbol(.best)) best", theme.best)) }
    if origins.contains(.person) || state.shownPrediction != nil {
      entries.append(Piece("\(look.symbol(.person)) by \(people)", theme.person))
    }
    if origins.contains(.initial) { entries.append(Piece("\(look.symbol(.rule)) initial", theme.initial)) }
    if !head.pinned.isEmpty { entries.append(Piece("\(look.symbol(.pinned)) pinned", theme.pin)) }
    if !head.masked.isEmpty { entries.append(Piece("\(look.symbol(.masked)) masked", theme.mask)) }
    return entries
  }
}
