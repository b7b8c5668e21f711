import Charts
import Text

/// The keys that work now; or the open field; or what there is to say.
enum FooterView {
  static func draw(_ state: DashboardState, look: Look, into buffer: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    let inside = area.inset(columns: 1)
    if let field = state.field {
      FieldView.draw(field, hint: state.fieldHint, look: look, into: &buffer, area: inside)
    } else if let message = state.message {
      let isRefusal = message.kind == .refused
      let symbol = look.symbol(isRefusal ? .warning : .accepted)
      buffer.write(
        [
          Piece(symbol + " ", isRefusal ? look.theme.warning : look.theme.accepted),
          Piece(Words.clean(message.text), look.theme.text),
        ], column: inside.column, row: inside.row, in: inside)
    } else if state.run.head.phase == .waiting, !state.layout.shows(.replies) {
      // Where the pane that says why has no room.
      let text = "\(look.symbol(.warning)) \(Words.clean(state.run.head.phaseReason))"
      buffer.write([Piece(text, look.theme.waiting)], column: inside.column, row: inside.row, in: inside)
    } else if let overlay = state.overlay, overlay.hasOwnKeys {
      // The box says what the others do.
      let keys = state.keyMap.names(of: .interrupt)
      buffer.write(
        [Piece(keys, look.theme.key), Piece(" quit", look.theme.dim)],
        column: max(inside.column, inside.endColumn - TextWidth.columns(of: keys) - 5), row: inside.row, in: inside)
    } else {
      drawKeys(state, look: look, into: &buffer, area: inside)
    }
  }

  private static func drawKeys(
    _ state: DashboardState, look: Look, into buffer: inout CellBuffer, area: Area
  ) {
    let theme = look.theme
    let bindings = KeyBinding.ofFooter.filter {
      !state.keyMap.keys(of: $0.act).isEmpty && $0.availability(in: state) == .available
    }
    func pieces(_ members: [KeyBinding]) -> [Piece] {
      let keys = members.compactMap { state.keyMap.keys(of: $0.act).first?.name }.joined(separator: " ")
      var labels: [String] = []
      for label in members.map({ $0.label(state) }) where !labels.contains(label) { labels.append(label) }
      return [Piece(keys, theme.key), Piece(" " + labels.joined(separator: " "), theme.dim)]
    }
    func width(_ pieces: [Piece]) -> Int { pieces.reduce(2) { $0 + $1.columns } }
    // How to leave and where to find the rest stand at the right, whatever else there is room for.
    let last = bindings.filter(\.isAlwaysInFooter).map { pieces([$0]) }
    var end = area.endColumn - last.reduce(-2) { $0 + width($1) }
    var column = max(area.column, end)
    for piece in last { column = buffer.write(piece, column: column, row: area.row, in: area) + 2 }
    column = area.column
    end -= 2
    // Those of one rank are one entry: "[ ] tenths".
    var rest = bindings.filter { !$0.isAlwaysInFooter }[...]
    while let rank = rest.first?.footerRank {
      let members = Array(rest.prefix { $0.footerRank == rank })
      rest = rest.dropFirst(members.count)
      let entry = pieces(members)
      guard column + width(entry) - 2 <= end else { continue }
      column = buffer.write(entry, column: column, row: area.row, in: area) + 2
    }
  }
}

/// A text field with its label, its cursor and a word on what it takes.
enum FieldView {
  static func draw(_ open: OpenField, hint: String, look: Look, into buffer: inout CellBuffer, area: Area) {
    let theme = look.theme
    let label = open.label + ": "
    let start = buffer.write(
      [Piece(label, theme.strong)], column: area.column, row: area.row, in: area)
    var note = [Piece(open.complaint.map(Words.clean) ?? hint, open.complaint == nil ? theme.dim : theme.warning)]
    let room = area.endColumn - start
    let leave = Piece("  enter \(look.symbol(.bullet)) esc", theme.dim)
    if open.complaint == nil, note[0].columns + leave.columns + 24 <= room { note.append(leave) }
    let noteColumns = note.reduce(0) { $0 + $1.columns }
    // The text first; the note takes what is left, but a complaint is worth half the row.
    let wanted = TextWidth.columns(of: open.field.string) + 1
    let forText = max(min(wanted, room), min(16, room), open.complaint == nil ? 0 : min(room / 4, room))
    let least = open.complaint == nil ? room * 2 / 3 : min(wanted, 12)
    let textColumns = min(forText, max(room - noteColumns - 2, least))
    FieldText.draw(
      open.field, look: look, into: &buffer,
      area: Area(
        column: start, row: area.row, columns: max(1, textColumns), rows: 1
      ).intersection(area))
    let noteStart = max(start + textColumns + 2, area.endColumn - noteColumns)
    buffer.write(note, column: noteStart, row: area.row, in: area)
  }
}
