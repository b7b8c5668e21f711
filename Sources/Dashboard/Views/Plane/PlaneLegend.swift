import Charts
import Optimization
import Text

/// What the shades and the marks of the plane mean, in one row.
struct PlaneLegend {
  private let map: PlaneMap
  private let steps: ClosedRange<Int>
  private let origins: [Origin: Int]
  private let hasBest: Bool
  private let hasReferences: Bool
  private let hasOutside: Bool
  private let hasMasked: Bool
  private let hasPinned: Bool
  private let people: String

  init(_ state: DashboardState, map: PlaneMap, choice: PlaneChoice, hasReferences: Bool, hasOutside: Bool) {
    self.map = map
    steps = choice.steps
    origins = state.run.head.counts.origins
    hasBest = state.run.head.best != nil
    hasMasked = !state.run.head.masked.isEmpty
    hasPinned = !state.run.head.pinned.isEmpty
    people = state.arrangement.isPresentation ? "by people" : "by you"
    self.hasReferences = hasReferences
    self.hasOutside = hasOutside
  }

  func draw(look: Look, into cells: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    var column = area.column
    if map.isKnown { column = drawShades(look: look, into: &cells, area: area) + 2 }
    for entry in entries(look) {
      let width = entry.reduce(0) { $0 + $1.columns }
      guard column + width <= area.endColumn else { continue }
      column = cells.write(entry, column: column, row: area.row, in: area) + 2
    }
  }

  /// The lowest loss, a cell or two of each shade, the highest loss. Returns the column behind it.
  private func drawShades(look: Look, into cells: inout CellBuffer, area: Area) -> Int {
    let levels = map.heat.levels
    let low = Words.loss(levels.range.lowerBound) + " ", high = " " + Words.loss(levels.range.upperBound)
    let room = area.columns - TextWidth.columns(of: low) - TextWidth.columns(of: high)
    guard room >= 3 else { return area.column }
    // All of them where there is room, else every so manieth.
    let columns = min(room, levels.count * (area.columns >= 100 ? 2 : 1), 24)
    var column = cells.write([Piece(low, look.theme.dim)], column: area.column, row: area.row, in: area)
    for place in 0..<columns {
      let shade = columns > 1 ? place * (levels.count - 1) / (columns - 1) : 0
      cells[column: column, row: area.row] = map.heat.cell(ofShade: shade)
      column += 1
    }
    return cells.write([Piece(high, look.theme.dim)], column: column, row: area.row, in: area)
  }

  private func entries(_ look: Look) -> [[Piece]] {
    let theme = look.theme
    var entries: [[Piece]] = []
    if hasBest { entries.append([Piece("\(look.symbol(.best)) best", theme.best)]) }
    if (origins[.model] ?? 0) + (origins[.random] ?? 0) + (origins[.fallback] ?? 0) > 0 {
      let name =
        steps.lowerBound == steps.upperBound
        ? "step \(steps.upperBound)" : "steps \(steps.lowerBound) to \(steps.upperBound)"
      let symbol = look.symbol((origins[.model] ?? 0) > 0 ? .dot : .square)
      // From the oldest colour to the newest.
      let dots = [0.0, 0.5, 1].map { Piece(symbol, Style(theme.lineGradient.color(at: $0))) }
      entries.append((steps.lowerBound == steps.upperBound ? [dots[2]] : dots) + [Piece(" " + name, theme.dim)])
    }
    if origins[.initial] != nil { entries.append([Piece("\(look.symbol(.initial)) initial", theme.initial)]) }
    if origins[.person] != nil { entries.append([Piece("\(look.symbol(.person)) \(people)", theme.person)]) }
    if hasReferences { entries.append([Piece("\(look.symbol(.reference)) known", theme.reference)]) }
    if hasPinned { entries.append([Piece("\(look.symbol(.pinned)) pinned", theme.pin)]) }
    if hasMasked { entries.append([Piece("\(look.symbol(.masked)) masked", theme.mask)]) }
    if hasOutside { entries.append([Piece("\(look.isASCII ? "<" : "◀") outside", theme.dim)]) }
    return entries
  }
}

/// One row of words below the plane: the traps that the model is in, or the candidate that is followed.
enum PlaneNote {
  static func draw(_ state: DashboardState, look: Look, into buffer: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    buffer.write(pieces(state, look), column: area.column, row: area.row, in: area)
  }

  private static func pieces(_ state: DashboardState, _ look: Look) -> [Piece] {
    let theme = look.theme, traps = state.run.head.activeTraps
    if let newest = traps.last, state.chosenRow == nil {
      let others = traps.count > 1 ? " (and \(traps.count - 1) more)" : ""
      return [Piece("\(look.symbol(.warning)) ", theme.trap), Piece(Words.clean(newest.text) + others, theme.trap)]
    }
    let trajectory = state.run.trajectory
    guard let row = state.selectedRow else { return [] }
    let isChosen = state.chosenRow != nil
    let objective = state.run.head.started?.problem.objective ?? state.problem?.objective
    let loss = trajectory.loss(at: row).map {
      "\(objective.map { Words.clean($0.label) } ?? "loss") \(Words.loss($0))"
    }
    let step = trajectory.step(at: row)
    let isMasked = state.run.head.masked.contains(trajectory.id(at: row))
    // The end is what goes where room is short.
    return [
      Piece(
        "\(isChosen ? look.symbol(.selected) : "newest #")\(trajectory.id(at: row))  ",
        isChosen ? theme.selected : theme.dim),
      Piece(loss ?? "failed", row == state.run.head.best?.row ? theme.best : theme.text),
      Piece("  \(Words.clean(trajectory.text(at: row)))", theme.text),
      Piece(isMasked ? "  masked" : "", theme.mask), Piece(step > 0 ? "  step \(step)" : "", theme.dim),
    ]
  }
}
