import Charts
import Text

/// The keys that work now; or the open field, the question, or what there is to say.
enum LibraryFooter {
  static func draw(_ state: LibraryState, look: Look, into buffer: inout CellBuffer, area: Area) {
    guard !area.isEmpty else { return }
    let inside = area.inset(columns: 1), theme = look.theme
    if let field = state.field {
      draw(field, look: look, into: &buffer, area: inside)
    } else if let path = state.question {
      let name = state.run(at: path)?.name ?? ""
      let answers = [
        Piece("y", theme.key), Piece(" delete  ", theme.dim), Piece("n", theme.key), Piece(" keep", theme.dim),
      ]
      let room = max(8, inside.columns - answers.reduce(0) { $0 + $1.columns } - 2)
      let text = "Delete \(name)? It goes to the trash."
      let brief = "Delete \(name)?"
      let shown = TextWidth.columns(of: text) <= room ? text : brief.truncated(toColumns: room)
      buffer.write(
        [Piece(shown, theme.strong), Piece("  ")] + answers, column: inside.column, row: inside.row, in: inside)
    } else if let message = state.message {
      let symbol = look.symbol(message.isRefusal ? .warning : .accepted)
      buffer.write(
        [
          Piece(symbol + " ", message.isRefusal ? theme.warning : theme.accepted), Piece(message.text, theme.text),
        ], column: inside.column, row: inside.row, in: inside)
    } else {
      drawKeys(state, look: look, into: &buffer, area: inside)
    }
  }

  private static func draw(_ field: LibraryField, look: Look, into buffer: inout CellBuffer, area: Area) {
    let theme = look.theme
    let start = buffer.write([Piece(field.label + ": ", theme.strong)], column: area.column, row: area.row, in: area)
    let room = area.endColumn - start
    let wanted = TextWidth.columns(of: field.text.string) + 1
    let note = field.complaint ?? field.hint
    // The text first; a complaint is worth half of the row.
    let noteColumns = min(
      TextWidth.columns(of: note), field.complaint == nil ? max(0, room - max(wanted, 16) - 2) : room / 2)
    let textColumns = max(1, room - noteColumns - 2)
    FieldText.draw(
      field.text, look: look, into: &buffer,
      area: Area(column: start, row: area.row, columns: textColumns, rows: 1).intersection(area))
    guard noteColumns >= 8 else { return }
    let piece = Piece(
      Words.clean(note).truncated(toColumns: noteColumns), field.complaint == nil ? theme.dim : theme.warning)
    buffer.write([piece], column: area.endColumn - piece.columns, row: area.row, in: area)
  }

  private static func drawKeys(_ state: LibraryState, look: Look, into buffer: inout CellBuffer, area: Area) {
    let theme = look.theme
    let possible = LibraryAct.bindings.filter { $0.footerRank != nil && state.reasonAgainst($0.act) == nil }
    func pieces(_ members: [ScreenBinding<LibraryAct>]) -> [Piece] {
      let keys = members.compactMap { $0.keys.first?.name }.joined(separator: " ")
      var labels: [String] = []
      for member in members where !labels.contains(member.label) { labels.append(member.label) }
      return [Piece(keys, theme.key), Piece(" " + labels.joined(separator: " "), theme.dim)]
    }
    func width(_ pieces: [Piece]) -> Int { pieces.reduce(2) { $0 + $1.columns } }
    // How to leave and where to find the rest stand at the right, whatever else there is room for.
    let last = [LibraryAct.help, .quit].compactMap { act in possible.first { $0.act == act } }.map { pieces([$0]) }
    var end = area.endColumn - last.reduce(-2) { $0 + width($1) }
    var column = max(area.column, end)
    for piece in last { column = buffer.write(piece, column: column, row: area.row, in: area) + 2 }
    column = area.column
    end -= 2
    let groups = Dictionary(grouping: possible.filter { ![.help, .quit].contains($0.act) }) { $0.footerRank ?? 0 }
    for (_, members) in groups.sorted(by: { $0.key < $1.key }) {
      let entry = pieces(members)
      guard column + width(entry) - 2 <= end else { continue }
      column = buffer.write(entry, column: column, row: area.row, in: area) + 2
    }
  }
}
