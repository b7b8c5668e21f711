import Charts
import Optimization
import TestSupport
import Testing
import Text

@testable import Dashboard

@Suite struct PlaneMouseTests {
  private func scattered(_ size: Size, _ count: Int = 40) -> PlaneRun {
    var run = PlaneRun(size: size)
    var random = SplitMix(state: UInt64(size.columns))
    for index in 0..<count {
      if index % 8 == 0 { run.startStep() }
      run.candidate(.random(in: -14...14, using: &random), .random(in: -9...9, using: &random))
    }
    return run
  }

  @Test(arguments: [Size(columns: 40, rows: 12), Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)])
  func aPointOfTheScreenIsWhereItsCandidateIsDrawn(size: Size) throws {
    for isZoomed in [false, true] {
      var run = scattered(size)
      run.open("v", zoomed: isZoomed)
      let state = run.state, layout = state.layout
      let frame = try #require(PlaneView.frame(state, in: PlaneParts(layout.content(of: .plane)).plot))
      let buffer = run.drawn()
      for row in 0..<state.run.trajectory.count {
        let u = state.run.trajectory.number(at: row, parameter: 0),
          v = state.run.trajectory.number(at: row, parameter: 1)
        let place = try #require(frame.place(x: u, y: v))
        let cell = ScreenCell(column: place.column, row: place.row)
        let point = try #require(PlaneView.point(at: cell, state, layout))
        if place.isInside {
          // Half a cell off at most.
          #expect(
            abs(point.x - u) <= (frame.x.range.upperBound - frame.x.range.lowerBound) / Double(frame.inner.columns))
          #expect(abs(point.y - v) <= (frame.y.range.upperBound - frame.y.range.lowerBound) / Double(frame.inner.rows))
        }
        let found = try #require(PlaneView.row(at: cell, state, layout))
        let other = try #require(PlaneMark.point(ofRow: found, in: state.run.trajectory))
        let drawn = try #require(frame.place(x: other.x, y: other.y))
        #expect(drawn.column == place.column && drawn.row == place.row)
        #expect(buffer[column: cell.column, row: cell.row].glyph != .blank)
      }
    }
  }

  @Test func nothingIsFoundWhereNothingIsDrawn() {
    var run = scattered(Size(columns: 120, rows: 36), 1)
    run.open("v", zoomed: false)
    let layout = run.state.layout, content = layout.content(of: .plane)
    let outside = [
      ScreenCell(column: 0, row: 0), ScreenCell(column: content.column, row: content.row),
      ScreenCell(column: content.endColumn, row: content.row), ScreenCell(column: -5, row: 900),
      ScreenCell(column: content.column + 20, row: content.endRow - 1),
    ]
    for cell in outside {
      #expect(PlaneView.row(at: cell, run.state, layout) == nil && PlaneView.point(at: cell, run.state, layout) == nil)
    }
    run.press("v")
    let inside = ScreenCell(column: content.column + 20, row: content.row + 5)
    #expect(PlaneView.row(at: inside, run.state, run.state.layout) == nil)
  }

  @Test func aClickSelectsACandidateEverywhereAndTheMarkFollows() throws {
    var run = scattered(Size(columns: 120, rows: 36), 12)
    run.open("v", zoomed: false)
    let layout = run.state.layout
    let frame = try #require(PlaneView.frame(run.state, in: PlaneParts(layout.content(of: .plane)).plot))
    let trajectory = run.state.run.trajectory
    for row in 0..<trajectory.count {
      let place = try #require(
        frame.place(x: trajectory.number(at: row, parameter: 0), y: trajectory.number(at: row, parameter: 1)))
      for kind in [MouseEvent.Kind.press(button: 1), .release(button: 1)] {
        _ = reduce(&run.state, .input(.mouse(MouseEvent(kind, column: place.column, row: place.row))))
      }
      #expect(run.state.chosenRow != nil)
      #expect(
        run.drawn()[column: place.column, row: place.row].glyph == Glyph(place.isInside ? "◆" : arrow(place, frame)))
      #expect(run.drawn().holds("◆\(run.state.chosenID ?? -1)"))
    }
  }

  private func arrow(_ place: PlotFrame.Place, _ frame: PlotFrame) -> Unicode.Scalar {
    frame.arrow(towards: place.side) ?? " "
  }

  @Test func ofTwoInOneCellTheNewerIsFound() throws {
    var run = PlaneRun()
    run.startStep()
    run.candidate(2, -3)
    for _ in 0..<3 { run.candidate(-5, 5) }
    run.open("v")
    let layout = run.state.layout
    let frame = try #require(PlaneView.frame(run.state, in: PlaneParts(layout.content(of: .plane)).plot))
    let place = try #require(frame.place(x: -5, y: 5))
    #expect(PlaneView.row(at: ScreenCell(column: place.column + 1, row: place.row), run.state, layout) == 3)
  }

  @Test func theWheelKeepsThePointUnderThePointer() throws {
    var run = scattered(Size(columns: 120, rows: 36))
    run.open("v", zoomed: false)
    let layout = run.state.layout, content = layout.content(of: .plane)
    let cell = ScreenCell(column: content.column + 30, row: content.row + 8)
    let before = try #require(PlaneView.point(at: cell, run.state, layout))
    for kind in [MouseEvent.Kind.wheelUp, .wheelUp, .wheelDown] {
      _ = reduce(&run.state, .input(.mouse(MouseEvent(kind, column: cell.column, row: cell.row))))
      let after = try #require(PlaneView.point(at: cell, run.state, run.state.layout))
      // Labels of the axis may take a column more or less.
      #expect(abs(after.x - before.x) < 1.2 && abs(after.y - before.y) < 1e-9)
    }
  }
}
