import Charts
import Optimization
import Testing
import Text

@testable import Dashboard

@Suite struct PictureViewTests {
  private let size = Size(columns: 120, rows: 36)

  private func drawn(_ state: DashboardState, markers: Marker = .braille) -> CellBuffer {
    var buffer = CellBuffer(size: state.size)
    var cache = ViewCache()
    draw(state, markers: markers, into: &buffer, cache: &cache)
    return buffer
  }

  private func picture(_ state: DashboardState, markers: Marker = .braille) -> String {
    let area = state.layout.content(of: .picture)
    return drawn(state, markers: markers).text[area.row..<area.endRow]
      .map { String(Array($0)[area.column..<area.endColumn]) }.joined(separator: "\n")
  }

  private func filled(_ steps: Int = 30, size: Size? = nil) -> SampleRun {
    var run = SampleRun(size: size ?? self.size)
    run.initial()
    for _ in 0..<steps { run.performStep() }
    return run
  }

  // MARK: What the model does not see, and what it always sees

  @Test func aMaskedLineIsDottedInItsOwnStyle() {
    var run = SampleRun(size: size)
    run.candidate(SampleLine.Solution(w: 15, b: 14), step: 0, origin: .initial)
    run.startStep()
    run.candidate(SampleLine.Solution(w: -10, b: 20), step: 1, index: 0, origin: .model)
    let theme = run.state.theme
    func dots(_ state: DashboardState, _ color: Color) -> Int {
      let area = state.layout.content(of: .picture), buffer = drawn(state)
      return (area.row..<area.endRow).reduce(0) { sum, row in
        sum
          + (area.column..<area.endColumn).reduce(0) { sum, column in
            let cell = buffer[column: column, row: row]
            let value = cell.glyph.scalars.first?.value ?? 0
            guard (0x2800...0x28FF).contains(value), cell.style.foreground == color else { return sum }
            return sum + (value - 0x2800).nonzeroBitCount
          }
      }
    }
    let color = theme.lineColor(step: 1, in: 1...1)
    let solid = dots(run.state, color)
    #expect(solid > 60 && dots(run.state, theme.mask.foreground) == 0)
    run.steer(.mask(ids: [1]))
    #expect(PictureStroke(ofCandidate: 1, run.state, isNewest: false, look: look(run)) == .dotted)
    #expect(dots(run.state, color) == 0)
    #expect((10..<solid / 2).contains(dots(run.state, theme.mask.foreground)))
    run.steer(.unmask(ids: [1]))
    #expect(dots(run.state, color) == solid)
  }

  private func look(_ run: SampleRun, isLarge: Bool = false) -> Look {
    Look(theme: run.state.theme, marker: .braille, isLarge: isLarge)
  }

  @Test func aPinnedCandidateIsNamedAndNeverLeftOut() {
    var run = filled(40)
    let id = 5
    #expect(!picture(run.state).contains("◉\(id)"))
    run.steer(.pin(ids: [id]))
    #expect(picture(run.state).contains("◉\(id)"))
    run.press(.character("P"))
    let row = run.state.run.trajectory.row(of: id) ?? -1
    #expect(PictureChoice(from: run.state).rows.contains(row))
    #expect(picture(run.state).contains("◉ #\(id)"))
  }

  @Test func theBestAndTheSelectedCarryTheirPin() throws {
    var run = filled(12)
    let best = try #require(run.state.run.head.best?.id)
    run.steer(.pin(ids: [best]))
    #expect(picture(run.state).contains("★◉\(best)"))
    run.press(.character("j"), .character("j"), .character("j"))
    let chosen = try #require(run.state.chosenID)
    run.steer(.pin(ids: [chosen]))
    #expect(picture(run.state).contains("◆◉\(chosen)"))
  }

  @Test func theBestOfPeopleSaysSo() {
    var run = filled(6)
    run.steer(.inject("14.9 13.6"))
    run.candidate(SampleLine.Solution(w: 14.9, b: 13.6), step: run.step, origin: .person)
    let id = run.state.run.trajectory.count - 1
    #expect(run.state.run.head.best?.id == id)
    #expect(picture(run.state).contains("★▸\(id)"))
    run.press(.character("P"))
    #expect(picture(run.state).contains("★▸ #\(id)"))
  }

  // MARK: For the back of a room

  @Test func aPresentationDrawsLargerMarksAndFewerLines() {
    var run = filled(40)
    #expect(PictureChoice(from: run.state).rows.count > 30)
    #expect(picture(run.state).contains("•") && !picture(run.state).contains("●"))
    run.press(.character("P"))
    let choice = PictureChoice(from: run.state)
    #expect(choice.rows.count <= PictureChoice.mostProposalsLarge + 1 && choice.isCut)
    #expect(picture(run.state).contains("●") && !picture(run.state).contains("•"))
    #expect(choice.rows.contains(run.state.run.head.best?.row ?? -1))
  }

  @Test func marksGrowWhereRoomIsAmple() {
    var run = filled(size: Size(columns: 200, rows: 60))
    run.press(.character("P"))
    #expect(picture(run.state).contains("▐█▌"))
    #expect(picture(run.state, markers: .ascii).contains("(O)"))
    #expect(picture(run.state, markers: .blocks).contains("●"))
  }

  @Test func theNewestAndTheBestAreThickAndSayTheirLoss() throws {
    var run = SampleRun(size: size)
    run.press(.character("P"))
    run.initial()
    for _ in 0..<5 { run.performStep() }
    let state = run.state, head = state.run.head
    let best = try #require(head.best)
    let newest = try #require(PictureChoice(from: state).newest(in: state.run.trajectory))
    let newestID = state.run.trajectory.id(at: newest)
    #expect(PictureStroke(ofCandidate: best.id, state, isNewest: false, look: look(run, isLarge: true)) == .thick(3))
    #expect(PictureStroke(ofCandidate: newestID, state, isNewest: true, look: look(run, isLarge: true)) == .thick(3))
    #expect(PictureStroke(ofCandidate: 0, state, isNewest: false, look: look(run, isLarge: true)) == .solid)
    #expect(picture(state).contains("★ #\(best.id)  \(Words.loss(best.loss))"))
    if newestID != best.id {
      let loss = Words.loss(state.run.trajectory.losses[newest])
      #expect(picture(state).contains("▶ #\(newestID)  \(loss)"))
    }
  }

  // MARK: Always

  @Test func aKeptLayerEqualsANewOneWhateverIsSteered() {
    var run = SampleRun(candidates: 2, steps: 90)
    run.initial()
    var cache = ViewCache()
    var generator = SeededGenerator(seed: 21)
    for turn in 0..<70 {
      let ids = [generator.integer(in: 0...max(0, run.state.run.trajectory.count - 1))]
      switch generator.integer(in: 0...8) {
      case 0: run.performStep()
      case 1: run.steer(run.state.run.head.masked.isSuperset(of: ids) ? .unmask(ids: ids) : .mask(ids: ids))
      case 2: run.steer(run.state.run.head.pinned.isSuperset(of: ids) ? .unpin(ids: ids) : .pin(ids: ids))
      case 3: run.steer(.predict("\(generator.integer(in: -20...20)) 5"))
      case 4:
        run.emit(
          .prediction(
            PredictionEvent(
              step: run.step, solution: ["w": .number(Double(turn) / 10), "b": 4], text: "w b",
              loss: generator.uniform() < 0.2 ? nil : 30)))
      case 5: run.press(.character("P"))
      case 6: run.press(.character("R"))
      case 7:
        let area = run.state.layout.content(of: .picture)
        run.send(.input(.mouse(MouseEvent(.press(button: 1), column: area.column + 9, row: area.row + 3))))
        run.send(
          .input(.mouse(MouseEvent(.drag(button: 1), column: area.column + 9 + turn % 30, row: area.row + turn % 20))))
        if turn % 2 == 0 { run.press(KeyPress(.escape)) }
      default: run.press(.character("j"))
      }
      var cached = CellBuffer(size: run.state.size)
      draw(run.state, into: &cached, cache: &cache)
      #expect(cached == drawn(run.state), "turn \(turn)")
    }
  }

  @Test func everySizeAndMarkerIsDrawnInItsPane() {
    var run = filled(12)
    run.steer(.mask(ids: [1, 4]))
    run.steer(.pin(ids: [2, 6]))
    run.steer(.predict("-4 10"))
    run.press(.character("R"), .character("j"), .character("j"))
    for isLarge in [false, true] {
      if isLarge { run.press(.character("P")) }
      for marker in Marker.allCases {
        for (columns, rows) in [(0, 0), (1, 1), (9, 4), (41, 11), (79, 23), (130, 40)] {
          run.send(.resized(Size(columns: columns, rows: rows)))
          let text = drawn(run.state, markers: marker).text
          if marker == .ascii { #expect(text.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) }) }
        }
      }
    }
  }

  @Test func theLegendNamesWhatIsDrawn() {
    var run = filled(4, size: Size(columns: 200, rows: 60))
    #expect(picture(run.state).contains("★ best  ─ initial") && !picture(run.state).contains("by you"))
    run.steer(.inject("9 3"))
    run.candidate(SampleLine.Solution(w: 9, b: 3), step: run.step, origin: .person)
    run.steer(.pin(ids: [1]))
    run.steer(.mask(ids: [2]))
    #expect(picture(run.state).contains("★ best  ▸ by you  ─ initial  ◉ pinned  ◌ masked"))
  }
}
