import Charts
import Optimization

/// The style of each proposal's line: by its step, but the initial, the best and those of a person by what they are.
struct LineStyles {
  private var styles: [Int: Style] = [:]

  init(_ state: DashboardState, shown: PictureChoice, look: Look) {
    let trajectory = state.run.trajectory, masked = state.run.head.masked
    let best = state.run.head.best?.row
    for row in shown.rows {
      let id = trajectory.id(at: row)
      styles[id] =
        masked.contains(id)
        ? look.theme.mask
        : row == best ? look.theme.best : Self.style(ofRow: row, in: trajectory, steps: shown.steps, look: look)
    }
    if let newest = shown.rows.last(where: { trajectory.origins[$0] != .initial && $0 != best }) {
      styles[trajectory.id(at: newest)]?.attributes.insert(.bold)
    }
  }

  func style(of id: Int) -> Style { styles[id] ?? .plain }

  static func style(ofRow row: Int, in trajectory: Trajectory, steps: ClosedRange<Int>, look: Look) -> Style {
    switch trajectory.origins[row] {
    case .initial: look.theme.initial
    case .person: look.theme.person
    case .model, .random, .fallback:
      Style(look.theme.lineColor(step: trajectory.step(at: row), in: steps))
    }
  }
}

extension Theme {
  func lineColor(step: Int, in steps: ClosedRange<Int>) -> Color {
    let width = steps.upperBound - steps.lowerBound
    guard width > 0 else { return lineGradient.color(at: 1) }
    // In 32 shades: more are not told apart, and each costs a terminal of 256 colours a search.
    let position = Double(step - steps.lowerBound) / Double(width)
    return lineGradient.color(at: (position * 31).rounded() / 31)
  }
}
