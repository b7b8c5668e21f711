import Charts
import Optimization
import Text

/// What the shades and the marks of a foresight mean, in one row.
struct ForesightLegend {
  private let map: ForesightMap
  private let temperature: Double
  private let hasMeans: Bool
  private let hasShown: Bool
  private let hasProposed: Bool
  private let hasBest: Bool
  private let hasMasked: Bool
  private let hasReferences: Bool
  private let steps: ClosedRange<Int>

  init(_ state: DashboardState, map: ForesightMap, means: Int, marks: [PlaneMark], hasReferences: Bool) {
    self.map = map
    temperature = map.key.distribution.temperature
    hasMeans = means > 0
    let trajectory = state.run.trajectory, head = state.run.head
    let step = head.current?.step ?? 0
    hasProposed = marks.contains { trajectory.step(at: $0.row) == step && trajectory.origins[$0.row] != .initial }
    hasMasked = marks.contains { head.masked.contains(trajectory.id(at: $0.row)) }
    hasBest = marks.contains { $0.row == head.best?.row }
    hasShown = marks.contains { trajectory.step(at: $0.row) < step }
    steps = PlaneChoice(state).steps
    self.hasReferences = hasReferences
  }

  func draw(look: Look, into cells: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    var column = drawShades(look: look, into: &cells, area: area) + 2
    for entry in entries(look) {
      let width = entry.reduce(0) { $0 + $1.columns }
      guard column + width <= area.endColumn else { continue }
      column = cells.write(entry, column: column, row: area.row, in: area) + 2
    }
  }

  /// Each share of the proposals with the shades that it begins with, from the peak outwards.
  private func drawShades(look: Look, into cells: inout CellBuffer, area: Area) -> Int {
    let levels = ForesightMap.levels
    let isWide = area.columns >= 60
    var column = area.column
    for (place, level) in levels.levels.enumerated().reversed() {
      guard column < area.endColumn else { break }
      // Of the shades above a level the nearest one, or all where there is room.
      if isWide || level.label != nil {
        cells[column: column, row: area.row] = map.heat.cell(ofShade: place + 1)
        column += 1
      }
      guard let label = level.label else { continue }
      column = cells.write([Piece(" \(label) ", look.theme.dim)], column: column, row: area.row, in: area)
    }
    if area.columns >= 76 {
      column = cells.write([Piece("of proposals ", look.theme.dim)], column: column, row: area.row, in: area)
    }
    return max(area.column, column - 1)
  }

  private func entries(_ look: Look) -> [[Piece]] {
    let theme = look.theme
    var entries: [[Piece]] = [[Piece("T \(Words.temperature(temperature))", theme.strong)]]
    if hasMeans { entries.append([Piece(look.symbol(.mean), theme.strong), Piece(" means", theme.dim)]) }
    if hasProposed {
      let newest = Style(theme.lineGradient.color(at: 1), on: .standard, .bold)
      entries.append([Piece(look.symbol(.dot), newest), Piece(" proposed", theme.dim)])
    }
    if hasShown {
      // From the oldest colour to the newest.
      let dots = [0.0, 0.5].map { Piece(look.symbol(.smallDot), Style(theme.lineGradient.color(at: $0))) }
      entries.append(dots + [Piece(" in the prompt", theme.dim)])
    }
    if hasBest { entries.append([Piece("\(look.symbol(.best)) best", theme.best)]) }
    if hasReferences { entries.append([Piece("\(look.symbol(.reference)) known", theme.reference)]) }
    if hasMasked { entries.append([Piece("\(look.symbol(.masked)) masked", theme.mask)]) }
    return entries
  }
}
