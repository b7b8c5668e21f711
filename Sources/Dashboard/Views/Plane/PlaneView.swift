import Charts
import Optimization
import Text

/// The loss over two parameters as a shaded map, with the way that was taken.
enum PlaneView {
  static func draw(
    _ state: DashboardState, layout: Layout, look: Look, into buffer: inout CellBuffer, cache: inout ViewCache
  ) {
    guard layout.shows(.plane) else { return }
    let area = layout.content(of: .plane)
    guard let frame = frame(state, in: PlaneParts(Area(area.size)).plot, lines: look.plotLines) else {
      PaneFrame.draw(.plane, title: "plane", state, layout: layout, look: look, into: &buffer)
      Paragraph(whyNot(state), style: look.theme.dim).draw(into: &buffer, area: area)
      return
    }
    if state.shownPlaneContent == .foresight {
      return ForesightView.draw(state, frame: frame, layout: layout, look: look, into: &buffer, cache: &cache)
    }
    let key = PlaneBase.Key(state, frame: frame, size: area.size, look: look)
    let base: PlaneBase
    if let cached = cache.plane, cached.key == key {
      base = cached
    } else {
      base = PlaneBase(state, key: key, frame: frame, keeping: cache.plane?.map, look: look)
      cache.plane = base
    }
    PaneFrame.draw(
      .plane, title: title(state), detail: detail(state, base), state, layout: layout, look: look, into: &buffer)
    buffer.blit(base.cells, column: area.column, row: area.row)
    PlaneNote.draw(state, look: look, into: &buffer, area: PlaneParts(area).note)
  }

  private static func whyNot(_ state: DashboardState) -> String {
    guard state.problem != nil else {
      return state.run.head.started == nil
        ? "waiting for the run to start" : "This log's problem is not known here, so its loss cannot be mapped."
    }
    return "The plane shows problems of two numbers; this one has \(state.run.trajectory.parameters.count)."
  }

  private static func title(_ state: DashboardState) -> String {
    let objective = state.run.head.started?.problem.objective ?? state.problem?.objective
    let names = state.planeParameters.map { "\(Words.clean($0.x.name)) and \(Words.clean($0.y.name))" }
    return "\(objective.map { Words.clean($0.label) } ?? "loss") over \(names ?? "two numbers")"
  }

  /// What part of the plane it is, and what the map is made of.
  private static func detail(_ state: DashboardState, _ base: PlaneBase) -> String {
    let window =
      switch state.plane {
      case .space: "whole space"
      case .candidates: "around all candidates"
      case .window: "a part of the space"
      }
    let shown = base.choice.isCut ? "newest \(NumberFormat.count(base.choice.most)), " : ""
    let keys = state.planeTurn == .foresees ? state.keyMap.names(of: .plane) : ""
    return shown + (base.map.isInterpolated ? "map from candidates, " : "") + window
      + (keys.isEmpty ? "" : ", \(keys) foresight")
  }
}
