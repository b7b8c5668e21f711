import Charts
import Optimization
import Text

/// What is compared, at which place, and which lanes keys are for.
enum ComparisonHeader {
  static func draw(_ state: ComparisonState, look: Look, into buffer: inout CellBuffer, area: Area) {
    let theme = look.theme
    var segments = Segments()
    segments.addLeft([Piece("Tiller", theme.strong)], priority: 5)
    segments.addLeft([Piece(state.isRace ? "race" : "compare", theme.paused)], priority: 60)
    let records = state.lanes.compactMap { $0.run.head.started }
    if let first = records.first {
      let names = Set(records.map { Words.problem($0.problem) })
      segments.addLeft(
        [Piece(names.count == 1 ? Words.problem(first.problem) : "\(names.count) problems", theme.text)], priority: 40)
      let seeds = Set(records.map(\.settings.seed))
      if seeds.count == 1 { segments.addLeft([Piece("seed \(first.settings.seed)", theme.dim)], priority: 2) }
    }
    segments.addLeft(
      [Piece("against ", theme.dim), Piece(state.axis.rawValue, theme.text)], priority: 30)
    segments.addLeft(place(of: state, look), priority: 80)
    if let standIn = standIn(state.lanes) { segments.addLeft([Piece(standIn, theme.simulated)], priority: 85) }
    let lanes = state.lanes
    if state.isRace {
      let whose = state.selected.map { "lane \(lanes[$0].letter)" } ?? "all lanes"
      let style = state.selected.map { LaneStyle.letter(of: $0, theme) } ?? theme.strong
      segments.addRight([Piece("keys act on ", theme.dim), Piece(whose, style)], priority: 90)
    } else if let lane = state.selected {
      segments.addRight(
        [Piece("lane ", theme.dim), Piece(lanes[lane].letter, LaneStyle.letter(of: lane, theme))], priority: 90)
    }
    segments.draw(into: &buffer, area: area.inset(columns: 1))
  }

  /// "step 12 of 50", "newest step".
  private static func place(of state: ComparisonState, _ look: Look) -> [Piece] {
    let theme = look.theme
    let last = state.lanes.lastStep
    guard let place = state.place else {
      let isOver = !state.isFollowing || state.lanes.allSatisfy(\.hasEnded)
      return [Piece(isOver ? "at the end" : "at the newest", theme.dim), Piece(", step \(last)", theme.text)]
    }
    let sign = state.isPlaying ? look.symbol(.play) : look.symbol(.pause)
    return [
      Piece(sign + " ", state.isPlaying ? theme.running : theme.paused), Piece("step ", theme.dim),
      Piece("\(place)", theme.strong), Piece(" of \(last)", theme.dim),
    ]
  }

  /// That some of them are no language models must not be missed.
  private static func standIn(_ lanes: [Lane]) -> String? {
    let simulated = lanes.filter { $0.run.head.model?.kind == .simulated }
    guard !simulated.isEmpty else { return nil }
    return simulated.count == lanes.count
      ? "simulated: no model runs" : simulated.map(\.letter).joined(separator: ", ") + " simulated"
  }
}
