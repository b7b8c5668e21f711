import Charts
import Optimization
import Text

/// The loss over two parameters as a shaded map, with the way that was taken.
enum PlaneView {
  static func draw(
    _ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer, cache: inout ViewCache
  ) {
    guard layout.shows(.plane) else { return }
    PaneFrame.draw(.plane, title: "plane", state, layout: layout, look: look, into: &buffer)
  }

  /// The row of the candidate nearest to a cell of the screen; nil where none is near.
  static func row(at cell: ScreenCell, _ state: DashboardState, _ layout: Layout) -> Int? { nil }

  /// The parameters at a cell of the screen.
  static func point(at cell: ScreenCell, _ state: DashboardState, _ layout: Layout) -> (x: Double, y: Double)? { nil }
}
