import Charts
import Text

/// Draws a whole frame. A function of its arguments alone; the cache only saves time.
///
/// - Parameters:
///   - depth: how many colours the terminal shows.
///   - buffer: every cell of it is set. Its size rules: where the state knows another, as in the middle of a change of
///     size, nothing is drawn outside.
public func draw(
  _ state: DashboardState, markers: Marker = .braille, depth: ColorDepth = .direct, into buffer: inout CellBuffer,
  cache: inout ViewCache
) {
  var state = state
  state.size = buffer.size
  state.theme = state.theme.suited(to: depth)
  let look = Look(theme: state.theme, marker: markers, isLarge: state.arrangement.isPresentation)
  buffer.fill(buffer.area)
  let layout = state.layout
  guard !layout.isTooSmall else {
    TooSmallView.draw(state.size, look: look, into: &buffer)
    return state.theme.paint(&buffer)
  }
  HeaderView.draw(state, look: look, into: &buffer, area: layout.header)
  PictureView.draw(state, layout: layout, look: look, into: &buffer, cache: &cache)
  LossView.draw(state, layout: layout, look: look, into: &buffer, cache: &cache)
  TrajectoryView.draw(state, layout: layout, look: look, into: &buffer)
  RepliesView.draw(state, layout: layout, look: look, into: &buffer)
  EventsView.draw(state, layout: layout, look: look, into: &buffer, cache: &cache)
  PlaneView.draw(state, layout: layout, look: look, into: &buffer, cache: &cache)
  SpreadView.draw(state, layout: layout, look: look, into: &buffer, cache: &cache)
  PromptView.draw(state, layout: layout, look: look, into: &buffer, cache: &cache)
  ReplyView.draw(state, layout: layout, look: look, into: &buffer, cache: &cache)
  CaptionView.draw(state, look: look, into: &buffer, area: layout.caption)
  TimelineView.draw(state, look: look, into: &buffer, area: layout.replay, cache: &cache)
  switch state.overlay {
  case .help(let top): HelpView.draw(state, top: top, look: look, into: &buffer)
  case .palette(let palette): PaletteView.draw(palette, state, look: look, into: &buffer)
  case .themes(let menu): ThemesView.draw(menu, state, look: look, into: &buffer)
  case .export(let panel): ExportView.draw(panel, state, look: look, into: &buffer)
  case nil: break
  }
  FooterView.draw(state, look: look, into: &buffer, area: layout.footer)
  state.theme.paint(&buffer)
  if look.isASCII { replaceEllipses(in: &buffer) }
}

/// Cut text ends in "…" everywhere; not every terminal that has only ASCII shows that.
func replaceEllipses(in buffer: inout CellBuffer) {
  let ellipsis = Glyph("…")
  for index in buffer.cells.indices where buffer.cells[index].glyph == ellipsis {
    let (row, column) = index.quotientAndRemainder(dividingBy: buffer.size.columns)
    buffer[column: column, row: row].glyph = Glyph("~")
  }
}

/// Says calmly how much room is needed.
enum TooSmallView {
  static func draw(
    _ size: Size, needed: Size = Layout.smallest, look: Look, into buffer: inout CellBuffer
  ) {
    let text =
      "Tiller needs \(needed.columns)x\(needed.rows); this terminal has \(size.columns)x\(size.rows)."
    let lines = text.wrapped(toColumns: max(1, size.columns - 2))
    let top = max(0, (size.rows - lines.count) / 2)
    for (offset, line) in lines.enumerated() {
      let column = max(0, (size.columns - TextWidth.columns(of: line)) / 2)
      buffer.write(line, column: column, row: top + offset, in: buffer.area, style: look.theme.text)
    }
  }
}
