import Charts
import LanguageModels
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct ForesightViewTests {
  private func shown(
    _ distribution: ProposalDistribution, temperature: Double? = 1, parameters: [String] = ["u", "v"],
    size: Size = Size(columns: 120, rows: 36), model: String? = "embedded", theme: Theme = .standard
  ) -> ForesightRun {
    var run = ForesightRun(parameters: parameters, size: size, model: model, theme: theme)
    run.startStep(temperature: temperature)
    run.emit(.steered(Steered(step: 1, command: .setTemperature(temperature), source: .keyboard)))
    run.open()
    run.tell(distribution)
    return run
  }

  // MARK: The shading

  @Test(arguments: [ColorDepth.direct, .indexed, .sixteen, .eight, .none])
  func theShadingNarrowsWithTheDistribution(depth: ColorDepth) {
    var last = Int.max
    for width in [4, 2, 1, 0.3] as [Double] {
      let cells = shown(ForesightRun.round(width: width)).shadedCells(depth: depth == .indexed ? .direct : depth)
      #expect(cells > 0 && cells < last, "width \(width)")
      last = cells
    }
  }

  @Test func theShadingWidensWithTheTemperature() {
    var last = 0
    for temperature in [0, 0.5, 1, 2] as [Double] {
      let cells = shown(ForesightRun.round(width: 1.5), temperature: temperature).shadedCells()
      #expect(cells > last, "T \(temperature)")
      last = cells
    }
  }

  @Test func theShadesHoldTheSharesThatTheyName() throws {
    // Of a round Gaussian, half lies within 1.177 deviations and 99 of 100 within 3.035.
    var run = shown(ForesightRun.round(width: 2))
    let frame = try #require(run.frame)
    let key = ForesightMap.Key(
      try #require(run.state.shownForesight).distribution, frame: frame, size: run.state.size,
      look: Look(theme: .standard, marker: .braille))
    let map = ForesightMap(key: key, frame: frame, look: key.look)
    func shade(_ u: Double) throws -> Int? {
      let place = try #require(frame.place(x: u, y: 0))
      return map.heat.shade(column: place.column, row: place.row)
    }
    let half = try #require(ForesightMap.levels.levels.firstIndex { $0.label == "50 %" }) + 1
    #expect(try #require(try shade(2.354 - 0.35)) >= half)
    #expect(try #require(try shade(2.354 + 0.35)) < half)
    #expect(try #require(try shade(6.07 - 0.4)) >= 1)
    #expect(try shade(6.07 + 0.9) == nil)
    #expect(map.outside < 0.005)
    run.press("j")
    #expect(run.drawn().holds("50 %") && run.drawn().holds("90 %") && run.drawn().holds("99 %"))
  }

  @Test func aPointIsACellOrTwoWhereItStands() throws {
    let run = shown(ForesightRun.round([(4, -6, 0.7), (-5, 5, 0.3)]), temperature: 0)
    let frame = try #require(run.frame), buffer = run.drawn()
    let place = try #require(frame.place(x: 4, y: -6))
    #expect(buffer[column: place.column, row: place.row].glyph == Glyph("✚"))
    #expect(buffer[column: place.column, row: place.row].style.background != .standard)
    #expect((1...12).contains(run.shadedCells()))
    #expect(buffer.holds("at T 0 always u 4") && buffer.holds("100 %"))
    let other = try #require(frame.place(x: -5, y: 5))
    #expect(buffer[column: other.column, row: other.row].glyph != Glyph("✚"))
  }

  @Test func whatIsNarrowerThanACellIsStillSeen() {
    for place in [(0.0, 0.0), (0.07, 0.11), (3.333, -7.77)] {
      let cells = shown(ForesightRun.round([(place.0, place.1, 1)], width: 1e-7)).shadedCells()
      #expect((1...12).contains(cells), "\(place): \(cells)")
    }
  }

  @Test func whatLiesFarOutsideIsPointedToAndFound() throws {
    let far = ForesightRun.round([(300, 200, 1)])
    var run = shown(far)
    #expect(run.shadedCells() == 0)
    #expect(run.drawn().holds("All of it lies outside") && run.drawn().holds("100 % outside"))
    let place = try #require(run.frame?.place(x: far.mode[0], y: far.mode[1]))
    #expect(!place.isInside)
    run.press("a")
    #expect(run.shadedCells() > 20 && !run.drawn().holds("outside"))
    #expect(try #require(run.state.planeWindow).x.contains(far.mode[0]))
    run.press("a")
    #expect(run.state.plane == .space)
  }

  @Test func aFittedWindowStandsStillAsTheShadingNarrows() {
    var run = shown(ForesightRun.round(width: 2))
    run.press("a")
    let window = run.state.planeWindow, cells = run.shadedCells()
    run.startStep()
    run.tell(ForesightRun.round(width: 0.5))
    #expect(run.state.planeWindow == window && run.shadedCells() < cells / 4)
  }

  // MARK: Marks

  @Test func meansStandWithTheirWeightsAndNeighboursAreOne() throws {
    let run = shown(ForesightRun.round([(-6, 6, 0.5), (6, -6, 0.3), (6.05, -6, 0.195), (0, 0, 0.005)], width: 0.5))
    let buffer = run.drawn(), frame = try #require(run.frame)
    // Two that stand in one place are one.
    #expect(buffer.holds("✚50 %"))
    for (u, v) in [(-6.0, 6.0), (6, -6)] {
      let place = try #require(frame.place(x: u, y: v))
      #expect(buffer[column: place.column, row: place.row].glyph == Glyph("✚"))
    }
    let light = try #require(frame.place(x: 0, y: 0))
    #expect(buffer[column: light.column, row: light.row].glyph != Glyph("✚"))
    let marks = buffer.cells.count { $0.glyph == Glyph("✚") }
    // Two in the plane and one in the legend.
    #expect(marks == 3)
  }

  @Test func thePromptsPairsTheProposalsAndTheMaskedAreMarkedAndNoOthers() throws {
    var run = ForesightRun()
    for u in [-8.0, -4, 4, 8] { run.candidate(u, 8, origin: .initial) }
    run.startStep(shown: [0, 1])
    run.emit(.steered(Steered(step: 1, command: .mask(ids: [3]), source: .keyboard)))
    run.candidate(2, -8)
    run.open()
    run.tell(ForesightRun.round())
    let frame = try #require(run.frame), buffer = run.drawn()
    func glyph(_ u: Double, _ v: Double) throws -> Glyph {
      let place = try #require(frame.place(x: u, y: v))
      return buffer[column: place.column, row: place.row].glyph
    }
    #expect(try glyph(-8, 8) == Glyph("○") && glyph(-4, 8) == Glyph("○"))
    #expect(try glyph(4, 8) == Glyph.blank)
    #expect(try glyph(8, 8) == Glyph("◌"))
    #expect(try glyph(2, -8) == Glyph("★"))
    #expect(buffer.holds("◌ masked") && buffer.holds("proposed") && buffer.holds("in the prompt"))
  }

  // MARK: Words

  @Test func whoseItIsIsSaid() {
    let own = shown(ForesightRun.round()).drawn()
    #expect(own.holds("where embedded means to propose") && !own.holds("not "))
    let other = shown(ForesightRun.round(), model: "openai:gpt").drawn()
    #expect(other.holds("where embedded would propose") && other.holds("not openai:gpt, which is asked here"))
    let nobody = shown(ForesightRun.round(), model: nil).drawn()
    #expect(nobody.holds("would propose") && nobody.holds("no model is asked here"))
  }

  @Test func theFiguresNarrowToo() {
    #expect(shown(ForesightRun.round([(5, -5, 1)], width: 1)).drawn().holds("middle half u 4.3"))
    #expect(shown(ForesightRun.round([(5, -5, 1)], width: 0.001)).drawn().holds("middle half u 5.00"))
  }

  @Test func theHelpAndThePaletteNameIt() {
    var run = ForesightRun(size: Size(columns: 200, rows: 60))
    run.startStep()
    #expect(KeyBinding.of(.plane).help.contains("means to propose next"))
    #expect(run.state.found(by: "foresight").contains { $0.act == .plane } || KeyBinding.of(.plane).argument != nil)
    run.press("v")
    let title = run.drawn().text.first { $0.contains(" over ") }
    #expect(title?.contains(", v foresight") == true, "\(title ?? "")")
  }

  // MARK: One parameter

  @Test func oneParameterHasACurveThatNarrows() throws {
    var last = Int.max
    for width in [3, 1, 0.2] as [Double] {
      var run = shown(ForesightRun.round([(-4, 0, 1)], width: width, parameters: 1), parameters: ["u"])
      let frame = try #require(run.frame), buffer = run.drawn()
      let peak = try #require(frame.place(x: -4, y: 1))
      #expect(buffer[column: peak.column, row: peak.row].glyph == Glyph("✚"), "width \(width)")
      let foot = try #require(frame.place(x: -4, y: 0.1))
      #expect(buffer[column: foot.column, row: foot.row].style.background != .standard)
      let cells = run.shadedCells()
      #expect(cells > 0 && cells < last)
      last = cells
      #expect(buffer.holds("density") && buffer.holds("middle half u"))
      run.press("a")
      #expect(run.shadedCells() > 0)
      #expect(run.state.planeWindow?.y == 0...1.05)
    }
  }

  @Test func oneParameterAtZeroIsALineAndMarksStandAtItsFoot() throws {
    var run = ForesightRun(parameters: ["u"])
    run.candidate(7, origin: .initial)
    run.startStep(temperature: 0, shown: [0])
    run.candidate(3)
    run.emit(.steered(Steered(step: 1, command: .setTemperature(0), source: .keyboard)))
    run.open()
    run.tell(ForesightRun.round([(3, 0, 1)], parameters: 1))
    let frame = try #require(run.frame), buffer = run.drawn()
    let initial = try #require(frame.place(x: 7, y: 0)), best = try #require(frame.place(x: 3, y: 0))
    #expect(buffer[column: initial.column, row: initial.row].glyph == Glyph("○"))
    #expect(buffer[column: best.column, row: best.row].glyph == Glyph("★"))
    #expect(buffer.holds("at T 0 always u 3"))
  }

  // MARK: Sizes and looks

  @Test(arguments: Marker.allCases)
  func everySizeAndWindowIsDrawnInside(markers: Marker) {
    let distributions = [
      ForesightRun.round(), ForesightRun.round([(1e12, -1e12, 1)]), ForesightRun.round(width: 1e-12),
      ForesightRun.round(width: 1e9),
    ]
    let windows: [PlaneWindow.Choice] = [
      .space, .candidates, .window(PlaneWindow(x: 0...1e-9, y: -1e12...1e12)),
      .window(PlaneWindow(x: 1e14...1.1e14, y: -1e-9...0)),
    ]
    let look = Look(theme: .standard, marker: markers)
    for (turn, distribution) in distributions.enumerated() {
      for parameters in [["u", "v"], ["u"]] {
        var distribution = distribution
        if parameters.count == 1 { distribution = ForesightRun.round(width: [1, 1e-9, 0, 1e9][turn], parameters: 1) }
        var run = shown(distribution, parameters: parameters)
        run.state.plane = windows[turn]
        guard let foresight = run.state.shownForesight else {
          // A spread of nothing is no density.
          continue
        }
        for columns in [0, 1, 4, 12, 23, 57] {
          for rows in [0, 1, 4, 16] {
            let size = Size(columns: columns, rows: rows)
            guard let frame = PlaneView.frame(run.state, in: PlaneParts(Area(size)).plot, lines: look.plotLines) else {
              Issue.record("no frame")
              return
            }
            let key = ForesightBase.Key(run.state, foresight, frame: frame, size: size, look: look)
            #expect(
              ForesightBase(run.state, key: key, frame: frame, keeping: nil, look: look).cells.size == size)
          }
        }
      }
    }
  }

  @Test func plainCharactersAreEnough() {
    let run = shown(ForesightRun.round([(-4, 4, 0.6), (4, -4, 0.4)], width: 1.5))
    let buffer = run.drawn(.ascii)
    #expect(buffer.text.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
    #expect(buffer.holds("M means") && buffer.holds("60 %"))
    // The heavier the denser.
    #expect(buffer.holds("$") && buffer.holds(","))
  }

  @Test func aFrameWithACacheIsThatWithout() {
    var run = shown(ForesightRun.round([(-4, 4, 0.6), (4, -4, 0.4)], width: 1.5))
    var cache = ViewCache()
    func step(_ run: ForesightRun) {
      var kept = CellBuffer(size: run.state.size), anew = kept
      draw(run.state, into: &kept, cache: &cache)
      var nothing = ViewCache()
      draw(run.state, into: &anew, cache: &nothing)
      #expect(kept == anew)
    }
    step(run)
    run.candidate(1, 1)
    step(run)
    run.emit(.steered(Steered(step: 1, command: .setTemperature(0.3), source: .keyboard)))
    step(run)
    run.press("R")
    step(run)
    run.press("j")
    step(run)
    run.press(")")
    step(run)
    run.startStep()
    run.tell(ForesightRun.round([(-4, 4, 0.6)], width: 0.5))
    step(run)
    run.send(.resized(Size(columns: 80, rows: 24)))
    step(run)
  }
}
