import Charts
import Optimization
import Text

/// The figures over the steps: the spread, the temperature with an axis of its own, and the shares of repeats and
/// rejects, one below the other, so that one sees what turning the temperature did.
struct SpreadChart {
  private let frame: PlotFrame
  /// Nil while the server chooses.
  private let temperatureAxis: AxisScale?
  private let repeats: Area
  private let rejects: Area
  private let isShare: Bool

  init(_ state: DashboardState, _ measure: SpreadMeasure, _ figures: SpreadFigures, in area: Area, look: Look) {
    isShare = measure.widths != nil
    var plot = area
    let strips: Area
    (plot, strips) = plot.splitBottom(area.rows >= 7 ? 2 : area.rows >= 5 && area.columns >= 20 ? 1 : 0)
    // Room for the names of the strips at the left and for the axis of the temperature at the right.
    let hasRightAxis = area.columns >= 30
    if hasRightAxis { plot = plot.splitRight(4).rest }
    let wanted = Self.stripNames(area.columns).0.count + 1
    let steps = 0.5...Double(Self.stepsShown(state)) + 0.5
    let y = Self.spreadAxis(figures, factor: measure.widths != nil ? 100 : 1)
    func makeFrame(in area: Area) -> PlotFrame {
      PlotFrame(
        area: area, x: .linear(steps), y: y, xTitle: "step", yTitle: measure.widths != nil ? "spread %" : "spread",
        lines: look.plotLines)
    }
    let first = makeFrame(in: plot)
    let missing = wanted - (first.inner.column - plot.column)
    frame = missing > 0 && area.columns >= 30 ? makeFrame(in: plot.splitLeft(missing).rest) : first
    temperatureAxis = Self.highestTemperature(state).map { .linear(0...$0) }
    (repeats, rejects) = strips.splitTop(1)
  }

  private static func stripNames(_ columns: Int) -> (String, String) {
    columns >= 48 ? ("repeats", "rejects") : ("rep", "rej")
  }

  /// How many steps the axis has room for: it grows in jumps, so that it holds still in between, and not beyond what the
  /// run will do.
  private static func stepsShown(_ state: DashboardState) -> Int {
    let done = max(1, state.run.steps.count > 0 ? state.run.steps.step(at: state.run.steps.count - 1) : 1)
    let planned = max(done, state.run.head.steps)
    if planned <= 60 { return planned }
    var room = 20, factor = 0
    while room < done + done / 8 {
      room = room / [2, 5, 10][factor % 3] * [5, 10, 20][factor % 3]
      factor += 1
    }
    return max(done, min(room, planned))
  }

  /// Round bounds around all spreads, a factor of ten apart at least. None at all lies on the axis.
  private static func spreadAxis(_ figures: SpreadFigures, factor: Double) -> AxisScale {
    var low = Float.infinity, high = -Float.infinity
    for spread in figures.spreads where spread > 0 && spread < .infinity {
      low = min(low, spread)
      high = max(high, spread)
    }
    guard low <= high else { return factor == 1 ? .logarithmic(0.1...1) : .logarithmic(1...100) }
    // What is less than a millionth of the highest is none.
    let upper = Double(high) * factor, lower = max(Double(low) * factor, upper * 1e-6)
    let rounded = AxisScale.logarithmic(lower...upper).rounded()
    let narrow = rounded.range.upperBound < rounded.range.lowerBound * 9.9
    return narrow ? .logarithmic(rounded.range.upperBound / 10...rounded.range.upperBound) : rounded
  }

  /// The end of the axis: services take 0 to 2, most stay below 1. Nil where no temperature was ever chosen.
  private static func highestTemperature(_ state: DashboardState) -> Double? {
    let steps = state.run.steps
    var known = [state.run.head.temperature]
    if steps.count > 0 { known.append(steps.temperature(at: steps.count - 1)) }
    let stride = max(1, steps.count / mostTemperatures)
    for row in Swift.stride(from: 0, to: steps.count, by: stride) { known.append(steps.temperature(at: row)) }
    return known.compactMap { $0 }.max().map { $0 > 1 ? 2 : 1 }
  }

  private static let mostTemperatures = 500

  // MARK: Drawing

  func draw(_ state: DashboardState, _ figures: SpreadFigures, chosen: Int?, look: Look, into cells: inout CellBuffer) {
    let theme = look.theme
    frame.draw(into: &cells, styles: theme.plotStyles)
    guard !frame.inner.isEmpty else { return }
    let columns = Columns(state.run.steps, frame: frame)
    drawTemperature(state, columns, look: look, into: &cells)
    drawSpreads(state, figures, chosen: chosen, look: look, into: &cells)
    let names = Self.stripNames(repeats.columns)
    drawStrip(
      names.0, columns.duplicates, ofAll: columns.duplicatesOfAll, theme.warning, look: look, into: &cells,
      area: repeats)
    drawStrip(
      names.1, columns.rejected, ofAll: columns.rejectedOfAll, theme.rejected, look: look, into: &cells, area: rejects)
  }

  /// What the columns of the chart hold of the steps.
  private struct Columns {
    /// For each column the newest step in it as a row of the steps; nil beyond the last.
    var newest: [Int?]
    /// Shares of the replies; nil where there are none.
    var duplicates: [Double?]
    var rejected: [Double?]
    var duplicatesOfAll = 0.0
    var rejectedOfAll = 0.0

    init(_ steps: StepHistory, frame: PlotFrame) {
      let count = frame.inner.columns
      newest = Array(repeating: nil, count: count)
      duplicates = Array(repeating: nil, count: count)
      rejected = duplicates
      guard steps.count > 0 else { return }
      let last = steps.step(at: steps.count - 1)
      var sums = (replies: 0, duplicates: 0, rejected: 0), all = sums
      defer {
        duplicatesOfAll = Double(all.duplicates) / Double(max(1, all.replies))
        rejectedOfAll = Double(all.rejected) / Double(max(1, all.replies))
      }
      var row = 0
      for column in 0..<count {
        // All steps up to the middle of the column; a step that is wider than one stands in all of its columns.
        let step = Int(min(max(frame.xValue(atColumn: frame.inner.column + column).rounded(), 0), 1e9))
        guard step <= last else { break }
        if row < steps.count, steps.step(at: row) <= step { sums = (0, 0, 0) }
        while row < steps.count, steps.step(at: row) <= step {
          let figures = steps.figures(at: row)
          sums.replies += max(figures.replies, figures.accepted + figures.duplicates + figures.rejected)
          sums.duplicates += figures.duplicates
          sums.rejected += figures.rejected
          row += 1
        }
        if newest[max(0, column - 1)] != row - 1 || column == 0 {
          all.replies += sums.replies
          all.duplicates += sums.duplicates
          all.rejected += sums.rejected
        }
        newest[column] = row > 0 ? row - 1 : nil
        guard sums.replies > 0 else { continue }
        duplicates[column] = Double(sums.duplicates) / Double(sums.replies)
        rejected[column] = Double(sums.rejected) / Double(sums.replies)
      }
    }
  }

  /// A staircase, and its axis at the right.
  private func drawTemperature(
    _ state: DashboardState, _ columns: Columns, look: Look, into cells: inout CellBuffer
  ) {
    guard let temperatureAxis else { return }
    let inner = frame.inner, theme = look.theme, steps = state.run.steps
    var canvas = DotCanvas(size: inner.size, marker: look.marker)
    var level: Int?
    let across = look.marker.dotsAcross
    for column in 0..<inner.columns {
      guard let row = columns.newest[column], let temperature = steps.temperature(at: row) else {
        level = nil
        continue
      }
      let position = min(max(temperatureAxis.position(of: temperature), 0), 1) * (1 - 1e-9)
      let next = canvas.dotRows - 1 - Int(position * Double(canvas.dotRows))
      canvas.verticalRun(x: column * across, from: level ?? next, to: next, theme.text)
      for dot in 0..<across { canvas.setDot(column * across + dot, next, theme.text) }
      level = next
    }
    canvas.draw(into: &cells, area: inner)
    let edge = Area(column: inner.endColumn, row: inner.row, columns: 4, rows: inner.rows).intersection(cells.area)
    guard edge.columns == 4, inner.rows >= 2 else { return }
    for tick in temperatureAxis.ticks(maximumCount: inner.rows >= 7 ? 5 : inner.rows >= 4 ? 3 : 2) {
      let position = temperatureAxis.position(of: tick.value) * (1 - 1e-9)
      let row = inner.endRow - 1 - Int(position * Double(inner.rows))
      let text = (look.isASCII ? "+" : "├") + Words.temperature(tick.value)
      cells.write(text, column: edge.column, row: row, in: edge, style: theme.text)
    }
    if frame.area.row < inner.row {
      let title = Area(column: frame.area.column, row: frame.area.row, columns: frame.area.columns + 4, rows: 1)
      let text = title.columns >= 40 ? "temperature" : "T"
      cells.write(
        text, column: title.endColumn - TextWidth.columns(of: text), row: title.row, in: title, style: theme.text)
    }
  }

  /// A mark a step where there is room, else all that falls into a column of dots.
  private func drawSpreads(
    _ state: DashboardState, _ figures: SpreadFigures, chosen: Int?, look: Look, into cells: inout CellBuffer
  ) {
    let steps = state.run.steps, theme = look.theme, inner = frame.inner
    let factor = isShare ? 100.0 : 1
    func place(_ row: Int) -> PlotFrame.Place? {
      let spread = Double(figures.spreads[row]) * factor
      // What lies below the axis is drawn on it.
      let low = frame.y.range.lowerBound
      return frame.place(x: Double(steps.step(at: row)), y: spread.isNaN ? .nan : max(spread, low))
    }
    let count = min(steps.count, figures.spreads.count)
    if frame.x.range.upperBound <= Double(inner.columns) {
      var marks = PlotMarks(frame: frame)
      for row in 0..<count {
        guard let place = place(row) else { continue }
        marks.mark(look.scalar(.smallDot), at: place, style: theme.loss, into: &cells)
      }
    } else {
      drawDots(count, steps, figures, factor, look: look, into: &cells)
    }
    if let row = chosen.flatMap({ steps.row(ofStep: $0) }), row < count, let place = place(row) {
      var marks = PlotMarks(frame: frame)
      marks.mark(look.scalar(.selected), at: place, style: theme.selected, into: &cells)
    }
  }

  private func drawDots(
    _ count: Int, _ steps: StepHistory, _ figures: SpreadFigures, _ factor: Double, look: Look,
    into cells: inout CellBuffer
  ) {
    var canvas = DotCanvas(size: frame.inner.size, marker: look.marker)
    let columns = canvas.dotColumns
    var lows = [Float](repeating: .infinity, count: columns), highs = [Float](repeating: -.infinity, count: columns)
    // A step is a straight line of its column.
    let start = frame.dotX(0, dotColumns: columns) + 0.5, width = frame.dotX(1, dotColumns: columns) + 0.5 - start
    for row in 0..<count {
      let column = start + width * Double(steps.steps[row]), spread = figures.spreads[row]
      guard column >= 0, column < Double(columns), spread.isFinite else { continue }
      lows[Int(column)] = min(lows[Int(column)], spread)
      highs[Int(column)] = max(highs[Int(column)], spread)
    }
    func dot(_ spread: Float) -> Int {
      let position = min(max(frame.y.position(of: Double(spread) * factor), 0), 1) * (1 - 1e-9)
      return canvas.dotRows - 1 - Int(position * Double(canvas.dotRows))
    }
    for column in 0..<columns where lows[column] <= highs[column] {
      canvas.verticalRun(x: column, from: dot(highs[column]), to: dot(lows[column]), look.theme.loss)
    }
    canvas.draw(into: &cells, area: frame.inner)
  }

  /// A row of bars, each of a share from none to all.
  private func drawStrip(
    _ name: String, _ shares: [Double?], ofAll whole: Double, _ style: Style, look: Look, into cells: inout CellBuffer,
    area: Area
  ) {
    guard !area.isEmpty else { return }
    let theme = look.theme
    let left = frame.inner.column - area.column
    if left > name.count { cells.write(name, column: area.column, row: area.row, in: area, style: style) }
    let bars: [Unicode.Scalar] = look.isASCII ? [".", ":", "|", "#"] : ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    for (column, share) in shares.enumerated() {
      guard let share, share > 0 else { continue }
      let bar = bars[min(bars.count - 1, Int((share * Double(bars.count)).rounded(.up)) - 1)]
      cells[column: frame.inner.column + column, row: area.row] = Cell(Glyph(bar), style)
    }
    let text = NumberFormat.fixed(100 * whole, decimals: 0) + "%"
    if frame.inner.endColumn + 4 <= area.endColumn {
      cells.write(
        text.leftPadded(toColumns: 4), column: frame.inner.endColumn, row: area.row, in: area, style: theme.dim)
    }
  }
}
