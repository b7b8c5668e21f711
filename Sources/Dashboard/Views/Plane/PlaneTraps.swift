import Charts
import Optimization
import Text

/// The traps that the model is in, where the plane has a place for them.
struct PlaneTraps {
  private struct Line {
    var from: (x: Double, y: Double)
    var to: (x: Double, y: Double)
    var label: String
    /// Where the label may stand.
    var places: [(x: Double, y: Double)]
  }

  private let frame: PlotFrame
  private var lines: [Line] = []
  private var repeated: (x: Double, y: Double)?

  init(_ state: DashboardState, frame: PlotFrame) {
    self.frame = frame
    for trap in state.run.head.activeTraps {
      switch trap.trap {
      case .sharedParameter: addSharedParameter(state)
      case .valley: addValley(state)
      case .repeats:
        let row = Self.repeated(state).flatMap { state.run.trajectory.row(of: $0) }
        repeated = row.flatMap { PlaneMark.point(ofRow: $0, in: state.run.trajectory) }
      case .noImprovement: break
      }
    }
  }

  /// The candidate that was repeated last, while repeats are a trap.
  static func repeated(_ state: DashboardState) -> Int? {
    guard state.run.head.activeTraps.contains(where: { $0.trap == .repeats }) else { return nil }
    for reply in state.run.head.recentReplies.reversed() {
      if case .rejected(.duplicate, _, _, let of?) = reply.verdict { return of }
    }
    return nil
  }

  // MARK: One parameter in common

  /// All rows of the prompt lie on a line that is parallel to an axis.
  private mutating func addSharedParameter(_ state: DashboardState) {
    let trajectory = state.run.trajectory
    let shown = (state.run.head.current?.shown ?? []).compactMap { trajectory.row(of: $0) }
    guard shown.count > 1, trajectory.parameters.count == 2, let parameters = state.planeParameters else { return }
    for (place, parameter) in [parameters.x, parameters.y].enumerated() {
      let values = shown.map { trajectory.number(at: $0, parameter: place) }
      guard values.allSatisfy({ $0 == values[0] }), values[0].isFinite else { continue }
      let label = "all \(Words.clean(parameter.name)) = \(NumberFormat.compact(values[0], significant: 4))"
      let x = frame.x.range, y = frame.y.range
      func point(_ share: Double) -> (x: Double, y: Double) {
        place == 0 ? (values[0], frame.y.value(at: share)) : (frame.x.value(at: share), values[0])
      }
      lines.append(
        Line(
          from: place == 0 ? (values[0], y.lowerBound) : (x.lowerBound, values[0]),
          to: place == 0 ? (values[0], y.upperBound) : (x.upperBound, values[0]), label: label,
          places: [0.93, 0.8, 0.15, 0.65, 0.3].map(point)))
    }
  }

  // MARK: The valley

  /// The direction in which the loss changes least at the best candidate: one number can grow while the other shrinks.
  private mutating func addValley(_ state: DashboardState) {
    guard let best = state.run.head.best, let point = PlaneMark.point(ofRow: best.row, in: state.run.trajectory) else {
      return
    }
    let x = frame.x.range, y = frame.y.range
    let width = x.upperBound - x.lowerBound, height = y.upperBound - y.lowerBound
    let direction =
      state.problem?.landscape.flatMap { Self.flattest($0, at: point, width: width, height: height) }
      // Too small and too large make up for each other.
      ?? (x: 1, y: -1)
    let reach = 0.3
    func along(_ share: Double) -> (x: Double, y: Double) {
      (point.x + direction.x * share * width, point.y + direction.y * share * height)
    }
    lines.append(
      Line(
        from: along(-reach), to: along(reach), label: "valley",
        places: [reach, -reach, reach * 0.8, -reach * 0.8, reach / 2, -reach / 2].map(along)))
  }

  /// The eigenvector of the smaller eigenvalue of the second derivatives, both axes counted in widths of the window.
  /// Nil where they are not finite or alike in all directions.
  private static func flattest(
    _ loss: @Sendable ([Double]) -> Double, at point: (x: Double, y: Double), width: Double, height: Double
  ) -> (x: Double, y: Double)? {
    let step = 0.02
    func value(_ x: Double, _ y: Double) -> Double { loss([point.x + x * step * width, point.y + y * step * height]) }
    let middle = value(0, 0)
    let xx = value(1, 0) + value(-1, 0) - 2 * middle
    let yy = value(0, 1) + value(0, -1) - 2 * middle
    let xy = (value(1, 1) + value(-1, -1) - value(1, -1) - value(-1, 1)) / 4
    let half = (xx - yy) / 2
    let root = (half * half + xy * xy).squareRoot()
    guard root.isFinite, root > 0 else { return nil }
    // (xx - smaller, xy) and (xy, yy - smaller) are both at right angles to it; the longer is the safer.
    let first = (x: -xy, y: half + root), second = (x: root - half, y: -xy)
    func length(_ vector: (x: Double, y: Double)) -> Double { (vector.x * vector.x + vector.y * vector.y).squareRoot() }
    let vector = length(first) >= length(second) ? first : second
    let size = length(vector)
    return size > 0 && size.isFinite ? (vector.x / size, vector.y / size) : nil
  }

  // MARK: Drawing

  /// In dashes, so that none is taken for the way.
  func drawLines(into cells: inout CellBuffer, look: Look) {
    var path = PlotPath(frame: frame, marker: look.marker)
    for line in lines {
      let dashes = max(3, min(24, frame.inner.rows))
      for dash in 0..<dashes {
        func point(_ share: Double) -> (x: Double, y: Double) {
          (line.from.x + (line.to.x - line.from.x) * share, line.from.y + (line.to.y - line.from.y) * share)
        }
        let start = Double(dash) / Double(dashes)
        path.segment(from: point(start), to: point(start + 0.5 / Double(dashes)), style: look.theme.trap)
      }
    }
    path.draw(into: &cells, contrast: 3)
  }

  func drawLabels(marks: inout PlotMarks, into cells: inout CellBuffer, look: Look) {
    for line in lines {
      for place in line.places.compactMap({ frame.place(x: $0.x, y: $0.y) }) where place.isInside {
        if marks.label(line.label, beside: place, style: look.theme.trap, into: &cells) != nil { break }
      }
    }
    if let repeated, let place = frame.place(x: repeated.x, y: repeated.y) {
      marks.label("repeated", beside: place, style: look.theme.trap, into: &cells)
    }
  }
}
