import Charts
import Optimization
import TestSupport
import Testing
import Text

@testable import Dashboard

@Suite struct SpreadTests {
  /// Two steps of eight replies, the second with repeats and rejects.
  private func twoSteps(size: Size = Size(columns: 160, rows: 50)) -> PlaneRun {
    var run = PlaneRun(size: size)
    run.startStep(temperature: 1.2)
    for index in 0..<8 { run.candidate(Double(index) - 3.5, index % 2 == 0 ? 4 : -4) }
    run.startStep(temperature: 0.2)
    for index in 0..<5 { run.candidate(Double(index) / 10, 1) }
    run.rejected(.duplicate, of: 8)
    run.rejected(.duplicate, of: 8)
    run.rejected(.malformed)
    run.press("d")
    return run
  }

  // MARK: The measure

  @Test func theSpreadIsTheDeviationInWidthsOfTheRange() {
    var run = PlaneRun()
    run.startStep()
    for (u, v) in [(-2.0, 1.0), (2, 1), (-2, 3), (2, 3)] { run.candidate(u, v) }
    let measure = SpreadMeasure(run.state)
    #expect(measure.widths == [20, 20] && measure.pool == 1)
    var sums = SpreadSums(parameters: 2)
    run.state.run.add(step: 1, run.state.run.replyRows(ofStep: 1), to: &sums, measure)
    // Deviations of 2 and 1 over a width of 20.
    #expect(sums.count == 4)
    #expect(zip(sums.deviations, [0.1, 0.05]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(abs(sums.spread - ((0.01 + 0.0025) / 2).squareRoot()) < 1e-12)
  }

  @Test func repeatsCountWithWhatTheyRepeatAndNothingElseDoes() {
    var run = PlaneRun()
    run.candidate(9, 9, origin: .initial)
    run.startStep()
    run.candidate(1, 1)
    run.candidate(3, 1)
    run.candidate(-9, -9, origin: .person)
    run.rejected(.malformed)
    func spread() -> Double {
      var sums = SpreadSums(parameters: 2)
      run.state.run.add(step: 1, run.state.run.replyRows(ofStep: 1), to: &sums, SpreadMeasure(run.state))
      return sums.deviations[0] * 20
    }
    #expect(abs(spread() - 1) < 1e-12)
    for _ in 0..<2 { run.rejected(.duplicate, of: 1) }
    // 1, 1, 1 and 3: a deviation of √0.75.
    #expect(abs(spread() - 0.75.squareRoot()) < 1e-12)
    run.rejected(.duplicate)
    run.rejected(.duplicate, of: 999)
    #expect(abs(spread() - 0.75.squareRoot()) < 1e-12)
  }

  @Test func proposalsAtBothEndsOfAllNumbersAreDrawn() {
    var run = PlaneRun(size: Size(columns: 160, rows: 50))
    run.startStep()
    for (u, v) in [(1e308, 1.0), (-1e308, 2), (-1.7e308, 3)] { run.candidate(u, v) }
    run.press("d")
    #expect(run.state.layout.shows(.spread))
    var buffer = CellBuffer(size: run.state.size)
    var cache = ViewCache()
    draw(run.state, into: &buffer, cache: &cache)
    #expect(buffer != CellBuffer(size: run.state.size))
  }

  @Test func aSingleProposalHasNoSpreadAndEqualOnesHaveNone() {
    var run = PlaneRun()
    run.startStep()
    run.candidate(1.1, 7.3)
    #expect(SpreadFigures(run.state, measure: SpreadMeasure(run.state)).spreads[0].isNaN)
    for _ in 0..<6 { run.rejected(.duplicate, of: 0) }
    #expect(SpreadFigures(run.state, measure: SpreadMeasure(run.state)).spreads == [0])
  }

  @Test func figuresThatGrewAreThoseCountedAtOnce() {
    for replies in [1, 2, 3, 8] {
      var run = PlaneRun(replies: replies)
      var random = SplitMix(state: UInt64(replies))
      var grown = SpreadFigures(run.state, measure: SpreadMeasure(run.state))
      for _ in 0..<40 {
        run.startStep()
        for _ in 0..<replies {
          if run.nextID > 0, Int.random(in: 0...3, using: &random) == 0 {
            run.rejected(.duplicate, of: .random(in: 0..<run.nextID, using: &random))
          } else {
            run.candidate(.random(in: -9...9, using: &random), .random(in: -9...9, using: &random))
          }
          if Bool.random(using: &random) { grown.update(run.state) }
        }
      }
      grown.update(run.state)
      let whole = SpreadFigures(run.state, measure: SpreadMeasure(run.state))
      #expect(grown.spreads.count == 40)
      for (one, other) in zip(grown.spreads, whole.spreads) { #expect(one == other || one.isNaN && other.isNaN) }
      #expect(grown.fit(run.state, SpreadMeasure(run.state)))
      // Another run is not an earlier one.
      #expect(!grown.fit(PlaneRun(replies: replies).state, SpreadMeasure(run.state)))
    }
  }

  @Test func oneReplyAStepIsTakenTogetherWithThoseBefore() throws {
    var run = PlaneRun(size: Size(columns: 160, rows: 50), replies: 1)
    for step in 0..<12 {
      run.startStep(temperature: step < 6 ? 0.5 : 1)
      run.candidate(Double(step), 0)
    }
    let step = try #require(SpreadStep(run.state, measure: SpreadMeasure(run.state)))
    #expect(step.steps == 5...12 && step.points.count == 8 && step.sums.count == 8)
    run.press("d")
    let buffer = run.drawn()
    #expect(buffer.holds("steps 5 to 12 at T 0.5 to 1: 8 replies: 8 new, 0 repeats, 0 rejected"))
    #expect(buffer.holds("over 8 steps"))
  }

  // MARK: What is shown

  @Test func theRepliesOfTheNewestStepAreToldInWordsAndMarks() {
    let run = twoSteps()
    let buffer = run.drawn()
    #expect(buffer.holds("step 2 at T 0.2: 8 replies: 5 new, 2 repeats, 1 rejected"))
    // The best so far is one of them.
    #expect(buffer.holds("●●●●★○○✗") || buffer.holds("●●●●●○○✗"))
    #expect(buffer.holds("spread u ") && buffer.holds("% of the range"))
    #expect(buffer.holds("×3"), "one that was proposed and repeated twice")
    let plain = run.drawn(.ascii)
    #expect(plain.holds("ooooo==x") || plain.holds("oooo*==x"))
    #expect(plain.holds("x3"))
  }

  @Test func theStepOfTheChosenCandidateIsShownInstead() {
    var run = twoSteps()
    run.state.selection = .candidate(id: 3)
    #expect(run.drawn().holds("step 1 at T 1.2: 8 replies: 8 new"))
    // A step that has no reply yet leaves the one before.
    run.state.selection = .newest
    run.startStep(temperature: 0.9)
    #expect(run.drawn().holds("step 2 at T 0.2"))
    run.candidate(1, 5)
    #expect(run.drawn().holds("step 2 at T 0.2"))
    run.candidate(1, 6)
    run.emit(.reply(ReplyEvent(step: 3, index: 5, attempt: 1, role: "optimizer", text: "3 4", seconds: 1)))
    #expect(run.drawn().holds("step 3 at T 0.9: 3 replies: 2 new, 0 repeats, 0 rejected, 1 pending"))
  }

  @Test func beforeTheFirstReplyThereIsASentence() {
    var run = PlaneRun()
    run.startStep()
    run.press("d")
    #expect(run.drawn().holds("no reply yet"))
  }

  @Test func turningTheTemperatureIsSeenAsAStepOfItsLine() throws {
    var run = PlaneRun(size: Size(columns: 160, rows: 50))
    for step in 1...20 {
      run.startStep(temperature: step <= 10 ? 0.2 : 0.9)
      for reply in 0..<8 { run.candidate(Double(reply) * (step <= 10 ? 0.1 : 1), Double(reply)) }
    }
    run.open("d")
    let buffer = run.drawn(.ascii)
    #expect(buffer.holds("temperature") && buffer.holds("repeats") && buffer.holds("rejects"))
    // The line lies lower before than after: the rows of its leftmost and rightmost dots.
    let line = run.state.theme.text
    var rows: [Int: Int] = [:]
    for row in 6..<44 {
      for column in 70..<150 {
        let cell = buffer[column: column, row: row]
        let isDot = [".", "'", ":"].contains { cell.glyph == Glyph($0) }
        if isDot, cell.style.foreground == line.foreground || cell.style.foreground == run.state.theme.foreground {
          rows[column] = max(rows[column] ?? 0, row)
        }
      }
    }
    let first = try #require(rows.min { $0.key < $1.key }), last = try #require(rows.max { $0.key < $1.key })
    #expect(last.key - first.key > 10 && first.value > last.value + 5)
  }

  @Test func thereIsNoAxisForATemperatureThatNobodyChose() {
    var run = PlaneRun(size: Size(columns: 160, rows: 50))
    run.emit(.steered(Steered(step: 0, command: .setTemperature(nil), source: .keyboard)))
    run.startStep(temperature: nil)
    for index in 0..<8 { run.candidate(Double(index), 1) }
    run.press("d")
    #expect(run.drawn().holds("step 1: 8 replies") && !run.drawn().holds("├"))
    run.startStep(temperature: 1.5)
    #expect(run.drawn().holds("├2"))
  }

  @Test func clicksOnMarksAndPointsSelectTheirCandidates() throws {
    var run = twoSteps()
    let layout = run.state.layout, parts = SpreadParts(layout.content(of: .spread))
    let rows = (0..<9).map { place in
      SpreadView.row(at: ScreenCell(column: parts.marks.column + place, row: parts.marks.row), run.state, layout)
    }
    #expect(rows == [8, 9, 10, 11, 12, 8, 8, nil, nil])
    let step = try #require(SpreadStep(run.state, measure: SpreadMeasure(run.state)))
    let look = Look(theme: .standard, marker: .braille)
    let cloud = try #require(SpreadCloud(step, SpreadMeasure(run.state), run.state, in: parts.cloud, look: look))
    #expect(cloud.marks.count == 5)
    for mark in cloud.marks {
      let cell = ScreenCell(column: mark.place.column, row: mark.place.row)
      _ = reduce(&run.state, .input(.mouse(MouseEvent(.press(button: 1), column: cell.column, row: cell.row))))
      _ = reduce(&run.state, .input(.mouse(MouseEvent(.release(button: 1), column: cell.column, row: cell.row))))
      #expect(run.state.chosenRow == mark.row)
      #expect(run.drawn()[column: cell.column, row: cell.row].glyph == Glyph("◆"))
    }
    #expect(SpreadView.row(at: ScreenCell(column: 0, row: 0), run.state, layout) == nil)
  }

  @Test func solutionsWithoutTwoNumbersAreAStripOfLosses() throws {
    // The log's names are not those of its solutions, so they are kept whole.
    var run = PlaneRun(size: Size(columns: 160, rows: 50), parameters: ["missing"])
    run.startStep()
    for index in 0..<8 { run.candidate(Double(index), 0) }
    run.candidate(0, 0, fails: true)
    let measure = SpreadMeasure(run.state)
    #expect(measure.isOfLoss && measure.widths == nil)
    run.press("d")
    #expect(run.drawn().holds("one row a proposal") || run.drawn().holds("a row a proposal"))
    #expect(run.drawn().holds("spread loss "))
    let step = try #require(SpreadStep(run.state, measure: measure))
    #expect(step.sums.count == 8)
  }

  @Test func lossesAndNumbersThatAreNoneAreDrawn() {
    for (u, v) in [(Double.nan, 1.0), (.infinity, 1), (1e300, -1e300), (1.7e308, -1.7e308), (1e-300, 0)] {
      for replies in [1, 8] {
        var run = PlaneRun(size: Size(columns: 160, rows: 50), replies: replies)
        run.startStep(temperature: nil)
        for _ in 0..<3 { run.candidate(u, v, fails: true) }
        // As far on the other side: neither sums nor differences may overflow.
        if u.isFinite { run.candidate(-u, -v, fails: true) }
        run.press("d")
        for markers in Marker.allCases { #expect(run.drawn(markers).holds("step 1")) }
      }
    }
  }

  @Test func manyStepsAreGatheredInTheColumnsThereAre() {
    var run = PlaneRun(size: Size(columns: 120, rows: 36))
    for step in 0..<3000 {
      run.startStep(temperature: step < 1500 ? 1 : 0)
      for reply in 0..<2 { run.candidate(Double(reply * step % 17), Double(step % 5)) }
      if step % 2 == 0 { run.rejected(.duplicate, of: 0) }
      if step % 4 == 0 { run.rejected(.none) }
    }
    run.open("d")
    let buffer = run.drawn()
    // 750 and 1500 of 8250 replies.
    #expect(buffer.holds("18%") && buffer.holds("9%"))
  }
}
