import Charts
import Dashboard
import Testing

@Suite struct LayoutTests {
  static let samples = [
    (80, 24), (100, 30), (120, 36), (200, 50), (200, 60), (300, 100), (60, 90), (500, 500), (300, 12),
  ]

  @Test func panesLieInsideAndNeverOverlapAtAnySize() {
    var sizes = Self.samples.map { Size(columns: $0.0, rows: $0.1) }
    for columns in 0...60 { for rows in 0...40 { sizes.append(Size(columns: columns, rows: rows)) } }
    for size in sizes {
      for isReplay in [false, true] {
        let layout = Layout(size: size, isReplay: isReplay)
        let panes = layout.panes.filter { !$0.isEmpty }
        for (index, pane) in panes.enumerated() {
          #expect(pane.intersection(layout.screen) == pane, "\(size)")
          #expect(layout.content(of: pane).intersection(pane) == layout.content(of: pane), "\(size)")
          for other in panes[(index + 1)...] { #expect(pane.intersection(other).isEmpty, "\(size)") }
        }
        #expect(layout.isTooSmall == (size.columns < 40 || size.rows < 10))
        #expect(panes.isEmpty == layout.isTooSmall)
        if !layout.isTooSmall {
          #expect(!layout.picture.isEmpty && !layout.table.isEmpty && !layout.footer.isEmpty, "\(size)")
          #expect(layout.replay.isEmpty != isReplay)
        }
      }
    }
  }

  @Test func everyPaneIsThereFrom80By24() {
    for (columns, rows) in Self.samples where columns >= 80 && rows >= 24 {
      let layout = Layout(size: Size(columns: columns, rows: rows))
      let all = [layout.picture, layout.loss, layout.table, layout.replies, layout.events]
      #expect(all.allSatisfy { !$0.isEmpty })
      #expect(layout.tableRows.rows >= 4 && layout.content(of: layout.replies).rows >= 2)
    }
  }
}
