import Charts
import Optimization
import Text

/// The proposals of a step around their mean: over two numbers as points, else as a strip of losses.
struct SpreadCloud {
  struct Mark: Hashable {
    var row: Int
    var count: Int
    var place: PlotFrame.Place
  }

  let frame: PlotFrame
  private(set) var marks: [Mark] = []
  private let center: (x: Double, y: Double)?
  private let deviation: (x: Double, y: Double)?

  /// Nil where there is nothing to show, or no room.
  init?(_ step: SpreadStep, _ measure: SpreadMeasure, _ state: DashboardState, in area: Area, look: Look) {
    guard !area.isEmpty, !step.points.isEmpty else { return nil }
    let trajectory = state.run.trajectory
    var points: [(point: SpreadStep.Point, x: Double, y: Double)] = []
    if trajectory.parameters.count == 2 {
      points = step.points.compactMap { point in
        let x = trajectory.number(at: point.row, parameter: 0), y = trajectory.number(at: point.row, parameter: 1)
        return x.isFinite && y.isFinite ? (point, x, y) : nil
      }
      guard !points.isEmpty else { return nil }
      let count = points.reduce(0.0) { $0 + Double($1.point.count) }
      // Of shares, which do not overflow as a sum would.
      let mean = points.reduce((x: 0.0, y: 0.0)) { mean, point in
        let share = Double(point.point.count) / count
        return (mean.x + point.x * share, mean.y + point.y * share)
      }
      center = mean
      let deviations = step.sums.deviations
      deviation =
        deviations.count == 2
        ? (deviations[0] * (measure.widths?[0] ?? 1), deviations[1] * (measure.widths?[1] ?? 1)) : nil
      frame = PlotFrame(
        area: area, x: Self.scale(points.map(\.x), around: mean.x), y: Self.scale(points.map(\.y), around: mean.y),
        xTitle: measure.names[0], yTitle: measure.names[1], lines: look.plotLines)
    } else {
      points = step.points.compactMap { point in
        trajectory.loss(at: point.row).map { (point, $0, Double(-point.place)) }
      }
      guard let low = points.map(\.x).min(), let high = points.map(\.x).max() else { return nil }
      (center, deviation) = (nil, nil)
      let kind: AxisScale.Kind = low > 0 && high > 20 * low ? .logarithmic : .linear
      frame = PlotFrame(
        area: area, x: AxisScale(kind, low...high).rounded(),
        y: .linear(-Double(max(1, step.points.count - 1)) - 0.5...0.5), xTitle: "loss", lines: look.plotLines)
    }
    marks = points.compactMap { point in
      frame.place(x: point.x, y: point.y).map { Mark(row: point.point.row, count: point.point.count, place: $0) }
    }
  }

  /// An axis of a round width around a mean, so that its labels tell how far apart the proposals are.
  private static func scale(_ values: [Double], around mean: Double) -> AxisScale {
    // What lies further out is drawn as an arrow at the edge.
    let mean = max(-1e300, min(mean, 1e300))
    let furthest = values.map { abs($0 - mean) }.max() ?? 0
    guard furthest > abs(mean) * 1e-9, furthest > 1e-300, furthest < 1e300 else {
      let margin = max(abs(mean) * 1e-3, 1e-6)
      return .linear(mean - margin...mean + margin)
    }
    var reach = 1.0
    while reach > furthest { reach /= 10 }
    while reach * 10 <= furthest { reach *= 10 }
    // A little more than the furthest, so that none lies on the edge.
    reach *= [1, 2, 5, 10, 20].first { reach * $0 >= furthest * 1.05 } ?? 20
    return .linear(mean - reach...mean + reach)
  }

  /// What is drawn beside the proposals, in so many columns.
  func caption(_ look: Look, columns: Int) -> String {
    let words =
      center == nil
      ? ["one row a proposal, in their order", "a row a proposal"]
      : hasRing(look) ? ["+ mean, ring: standard deviation", "+ mean, ring: deviation", "+ mean"] : ["+ mean"]
    return words.first { TextWidth.columns(of: $0) <= columns } ?? ""
  }

  private func hasRing(_ look: Look) -> Bool {
    deviation.map { $0.x > 0 || $0.y > 0 } ?? false && !look.isASCII
  }

  func draw(_ state: DashboardState, look: Look, into cells: inout CellBuffer) {
    frame.draw(into: &cells, styles: look.theme.plotStyles)
    let theme = look.theme, trajectory = state.run.trajectory
    drawDeviation(look, into: &cells)
    var plot = PlotMarks(frame: frame)
    if let center, let place = frame.place(x: center.x, y: center.y) {
      plot.mark("+", at: place, style: theme.dim, isOneOfMany: true, into: &cells)
    }
    let best = state.run.head.best?.row, chosen = state.chosenRow
    for mark in marks.sorted(by: { ($0.row == chosen ? 1 : 0, $0.row) < ($1.row == chosen ? 1 : 0, $1.row) }) {
      let glyph =
        mark.row == chosen
        ? look.scalar(.selected)
        : mark.row == best
          ? look.scalar(.best) : trajectory.loss(at: mark.row) == nil ? look.scalar(.failed) : look.scalar(.dot)
      let style =
        mark.row == chosen
        ? theme.selected
        : mark.row == best ? theme.best : trajectory.loss(at: mark.row) == nil ? theme.rejected : theme.loss
      plot.mark(glyph, at: mark.place, style: style, into: &cells)
    }
    for mark in marks where mark.count > 1 {
      plot.label("\(look.isASCII ? "x" : "×")\(mark.count)", beside: mark.place, style: theme.warning, into: &cells)
    }
  }

  /// The ellipse of one standard deviation.
  private func drawDeviation(_ look: Look, into cells: inout CellBuffer) {
    guard let center, let deviation, hasRing(look) else { return }
    var path = PlotPath(frame: frame, marker: look.marker)
    var last: (x: Double, y: Double)?
    for (cosine, sine) in Self.circle {
      let point = (x: center.x + deviation.x * cosine, y: center.y + deviation.y * sine)
      if let last { path.segment(from: last, to: point, style: look.theme.border) }
      last = point
    }
    path.draw(into: &cells)
  }

  /// Points of the unit circle, made by turning, since nothing here knows a sine.
  private static let circle: [(Double, Double)] = {
    // The cosine and sine of a 48th of a turn.
    let turn = (0.99144486137381038, 0.13052619222005157)
    var point = (1.0, 0.0)
    return (0...48).map { _ in
      defer { point = (point.0 * turn.0 - point.1 * turn.1, point.0 * turn.1 + point.1 * turn.0) }
      return point
    }
  }()
}
