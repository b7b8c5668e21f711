import Charts
import Optimization
import TestSupport
import Testing
import Text

@testable import Dashboard

@Suite struct PlaneSizeTests {
  private func busy(_ size: Size = Size(columns: 120, rows: 36)) -> PlaneRun {
    var run = PlaneRun(size: size)
    var random = SplitMix(state: 77)
    for index in 0..<60 {
      if index % 6 == 0 { run.startStep(temperature: Double(index % 3) / 2, shown: [0, 1]) }
      run.candidate(.random(in: -14...14, using: &random), 4, origin: index == 20 ? .person : .model)
      if index % 9 == 5 { run.rejected(.duplicate, of: 2) }
      if index % 11 == 5 { run.rejected(.malformed) }
    }
    for trap in Trap.allCases { run.emit(.notice(Notice(code: trap.code, text: "A trap: \(trap.rawValue)."))) }
    run.emit(.steered(Steered(step: run.step, command: .predict("5 5"), source: .keyboard)))
    run.state.isRevealed = true
    return run
  }

  @Test(arguments: Marker.allCases)
  func everySizeIsDrawnInside(markers: Marker) {
    var run = busy()
    run.state.selection = .candidate(id: 7)
    let look = Look(theme: .standard, marker: markers)
    for columns in Array(0...12) + [20, 23, 24, 25, 30, 34, 57] {
      for rows in Array(0...9) + [11, 12, 16] {
        let size = Size(columns: columns, rows: rows)
        guard let frame = PlaneView.frame(run.state, in: PlaneParts(Area(size)).plot, lines: look.plotLines) else {
          Issue.record("no frame")
          return
        }
        let key = PlaneBase.Key(run.state, frame: frame, size: size, look: look)
        #expect(PlaneBase(run.state, key: key, frame: frame, keeping: nil, look: look).cells.size == size)
        let spread = SpreadBase(
          run.state, key: SpreadBase.Key(run.state, size: size, look: look), keeping: nil, look: look)
        #expect(spread.cells.size == size)
      }
    }
  }

  @Test func neitherPaneDrawsOutsideItsPlace() {
    var random = SplitMix(state: 3)
    for turn in 0..<24 {
      let size = Size(columns: .random(in: 40...220, using: &random), rows: .random(in: 10...64, using: &random))
      var run = busy(size)
      run.press(turn % 2 == 0 ? "v" : "d")
      let pane: Pane = turn % 2 == 0 ? .plane : .spread
      let layout = run.state.layout
      guard layout.shows(pane) else { continue }
      let before = CellBuffer(size: size, filledWith: Cell(Glyph("§")))
      var buffer = before, cache = ViewCache()
      let look = Look(theme: .standard, marker: Marker.allCases[turn % 3])
      PlaneView.draw(run.state, layout: layout, look: look, into: &buffer, cache: &cache)
      SpreadView.draw(run.state, layout: layout, look: look, into: &buffer, cache: &cache)
      for row in 0..<size.rows {
        for column in 0..<size.columns where !layout[pane].contains(column: column, row: row) {
          #expect(buffer[column: column, row: row] == before[column: column, row: row], "\(size) \(pane)")
        }
      }
    }
  }

  @Test func aFrameWithACacheEqualsOneWithout() {
    var random = SplitMix(state: 12)
    var run = busy()
    run.press("d", "v")
    var cache = ViewCache()
    let keys: [Character] = ["j", "k", "a", "(", ")", "R", "z", "u"]
    for turn in 0..<90 {
      switch turn % 9 {
      case 0: run.startStep(temperature: .random(in: 0...2, using: &random))
      case 1, 5: run.candidate(.random(in: -14...14, using: &random), .random(in: -14...14, using: &random))
      // A reply that came is judged a frame later.
      case 2: run.reply()
      case 3: run.judged(turn % 2 == 0 ? .duplicate : .malformed, of: turn % 2 == 0 ? 3 : nil)
      case 4: run.emit(.steered(Steered(step: run.step, command: .mask(ids: [turn % 60]), source: .keyboard)))
      case 6: run.emit(.notice(Notice(code: turn % 2 == 0 ? Trap.valley.leftCode : Trap.valley.code, text: "again")))
      case 7 where turn % 4 == 3:
        let size = Size(columns: .random(in: 90...160, using: &random), rows: .random(in: 24...50, using: &random))
        _ = reduce(&run.state, .resized(size))
      default: run.press(keys[Int.random(in: 0..<keys.count, using: &random)])
      }
      var cached = CellBuffer(size: run.state.size)
      draw(run.state, into: &cached, cache: &cache)
      #expect(cached == run.drawn(), "turn \(turn)")
    }
    #expect(run.state.layout.shows(.plane) || run.state.layout.shows(.spread))
  }

  @Test func aProblemThatIsUnknownOrHasOtherNumbersSaysWhyThereIsNoPlane() {
    var unknown = PlaneRun(isKnown: false)
    unknown.startStep()
    unknown.candidate(1, 2)
    unknown.state.arrangement.large = .plane
    #expect(unknown.drawn().holds("not known here"))
    // A log whose solutions have another form has a map and no marks.
    var other = PlaneRun(parameters: ["u"])
    other.startStep()
    other.candidate(1, 2)
    other.open("v")
    #expect(other.drawn().holds("height over u and v") && !other.drawn().holds("★1"))
  }
}
