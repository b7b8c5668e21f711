import Charts
import Optimization
import Text

/// A candidate on the plane, as it is drawn.
struct PlaneMark: Hashable {
  /// Of the trajectory.
  var row: Int
  var place: PlotFrame.Place
  var glyph: Unicode.Scalar
  var style: Style

  /// In drawing order.
  static func all(_ state: DashboardState, _ choice: PlaneChoice, _ frame: PlotFrame, look: Look) -> [PlaneMark] {
    choice.rows.compactMap { PlaneMark(row: $0, state, choice, frame, look: look) }
  }

  /// Nil where the candidate's numbers are no point.
  init?(row: Int, _ state: DashboardState, _ choice: PlaneChoice, _ frame: PlotFrame, look: Look) {
    let trajectory = state.run.trajectory
    guard let point = Self.point(ofRow: row, in: trajectory), let place = frame.place(x: point.x, y: point.y) else {
      return nil
    }
    self.row = row
    self.place = place
    let id = trajectory.id(at: row)
    let isNewest = trajectory.step(at: row) == choice.steps.upperBound
    if row == state.run.head.best?.row {
      (glyph, style) = (look.scalar(.best), look.theme.best)
    } else if trajectory.loss(at: row) == nil {
      (glyph, style) = (look.scalar(.failed), look.theme.rejected)
    } else {
      glyph = Self.glyph(of: trajectory.origins[row], isNewest: isNewest, look: look)
      style = LineStyles.style(ofRow: row, in: trajectory, steps: choice.steps, look: look)
      if isNewest, trajectory.origins[row] != .initial { style.attributes.insert(.bold) }
    }
    if state.run.head.masked.contains(id) {
      if row != state.run.head.best?.row { glyph = look.scalar(.masked) }
      style = look.theme.mask
    } else if state.run.head.pinned.contains(id), row != state.run.head.best?.row {
      glyph = look.scalar(.pinned)
      style.attributes.formUnion(.bold)
    }
  }

  static func point(ofRow row: Int, in trajectory: Trajectory) -> (x: Double, y: Double)? {
    switch trajectory.parameters.count {
    // Over one parameter they stand at the foot of the density.
    case 1: return (trajectory.number(at: row, parameter: 0), 0)
    case 2: return (trajectory.number(at: row, parameter: 0), trajectory.number(at: row, parameter: 1))
    default: return nil
    }
  }

  /// Those of the newest step are larger.
  private static func glyph(of origin: Origin, isNewest: Bool, look: Look) -> Unicode.Scalar {
    switch origin {
    case .initial: look.scalar(.initial)
    case .person: look.scalar(.person)
    case .model: look.scalar(isNewest || look.isLarge ? .dot : .smallDot)
    case .random, .fallback: look.scalar(.square)
    }
  }
}
