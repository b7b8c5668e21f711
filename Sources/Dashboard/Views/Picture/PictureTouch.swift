import Charts
import Optimization
import Text

// What the mouse means in the picture.
extension PictureView {
  /// Columns of the screen that a drag must cross to draw a line; less is a click with an unsteady hand.
  static let shortestLine = 3

  /// The candidate whose mark is nearest to a cell of the screen; nil where none is near.
  static func candidate(at cell: ScreenCell, _ state: DashboardState, _ layout: Layout) -> Int? {
    guard let problem = state.problem else { return nil }
    let trajectory = state.run.trajectory
    var known = PictureChoice(from: state).known(in: trajectory)
    if let row = state.chosenRow { known.append((id: trajectory.id(at: row), solution: trajectory.solution(at: row))) }
    let picture = problem.picture(of: known, showsReferences: false)
    let frame = touchFrame(picture, state, layout)
    guard frame.inner.contains(column: cell.column, row: cell.row) else { return nil }
    var nearest: (id: Int, distance: Double)?
    for element in picture.elements {
      guard case .candidate(let id) = element.role else { continue }
      let distance = distance(of: element.shape, from: cell, frame)
      // Of equals the one that lies on top.
      if distance <= nearest?.distance ?? reach { nearest = (id, distance) }
    }
    return nearest?.id
  }

  /// In rows of the screen; a cell is twice as high as wide.
  private static let reach = 1.6

  private static func distance(of shape: Picture.Shape, from cell: ScreenCell, _ frame: PlotFrame) -> Double {
    switch shape {
    case .line(let first, let second):
      guard first.x != second.x else { return .infinity }
      // In cells, where the line is straight as well: the distance of a point from a line.
      let left = frame.inner.column, right = frame.inner.endColumn - 1
      func row(_ column: Int) -> Double {
        let x = frame.xValue(atColumn: column)
        let y = first.y + (second.y - first.y) / (second.x - first.x) * (x - first.x)
        return frame.dotY(y, dotRows: frame.inner.rows) + Double(frame.inner.row)
      }
      let slope = (row(right) - row(left)) / Double(max(1, right - left))
      let off = abs(row(cell.column) - Double(cell.row))
      return off / (1 + 4 * slope * slope).squareRoot()
    case .points(let points):
      return points.map { point in
        guard let column = frame.column(of: point.x), let row = frame.row(of: point.y) else { return .infinity }
        let across = Double(column - cell.column) / 2, down = Double(row - cell.row)
        return (across * across + down * down).squareRoot()
      }.min() ?? .infinity
    }
  }

  /// The solution that a drag over the picture draws, as it would be typed; nil where the problem has none.
  static func solution(
    drawnFrom start: ScreenCell, to end: ScreenCell, _ state: DashboardState, _ layout: Layout
  ) -> String? {
    guard let problem = state.problem else { return nil }
    let frame = touchFrame(problem.picture(of: [], showsReferences: false), state, layout)
    func point(_ cell: ScreenCell) -> (x: Double, y: Double) {
      (frame.xValue(atColumn: cell.column), frame.yValue(atRow: cell.row))
    }
    return problem.typedSolution(drawnFrom: point(start), to: point(end))
  }

  /// What a drag draws so far: the solution as it would be typed, and what it looks like; nil where it is none.
  static func drawnLine(
    from start: ScreenCell, to end: ScreenCell, _ state: DashboardState, _ layout: Layout
  ) -> (text: String, shapes: [Picture.Shape])? {
    guard abs(start.column - end.column) >= shortestLine, let problem = state.problem,
      let typed = solution(drawnFrom: start, to: end, state, layout),
      let proposal = try? problem.proposals(typed: typed).first
    else { return nil }
    // What is shown is what would be judged, rounded where the problem rounds.
    return (proposal.text, problem.shapes(of: proposal.solution))
  }

  private static func touchFrame(_ picture: Picture, _ state: DashboardState, _ layout: Layout) -> PlotFrame {
    frame(picture, in: layout.content(of: .picture), look: Look(theme: state.theme, marker: .braille))
  }
}
