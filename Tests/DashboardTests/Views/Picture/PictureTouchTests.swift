import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

/// That what is clicked is what is drawn, and what is let go is what was drawn.
@Suite struct PictureTouchTests {
  static let sizes = [
    Size(columns: 40, rows: 12), Size(columns: 80, rows: 24), Size(columns: 100, rows: 30),
    Size(columns: 120, rows: 36),
    Size(columns: 200, rows: 60),
  ]

  private func drawn(_ state: DashboardState) -> CellBuffer {
    var buffer = CellBuffer(size: state.size)
    var cache = ViewCache()
    draw(state, into: &buffer, cache: &cache)
    return buffer
  }

  private func isBraille(_ cell: Cell) -> Bool {
    (0x2801...0x28FF).contains(cell.glyph.scalars.first?.value ?? 0)
  }

  /// Three lines apart, each with a style of its own: an initial one, one of a person, and the best.
  private func threeLines(_ size: Size, isLarge: Bool) -> (run: SampleRun, styles: [Int: Style]) {
    var run = SampleRun(size: size)
    if isLarge { run.press(.character("P")) }
    run.candidate(SampleLine.Solution(w: 4, b: -4), step: 0, origin: .initial)
    run.startStep()
    run.candidate(SampleLine.Solution(w: 4, b: 14), step: 1, index: 0, origin: .model)
    run.candidate(SampleLine.Solution(w: 4, b: 30), step: 1, origin: .person)
    let theme = run.state.theme
    return (run, [0: theme.initial, 1: theme.best, 2: theme.person])
  }

  @Test(arguments: sizes, [false, true]) func aClickOnALineSelectsItsCandidate(_ size: Size, isLarge: Bool) {
    let (run, styles) = threeLines(size, isLarge: isLarge)
    let layout = run.state.layout, buffer = drawn(run.state)
    let area = layout.content(of: .picture)
    #expect(!area.isEmpty)
    var hits: [Int: Int] = [:]
    for (id, style) in styles {
      for row in area.row..<area.endRow {
        for column in area.column..<area.endColumn {
          let cell = buffer[column: column, row: row]
          guard isBraille(cell), cell.style.foreground == style.foreground else { continue }
          hits[id, default: 0] += 1
          let found = PictureView.candidate(at: ScreenCell(column: column, row: row), run.state, layout)
          #expect(found == id, "\(column),\(row)")
        }
      }
    }
    for id in styles.keys { #expect(hits[id] ?? 0 > area.columns / 4, "\(id)") }
  }

  @Test(arguments: sizes) func aClickFarFromAllSelectsNone(_ size: Size) {
    let (run, _) = threeLines(size, isLarge: false)
    let layout = run.state.layout, area = layout.content(of: .picture)
    let state = run.state
    #expect(PictureView.candidate(at: ScreenCell(column: -1, row: -1), state, layout) == nil)
    #expect(PictureView.candidate(at: ScreenCell(column: area.endColumn, row: area.row), state, layout) == nil)
    guard area.rows >= 24 else { return }
    // Halfway between two lines.
    let frame = PictureView.frame(
      SampleLine().picture(of: PictureState(candidates: [], showsReferences: false)), in: area,
      look: Look(theme: .standard, marker: .braille))
    let row = frame.row(of: 22) ?? 0
    #expect(PictureView.candidate(at: ScreenCell(column: frame.column(of: 0) ?? 0, row: row), state, layout) == nil)
  }

  @Test func aSteepLineIsHitWhereItIsDrawn() {
    var run = SampleRun(size: Size(columns: 120, rows: 36))
    run.candidate(SampleLine.Solution(w: 150, b: 12), step: 0, origin: .initial)
    run.candidate(SampleLine.Solution(w: 0, b: -8), step: 0, origin: .initial)
    let layout = run.state.layout, area = layout.content(of: .picture)
    let buffer = drawn(run.state)
    let middle = area.column + area.columns / 2
    var hits = 0
    for row in area.row + 2..<area.endRow - 12 {
      for column in middle - 12..<middle + 14 where isBraille(buffer[column: column, row: row]) {
        hits += 1
        #expect(PictureView.candidate(at: ScreenCell(column: column, row: row), run.state, layout) == 0)
      }
    }
    #expect(hits > 10)
  }

  @Test func theMouseSelectsThroughTheReducerAsWell() {
    var (run, styles) = threeLines(Size(columns: 120, rows: 36), isLarge: false)
    let area = run.state.layout.content(of: .picture)
    let buffer = drawn(run.state)
    styles[1] = nil
    for (id, style) in styles {
      for column in [area.column + 14, area.column + 30] {
        guard
          let row = (area.row..<area.endRow).first(where: {
            isBraille(buffer[column: column, row: $0])
              && buffer[column: column, row: $0].style.foreground == style.foreground
          })
        else { continue }
        run.send(.input(.mouse(MouseEvent(.press(button: 1), column: column, row: row))))
        run.send(.input(.mouse(MouseEvent(.release(button: 1), column: column, row: row))))
        #expect(run.state.chosenID == id)
      }
    }
  }

  @Test(arguments: sizes, [false, true]) func aDragGivesTheLineThroughBothCells(_ size: Size, isLarge: Bool) throws {
    var run = SampleRun(size: size)
    if isLarge { run.press(.character("P")) }
    let layout = run.state.layout
    let inner = PictureView.frame(
      SampleLine().picture(of: PictureState(candidates: [], showsReferences: false)), in: layout.content(of: .picture),
      look: Look(theme: .standard, marker: .braille)
    ).inner
    // Downwards, where there are no data.
    let start = ScreenCell(column: inner.column + 2, row: inner.row + inner.rows / 8)
    let end = ScreenCell(column: inner.column + inner.columns * 5 / 8, row: inner.endRow - 1 - inner.rows / 8)
    run.send(.input(.mouse(MouseEvent(.press(button: 1), column: start.column, row: start.row))))
    run.send(.input(.mouse(MouseEvent(.drag(button: 1), column: end.column, row: end.row))))
    let preview = try #require(PictureView.drawnLine(from: start, to: end, run.state, layout))
    let effects = run.send(.input(.mouse(MouseEvent(.release(button: 1), column: end.column, row: end.row))))
    guard case .command(.inject(let text))? = effects.first else {
      Issue.record("nothing was injected: \(effects)")
      return
    }
    let solution = try #require(try SampleLine().solutions(typed: text).first)
    #expect(preview.text == SampleLine().text(of: solution, decimals: nil))
    run.candidate(solution, step: 0, origin: .person)
    let buffer = drawn(run.state)
    for cell in [start, end] {
      // Its own cell, or the next where the line crosses the edge between two.
      let near = (-1...1).contains { offset in
        let cell = buffer[column: cell.column, row: cell.row + offset]
        let isLine = cell.style.foreground == run.state.theme.best.foreground
        return isLine && cell.glyph != .blank
      }
      #expect(near, "\(cell)")
    }
    #expect(PictureView.candidate(at: start, run.state, layout) == 0)
    #expect(PictureView.candidate(at: end, run.state, layout) == 0)
  }

  @Test func theLineIsShownWhileItIsDrawn() {
    let size = Size(columns: 120, rows: 36)
    var run = SampleRun(size: size)
    run.initial()
    let area = run.state.layout.content(of: .picture)
    let before = drawn(run.state)
    run.send(.input(.mouse(MouseEvent(.press(button: 1), column: area.column + 10, row: area.row + 5))))
    // A click with an unsteady hand draws nothing.
    run.send(.input(.mouse(MouseEvent(.drag(button: 1), column: area.column + 12, row: area.row + 5))))
    #expect(lines(drawn(run.state), run.state) == 0)
    run.send(.input(.mouse(MouseEvent(.drag(button: 1), column: area.column + 40, row: area.row + 12))))
    let during = drawn(run.state)
    let text = PictureView.drawnLine(
      from: ScreenCell(column: area.column + 10, row: area.row + 5),
      to: ScreenCell(column: area.column + 40, row: area.row + 12), run.state, run.state.layout)?.text
    #expect(text != nil && during.text.contains { $0.contains("▸ \(text ?? "") ") })
    // From edge to edge.
    #expect(lines(during, run.state) > area.columns / 2)
    run.press(KeyPress(.escape))
    // The pane has the focus now, so what is inside is compared.
    let after = drawn(run.state)
    #expect(
      (area.row..<area.endRow).allSatisfy { row in
        (area.column..<area.endColumn).allSatisfy { after[column: $0, row: row] == before[column: $0, row: row] }
      })
  }

  /// Cells of the picture in a person's style.
  private func lines(_ buffer: CellBuffer, _ state: DashboardState) -> Int {
    let area = state.layout.content(of: .picture)
    return (area.row..<area.endRow).reduce(0) { sum, row in
      sum
        + (area.column..<area.endColumn).count { column in
          let cell = buffer[column: column, row: row]
          return cell.glyph != .blank && cell.style.foreground == state.theme.person.foreground
        }
    }
  }

  @Test func aPictureThatCannotBeDrawnIntoGivesNothing() {
    var run = SampleRun(size: Size(columns: 120, rows: 36))
    run.initial()
    let layout = run.state.layout
    let cell = ScreenCell(column: 20, row: 10)
    #expect(PictureView.solution(drawnFrom: cell, to: cell, run.state, layout) == nil)
    #expect(PictureView.drawnLine(from: cell, to: cell, run.state, layout) == nil)
    run.send(.newRunStarted(problem: nil, logPath: nil, modelNotice: nil))
    #expect(PictureView.candidate(at: cell, run.state, layout) == nil)
    #expect(PictureView.solution(drawnFrom: cell, to: ScreenCell(column: 50, row: 9), run.state, layout) == nil)
  }
}
