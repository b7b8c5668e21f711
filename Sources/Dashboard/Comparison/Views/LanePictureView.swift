import Charts
import Optimization
import Text

/// The pictures of the lanes, all at the same step.
enum LanePictureView {
  static func draw(
    _ state: ComparisonState, layout: ComparisonLayout, look: Look, into buffer: inout CellBuffer,
    cache: inout ComparisonCache
  ) {
    let names = state.lanes.names
    for place in layout.pictures where state.lanes.indices.contains(place.lane) {
      let lane = state.lanes[place.lane], head = lane.shown.head
      let hasTabs = layout.pictures.count < state.lanes.count
      let title =
        hasTabs
        ? tabs(state, front: place.lane, look)
        : [
          Piece(lane.letter, LaneStyle.letter(of: place.lane, look.theme, isSelected: state.selected == place.lane)),
          Piece(" " + names[place.lane].truncated(toColumns: max(0, place.area.columns - 10)), look.theme.title),
        ]
      let best = head.best.map { "best \(Words.loss($0.loss)) #\($0.id)" } ?? ""
      LanePane.draw(title, detail: best, layout: layout, look: look, into: &buffer, area: place.area)
      let inside = layout.content(of: place.area)
      let screen = dashboard(of: lane, state)
      let key = PictureBase.Key(screen, size: inside.size, look: look)
      if cache.pictures[place.lane]?.key != key {
        cache.pictures[place.lane] = PictureBase(screen, key: key, look: look)
      }
      if let base = cache.pictures[place.lane] {
        buffer.blit(base.cells, column: inside.column, row: inside.row)
      }
    }
  }

  /// "A [B] C": where one picture stands for all, which it is.
  private static func tabs(_ state: ComparisonState, front: Int, _ look: Look) -> [Piece] {
    let letters = state.lanes.indices.flatMap { lane in
      [
        Piece(
          lane == front ? "[\(state.lanes[lane].letter)]" : " \(state.lanes[lane].letter) ",
          lane == front ? LaneStyle.letter(of: lane, look.theme) : LaneStyle.style(of: lane, look.theme))
      ]
    }
    return letters + [Piece(" " + state.lanes.names[front].truncated(toColumns: 16), look.theme.title)]
  }

  /// The lane as the picture of a run is drawn from.
  private static func dashboard(of lane: Lane, _ state: ComparisonState) -> DashboardState {
    var screen = DashboardState(size: state.size, problem: lane.problem, theme: state.theme)
    screen.run = lane.shown
    screen.isRevealed = state.isRevealed
    screen.generation = lane.generation
    return screen
  }
}
