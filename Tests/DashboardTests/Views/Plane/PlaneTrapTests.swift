import Charts
import Optimization
import Testing

@testable import Dashboard

@Suite struct PlaneTrapTests {
  private func trapped(_ trap: Trap, _ text: String) -> PlaneRun {
    var run = PlaneRun()
    run.startStep()
    run.candidate(3, -8)
    run.candidate(3, -2)
    run.candidate(3, 6)
    run.startStep(shown: [0, 1, 2])
    run.candidate(-6, 0)
    run.emit(.notice(Notice(code: trap.code, text: text)))
    run.open("v")
    return run
  }

  @Test func everyTrapIsNamedInWordsUntilItIsLeft() {
    for trap in Trap.allCases {
      var run = trapped(trap, "The model stands still: \(trap.rawValue).")
      #expect(run.drawn().holds("! The model stands still: \(trap.rawValue)."))
      run.emit(.notice(Notice(code: trap.leftCode, text: "left")))
      #expect(!run.drawn().holds("stands still") && run.drawn().holds("newest #3"))
    }
  }

  @Test func aSharedParameterIsALineThroughAllRowsOfThePrompt() throws {
    let run = trapped(.sharedParameter, "All rows share u.")
    let buffer = run.drawn(.ascii)
    #expect(buffer.holds("all u = 3"))
    let frame = try #require(PlaneView.frame(run.state, in: PlaneParts(run.state.layout.content(of: .plane)).plot))
    let column = try #require(frame.column(of: 3))
    let strokes = (frame.inner.row..<frame.inner.endRow).filter { buffer[column: column, row: $0].glyph == Glyph("|") }
    #expect(strokes.count >= frame.inner.rows / 4)
  }

  @Test func theValleyRunsWhereTheLossChangesLeast() throws {
    var problem = TwoNumbers()
    // Steep across u = -v, flat along it.
    problem.loss = { u, v in 1 + (u + v) * (u + v) * 10 + (u - v) * (u - v) * 0.1 }
    var run = PlaneRun(problem)
    run.startStep()
    run.candidate(0, 0)
    run.emit(.notice(Notice(code: Trap.valley.code, text: "One makes up for the other.")))
    run.open("v")
    let buffer = run.drawn(.ascii)
    #expect(buffer.holds("valley"))
    let frame = try #require(PlaneView.frame(run.state, in: PlaneParts(run.state.layout.content(of: .plane)).plot))
    func has(_ u: Double, _ v: Double) -> Bool {
      guard let place = frame.place(x: u, y: v) else { return false }
      return (-1...1).contains {
        Set([Glyph("\\"), Glyph("-")]).contains(buffer[column: place.column + $0, row: place.row].glyph)
      }
    }
    let along = stride(from: 0.5, through: 4, by: 0.25).filter { has($0, -$0) || has(-$0, $0) }
    let across = stride(from: 1.5, through: 4, by: 0.25).filter { has($0, $0) || has(-$0, -$0) }
    #expect(along.count >= 5 && across.isEmpty)
  }

  @Test func aRepeatedCandidateIsNamed() {
    var run = trapped(.repeats, "All replies repeat.")
    #expect(!run.drawn().holds("repeated"))
    run.rejected(.duplicate, of: 1)
    #expect(run.drawn().holds("repeated"))
  }
}
