import Charts
import Text

/// The keys that work now; or the open field; or what there is to say.
enum ComparisonFooter {
  static func draw(_ state: ComparisonState, look: Look, into buffer: inout CellBuffer, area: Area) {
    let inside = area.inset(columns: 1), theme = look.theme
    if let field = state.field {
      return FieldView.draw(field, hint: state.fieldHint, look: look, into: &buffer, area: inside)
    }
    if let message = state.message {
      let isRefusal = message.kind == .refused
      buffer.write(
        [
          Piece(
            look.symbol(isRefusal ? .warning : .accepted) + " ", isRefusal ? theme.warning : theme.accepted),
          Piece(Words.clean(message.text), theme.text),
        ], column: inside.column, row: inside.row, in: inside)
      return
    }
    // How to leave and where to find the rest stand at the right, whatever else there is room for.
    let entries = entries(state, look)
    let always = entries.filter { $0.rank >= 100 }.map(\.pieces)
    func width(_ pieces: [Piece]) -> Int { pieces.reduce(2) { $0 + $1.columns } }
    var end = inside.endColumn - always.reduce(-2) { $0 + width($1) }
    var column = max(inside.column, end)
    for pieces in always { column = buffer.write(pieces, column: column, row: inside.row, in: inside) + 2 }
    column = inside.column
    end -= 2
    for entry in entries where entry.rank < 100 && column + width(entry.pieces) - 2 <= end {
      column = buffer.write(entry.pieces, column: column, row: inside.row, in: inside) + 2
    }
  }

  /// Those of one place are one entry: "left right step".
  private static func entries(_ state: ComparisonState, _ look: Look) -> [(rank: Int, pieces: [Piece])] {
    let bindings = state.bindings.filter { $0.footerRank != nil }
    let ranks = Set(bindings.compactMap(\.footerRank)).sorted()
    return ranks.map { rank in
      let members = bindings.filter { $0.footerRank == rank }
      let keys = members.compactMap { $0.keys.first?.name }.joined(separator: " ")
      return (rank, [Piece(keys, look.theme.key), Piece(" " + (members.first?.label ?? ""), look.theme.dim)])
    }
  }
}
