import Charts
import Dashboard
import Testing

@Suite struct LayoutTests {
  static let samples = [
    (80, 24), (100, 30), (120, 36), (200, 50), (200, 60), (300, 100), (60, 90), (500, 500), (300, 12),
  ]

  /// Every arrangement that keys can bring about, but with few of the places of a divider.
  static let arrangements: [Arrangement] = Arrangement.Kind.allCases.flatMap { kind in
    Pane.allCases.flatMap { pane in
      [nil, 20, 80].flatMap { split in
        [false, true].flatMap { isZoomed in
          [false, true].map { isPresentation in
            var arrangement = Arrangement()
            arrangement.kind = kind
            if [.picture, .plane, .prompt].contains(pane) { arrangement.large = pane }
            if [.loss, .spread, .reply].contains(pane) { arrangement.beside = pane }
            arrangement.focus = pane
            arrangement.split = split
            arrangement.isZoomed = isZoomed
            arrangement.isPresentation = isPresentation
            return arrangement
          }
        }
      }
    }
  }

  private func hold(_ layout: Layout, _ size: Size, isReplay: Bool) {
    let parts = ([layout.header, layout.replay, layout.caption, layout.footer] + Pane.allCases.map { layout[$0] })
      .filter { !$0.isEmpty }
    for (index, part) in parts.enumerated() {
      #expect(part.intersection(layout.screen) == part, "\(size)")
      for other in parts[(index + 1)...] { #expect(part.intersection(other).isEmpty, "\(size)") }
    }
    for pane in Pane.allCases {
      #expect(layout.content(of: pane).intersection(layout[pane]) == layout.content(of: pane), "\(size) \(pane)")
    }
    #expect(layout.isTooSmall == (size.columns < 40 || size.rows < 10))
    #expect(parts.isEmpty == layout.isTooSmall)
    if !layout.isTooSmall {
      #expect(!layout.shown.isEmpty && !layout.footer.isEmpty && layout.replay.isEmpty != isReplay, "\(size)")
      // Nothing is left empty.
      #expect(parts.reduce(0) { $0 + $1.columns * $1.rows } == size.columns * size.rows, "\(size)")
    }
  }

  @Test func panesLieInsideNeverOverlapAndFillTheScreenAtAnySize() {
    var sizes = Self.samples.map { Size(columns: $0.0, rows: $0.1) }
    for columns in 0...60 { for rows in 0...40 { sizes.append(Size(columns: columns, rows: rows)) } }
    for size in sizes {
      for isReplay in [false, true] { hold(Layout(size: size, isReplay: isReplay), size, isReplay: isReplay) }
    }
  }

  @Test func everyArrangementFillsTheScreen() {
    let sizes = Self.samples + [(40, 10), (41, 11), (71, 15), (72, 12), (72, 23), (99, 29), (149, 40), (150, 16)]
    for arrangement in Self.arrangements {
      for (columns, rows) in sizes {
        let size = Size(columns: columns, rows: rows)
        hold(Layout(size: size, arrangement: arrangement), size, isReplay: false)
      }
    }
  }

  @Test func aZoomedPaneHasAllButTheFrameOfTheScreen() {
    for pane in Pane.allCases {
      var arrangement = Arrangement()
      arrangement.focus = pane
      arrangement.isZoomed = true
      let layout = Layout(size: Size(columns: 80, rows: 24), arrangement: arrangement)
      #expect(layout.shown == [pane] && layout[pane].rows == 21)
    }
  }

  @Test func everyPaneIsThereFrom80By24() {
    for (columns, rows) in Self.samples where columns >= 80 && rows >= 24 {
      let layout = Layout(size: Size(columns: columns, rows: rows))
      #expect([.picture, .loss, .table, .replies, .events].allSatisfy(layout.shows))
      #expect(layout.tableRows.rows >= 4 && layout.content(of: .replies).rows >= 2)
    }
  }
}
