import Charts
import Text

/// Draws a whole frame of the library: a function of its arguments alone, whose buffer's size rules.
///
/// - Parameters:
///   - depth: how many colours the terminal shows.
///   - buffer: every cell of it is set.
public func drawLibrary(
  _ state: LibraryState, markers: Marker = .braille, depth: ColorDepth = .direct, into buffer: inout CellBuffer
) {
  var state = state
  state.size = buffer.size
  state.theme = state.theme.suited(to: depth)
  let look = Look(theme: state.theme, marker: markers)
  buffer.fill(buffer.area)
  let layout = state.layout
  if layout.isTooSmall {
    let needed = LibraryLayout.smallest
    let text = "The library needs \(needed.columns)x\(needed.rows); q leaves."
    for (row, line) in text.wrapped(toColumns: max(1, buffer.size.columns)).enumerated() {
      buffer.write(line, column: 0, row: row, in: buffer.area, style: look.theme.text)
    }
  } else {
    drawHeader(state, look: look, into: &buffer, area: layout.header)
    LibraryTable.draw(state, look: look, into: &buffer)
    LibraryDetails.draw(state, look: look, into: &buffer)
    if let top = state.help { LibraryHelp(state.size).draw(top: top, look: look, into: &buffer) }
    LibraryFooter.draw(state, look: look, into: &buffer, area: layout.footer)
  }
  state.theme.paint(&buffer)
  if look.isASCII { replaceEllipses(in: &buffer) }
}

/// Whose runs these are, and how far they are read.
private func drawHeader(_ state: LibraryState, look: Look, into buffer: inout CellBuffer, area: Area) {
  let theme = look.theme
  var segments = Segments()
  segments.addLeft([Piece("Tiller", theme.strong)], priority: 1)
  segments.addLeft([Piece("library", theme.text)], priority: 6)
  segments.addLeft([Piece(state.place, theme.dim)], priority: 2)
  if !state.layout.hasBorders, !state.runs.isEmpty {
    segments.addLeft([Piece(state.sort.label, theme.dim)], priority: 3)
    if let filter = state.filter { segments.addLeft([Piece("/" + Words.clean(filter.text), theme.text)], priority: 7) }
  }
  if state.unread > 0 {
    segments.addRight([Piece("reading \(NumberFormat.count(state.unread))", theme.waiting)], priority: 8)
  }
  if !state.marked.isEmpty {
    segments.addRight(
      [Piece("\(state.marked.count) marked", state.marked.count > 1 ? theme.accepted : theme.dim)], priority: 5)
  }
  segments.addRight([Piece(Words.count(state.runs.count, "run", "runs"), theme.dim)], priority: 4)
  segments.draw(into: &buffer, area: area.inset(columns: 1))
}
