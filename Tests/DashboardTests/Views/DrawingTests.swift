import Charts
import Dashboard
import LanguageModels
import Optimization
import Testing
import Text

@Suite struct DrawingTests {
  private func drawn(_ state: DashboardState, _ size: Size, markers: Marker = .braille) -> CellBuffer {
    var buffer = CellBuffer(size: size, filledWith: Cell(Glyph("§")))
    var cache = ViewCache()
    draw(state, markers: markers, into: &buffer, cache: &cache)
    return buffer
  }

  @Test func everySizeToTwentyFourByTwelveIsDrawn() {
    let states = [SampleScreen.selected, .waiting, .help, .inject, .replay].map {
      $0.state(Size(columns: 80, rows: 24))
    }
    for columns in 0...24 {
      for rows in 0...12 {
        let size = Size(columns: columns, rows: rows)
        for state in states {
          let buffer = drawn(state, size)
          #expect(buffer.size == size)
          #expect(!buffer.cells.contains { $0.glyph == Glyph("§") })
        }
      }
    }
  }

  @Test func drawnSizesToThreeHundredByOneHundredAreDrawnWhole() {
    var generator = SeededGenerator(seed: 11)
    let states = SampleScreen.allCases.filter { $0 != .many }.map { $0.state(Size(columns: 120, rows: 36)) }
    for index in 0..<300 {
      let size = Size(columns: generator.integer(in: 0...300), rows: generator.integer(in: 0...100))
      var state = states[index % states.count]
      _ = reduce(&state, .resized(size))
      let buffer = drawn(state, size, markers: Marker.allCases[index % 3])
      #expect(!buffer.cells.contains { $0.glyph == Glyph("§") })
    }
  }

  /// A pane's cells do not depend on what the others show: what another draws never gets into them.
  @Test func noViewDrawsOutsideItsArea() {
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<60 {
      let size = Size(columns: generator.integer(in: 40...300), rows: generator.integer(in: 10...100))
      let calm = SampleScreen.running.state(size)
      var busy = calm
      let text = String(repeating: "long\u{1B}[2J\u{202E}字 ", count: 400)
      _ = reduce(
        &busy,
        .progress(Progress(step: 18, replies: [ReplyUnderWay(index: 0, phase: .streaming, text: text, asked: 0)])))
      let layout = calm.layout
      let first = drawn(calm, size), second = drawn(busy, size)
      for row in 0..<size.rows {
        for column in 0..<size.columns where !layout[.replies].contains(column: column, row: row) {
          #expect(first[column: column, row: row] == second[column: column, row: row], "\(size) \(column) \(row)")
        }
      }
    }
  }

  @Test func textFromOutsideNeverReachesTheScreenRaw() {
    let bad = "\u{1B}]0;x\u{7}\u{202E}\u{200B}\u{E0041}\r\n\u{9B}31m"
    var run = SampleRun(candidates: 2, simulated: false)
    var started = run.state.run.head.started
    started?.problem.objective = Objective(name: bad, label: bad)
    started?.problem.name = bad
    started?.models = RunStarted.Models(optimizer: ModelIdentity(name: bad, kind: .server))
    if let started { run.emit(.runStarted(started)) }
    run.initial()
    run.startStep()
    run.emit(.reply(ReplyEvent(step: 1, index: 0, attempt: 1, role: "optimizer", text: bad, seconds: 1)))
    run.emit(.rejected(Rejected(step: 1, index: 0, refusal: Refusal(.malformed, bad, span: 1..<4))))
    run.emit(.retry(Retry(step: 1, index: 1, attempt: 1, cause: bad, wait: 3)))
    run.emit(.notice(Notice(code: "x", text: bad)))
    run.send(
      .progress(
        Progress(
          step: 1,
          replies: [
            ReplyUnderWay(index: 1, phase: .waiting(until: 9, cause: bad, nextAttempt: 2, of: 5), text: bad, asked: 0)
          ])))
    run.press(.character("i"))
    run.send(.input(.paste(bad)))
    for phase in 0..<3 {
      if phase == 1 { run.press(KeyPress(.escape)) }
      if phase == 2 { run.emit(.state(StateChange(.waiting, reason: bad))) }
      for size in [Size(columns: 120, rows: 36), Size(columns: 80, rows: 24), Size(columns: 45, rows: 30)] {
        for cell in drawn(run.state, size).cells {
          for scalar in cell.glyph.scalars {
            let category = scalar.properties.generalCategory
            #expect(category != .control && category != .format, "\(scalar.value)")
          }
        }
      }
    }
    for line in Summary.lines(for: run.state.run, logPath: bad) + [StepLine.line(for: run.state.run)] {
      #expect(line == DisplayText(cleaning: line).string)
    }
  }

  @Test func aFrameWithACacheEqualsOneWithout() {
    var run = SampleRun(candidates: 3, steps: 90)
    run.initial()
    var cache = ViewCache()
    var generator = SeededGenerator(seed: 5)
    let keys: [KeyPress] = [
      .character("j"), .character("k"), .character("o"), .character("R"), KeyPress(.escape), KeyPress(.pageDown),
      .character("?"), .character("i"),
    ]
    var earlier = run.state.run
    for turn in 0..<160 {
      switch generator.integer(in: 0...5) {
      case 0, 1: run.performStep()
      case 2: run.send(.resized(Size(columns: generator.integer(in: 30...160), rows: generator.integer(in: 8...60))))
      case 3 where turn % 4 == 0:
        run.send(.replaced(earlier))
        earlier = run.state.run
      default: run.press(keys[generator.integer(in: 0...keys.count - 1)])
      }
      var cached = CellBuffer(size: run.state.size)
      draw(run.state, into: &cached, cache: &cache)
      #expect(cached == drawn(run.state, run.state.size), "turn \(turn)")
    }
  }

  @Test func aSelectedCandidateIsMarkedInPictureChartAndTable() {
    let size = Size(columns: 120, rows: 36)
    let state = SampleScreen.selected.state(size)
    let buffer = drawn(state, size), layout = state.layout
    func holds(_ text: String, _ pane: Area) -> Bool {
      buffer.text[pane.row..<pane.endRow].contains { row in
        String(Array(row)[pane.column..<pane.endColumn]).contains(text)
      }
    }
    #expect(holds("◆", layout[.picture]) && holds("◆", layout[.loss]))
    let row = layout.tableRows.row + (state.position(ofRow: state.chosenRow ?? 0) ?? -99) - state.tableTop
    #expect(buffer[column: layout.tableRows.column, row: row].style.attributes.contains(.reverse))
  }
}
