import Charts
import Optimization

/// The shaded map behind the marks, kept as long as its window and size stay the same.
struct PlaneMap: Sendable {
  struct Key: Hashable {
    var generation: Int
    var window: PlaneWindow
    var size: Size
    var look: Look
    /// Only where the map is made of the candidates.
    var candidates: Int?

    init(_ state: DashboardState, frame: PlotFrame, size: Size, look: Look) {
      generation = state.generation
      window = PlaneWindow(x: frame.x.range, y: frame.y.range)
      self.size = size
      self.look = look
      candidates = state.problem?.landscape == nil ? state.run.trajectory.count : nil
    }
  }

  let key: Key
  /// The axes and the shades, without a mark.
  private(set) var cells: CellBuffer
  let heat: HeatMap
  /// The lines of the levels with the cells that a label may stand on, the best place first.
  let contours: [(label: String, cells: [(column: Int, row: Int)])]
  /// Whether the problem has no landscape of its own.
  let isInterpolated: Bool
  /// Whether there is anything on the map: a problem without a landscape needs a candidate first.
  let isKnown: Bool

  /// - Parameter frame: in a buffer of the key's size.
  init(_ state: DashboardState, key: Key, frame: PlotFrame, look: Look) {
    self.key = key
    cells = CellBuffer(size: key.size)
    frame.draw(into: &cells, styles: look.theme.plotStyles)
    let values: ContiguousArray<Double>
    if let landscape = state.problem?.landscape {
      isInterpolated = false
      values = HeatMap.values(in: frame) { x, y in landscape([x, y]) }
    } else {
      isInterpolated = true
      values = PlaneSamples.values(state.run.trajectory).interpolated(in: frame)
    }
    let levels = ShadeLevels(values)
    isKnown = levels != nil
    let isColored = !look.isASCII && !look.theme.planeGradient.stops.isEmpty
    var shade = look.theme.dim
    shade.attributes.insert(.dim)
    heat = HeatMap(
      frame: frame, values: values, levels: levels,
      ink: isColored ? .colors(Self.ground(look.theme.planeGradient)) : .characters(shade), marker: look.marker)
    contours = Self.labels(for: heat.draw(into: &cells), heat, frame)
  }

  /// The part of a theme's gradient that is nearest to its background: what lies behind marks must leave them their
  /// colours.
  private static func ground(_ gradient: Gradient) -> Gradient {
    let share = 0.64
    let knots = gradient.stops.map(\.position).filter { $0 < share } + [share]
    return Gradient(
      stops: knots.compactMap { position in
        guard case .direct(let red, let green, let blue) = gradient.color(at: position).kind else { return nil }
        return Gradient.Stop(position / share, red, green, blue)
      })
  }

  /// Labels stand where lines cross the way from the lowest cell to the corner that is furthest from it, so that they
  /// are read one behind the other.
  private static func labels(
    for contours: [HeatMap.Contour], _ heat: HeatMap, _ frame: PlotFrame
  ) -> [(label: String, cells: [(column: Int, row: Int)])] {
    let inner = frame.inner
    guard inner.columns >= 30, inner.rows >= 8, let lowest = heat.lowest else { return [] }
    let toRight = Double(inner.endColumn - 1 - lowest.column), toLeft = Double(lowest.column - inner.column)
    let down = Double(inner.endRow - 1 - lowest.row), up = Double(lowest.row - inner.row)
    // In rows, of which a column is half a one.
    let way = (x: (toRight >= toLeft ? toRight : -toLeft) / 2, y: down >= up ? down : -up)
    let length = max(1e-9, (way.x * way.x + way.y * way.y).squareRoot())
    func distance(_ cell: (column: Int, row: Int)) -> Double {
      let x = Double(cell.column - lowest.column) / 2, y = Double(cell.row - lowest.row)
      let along = (x * way.x + y * way.y) / length
      return abs(x * way.y - y * way.x) / length + (along < 0 ? -along * 2 : 0)
    }
    return contours.map { contour in
      let cells = contour.cells.map { (cell: $0, distance: distance($0)) }.sorted { $0.distance < $1.distance }
      return (contour.label, cells.prefix(40).map(\.cell))
    }
  }
}

/// The candidates that a map is made of where the problem cannot tell its loss.
enum PlaneSamples {
  /// The newest and the best, half of them each, so that the map costs no more as a run goes on.
  static let mostCandidates = 200

  static func values(_ trajectory: Trajectory) -> ScatteredValues {
    guard trajectory.parameters.count == 2 else { return ScatteredValues([]) }
    return ScatteredValues(
      rows(trajectory).map { row in
        (
          x: trajectory.number(at: row, parameter: 0), y: trajectory.number(at: row, parameter: 1),
          value: trajectory.losses[row]
        )
      })
  }

  private static func rows(_ trajectory: Trajectory) -> [Int] {
    let half = mostCandidates / 2
    var newest: [Int] = []
    var row = trajectory.count - 1
    while row >= 0, newest.count < half {
      if trajectory.losses[row].isFinite { newest.append(row) }
      row -= 1
    }
    // Of the older ones the best, kept in order while all are looked at once.
    var best: [(loss: Double, row: Int)] = []
    for row in 0..<max(0, row + 1) {
      let loss = trajectory.losses[row]
      guard loss.isFinite, best.count < half || loss < best[best.count - 1].loss else { continue }
      best.insert((loss, row), at: best.firstIndex { loss < $0.loss } ?? best.count)
      if best.count > half { best.removeLast() }
    }
    return best.map(\.row) + newest
  }
}
