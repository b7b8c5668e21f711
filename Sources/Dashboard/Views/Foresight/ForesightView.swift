import Charts
import Optimization
import Text

/// Where a model means to propose next, as shading over the parameters.
enum ForesightView {
  static func draw(
    _ state: DashboardState, frame: PlotFrame, layout: Layout, look: Look, into buffer: inout CellBuffer,
    cache: inout ViewCache
  ) {
    let area = layout.content(of: .plane)
    let title = title(state)
    guard let foresight = state.shownForesight else {
      PaneFrame.draw(.plane, title: title, state, layout: layout, look: look, into: &buffer)
      var cells = CellBuffer(size: area.size)
      frame.draw(into: &cells, styles: look.theme.plotStyles)
      let middle = frame.inner.inset(rows: max(0, frame.inner.rows / 2 - 1))
      Paragraph(whyNot(state), style: look.theme.dim).draw(into: &cells, area: middle)
      return buffer.blit(cells, column: area.column, row: area.row)
    }
    let key = ForesightBase.Key(state, foresight, frame: frame, size: area.size, look: look)
    let base: ForesightBase
    if let cached = cache.foresight, cached.key == key {
      base = cached
    } else {
      base = ForesightBase(state, key: key, frame: frame, keeping: cache.foresight?.map, look: look)
      cache.foresight = base
    }
    PaneFrame.draw(
      .plane, title: title, detail: detail(state, foresight, columns: layout[.plane].columns - title.count - 9), state,
      layout: layout, look: look, into: &buffer)
    buffer.blit(base.cells, column: area.column, row: area.row)
    let note = PlaneParts(area).note
    if state.chosenRow != nil {
      PlaneNote.draw(state, look: look, into: &buffer, area: note)
    } else if !note.isEmpty {
      let pieces = Self.note(on: base.map, state, look, columns: note.columns)
      buffer.write(pieces, column: note.column, row: note.row, in: note)
    }
  }

  /// Means to, where it is the one that is asked; would, where another is.
  private static func title(_ state: DashboardState) -> String {
    let model = state.foresight.model.map(Words.clean) ?? "a model"
    let isOther = state.run.head.current != nil && !state.isOwnForesight
    return "where \(model) " + (isOther ? "would propose" : "means to propose")
  }

  /// - Parameter columns: that there are beside the title.
  private static func detail(
    _ state: DashboardState, _ foresight: (step: Int, distribution: ProposalDistribution), columns: Int
  ) -> String {
    let shown = foresight.distribution.temperature
    let step = "step \(foresight.step), T \(Words.temperature(shown))"
    // What a person has set since holds from the next step on.
    guard let asked = state.run.head.current?.temperature, asked != shown, state.isOwnForesight else { return step }
    let full = step + ", asked at \(Words.temperature(asked))"
    return full.count <= columns ? full : "T \(Words.temperature(shown)), asked \(Words.temperature(asked))"
  }

  private static func whyNot(_ state: DashboardState) -> String {
    let model = state.foresight.model.map(Words.clean) ?? "a model"
    guard let current = state.run.head.current, current.step >= 1 else {
      return "No prompt yet: where \(model) means to propose is shown from the first step on."
    }
    guard let wanted = state.foresightWanted else { return "This prompt is in no log, so \(model) cannot be asked." }
    if let failure = state.foresight.failure(of: wanted) { return Words.clean(failure) }
    return state.foresight.holds(wanted)
      ? "In the prompt of step \(current.step) \(model) finds no pairs to go by, and would propose nothing." : "..."
  }

  /// Whose it is, where the run asks another; then what the shading says in figures, where there is room for all of it.
  private static func note(
    on map: ForesightMap, _ state: DashboardState, _ look: Look, columns: Int
  ) -> [Piece] {
    let theme = look.theme
    let distribution = map.key.distribution
    let names = distribution.parameters.map(Words.clean)
    var figures: [Piece]
    if distribution.isPoint {
      let values = zip(names, distribution.mode).map { "\($0) \(NumberFormat.compact($1, significant: 5))" }
      figures = [Piece("at T 0 always ", theme.dim), Piece(values.joined(separator: ", "), theme.text)]
    } else {
      let ranges = zip(names, map.figures.half).map { "\($0) \(words(for: $1))" }
      figures = [Piece("middle half ", theme.dim), Piece(ranges.joined(separator: ", "), theme.text)]
    }
    if map.outside >= 0.005 {
      figures.append(Piece("  \(Int((map.outside * 100).rounded())) % outside", theme.dim))
    }
    guard !state.isOwnForesight else { return figures }
    let asked = state.run.head.current?.model.map(Words.clean)
    let whose = Piece(asked.map { "not \($0), which is asked here" } ?? "no model is asked here", theme.simulated)
    let hasRoom = figures.reduce(whose.columns + 2) { $0 + $1.columns } <= columns
    return hasRoom ? [whose, Piece("  ")] + figures : [whose]
  }

  /// With so many digits that the bounds are told apart.
  private static func words(for range: ClosedRange<Double>) -> String {
    let size = max(abs(range.lowerBound), abs(range.upperBound))
    let width = range.upperBound - range.lowerBound
    var digits = 2, reach = 1.0
    while digits < 6, width > 0, size / width > reach {
      digits += 1
      reach *= 10
    }
    let low = NumberFormat.compact(range.lowerBound, significant: digits)
    let high = NumberFormat.compact(range.upperBound, significant: digits)
    return low == high ? low : "\(low) to \(high)"
  }
}
