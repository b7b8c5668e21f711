import Charts
import Optimization
import TestSupport
import Testing
import Text

@testable import Dashboard

@Suite struct PlaneViewTests {
  private func searching(_ problem: TwoNumbers = TwoNumbers(), steps: Int = 6) -> PlaneRun {
    var run = PlaneRun(problem)
    for place in 0..<4 { run.candidate(Double(place) * 4 - 8, 7, origin: .initial) }
    for step in 0..<steps {
      run.startStep()
      for reply in 0..<4 { run.candidate(-8 + Double(step) * 1.7 + Double(reply), 5 - Double(step) * 1.5) }
    }
    return run
  }

  private func frame(_ state: DashboardState) throws -> PlotFrame {
    try #require(PlaneView.frame(state, in: PlaneParts(state.layout.content(of: .plane)).plot))
  }

  /// The cell that a point is shown in.
  private func place(_ u: Double, _ v: Double, _ state: DashboardState) throws -> PlotFrame.Place {
    try #require(try frame(state).place(x: u, y: v))
  }

  // MARK: The map

  @Test func theMapShowsTheLossOverBothParametersByName() throws {
    var run = searching()
    run.open("v")
    let buffer = run.drawn(), frame = try frame(run.state)
    #expect(buffer.holds("height over u and v") && buffer.holds("whole space"))
    let lowest = try place(2, -3, run.state), corner = try place(-10, 10, run.state)
    #expect(
      buffer[column: lowest.column + 4, row: lowest.row].style.background
        != buffer[column: corner.column, row: corner.row].style.background)
    // Cells of equal loss have one shade.
    let left = buffer[column: lowest.column - 15, row: lowest.row].style.background
    let right = buffer[column: lowest.column + 15, row: lowest.row].style.background
    #expect(left == right)
    let shades = Set(
      (frame.inner.row..<frame.inner.endRow).flatMap { row in
        (frame.inner.column..<frame.inner.endColumn).map { buffer[column: $0, row: row].style.background }
      })
    #expect(shades.count > 6 && shades.count <= ShadeLevels.mostShades)
  }

  @Test func aProblemWithoutALandscapeIsMappedFromItsCandidatesAndSaysSo() throws {
    var problem = TwoNumbers()
    problem.hasLandscape = false
    var run = PlaneRun(problem)
    run.open("v")
    #expect(run.drawn().holds("no candidate yet"))
    run.startStep()
    run.candidate(-6, 6)
    run.candidate(6, -6)
    #expect(run.drawn().holds("map from candidates"))
    let buffer = run.drawn()
    let high = try place(-6, 5, run.state), low = try place(6, -5, run.state)
    #expect(
      buffer[column: high.column, row: high.row].style.background
        != buffer[column: low.column, row: low.row].style.background)
    #expect(PlaneSamples.mostCandidates == 200)
  }

  @Test func lossesThatAreNoNumbersLeaveTheMapBlankThere() throws {
    let losses: [@Sendable (Double, Double) -> Double] = [
      { _, _ in .nan }, { _, _ in .infinity }, { u, _ in u < 0 ? .nan : u }, { _, _ in 4 }, { u, v in -u * v },
      { u, v in u > 9 ? 1e300 : u * u + v * v }, { _, _ in -1e308 }, { u, _ in u * 1e308 },
    ]
    for loss in losses {
      for hasLandscape in [true, false] {
        var problem = TwoNumbers()
        problem.loss = loss
        problem.hasLandscape = hasLandscape
        var run = searching(problem)
        run.open("v")
        for markers in Marker.allCases { #expect(run.drawn(markers).holds("over u and v")) }
      }
    }
  }

  @Test func oneCandidateAndAllEqualOnesAreDrawn() throws {
    for hasLandscape in [true, false] {
      var problem = TwoNumbers()
      problem.hasLandscape = hasLandscape
      var run = PlaneRun(problem)
      run.open("v")
      run.startStep()
      run.candidate(1, 1)
      for key in ["a", "("] as [Character] {
        run.press(key)
        let place = try place(1, 1, run.state)
        #expect(run.drawn()[column: place.column, row: place.row].glyph == Glyph("★"))
      }
      for _ in 0..<20 { run.candidate(1, 1) }
      #expect(run.drawn().holds("★"))
    }
  }

  @Test func tenThousandCandidatesAreCutToTheNewest() {
    var run = PlaneRun()
    var random = SplitMix(state: 8)
    for row in 0..<10_000 {
      if row % 8 == 0 { run.startStep() }
      run.candidate(.random(in: -12...12, using: &random), .random(in: -12...12, using: &random))
    }
    run.open("v")
    #expect(run.drawn().holds("newest 300"))
    let choice = PlaneChoice(run.state)
    #expect(choice.rows.count <= PlaneChoice.mostCandidates + 1 && choice.isCut)
    #expect(choice.rows.last == run.state.run.head.best?.row)
    #expect(choice.way.count <= choice.rows.count && zip(choice.way, choice.way.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func windowsFromTinyToHugeAreDrawn() throws {
    var run = searching()
    run.open("v")
    for key in ["(", ")"] as [Character] {
      for _ in 0..<160 { run.press(key) }
      let window = try #require(run.state.planeWindow)
      #expect(window.x.upperBound > window.x.lowerBound)
      for markers in Marker.allCases { #expect(run.drawn(markers).holds("a part of the space")) }
    }
  }

  // MARK: Marks

  @Test func everyOriginHasItsOwnSymbolWithAndWithoutColours() throws {
    var plain = Theme.standard
    plain.planeGradient = Gradient(stops: [])
    plain.lineGradient = Gradient(stops: [])
    for theme in [Theme.standard, plain] {
      for markers in Marker.allCases {
        var run = PlaneRun(theme: theme)
        run.candidate(-8, 8, origin: .initial)
        run.startStep()
        run.candidate(2, -3)
        run.candidate(-4, 4)
        run.candidate(4, 4, origin: .person)
        run.candidate(-4, -4, origin: .random)
        run.candidate(8, 8, fails: true)
        run.startStep()
        run.candidate(7, 1)
        run.open("v")
        run.press("R")
        run.state.selection = .candidate(id: 1)
        let buffer = run.drawn(markers)
        let points = [(-8.0, 8.0), (2, -3), (-4, 4), (4, 4), (-4, -4), (8, 8)]
        let glyphs = try points.map { point in
          let place = try place(point.0, point.1, run.state)
          return buffer[column: place.column, row: place.row].glyph
        }
        #expect(Set(glyphs).count == points.count, "\(markers)")
        #expect(buffer.holds(markers == .ascii ? "#1" : "◆1"))
        // The map itself is made of other characters.
        #expect(Set(glyphs).isDisjoint(with: Set(HeatMap.characters.map { Glyph($0) })))
      }
    }
  }

  @Test func candidatesOutsideTheWindowAreArrowsAtTheEdge() throws {
    var run = PlaneRun()
    run.startStep()
    run.candidate(0, 0)
    for (u, v, _) in outside { run.candidate(u, v) }
    run.open("v")
    let buffer = run.drawn()
    for (u, v, arrow) in outside {
      let place = try place(u, v, run.state)
      #expect(!place.isInside && buffer[column: place.column, row: place.row].glyph == Glyph(arrow), "\(u) \(v)")
    }
  }

  private let outside: [(Double, Double, Unicode.Scalar)] = [
    (40, 0, "▶"), (-40, 1, "◀"), (1, 40, "▲"), (-1, -40, "▼"), (1e300, 5, "▶"),
  ]

  @Test func knownAnswersAreShownOnlyWhenTheyAreRevealed() throws {
    var run = searching()
    run.open("v")
    #expect(!run.drawn().holds("lowest"))
    run.press("R")
    let buffer = run.drawn(), place = try place(2, -3, run.state)
    #expect(buffer.holds("lowest") && buffer[column: place.column, row: place.row].glyph == Glyph("╋"))
  }

  @Test func maskedAndPinnedCandidatesHaveMarksOfTheirOwnThatCanBeRead() throws {
    var run = searching()
    run.open("v")
    let place = try place(-8, 7, run.state)
    run.emit(.steered(Steered(step: run.step, command: .mask(ids: [0]), source: .keyboard)))
    let buffer = run.drawn()
    // Its own sign says enough; faint on a shade of the map it could not be seen.
    #expect(!buffer[column: place.column, row: place.row].style.attributes.contains(.dim))
    #expect(buffer[column: place.column, row: place.row].glyph == Glyph("◌") && buffer.holds("◌ masked"))
    run.emit(.steered(Steered(step: run.step, command: .pin(ids: [0]), source: .keyboard)))
    let pinned = run.drawn()
    #expect(pinned[column: place.column, row: place.row].glyph == Glyph("◉") && pinned.holds("◉ pinned"))
  }

  @Test func aPredictionIsMarkedBeforeAndAfterItIsJudged() throws {
    var run = searching()
    run.open("v")
    run.emit(.steered(Steered(step: run.step, command: .predict("5 -5"), source: .keyboard)))
    let place = try place(5, -5, run.state)
    #expect(run.drawn()[column: place.column, row: place.row].glyph == Glyph("▹"))
    #expect(run.drawn().holds("▹you"))
    run.startStep()
    run.emit(
      .prediction(PredictionEvent(step: run.step, solution: ["u": 5, "v": -5], text: "u=5, v=-5", loss: 14)))
    #expect(run.drawn().holds("▹you 14"))
    // A newer step that is settled takes it away.
    run.startStep()
    for reply in 0..<8 { run.candidate(Double(reply), 9) }
    #expect(!run.drawn().holds("▹you"))
  }

  @Test func everyReadableMarkStandsOutFromItsShade() throws {
    for theme in [Theme.standard] {
      var run = searching()
      run.state.theme = theme
      run.open("v")
      let buffer = run.drawn(), frame = try frame(run.state)
      var sixteen = ColorReducer(depth: .sixteen)
      for mark in PlaneMark.all(run.state, PlaneChoice(run.state), frame, look: Look(theme: theme, marker: .braille)) {
        let style = buffer[column: mark.place.column, row: mark.place.row].style
        #expect(style.background != .standard)
        #expect(sixteen.ink(for: style.foreground) != sixteen.ink(for: style.background))
      }
    }
  }
}
