import Charts
import Optimization
import Text

/// Where the parts of the parameter plane lie in its pane: a function of the pane alone, so that a click means what is
/// drawn there and the axes hold still whatever there is to say.
struct PlaneParts: Hashable {
  let plot: Area
  /// One row of words: the traps that the model is in, or the candidate that is followed.
  let note: Area
  /// One row: what the shades and the marks mean.
  let legend: Area

  init(_ area: Area) {
    var rest = area
    (rest, legend) = rest.splitBottom(area.rows >= 8 && area.columns >= 24 ? 1 : 0)
    (rest, note) = rest.splitBottom(area.rows >= 11 && area.columns >= 24 ? 1 : 0)
    plot = rest
  }
}

extension PlaneView {
  /// The axes in an area; nil where the problem has not just two numbers, or one to foresee.
  static func frame(_ state: DashboardState, in area: Area, lines: LineSet = .plain) -> PlotFrame? {
    let spanned = state.spanned
    guard let window = state.planeWindow, let x = spanned.first,
      spanned.count > 1 || state.reasonAgainstForesight == nil
    else { return nil }
    return PlotFrame(
      area: area, x: .linear(window.x), y: .linear(window.y), xTitle: Words.clean(x.name),
      yTitle: spanned.count > 1 ? Words.clean(spanned[1].name) : "density", lines: lines)
  }

  // MARK: The mouse

  /// The parameters at a cell of the screen; nil outside the axes.
  static func point(at cell: ScreenCell, _ state: DashboardState, _ layout: Layout) -> (x: Double, y: Double)? {
    guard layout.shows(.plane), let frame = frame(state, in: PlaneParts(layout.content(of: .plane)).plot),
      frame.inner.contains(column: cell.column, row: cell.row)
    else { return nil }
    return (frame.xValue(atColumn: cell.column), frame.yValue(atRow: cell.row))
  }

  /// The row of the candidate whose mark is nearest to a cell of the screen, an arrow at the edge among them; nil where
  /// none is near.
  static func row(at cell: ScreenCell, _ state: DashboardState, _ layout: Layout) -> Int? {
    guard layout.shows(.plane), let frame = frame(state, in: PlaneParts(layout.content(of: .plane)).plot),
      frame.inner.contains(column: cell.column, row: cell.row)
    else { return nil }
    var nearest: (row: Int, distance: Double)?
    for mark in PlaneMark.all(state, PlaneChoice(state), frame, look: Look(theme: state.theme, marker: .braille)) {
      // A cell is twice as high as wide.
      let across = Double(mark.place.column - cell.column) / 2, down = Double(mark.place.row - cell.row)
      let distance = (across * across + down * down).squareRoot()
      // Of equals the one that lies on top.
      if distance <= nearest?.distance ?? reach { nearest = (mark.row, distance) }
    }
    return nearest?.row
  }

  /// In rows of the screen.
  private static let reach = 1.6
}
