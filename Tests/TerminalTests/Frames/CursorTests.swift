import TestSupport
import Testing

@testable import Terminal

@Suite("The cursor")
struct CursorTests {
  private static var full: TerminalKind {
    var kind = TerminalKind()
    kind.movesUp = true
    kind.movesDown = true
    kind.movesRight = true
    kind.movesLeft = true
    kind.movesToColumn = true
    kind.movesToRow = true
    kind.feedsLines = true
    kind.steps = true
    return kind
  }

  @Test(
    "takes the shortest way",
    arguments: [
      (Cursor(row: 3, column: 4), 3, 4, ""), (Cursor(row: 3, column: 4), 3, 5, "[C"),
      (Cursor(row: 3, column: 4), 3, 24, "[20C"), (Cursor(row: 3, column: 4), 3, 2, "\u{8}\u{8}"),
      (Cursor(row: 3, column: 94), 3, 4, "[5G"), (Cursor(row: 3, column: 4), 3, 0, "\r"),
      (Cursor(row: 3, column: 4), 4, 4, "\n"), (Cursor(row: 3, column: 4), 5, 0, "\n\n\r"),
      (Cursor(row: 3, column: 4), 2, 4, "[A"), (Cursor(row: 30, column: 4), 2, 4, "[3d"),
      (Cursor(row: 30, column: 40), 0, 0, "[H"), (Cursor(row: 30, column: 40), 0, 90, "[;91H"),
      (Cursor(row: 3, column: nil), 3, 4, "[5G"), (Cursor(row: 3, column: nil), 3, 0, "\r"),
      (Cursor(row: nil, column: 4), 3, 4, "[4;5H"), (.lost, 3, 0, "[4H"), (.lost, 0, 0, "[H"),
    ])
  func shortest(from: Cursor, row: Int, column: Int, expected: String) {
    var cursor = from
    var bytes: [UInt8] = []
    cursor.move(toRow: row, column: column, on: Self.full, into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self).replacing("\u{1B}", with: "") == expected)
    #expect(from.cost(toRow: row, column: column, on: Self.full) == bytes.count)
    #expect(cursor == Cursor(row: row, column: column))
  }

  @Test("arrives, at the cost that it says, whatever the terminal understands")
  func arrives() {
    var random = SplitMix(state: 9)
    for _ in 0..<2000 {
      var kind = TerminalKind()
      let paths: [WritableKeyPath<TerminalKind, Bool>] = [
        \.movesUp, \.movesDown, \.movesRight, \.movesLeft, \.movesToColumn, \.movesToRow, \.feedsLines, \.steps,
      ]
      for path in paths { kind[keyPath: path] = Bool.random(using: &random) }
      let (fromRow, fromColumn) = (Int.random(in: 0..<60, using: &random), Int.random(in: 0..<150, using: &random))
      let (toRow, toColumn) = (Int.random(in: 0..<60, using: &random), Int.random(in: 0..<150, using: &random))
      var model = ScreenModel(columns: 150, rows: 60)
      model.feed("\u{1B}[\(fromRow + 1);\(fromColumn + 1)H".utf8)
      var cursor = Cursor(
        row: Int.random(in: 0..<8, using: &random) == 0 ? nil : fromRow,
        column: Int.random(in: 0..<8, using: &random) == 0 ? nil : fromColumn)
      let cost = cursor.cost(toRow: toRow, column: toColumn, on: kind)
      var bytes: [UInt8] = []
      cursor.move(toRow: toRow, column: toColumn, on: kind, into: &bytes)
      model.feed(bytes)
      #expect(model.cursorRow == toRow && model.cursorColumn == toColumn && model.unknown == [])
      #expect(bytes.count == cost || bytes.isEmpty)
    }
  }
}
