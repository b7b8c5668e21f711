import Charts
import Optimization
import Text

/// What the temperature does: the replies of a step as a cloud, and their figures over the steps.
enum SpreadView {
  static func draw(_ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer) {
    guard layout.shows(.spread) else { return }
    PaneFrame.draw(.spread, title: "temperature and spread", state, layout: layout, look: look, into: &buffer)
  }

  /// The row of the candidate at a cell of the screen.
  static func row(at cell: ScreenCell, _ state: DashboardState, _ layout: Layout) -> Int? { nil }
}
