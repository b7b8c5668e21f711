import Charts
import TestSupport
import Testing

@Suite("Tables")
struct TableTests {
  private let columns = [
    TableColumn("id", width: 3, alignment: .right, priority: 3), TableColumn("text", width: 4, weight: 1, priority: 1),
    TableColumn("loss", width: 5, alignment: .right, priority: 2),
  ]

  private func rows(_ table: Table, columns: Int, rows: Int) -> [String] {
    var buffer = CellBuffer(size: Size(columns: columns, rows: rows))
    table.draw(into: &buffer, area: buffer.area) {
      [TableCell("\($0)"), TableCell("text \($0)"), TableCell("0.\($0)")]
    }
    return buffer.text
  }

  @Test("lay out columns by width, weight and alignment")
  func layout() {
    let table = Table(columns: columns, rowCount: 2)
    #expect(
      rows(table, columns: 18, rows: 4) == [
        " id text      loss", "  0 text 0     0.0", "  1 text 1     0.1", "                  ",
      ])
  }

  @Test("drop the columns of the lowest priority where room is short, and cut the last one")
  func narrow() {
    let table = Table(columns: columns, rowCount: 1)
    #expect(rows(table, columns: 11, rows: 2) == [" id  loss  ", "  0   0.0  "])
    #expect(rows(table, columns: 5, rows: 2) == [" id  ", "  0  "])
    #expect(rows(table, columns: 2, rows: 2) == ["id", " 0"])
    #expect(rows(table, columns: 1, rows: 1) == ["0"])
  }

  @Test("ask for visible rows only, each once")
  func visibleOnly() {
    var asked: [Int] = []
    var buffer = CellBuffer(size: Size(columns: 20, rows: 5))
    Table(columns: columns, rowCount: 1_000_000, firstVisibleRow: 500_000).draw(into: &buffer, area: buffer.area) {
      asked.append($0)
      return []
    }
    #expect(asked == [500_000, 500_001, 500_002, 500_003])
  }

  @Test("mark the selected row over its whole width and show where it is")
  func selection() {
    var buffer = CellBuffer(size: Size(columns: 14, rows: 4))
    let table = Table(columns: columns, rowCount: 300, selectedRow: 11, firstVisibleRow: 10)
    table.draw(into: &buffer, area: buffer.area) { [TableCell("\($0)", style: Style(.indexed(5))), TableCell("x")] }
    #expect(table.positionText == "12/300")
    #expect(buffer.styleMap[2] == "1:-+r 2:5+r 10:-+r 1:-")
    #expect(table.row(atScreenRow: 2, in: buffer.area) == 11)
    #expect(table.row(atScreenRow: 0, in: buffer.area) == nil)
    #expect(table.row(atScreenRow: 99, in: buffer.area) == nil)
    #expect(Table(columns: columns, rowCount: 1200).positionText == "1,200")
    #expect(Table(columns: columns, rowCount: 0, selectedRow: 4).positionText == "0")
  }

  @Test("scroll no further than the selection needs")
  func scrolling() {
    #expect(Table.firstVisible(selected: 5, count: 100, height: 10, current: 0) == 0)
    #expect(Table.firstVisible(selected: 10, count: 100, height: 10, current: 0) == 1)
    #expect(Table.firstVisible(selected: 3, count: 100, height: 10, current: 8) == 3)
    #expect(Table.firstVisible(selected: 99, count: 100, height: 10, current: 0) == 90)
    #expect(Table.firstVisible(selected: nil, count: 5, height: 10, current: 3) == 0)
    #expect(Table.firstVisible(selected: 900, count: 20, height: 5, current: -4) == 15)
    #expect(Table.firstVisible(selected: 1, count: 0, height: 5, current: 2) == 0)
    #expect(Table.firstVisible(selected: 1, count: 9, height: 0, current: 2) == 0)
    var random = SplitMix(state: 6)
    for _ in 0..<500 {
      let count = Int.random(in: 1...50, using: &random)
      let height = Int.random(in: 1...20, using: &random)
      let selected = Int.random(in: 0..<count, using: &random)
      let current = Int.random(in: -5...60, using: &random)
      let first = Table.firstVisible(selected: selected, count: count, height: height, current: current)
      #expect(first >= 0 && first <= selected && selected < first + height)
      #expect(Table.firstVisible(selected: selected, count: count, height: height, current: first) == first)
    }
  }

  @Test("have a scrollbar that is at an end only at the end")
  func scrollbar() {
    func bar(first: Int) -> String {
      rows(Table(columns: columns, rowCount: 40, firstVisibleRow: first, showsHeader: false), columns: 10, rows: 8)
        .map { String($0.suffix(1)) }.joined()
    }
    #expect(bar(first: 0) == "┃│││││││")
    #expect(bar(first: 1) == "│┃││││││")
    #expect(bar(first: 31) == "││││││┃│")
    #expect(bar(first: 32) == "│││││││┃")
  }
}
