import Charts
import Optimization
import Text

/// The command palette: a line, below it the actions that it finds, and more about the one that is marked.
enum PaletteView {
  static func draw(_ palette: Palette, _ state: DashboardState, look: Look, into buffer: inout CellBuffer) {
    let content = PaletteContent(palette, state)
    let theme = look.theme
    let position = content.marked.map { "\($0 + 1) of \(content.found.count)" } ?? "\(content.found.count) found"
    let does: OverlayBox.Hint = ("enter", "does it"), completes: OverlayBox.Hint = ("tab", "completes")
    let leaves: OverlayBox.Hint = ("esc", "leaves")
    _ = OverlayBox.draw(
      "commands", detail: position,
      hints: [[does, completes, leaves], [does, leaves], [leaves]], look: look, into: &buffer, area: content.box)
    let start = buffer.write(
      [Piece(look.symbol(.person) + " ", theme.key)], column: content.line.column, row: content.line.row,
      in: content.line)
    let field = Area(
      column: start, row: content.line.row, columns: content.line.endColumn - start, rows: content.line.rows)
    FieldText.draw(palette.field, look: look, into: &buffer, area: field)
    for (offset, text) in content.complaint.enumerated() {
      let lead = offset == 0 ? look.symbol(.warning) + " " : "  "
      buffer.write(
        [Piece(lead, theme.warning), Piece(text, theme.warning)], column: content.complaintArea.column,
        row: content.complaintArea.row + offset, in: content.complaintArea)
    }
    for row in content.rules {
      let line = Area(column: content.list.column, row: row, columns: content.list.columns, rows: 1)
      buffer.fill(line, with: Cell(Glyph(look.scalar(.rule)), theme.border))
    }
    drawList(content, state, look: look, into: &buffer)
    drawDetails(content, look: look, into: &buffer)
  }

  private static func drawList(
    _ content: PaletteContent, _ state: DashboardState, look: Look, into buffer: inout CellBuffer
  ) {
    let list = content.list
    if content.found.isEmpty, !list.isEmpty {
      let text = "No action is found by \"\(Words.clean(content.query))\"."
      buffer.write(text, column: list.column, row: list.row, in: list.splitTop(1).top, style: look.theme.dim)
    }
    for (offset, binding) in content.found.dropFirst(content.top).prefix(list.rows).enumerated() {
      let line = Area(column: list.column, row: list.row + offset, columns: list.columns, rows: 1)
      let isMarked = content.top + offset == content.marked
      draw(binding, content, state, isMarked: isMarked, look: look, into: &buffer, line: line)
    }
  }

  /// A row: a mark, the name and what may follow it, a word of help or the reason why not, and the keys.
  private static func draw(
    _ binding: KeyBinding, _ content: PaletteContent, _ state: DashboardState, isMarked: Bool, look: Look,
    into buffer: inout CellBuffer, line: Area
  ) {
    let theme = look.theme
    var reason: String?
    if case .unavailable(let text) = binding.availability(in: state) { reason = text }
    // A bar of one colour is found at a glance; else what is impossible steps back.
    func style(_ usual: Style) -> Style { isMarked ? theme.selectedRow : reason == nil ? usual : theme.dim }
    if isMarked { buffer.fill(line, with: Cell(.blank, theme.selectedRow)) }
    let mark: Look.Symbol? = isMarked ? .person : reason != nil && !content.showsHelp ? .failed : nil
    buffer.write(mark.map(look.symbol) ?? " ", column: line.column, row: line.row, in: line, style: style(theme.dim))
    let keys = state.keyMap.names(of: binding.act).truncated(toColumns: content.keyColumns)
    let keysColumn = line.endColumn - TextWidth.columns(of: keys)
    buffer.write(keys, column: keysColumn, row: line.row, in: line, style: style(theme.key))
    let left = line.column + 2
    let names = Area(column: left, row: line.row, columns: content.nameColumns, rows: 1).intersection(line)
    var pieces = name(binding.name, query: reason == nil && !isMarked ? content.query : "", look)
    if let argument = binding.argument { pieces.append(Piece(" " + argument, theme.dim)) }
    pieces = pieces.map { Piece($0.text, style($0.style)) }
    buffer.write(pieces, column: names.column, row: names.row, in: names)
    guard content.showsHelp else { return }
    let helpColumn = left + content.nameColumns + 2
    let help = Area(
      column: helpColumn, row: line.row, columns: line.endColumn - content.keyColumns - 2 - helpColumn, rows: 1)
    buffer.write(
      [Piece(reason ?? binding.help, style(theme.text))], column: help.column, row: help.row, in: help)
  }

  /// A name with the letters that were typed marked in it.
  private static func name(_ name: String, query: String, _ look: Look) -> [Piece] {
    guard !query.isEmpty, let range = name.firstRange(of: query) else { return [Piece(name, look.theme.strong)] }
    return [
      Piece(String(name[..<range.lowerBound]), look.theme.strong), Piece(String(name[range]), look.theme.match),
      Piece(String(name[range.upperBound...]), look.theme.strong),
    ]
  }

  private static func drawDetails(_ content: PaletteContent, look: Look, into buffer: inout CellBuffer) {
    let theme = look.theme, area = content.detailArea
    for (offset, detail) in content.details.enumerated() {
      let piece: [Piece] =
        switch detail {
        case .help(let text): [Piece(text, theme.text)]
        case .reason(let text): [Piece(text, theme.warning)]
        case .argument(let text): [Piece(text, theme.dim)]
        }
      buffer.write(piece, column: area.column, row: area.row + offset, in: area)
    }
  }

  /// The place, among those that the line finds, of the row under a cell of the screen.
  static func place(at cell: ScreenCell, _ palette: Palette, _ state: DashboardState) -> Int? {
    PaletteContent(palette, state).place(at: cell)
  }
}
