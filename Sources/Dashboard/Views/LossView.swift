import Charts
import Optimization
import Text

/// The loss of every candidate and the best so far, over their number.
enum LossView {
  struct Base: Sendable {
    var key: LayerKey
    var cells: CellBuffer
    var frame: PlotFrame
  }

  static func draw(
    _ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer, cache: inout ViewCache
  ) {
    guard layout.shows(.loss) else { return }
    let area = layout.content(of: .loss)
    let objective = state.run.head.started?.problem.objective
    let best = state.run.head.best.map { "best \(Words.loss($0.loss)) #\($0.id)" } ?? ""
    PaneFrame.draw(
      .loss, title: objective.map { Words.clean($0.name) } ?? "loss", detail: best, state, layout: layout, look: look,
      into: &buffer)
    let key = LayerKey(state, size: area.size, look: look)
    let base: Base
    if let cached = cache.loss, cached.key == key {
      base = cached
    } else {
      base = makeBase(state, key: key, look: look)
      cache.loss = base
    }
    buffer.blit(base.cells, column: area.column, row: area.row)
    if let row = state.chosenRow {
      drawSelection(row: row, state, base: base, look: look, into: &buffer, area: area)
    }
  }

  private static func makeBase(_ state: DashboardState, key: LayerKey, look: Look) -> Base {
    let trajectory = state.run.trajectory, theme = look.theme
    var cells = CellBuffer(size: key.size)
    let chart = makeChart(state, look: look)
    let steps = 0...max(1, trajectory.steps.last.map(Int.init) ?? 1)
    let frame = chart.draw(into: &cells, area: cells.area) { index in
      index == state.run.head.best?.row
        ? theme.best : LineStyles.style(ofRow: index, in: trajectory, steps: steps, look: look)
    }
    // Where there is room for a mark each, candidates are seen from the back of a room.
    if trajectory.count > 0, candidatesShown(state) < frame.inner.columns * 2 {
      for row in 0..<trajectory.count {
        guard let loss = trajectory.loss(at: row), let column = frame.column(of: Double(row)),
          let line = frame.row(of: loss)
        else { continue }
        let isBest = row == state.run.head.best?.row
        let style = isBest ? theme.best : LineStyles.style(ofRow: row, in: trajectory, steps: steps, look: look)
        let mark: Look.Symbol = isBest ? .best : look.isLarge ? .dot : .smallDot
        cells[column: column, row: line] = Cell(Glyph(look.scalar(mark)), style)
      }
    }
    return Base(key: key, cells: cells, frame: frame)
  }

  private static func makeChart(_ state: DashboardState, look: Look) -> LossChart {
    let trajectory = state.run.trajectory, theme = look.theme
    let styles = LossChart.Styles(
      candidate: theme.loss, best: theme.best, failure: theme.rejected, selection: theme.selected,
      frame: theme.plotStyles)
    let (kind, range) = lossAxis(trajectory)
    return LossChart(
      losses: trajectory.losses, best: trajectory.bestSoFar, kind: kind,
      xRange: 0...Double(candidatesShown(state)), yRange: range, xTitle: "#", marker: look.marker,
      lines: look.plotLines, styles: styles)
  }

  /// How many candidates the axis has room for: it grows in jumps, so that it holds still in between, and not beyond
  /// what the run will bring.
  private static func candidatesShown(_ state: DashboardState) -> Int {
    let head = state.run.head, count = state.run.trajectory.count
    let perStep = max(1, head.started?.settings.candidates ?? 1)
    let initial = head.counts.origins[.initial] ?? 0
    let (planned, overflow) = head.steps.multipliedReportingOverflow(by: perStep)
    let all = overflow ? Int.max / 2 : planned + initial
    var room = 20
    var factor = 0
    while room < count + count / 8 {
      room = room / [2, 5, 10][factor % 3] * [5, 10, 20][factor % 3]
      factor += 1
    }
    return max(1, count, all <= 100 ? all : min(room, all))
  }

  /// Round bounds around all losses; linear where one is not positive.
  private static func lossAxis(_ trajectory: Trajectory) -> (AxisScale.Kind, ClosedRange<Double>?) {
    var low = Double.infinity, high = -Double.infinity
    trajectory.losses.withUnsafeBufferPointer { losses in
      for loss in losses where loss < .infinity {
        low = min(low, loss)
        high = max(high, loss)
      }
    }
    guard low <= high else { return (.logarithmic, 1...100) }
    guard low > 0 else { return low == 0 ? (.logarithmic, nil) : (.linear, low...high) }
    return (.logarithmic, round(below: low)...max(round(above: high), round(below: low) * 10))
  }

  /// The next of 1, 2, 5, 10, 20, ... that is not above a positive value.
  private static func round(below value: Double) -> Double {
    let decade = decade(below: value)
    return decade * ([5.0, 2, 1].first { decade * $0 <= value } ?? 1)
  }

  private static func round(above value: Double) -> Double {
    let decade = decade(below: value)
    return [1.0, 2, 5, 10].map { decade * $0 }.first { $0 >= value } ?? value
  }

  private static func decade(below value: Double) -> Double {
    var decade = 1.0
    while decade > value, decade > 1e-300 { decade /= 10 }
    while decade * 10 <= value { decade *= 10 }
    return decade
  }

  /// A line behind the dots at the selected candidate, and a mark at its loss.
  private static func drawSelection(
    row: Int, _ state: DashboardState, base: Base, look: Look, into buffer: inout CellBuffer, area: Area
  ) {
    let frame = base.frame
    guard let column = frame.column(of: Double(row)) else { return }
    let bar = look.isASCII ? "|" : "│"
    for line in frame.inner.row..<frame.inner.endRow
    where base.cells[column: column, row: line].glyph == .blank {
      buffer.write(bar, column: area.column + column, row: area.row + line, in: area, style: look.theme.selected)
    }
    let loss = state.run.trajectory.loss(at: row)
    let line = loss.map { frame.row(of: $0) ?? frame.inner.endRow - 1 } ?? frame.inner.endRow - 1
    guard frame.inner.contains(column: column, row: line) else { return }
    let mark = look.symbol(loss == nil ? .failed : .selected)
    buffer.write(mark, column: area.column + column, row: area.row + line, in: area, style: look.theme.selected)
  }

  // MARK: The mouse

  /// The row of the candidate nearest to a cell of the screen.
  static func row(at cell: ScreenCell, _ state: DashboardState, _ layout: Layout) -> Int? {
    let area = layout.content(of: .loss), trajectory = state.run.trajectory
    guard trajectory.count > 0, area.contains(column: cell.column, row: cell.row) else { return nil }
    let frame = makeChart(state, look: Look(theme: state.theme, marker: .braille)).frame(in: area)
    guard frame.inner.contains(column: cell.column, row: cell.row) else { return nil }
    // Among the candidates of the column and its neighbours, the one whose point is nearest.
    let low = Int(max(0, frame.xValue(atColumn: cell.column - 1).rounded(.down)))
    let high = Int(min(Double(trajectory.count - 1), frame.xValue(atColumn: cell.column + 1).rounded(.up)))
    guard low <= high else { return trajectory.count - 1 }
    func distance(_ row: Int) -> Int {
      let column = frame.column(of: Double(row)) ?? frame.inner.endColumn
      let line = trajectory.loss(at: row).flatMap { frame.row(of: $0) } ?? frame.inner.endRow - 1
      return 2 * abs(column - cell.column) + abs(line - cell.row)
    }
    return (low...high).min { distance($0) < distance($1) }
  }
}
